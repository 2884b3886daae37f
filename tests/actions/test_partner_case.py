"""What was said of a search for a partner stays until the next message changes or drops it."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions import partner_guide
from actions.context import Entity, Question
from actions.partner_case import SLOT, Case, read
from knowledge.library import Library
from tests.actions.asking import LANGUAGES, Reply, Talk, walk


def countries(text: str, **codes: str) -> tuple[Entity, ...]:
    return tuple(Entity("country", code, words, text.lower().find(words)) for words, code in codes.items())


def case_of(library: Library, text: str, *entities: Entity) -> Case:
    return read(Question("find_partner", text, entities), library, Case(), False)


def reasons(reply: Reply) -> list[list[str]]:
    rows = [item for block in reply.blocks if block["type"] == "list" for item in block["items"]]
    return [[node["say"] for node in walk(row) if "say" in node] for row in rows]


def shown(reply: Reply) -> list[str]:
    return reply.answer.shown


@pytest.mark.parametrize(
    ("text", "named", "home", "side"),
    [
        ("We are a Chinese city and look for a European partner", {"chinese": "CN", "european": "EU"}, "CN", "EU"),
        ("we are in Greece, which Chinese city would suit us?", {"greece": "GR", "chinese": "CN"}, "GR", "CN"),
        ("We are a city of 200,000 people in Italy, suggest one in China", {"italy": "IT", "china": "CN"}, "IT", "CN"),
        ("suggest a Chinese partner for our city", {"chinese": "CN"}, None, "CN"),
        ("we are looking for a German partner", {"german": "DE"}, None, "EU"),
        ("我们是中国的城市，想找欧洲伙伴", {"中国": "CN", "欧洲": "EU"}, "CN", "EU"),
        ("我们在希腊，想找中国伙伴城市", {"希腊": "GR", "中国": "CN"}, "GR", "CN"),
        ("想找一个德国伙伴", {"德国": "DE"}, None, "EU"),
    ],
)
def test_a_country_is_the_askers_or_the_partners(
    library: Library, text: str, named: dict[str, str], home: str | None, side: str
) -> None:
    found = case_of(library, text, *countries(text, **named))
    assert (found.home, found.side) == (home, side)


@pytest.mark.parametrize(
    ("text", "people", "most"),
    [
        ("we are a city of 200,000 people", 200_000, None),
        ("our town has 45,000 inhabitants", 45_000, None),
        ("我们是一座人口50万的城市", 500_000, None),
        ("cities under 500,000 inhabitants", None, 500_000),
        ("人口不到一百万的城市", None, 1_000_000),
    ],
)
def test_inhabitants_are_the_askers_own_or_a_limit(library: Library, text: str, people: int, most: int) -> None:
    found = case_of(library, text)
    assert (found.people, found.most) == (people, most)


def test_a_region_says_in_which_country_the_asker_is(library: Library) -> None:
    assert case_of(library, "we are a town in Bavaria, which city fits?").side == "CN"
    assert case_of(library, "我们是江苏省的一个县级市，找伙伴城市").side == "EU"


@pytest.mark.parametrize("text", ["a partner for industrial cooperation", "想找产业合作的伙伴"])
def test_a_subject_is_matched_with_recorded_words_and_says_which(talk: Talk, text: str) -> None:
    reply = talk.ask("find_partner", ("country", "EU"), text=text)
    assert shown(reply)[0] == "cities/reggio"
    assert all("partner.why_words" in row for row in reasons(reply))
    for language in LANGUAGES:
        assert reply.text(language)
    assert "“industry”" in reply.text("en")
    assert "“产业”" in reply.text("zh")


def test_a_city_that_only_its_cluster_speaks_for_comes_where_no_other_is_left_and_says_so(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("country", "EU"), text="a partner for water")
    assert shown(reply)[0] == "cities/barcelona"
    assert "partner.only_cluster" not in reply.says
    assert not any("partner.why_covered_only" in row for row in reasons(reply))
    others = talk.ask("find_partner", ("guide", "goes_on"), text="another one please")
    assert others.says[0] == "partner.only_cluster"
    assert all("partner.why_covered_only" in row for row in reasons(others))


def test_what_was_said_stays_and_is_changed_by_the_next_message(talk: Talk) -> None:
    talk.ask("find_partner", ("country", "CN"), text="a partner for tourism")
    first = talk.slots[SLOT]
    assert first["subjects"] == ["tourism"]
    reply = talk.ask("find_partner", ("guide", "goes_on"), text="what about water instead?")
    assert talk.slots[SLOT]["subjects"] == ["water"]
    assert talk.slots[SLOT]["side"] == "CN"
    assert "partner.wish" in reply.says


@pytest.mark.parametrize(("smaller", "any_size"), [("and smaller ones?", "any size"), ("有小一点的吗", "规模不限")])
def test_smaller_ones_are_smaller_than_all_shown_until_the_size_is_dropped(
    talk: Talk, smaller: str, any_size: str
) -> None:
    first = talk.ask("find_partner", ("country", "CN"), text="a partner in china")
    second = talk.ask("find_partner", ("guide", "goes_on"), text=smaller)
    assert shown(second)
    assert not set(shown(first)) & set(shown(second))
    assert talk.slots[SLOT]["most"]
    third = talk.ask("find_partner", ("guide", "goes_on"), text=any_size)
    assert shown(third) == shown(first)


@pytest.mark.parametrize("text", ["another one please", "换一个", "any others?", "还有别的吗"])
def test_another_one_is_none_of_those_shown(talk: Talk, text: str) -> None:
    first = talk.ask("find_partner", ("country", "EU"), text="a european partner")
    second = talk.ask("find_partner", ("guide", "goes_on"), text=text)
    assert shown(second)
    assert not set(shown(first)) & set(shown(second))


def test_where_nothing_fits_the_nearest_is_told_with_what_stands_in_the_way(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("country", "EU"), text="a partner for water under 20,000 inhabitants")
    assert "partner.none_fits" in reply.says
    assert "partner.nearest_size" in reply.says
    assert ("ask_for_person", None) in reply.buttons


@pytest.mark.parametrize("text", ["any in the south?", "有南方的吗"])
def test_a_part_of_a_country_is_not_guessed_but_the_place_is_told(talk: Talk, text: str) -> None:
    talk.ask("find_partner", ("country", "CN"), text="a partner for smart city")
    reply = talk.ask("find_partner", ("guide", "goes_on"), text=text)
    assert {"partner.place_unknown", "partner.where"} <= set(reply.says)


@pytest.mark.parametrize(
    ("text", "is_move"),
    [
        ("and smaller ones?", True),
        ("换一个", True),
        ("any in the south?", True),
        ("what about water instead?", True),
        ("we are in Greece", True),
        ("who are you?", False),
        ("谢谢", False),
        ("what is the IUC?", False),
    ],
)
def test_only_what_changes_the_search_goes_on_from_it(talk: Talk, text: str, is_move: bool) -> None:
    talk.ask("find_partner", ("country", "CN"), text="a partner for tourism")
    entities = countries(text, greece="GR") if "Greece" in text else ()
    question = Question("ask_faq", text, entities, slots=talk.slots)
    move = partner_guide.move_of(question, talk.library, True, True) if partner_guide.waits(text, talk.slots) else None
    assert (move is not None) is is_move


def test_a_plain_answer_to_where_keeps_the_topic(talk: Talk, folder: Path) -> None:
    talk.ask("find_partner", text="we look for a partner for tourism")
    reply = talk.ask("find_partner", ("country", "CN"), text="A Chinese city")
    assert talk.slots[SLOT]["subjects"] == ["tourism"]
    assert shown(reply)
