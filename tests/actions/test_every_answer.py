"""Every action answers about every record: something is said, in both languages, with known sources and buttons."""

from __future__ import annotations

import re

import pytest
from ruamel.yaml import YAML

from actions import funding_guide
from actions.answer import MOST_BUTTONS
from actions.context import KINDS
from actions.profiles import PROFILE_INTENTS
from knowledge.library import Library
from tests.actions.asking import COMPOSITIONS, LANGUAGES, Reply, Talk
from tests.import_graph import ROOT

ALSO_ASKED = {
    "city": ("ask_city_population", "ask_city_partners", "ask_city_pilot", "find_partner", "ask_contact", "ask_pilots"),
    "programme": ("ask_programme_status", "find_cities", "ask_timeline", "ask_freshness", "ask_source"),
    "cluster": ("find_cluster", "find_cities", "find_partner", "ask_pilots"),
    "funding": ("ask_funding_eligibility", "ask_funding_amount", "ask_funding_deadline", "find_funding"),
    "contact": ("ask_role", "out_of_scope"),
    "theme": ("find_cluster",),
    "method": ("ask_steps",),
}
HAN = re.compile(r"[\u3400-\u9fff]")
INTENTS = {
    intent
    for path in (ROOT / "bot" / "domain").glob("*.yml")
    for intent in YAML(typ="safe").load(path.read_text("utf-8")).get("intents", ())
}


def check(reply: Reply, library: Library) -> None:
    """Check what must hold for any answer."""
    assert reply.blocks
    for language in LANGUAGES:
        text = reply.text(language)
        assert text.strip() or reply.effects
        assert not re.search(r"\{[a-z_]+\}", text)
    assert all(source in library.sources for source in reply.sources)
    for intent, value in reply.buttons:
        assert intent in INTENTS
        assert value is None or "/" not in value or library.get(value)
    choices = any(says.startswith("finder.ask_") for says in reply.says)
    assert len(reply.buttons) <= (funding_guide.MOST_BUTTONS if choices else MOST_BUTTONS)
    places = [block["index"] for block in reply.blocks if block["type"] == "effect"]
    assert places == list(range(len(reply.effects)))


@pytest.mark.parametrize("intent", sorted(COMPOSITIONS))
def test_an_answer_is_given_to_a_message_that_names_nothing(talk: Talk, intent: str) -> None:
    check(talk.ask(intent), talk.library)


@pytest.mark.parametrize("intent", sorted(COMPOSITIONS))
def test_an_answer_is_given_in_the_middle_of_a_conversation(talk: Talk, intent: str) -> None:
    talk.ask("ask_city", ("city", "cities/liuzhou"))
    talk.ask("list_clusters")
    check(talk.ask(intent, ("ordinal", "1")), talk.library)


@pytest.mark.parametrize("intent", sorted(COMPOSITIONS))
def test_an_answer_is_given_about_a_place_we_do_not_know(talk: Talk, intent: str) -> None:
    check(talk.ask(intent, ("unknown_name", "Atlantis")), talk.library)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_record_can_be_told(library: Library, kind: str) -> None:
    for record in library.of_kind(kind):
        for intent in (PROFILE_INTENTS[kind], *ALSO_ASKED.get(kind, ())):
            talk = Talk(library)
            check(talk.ask(intent, (kind, record.ref)), library)
            check(talk.ask("show_more"), library)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_fact_can_lead(library: Library, kind: str) -> None:
    for record in library.of_kind(kind):
        for fact in record.facts:
            check(Talk(library).ask(PROFILE_INTENTS[kind], (kind, record.ref), hits=((record.ref, fact),)), library)
            check(Talk(library).ask("ask_fact", hits=((record.ref, fact),)), library)


def test_every_practical_question_is_answered(library: Library) -> None:
    for record in library.of_kind("faq"):
        assert record.answer is not None
        reply = Talk(library).ask("ask_faq", hits=((record.ref, None),))
        check(reply, library)
        assert record.answer.en.strip() in reply.text("en")
        assert record.answer.zh.strip() in reply.text("zh")


def test_more_goes_on_to_the_end_and_then_says_so(library: Library) -> None:
    talk = Talk(library)
    first = talk.ask("ask_programme", ("programme", "programmes/uec"))
    told = len(first.answer.told)
    for _ in range(40):
        reply = talk.ask("show_more")
        told += len(reply.answer.told)
        if "more.nothing" in reply.says:
            break
    else:
        pytest.fail("more never ends")
    record = library.get("programmes/uec")
    assert record is not None
    assert told >= len(record.facts) - 1


def test_an_answer_holds_no_chinese_in_english(library: Library) -> None:
    for city in library.of_kind("city"):
        reply = Talk(library).ask("ask_city", ("city", city.ref))
        said = [block for block in reply.blocks if block["type"] in ("text", "card", "list")]
        assert not HAN.search(Reply(said, [], reply.answer).text("en"))
