"""Whether a message asks for a person of this desk in so many words, and its neighbours that do not."""

from __future__ import annotations

import pytest

from nlu import persons
from nlu.clauses import halves
from nlu.normalise import plain


@pytest.mark.parametrize(
    "text",
    [
        "Please put me through to a colleague, our delegation visit to Chengdu has been cancelled",
        "I'd rather talk to someone, it's about an invitation letter that never arrived",
        "Connect me to an advisor - we want to leave the IURC pilot",
        "Is there a real person I can ask about the twinning with Ningbo?",
        "We have a problem with our partner in Suzhou and would like to talk to somebody at your office",
        "agent! the waste project with Yantai has stalled",
        "I want to discuss our sister city agreement with a person, not a bot",
        "Could one of your experts contact me about the climate city contract with Hangzhou?",
        "找人工，友城那边一直没回复",
        "我要跟人说，关于智慧城市组的事",
        "可以请人联系我吗？我们想退出IURC",
        "有没有人可以帮我处理和汉堡的合作协议",
        "请你们派人跟我联系，讨论低碳合作项目",
        "给我接个客服，重庆那边的试点没有进展",
        "我希望有专人跟进我们与里昂的结对",
        "直接找人谈，关于欧盟资助的报销问题",
        "Not the link, a person please",
        "no, a human please, not the address",
        "enough of lists. A real person please!",
    ],
)
def test_a_wish_for_a_person_is_seen_whatever_it_is_about(text: str) -> None:
    assert persons.asked(plain(text))


@pytest.mark.parametrize(
    "text",
    [
        "who is the contact person for IURC",
        "could someone help us find a partner city in China",
        "I no longer want to talk to a person",
        "how long until I can speak to a person",
        "I want to speak to someone from the Chongqing foreign affairs office",
        "do we need to speak with a human interpreter",
        "Could the Chinese partner send us an expert",
        "can an expert from our city join the visit",
        "Am I talking to a real person?",
        "转人工要等多久",
        "不用转人工了",
        "想找人工智能领域的合作伙伴",
        "中方会派人来对接我们吗",
        "需要安排专人对接吗",
        "武汉外办的工作人员怎么联系",
        "城市要派人参加培训吗",
        "我们想找人口一百万左右的城市",
        "I changed my mind about speaking to somebody at your desk",
        "cancel that, no need to connect me with a colleague",
        "前面说要找人工，作废吧",
        "who is the responsible person please",
    ],
)
def test_a_question_about_people_is_no_wish_for_a_person(text: str) -> None:
    assert not persons.asked(plain(text))


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("I want to talk to a person, and what is the population of Nice?", True),
        ("I want to talk to a person, our partner is gone", False),
        ("转人工，另外尼斯有多少人口", True),
        ("转人工，友城那边没回复", False),
        ("让真人来答：我们的资金什么时候到", False),
    ],
)
def test_only_a_question_beside_the_wish_is_a_part_of_its_own(text: str, apart: bool) -> None:
    assert apart == persons.beside_question(halves(text))
