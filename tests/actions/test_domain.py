"""Domain, rules and action classes agree; every response is said in both languages."""

from __future__ import annotations

import importlib
import pkgutil
import re
import warnings
from functools import cache
from typing import Any

import pytest
from ruamel.yaml import YAML

import actions
from actions.catalogue import ANSWERS
from actions.context import KINDS
from tests.import_graph import ROOT

DOMAIN = ROOT / "bot" / "domain"
DIALOGUE = ROOT / "bot" / "dialogue"
NOT_TRAINED = {"ask_faq", "ask_fact", "did_you_mean", "out_of_scope", "nlu_fallback"}
"""Intents that have no file of phrases of their own name: set by the understanding, or trained from records."""
HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def files(folder: str) -> dict[str, Any]:
    """The parsed files of a folder by topic."""
    return {
        path.stem: YAML(typ="safe").load(path.read_text("utf-8"))
        for path in sorted((ROOT / "bot" / folder).glob("*.yml"))
    }


def everything(key: str) -> list[str]:
    return [one for topic in files("domain").values() for one in topic.get(key) or ()]


def rules() -> list[tuple[str, list[str]]]:
    found = [rule["steps"] for topic in files("dialogue").values() for rule in topic["rules"]]
    return [(steps[0]["intent"], [step["action"] for step in steps[1:]]) for steps in found]


def responses() -> dict[str, list[dict[str, Any]]]:
    return {name: said for topic in files("domain").values() for name, said in (topic.get("responses") or {}).items()}


def test_every_intent_has_exactly_one_rule() -> None:
    intents = [intent for intent, _ in rules()]
    assert sorted(intents) == sorted(everything("intents"))
    assert len(intents) == len(set(intents))


def test_the_intents_are_those_that_are_trained() -> None:
    trained = {path.stem for path in (ROOT / "nlu" / "intents").glob("*/*.yml")} - {"near", "far"}
    assert set(everything("intents")) == trained | NOT_TRAINED


def test_a_rule_stands_in_the_topic_of_its_intent() -> None:
    for topic, content in files("dialogue").items():
        assert [rule["steps"][0]["intent"] for rule in content["rules"]] == files("domain")[topic]["intents"]


def test_rules_lead_to_what_the_domain_knows() -> None:
    led_to = {action for _, steps in rules() for action in steps}
    assert led_to == set(everything("actions")) | set(responses())


def test_every_response_is_said_in_both_languages() -> None:
    for name, said in responses().items():
        assert len(said) == 2, name
        english = next(one for one in said if "condition" not in one)
        chinese = next(
            one for one in said if one.get("condition") == [{"type": "slot", "name": "language", "value": "zh"}]
        )
        assert not HAN.search(english["text"])
        assert HAN.search(chinese["text"])
        assert set(re.findall(r"/[a-z]+\b", english["text"])) == set(re.findall(r"/[a-z]+\b", chinese["text"]))


def test_no_slot_influences_the_dialogue() -> None:
    slots = {name: slot for topic in files("domain").values() for name, slot in (topic.get("slots") or {}).items()}
    expected = {
        *KINDS,
        "cities",
        "recent_cities",
        "language",
        "country",
        "topic",
        "shown",
        "shown_more",
        "last_intent",
        "asked_for_person",
        "consent",
        "funding_case",
        "request_form",
        "stopped",
        "partner_case",
        "partner_heard",
        "asker",
    }
    assert set(slots) == expected
    for slot in slots.values():
        assert slot == {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}


def test_entities_are_the_kinds_of_records_and_what_no_record_owns() -> None:
    others = {"country", "topic", "language", "year", "ordinal", "reference", "unknown_name", "faq", "fact", "state"}
    others |= {"applicant", "side", "purpose", "sum", "guide", "answer"}
    assert sorted(everything("entities")) == sorted({*KINDS, *others})


@pytest.mark.rasa
def test_actions_of_the_domain_are_the_classes_and_their_files() -> None:
    from rasa_sdk import Action

    for module in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"actions.{module.name}")
    classes = [one for one in Action.__subclasses__() if one.__module__.startswith("actions.")]
    names = {one().name() for one in classes}
    assert names == set(everything("actions"))
    for one in classes:
        stem = one.__module__.removeprefix("actions.")
        assert one().name() == f"action_{stem}"
        assert one.__name__ == "".join(word.capitalize() for word in stem.split("_"))


@pytest.mark.rasa
def test_every_action_answers_through_the_sdk() -> None:
    from rasa_sdk import Action, Tracker
    from rasa_sdk.executor import CollectingDispatcher

    from actions import knowledge
    from knowledge.library import load

    class Fixed:
        library = load(ROOT / "knowledge")

    for module in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"actions.{module.name}")
    by_name = {one().name(): one() for one in Action.__subclasses__() if one.__module__.startswith("actions.")}
    knowledge.set_watcher(Fixed())
    try:
        for intent, steps in rules():
            if not steps[0].startswith("action_"):
                continue
            message = {"intent": {"name": intent}, "text": "?", "entities": [], "understood": {}}
            tracker = Tracker("s", {}, message, [], False, None, {}, "action_listen")
            dispatcher = CollectingDispatcher()
            events = by_name[steps[0]].run(dispatcher, tracker, {})
            assert any(message.get("blocks") for message in dispatcher.messages), intent
            assert all(event["event"] == "slot" for event in events)
    finally:
        knowledge.set_watcher(None)


def test_intents_with_actions_have_a_composition() -> None:
    told = {intent for intent, steps in rules() if steps[0].startswith("action_")}
    elsewhere = {"show_more", "select_item", "ask_same_for", "nlu_fallback"}
    assert told - elsewhere == set(ANSWERS)


@pytest.mark.rasa
def test_rasa_loads_the_domain_without_warnings() -> None:
    from rasa.shared.core.domain import Domain

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        domain = Domain.load(str(DOMAIN))
    ours = [str(one.message) for one in caught if "Slot auto-fill" not in str(one.message)]
    assert [text for text in ours if "domain" in text.lower() or "slot" in text.lower()] == []
    assert domain.session_config.session_expiration_time == 0
    assert domain.session_config.carry_over_slots
