"""What a message means by a country, a paper, a year, a language or a scheme that it names beside other things."""

from __future__ import annotations

import pytest

from actions import handovers, languages
from actions.context import Entity, Question
from actions.partner_case import Case, read
from knowledge.library import Library
from tests.actions.asking import Talk


def case_of(library: Library, text: str, **codes: str) -> Case:
    named = tuple(Entity("country", code, word, text.lower().find(word)) for word, code in codes.items())
    return read(Question("find_partner", text, named), library, Case(), False)


@pytest.mark.parametrize(
    ("text", "codes", "home", "side", "countries"),
    [
        (
            "We are in Spain. We already tried with a German network and it did not work. Which Chinese city fits?",
            {"spain": "ES", "german": "DE", "chinese": "CN"},
            "ES",
            "CN",
            (),
        ),
        (
            "we want a German or Italian city that has Chinese experience",
            {"german": "DE", "italian": "IT", "chinese": "CN"},
            None,
            "EU",
            ("DE", "IT"),
        ),
        (
            "which is best for a Spanish city that wants to work with China?",
            {"spanish": "ES", "china": "CN"},
            "ES",
            "CN",
            (),
        ),
        (
            "想找一个有中国经验的德国或意大利城市",
            {"中国": "CN", "德国": "DE", "意大利": "IT"},
            None,
            "EU",
            ("DE", "IT"),
        ),
        ("我们之前和德国试过。哪个中国城市合适？", {"德国": "DE", "中国": "CN"}, None, "CN", ()),
        ("哪个最适合想和中国合作的西班牙城市？", {"中国": "CN", "西班牙": "ES"}, "ES", "CN", ()),
    ],
)
def test_only_the_country_of_the_partner_is_a_condition(
    library: Library, text: str, codes: dict[str, str], home: str | None, side: str, countries: tuple[str, ...]
) -> None:
    found = case_of(library, text, **codes)
    assert (found.home, found.side, found.countries) == (home, side, countries)


@pytest.mark.parametrize("text", ["We want a city with around 1 million people", "我们想找一个人口100万左右的城市"])
def test_a_size_that_is_wanted_is_not_the_askers(library: Library, text: str) -> None:
    found = case_of(library, text)
    assert (found.people, found.least, found.most) == (None, 700_000, 1_300_000)


def test_words_of_which_the_records_say_nothing_are_named_before_the_list(talk: Talk) -> None:
    reply = talk.ask("find_cities", ("country", "CN"), text="which cities have you got near the sea in China?")
    assert reply.text("en").startswith("Our records do not sort cities by this")
    assert "near the sea" in reply.text("en")


def test_a_paper_is_signed_only_where_a_statement_says_so(talk: Talk) -> None:
    prague = talk.ask("ask_fact", ("city", "cities/prague"), asks="tie:signed")
    chengdu = Talk(talk.library).ask(
        "ask_fact", text="did they sign something with anyone?", hits=(("cities/chengdu", None),)
    )
    assert "tie.not_signed" in prague.says
    assert "tie.signed" in chengdu.says and "March 2016" in chengdu.text("en")


@pytest.mark.parametrize("text", ["which cities joined in 2018?", "2018年加入的城市有哪些？"])
def test_who_joined_in_a_year_was_not_there_before(talk: Talk, text: str) -> None:
    shown = talk.ask("find_cities", ("year", "2018"), text=text).answer.shown
    assert "cities/nice" in shown
    assert "cities/mannheim" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "does anybody on their side speak English?",
        "Do they speak English over there?",
        "他们说英语吗",
        "中方官员懂英语吗",
    ],
)
def test_the_language_of_the_others_is_not_the_one_of_the_conversation(talk: Talk, text: str) -> None:
    reply = talk.ask("switch_language", text=text)
    assert not reply.effects
    assert [row["ref"] for row in reply.answer.told] == ["faq/working_language"]


@pytest.mark.parametrize("text", ["English please", "can you speak English?", "请说中文", "请用英文回答"])
def test_a_wish_for_a_language_changes_it(talk: Talk, text: str) -> None:
    assert not languages.of_partners(Question("switch_language", text))
    assert talk.ask("switch_language", text=text).effects


def test_a_message_without_a_language_is_not_asked_for_one(talk: Talk) -> None:
    reply = talk.ask("switch_language", ("country", "ES"), text="can you give me something similar in Spain?")
    assert "assistant.which_language" not in reply.says
    assert "cities/malaga" in reply.answer.shown


@pytest.mark.parametrize("text", ["Is URBACT open to a city of 45000 people?", "URBACT对4.5万人口的城市开放吗"])
def test_a_scheme_beside_a_size_is_what_is_asked_about(talk: Talk, text: str) -> None:
    reply = talk.ask("find_cities", ("funding", "funding/urbact4"), text=text)
    assert reply.answer.spoken == ["funding/urbact4"]
    day = talk.ask("ask_role", text="deadline?")
    assert day.answer.spoken == ["funding/urbact4"]


@pytest.mark.parametrize("text", ["is my request for a person cancelled?", "我的人工请求取消了吗？"])
def test_who_asks_whether_a_wish_is_cancelled_does_not_cancel_it(library: Library, talk: Talk, text: str) -> None:
    question = Question("stop_waiting", text, slots={"asked_for_person": True})
    kinds = [one["type"] for one in handovers.stop_waiting(question, library, talk.today).effects]
    assert kinds == ["request_status"]


def test_a_place_that_is_asked_for_is_named_with_its_place_in_the_list(talk: Talk) -> None:
    first = talk.ask("find_partner", ("country", "CN"), text="a partner in China").answer.shown
    denied = talk.ask("find_partner", ("guide", "why"), ("city", first[1]), text="why not this?", negated=(first[1],))
    assert "partner.is_suggested" in denied.says
    unknown = talk.ask("find_partner", ("guide", "why"), ("unknown_name", "Shanghai"), text="why not Shanghai?")
    assert "partner.no_record" in unknown.says


def test_the_size_of_a_place_without_a_record_is_not_known_when_two_are_compared(talk: Talk) -> None:
    talk.ask("compare_cities", ("city", "cities/wuhan"), ("unknown_name", "Ningbo"), text="Compare Wuhan and Ningbo")
    text = talk.ask("compare_cities", text="which one is bigger?").text("en")
    assert "Ningbo" in text and "12,326,500" in text


def test_a_historical_number_is_not_valid(talk: Talk) -> None:
    reply = talk.ask("ask_fact", text="is this number still valid?", hits=(("contacts/iuc_asia", None),))
    assert reply.says[0] == "contact.not_valid"


def test_what_something_is_comes_before_how_it_stands(talk: Talk) -> None:
    text = talk.ask("ask_programme", ("programme", "programmes/eclink"), text="what is EC-LINK?").text("en")
    assert text.startswith("EC-LINK (October 2013 to September 2020) was an EU-funded project")
