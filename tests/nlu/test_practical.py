"""A practical question that is asked in so many words is heard, whatever a message tells around it."""

from __future__ import annotations

import pytest

from nlu import generation, practical


def asked(text: str) -> str | None:
    now = generation.current()
    return practical.asked(now.reader.read(text), now.library)


@pytest.mark.parametrize(
    ("text", "faq"),
    [
        ("We hope to pair with Haikou; does the Commission have to give its consent?", "eu_city_approval"),
        ("我们是波兰的城市，想找中国伙伴，须不须经布鲁塞尔同意？", "eu_city_approval"),
        ("我县打算缔结国际友城，要报上级审批吗", "sister_city_approval"),
        ("could we hand our traffic data to the partner in Wuhan", "data_sharing"),
        ("监测数据可以发给外方吗", "data_sharing"),
        ("The mission from Chengdu went home on Sunday; how do we do this properly?", "after_visit"),
        ("考察团已经离境了，我方该怎么做", "after_visit"),
        ("会英语吗", "working_language"),
        ("开会需要说英语吗", "working_language"),
        ("我们局里没人会英语，能合作吗", "working_language"),
        ("must our staff speak Chinese?", "working_language"),
        ("are the meetings in English?", "working_language"),
    ],
)
def test_question_is_heard_behind_what_is_told(text: str, faq: str) -> None:
    assert asked(text) == f"faq/{faq}"


@pytest.mark.parametrize(
    "text",
    [
        "May Horizon Europe be used by our state?",
        "who sees my data in this chat",
        "谢谢你",
        "thank you",
        "我要用英语",
        "我们英语不好，请说中文",
        "您会说英语吗",
        "can we speak English",
        "do I have to speak English with you?",
        "我的聊天数据给谁看",
        "常州想和乌普萨拉结为友好城市",
        "我上周提交的合作意向多久有结果",
        "can we use it to pay our staff?",
        "we have too little money for a pilot",
        "多久能办下来签证",
        "要不要写总结报告",
        "how long do we have to commit in the agreement",
    ],
)
def test_other_questions_are_left_alone(text: str) -> None:
    assert asked(text) is None


@pytest.mark.parametrize(
    ("text", "faq"),
    [
        ("The consultant wants 3,000 euros before anything starts, should we pay?", "advance_payment"),
        ("must we make a good-faith payment", "advance_payment"),
        ("对方让我们先打一笔钱，靠谱吗", "advance_payment"),
        ("要预付保证金吗", "advance_payment"),
        ("Is one of the Seven Sons a possible partner?", "horizon_china_limits"),
        ("国防七校受限制吗", "horizon_china_limits"),
        ("how does UEC differ from the IUC? difference in one line", "uec_iuc_difference"),
        ("IUC跟UEC是一回事吗", "uec_iuc_difference"),
        ("友好城市协议签之前找谁审批", "sister_city_approval"),
        ("备忘录由哪个部门批", "mou_approval"),
        ("Are Norway and Iceland associated countries?", "associated_countries"),
        ("瑞士算联系国吗，算不算联系国", "associated_countries"),
        ("was there a final report on the results", "evaluation_report"),
        ("结项报告在哪里看", "evaluation_report"),
        ("What does membership in the Covenant of Mayors cost", "gcom_join"),
        ("烟台怎么加入市长盟约", "gcom_join"),
        ("Would you draft the e-mail to Weinan for us?", "desk_writes_letter"),
        ("你们能帮我们起草一份邀请函吗", "desk_writes_letter"),
        ("Is a place of 9,000 too tiny to take part?", "small_city"),
        ("我县人口太少，够资格吗", "small_city"),
        ("who covered the flights of the delegations", "who_pays_travel"),
        ("住宿费由谁负担", "who_pays_travel"),
        ("因公出境怎么报批", "official_trip_approval"),
        ("登记合作意向需要准备哪些材料", "request_content"),
        ("May we quote your information in our report?", "reliability"),
        ("这些数据从哪里来的，资料从哪儿来", "reliability"),
        ("How many months until an MoU is signed, from the first mail?", "how_long_partnership"),
        ("市与国外的州缔结友好关系可以吗", "sister_city_levels"),
        ("Is Interreg Alpine Space open to Hangzhou?", "other_interreg"),
        ("口译有补贴吗", "interpreters"),
    ],
)
def test_question_with_its_own_words_is_heard(text: str, faq: str) -> None:
    assert asked(text) == f"faq/{faq}"


@pytest.mark.parametrize(
    "text", ["we paid for the hotel", "押后再谈", "who pays first?", "Was the IUC before the IURC?"]
)
def test_other_words_for_money_and_programmes_are_left_alone(text: str) -> None:
    assert asked(text) is None
