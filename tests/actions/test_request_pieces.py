"""A message of several parts: persons and bodies, lists of topics, and what stands where another answer belongs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions import request_fields, request_pieces, request_reader
from actions.context import Entity
from actions.request_corrections import corrections
from actions.request_draft import SLOT, Draft
from knowledge.library import Library
from tests.actions.asking import Talk
from tests.actions.test_request_form import asked, move

HELD: dict[str, Any] = {"organisation": "City of Linz", "city": "Linz", "country": "AT", "name": "Eva Huber"}


def _gathered(text: str, asking: str, library: Library, *entities: Entity, **answers: Any) -> dict[str, Any]:
    question = asked(text, *entities, asking=asking, answers=answers)
    draft = Draft.of(question.slots)
    assert draft is not None
    return request_fields.gather(question, library, draft)


@pytest.mark.parametrize(
    ("text", "organisation", "name"),
    [
        ("梧州市商务局黄海燕", "梧州市商务局", "黄海燕"),
        ("我是常熟高新区管委会的吴迪", "常熟高新区管委会", "吴迪"),
        ("榆林市科技局的马骏科长", "榆林市科技局", "马骏"),
        ("您好，我是黄山市外办的，姓程，叫程立", "黄山市外办", "程立"),
        ("江西理工大学的邓玉老师", "江西理工大学", "邓玉"),
        ("遂宁市农业农村局，联系人蒋敏", "遂宁市农业农村局", "蒋敏"),
        ("Petra Novotná, City of Olomouc, strategy unit", "City of Olomouc, strategy unit", "Petra Novotná"),
        ("I'm João Pinto from the Municipality of Braga", "Municipality of Braga", "João Pinto"),
        ("Lena Fischer of the University of Bremen", "University of Bremen", "Lena Fischer"),
    ],
)  # fmt: skip
def test_a_person_and_their_body_in_one_phrase_are_told_apart(
    library: Library, text: str, organisation: str, name: str
) -> None:
    said = _gathered(text, "organisation", library)

    assert (said["organisation"], said["name"]) == (organisation, name)


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("We are the city of Trier and would like to work with a Chinese city on wine", "city of Trier"),
        ("City of Maribor, looking for a partner with a steel works", "City of Maribor"),
        ("鄂尔多斯市能源局，希望与欧洲城市开展氢能合作", "鄂尔多斯市能源局"),
        ("我们是桂林市外办，打算找一座意大利的城市结对", "桂林市外办"),
    ],
)
def test_what_a_body_wishes_is_no_part_of_its_name(library: Library, text: str, organisation: str) -> None:
    assert _gathered(text, "organisation", library)["organisation"] == organisation


@pytest.mark.parametrize("name", ["希望小学", "Department for Planning and Hope Street", "Wish Foundation Ghent"])
def test_a_name_that_sounds_like_a_wish_is_kept(library: Library, name: str) -> None:
    assert _gathered(name, "organisation", library)["organisation"] == name


@pytest.mark.parametrize(
    "text",
    ["黄石市教育局高教处", "宁德市委宣传部", "Foreign Affairs Office of Weifang", "Technical University of Košice",
     "Port Authority of Trieste", "常州市武进区政府"],
)  # fmt: skip
def test_the_name_of_a_body_alone_is_not_cut(text: str) -> None:
    assert request_pieces.apart(text) == [text]


@pytest.mark.parametrize(("text", "city"), [("梧州市商务局黄海燕", "梧州"), ("宣城市发改委丁宁", "宣城")])
def test_the_city_and_its_country_are_known_from_the_name_of_the_body(library: Library, text: str, city: str) -> None:
    said = _gathered(text, "organisation", library)

    assert (said["city"], said["country"]) == (city, "CN")


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("topics: clean air and school exchanges", ["clean air", "school exchanges"]),
        ("exchange on clean air and schools", []),
        ("topics: clean air and urban greening", ["clean air", "urban greening"]),
        ("our topics are logistics, green ports as well as tourism", ["logistics", "green ports", "tourism"]),
        ("food & tourism, please", ["food", "tourism"]),
        ("智慧物流，还有绿色港口", ["智慧物流", "绿色港口"]), ("主题有两个：节水和防洪", ["节水", "防洪"]),
        ("领域：康养、职业教育以及文旅", ["康养", "职业教育", "文旅"]), ("和谐社区", ["和谐社区"]),
        ("我们希望开展节水和防洪合作", []), ("We would like to share what we know of ports and tourism", []),
    ],
)  # fmt: skip
def test_a_list_of_topics_is_told_from_a_sentence(text: str, listed: list[str]) -> None:
    assert [one for one in request_pieces.topics(text) if listed] == listed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("topics: waste sorting and electric buses", "waste sorting, electric buses"),
        ("tourism, and also vocational training", "tourism, vocational training"),
        ("垃圾分类，还有电动公交", "垃圾分类、电动公交"), ("主题是文旅和职业培训", "文旅、职业培训"),
    ],
)  # fmt: skip
def test_all_topics_of_a_list_are_kept_and_none_goes_into_the_description(
    library: Library, text: str, words: str
) -> None:
    said = _gathered(text, "topic", library)

    assert said.get("topic_words") == words and "description" not in said


def test_a_topic_that_no_record_has_is_shown_handed_over_and_still_leaves_the_description_to_be_asked(
    talk: Talk,
) -> None:
    talk.slots[SLOT] = Draft({**HELD, "role": "city", "email": "e@linz.at"}, "topic", consent="2026_11").kept()
    reply = talk.ask("request_cooperation", ("guide", "answer"), text="beekeeping, choirs")
    talk.ask("request_cooperation", ("guide", "submit"), text="submit")
    sent = talk.ask("request_cooperation", ("guide", "submit"), text="yes")

    assert "beekeeping, choirs" in reply.text() and "request.ask_description" in reply.says
    assert sent.effects[0]["answers"]["description"] == "beekeeping, choirs"


@pytest.mark.parametrize(
    "text",
    ["as a third topic please take beekeeping", "a second topic would be beekeeping",
     "add beekeeping as an extra topic",
     "beekeeping as another topic", "第二个主题是养蜂", "把养蜂作为另一个主题", "主题再加个养蜂"],
)  # fmt: skip
def test_another_topic_joins_the_topics_and_not_the_description(talk: Talk, text: str) -> None:
    draft = Draft({**HELD, "topics": ["clusters/circular"]}, "description", consent="2026_11")
    found = move(asked(text, asking="description", answers=draft.answers), talk.library)
    talk.slots[SLOT] = draft.kept()
    talk.ask("request_cooperation", ("guide", "topics"), text=text)
    now = Draft.of(talk.slots)

    assert found is not None and found.name == "topics"
    assert now is not None and "description" not in now.answers and now.answers["topics"] == ["clusters/circular"]
    assert str(now.answers["topic_words"]).endswith(("beekeeping", "养蜂"))


@pytest.mark.parametrize(
    "text", ["tourism, and waste sorting", "urban planning", "文旅，还有垃圾分类", "防洪和养老", "职业教育"]
)
def test_topics_where_the_name_is_asked_are_topics(library: Library, text: str) -> None:
    said = _gathered(text, "name", library, organisation="City of Linz", country="AT")

    assert "name" not in said and (said.get("topics") or said.get("topic_words"))


@pytest.mark.parametrize("text", ["Graz", "绍兴", "绍兴市", "Leipzig"])
def test_a_place_where_the_name_is_asked_is_no_name(library: Library, text: str) -> None:
    said = _gathered(text, "name", library, organisation="Parks department", country="AT")

    assert "name" not in said


@pytest.mark.parametrize(
    "text", ["Sofia Rossi", "Florence Martin", "高洁", "金山", "文静", "Rosa Waters", "尤利娅·米勒"]
)
def test_a_name_that_looks_like_a_place_or_a_topic_is_a_name(library: Library, text: str) -> None:
    assert _gathered(text, "name", library, organisation="City of Linz", country="AT") == {"name": text}


@pytest.mark.parametrize(
    ("text", "name"),
    [("I'm Greta Lindqvist", "Greta Lindqvist"), ("Hello, my name is Jonas Berg.", "Jonas Berg"),
     ("我叫姚远", "姚远"), ("我是唐小雨", "唐小雨"), ("我姓贾，贾宁", "贾宁"), ("夏冬梅", "夏冬梅")],
)  # fmt: skip
def test_who_presents_themselves_where_a_body_is_asked_for_is_noted_and_asked_on(
    talk: Talk, text: str, name: str
) -> None:
    talk.slots[SLOT] = Draft({}, "organisation", consent="2026_11").kept()
    reply = talk.ask("request_cooperation", ("guide", "answer"), text=text)
    now = Draft.of(talk.slots)

    assert now is not None and dict(now.answers) == {"name": name} and now.asking == "organisation"
    assert name in reply.text() and "request.ask_organisation" in reply.says


@pytest.mark.parametrize("text", ["I'm from Graz", "常州", "马鞍山", "This is Leipzig city hall"])
def test_a_place_or_a_body_where_a_body_is_asked_for_is_no_name(library: Library, text: str) -> None:
    assert "name" not in _gathered(text, "organisation", library)


@pytest.mark.parametrize(
    "text",
    ["sorry, not Linz: Graz", "no, not Linz – Graz", "oh wait, not Linz, Graz", "it's Graz and not Linz",
     "we are in Graz, not Linz"],
)  # fmt: skip
@pytest.mark.parametrize("asking", ["role", "contact", "partner", "contacts"])
def test_another_city_is_put_right_while_something_else_is_asked(talk: Talk, text: str, asking: str) -> None:
    draft = Draft(HELD, asking, consent="2026_11")
    found = move(asked(text, asking=asking, answers=HELD), talk.library)
    talk.slots[SLOT] = draft.kept()
    talk.ask("request_cooperation", ("guide", "correct"), text=text)
    now = Draft.of(talk.slots)

    assert found is not None and found.name == "correct"
    assert now is not None and (now.answers["organisation"], now.asking) == ("City of Graz", asking)


@pytest.mark.parametrize("text", ["不是林茨，是格拉茨", "林茨写错了，应该是格拉茨", "抱歉，不是林茨，应该是格拉茨"])
def test_another_city_is_put_right_in_chinese(text: str) -> None:
    draft = Draft({"organisation": "林茨市政府", "city": "林茨", "country": "AT"}, "role", consent="2026_11")

    assert corrections(text, draft) == {"organisation": "格拉茨市政府"}


@pytest.mark.parametrize(
    ("text", "part"),
    [("the phone number isn't right", "phone"), ("there's a slip in my e-mail", "email"), ("I gave you the old e-mail",
     "email"), ("my mail address is not correct", "email"), ("that phone number has changed", "phone"),
     ("邮箱写得不对", "email"), ("手机号好像留错了", "phone"),
     ("刚才的电话不对", "phone"), ("联系方式有问题", "contact")],
)  # fmt: skip
def test_a_part_that_is_called_wrong_is_asked_for_anew(talk: Talk, text: str, part: str) -> None:
    answers = {**HELD, "email": "e@linz.at", "phone": "+4373270700"}
    assert corrections(text, Draft(answers, "topic", consent="2026_11")) == {part: ""}
    talk.slots[SLOT] = Draft(answers, "topic", consent="2026_11").kept()
    reply = talk.ask("request_cooperation", ("guide", "correct"), text=text)

    assert "request.ask_contact" in reply.says and "e@linz.at" in reply.text()


@pytest.mark.parametrize(
    "text",
    ["any grants for that", "and is there any EU programme", "Any money from Brussels for this?", "what calls are open",
     "现在还有啥补贴能申请", "咱们能报哪些项目", "欧盟最近有什么资助", "资金方面咋申请"],
)  # fmt: skip
@pytest.mark.parametrize("asking", ["name", "topic", "description", "partner", "budget"])
def test_a_question_about_money_in_the_middle_is_answered_and_no_answer(
    library: Library, text: str, asking: str
) -> None:
    question = asked(text, asking=asking, intent="find_funding", answers=HELD)

    assert request_reader.move_of(question, library, False, True) is None


@pytest.mark.parametrize("text", ["Nils Berg from the City of Malmö", "荆州市外办的方圆", "Hi, I'm Nils Berg"])
def test_who_presents_themselves_is_not_only_greeted(library: Library, text: str) -> None:
    question = replace(asked(text, asking="organisation", intent="greet"), confidence=0.95)
    found = move(question, library, is_sure=True)

    assert found is not None and found.name == "answer"
