"""The sentences of the actions: both languages, nothing missing, nothing left over."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from actions import (
    aspects,
    consents,
    facts,
    figures,
    funding_case,
    funding_guide,
    guesses,
    labels,
    questions,
    request_asking,
    request_draft,
)
from bot.wording.catalogue import catalogue, placeholders
from knowledge.library import Library
from tests.import_graph import ROOT

WORDING = ROOT / "bot" / "wording"
OTHERS = {
    *("channels.yml", "mydata.yml", "reception.yml", "gateway.yml", "privacy.yml", "values.yml", "proof.yml"),
    "rating.yml",
}
"""Sentences that the gateway and the rendering use themselves."""
HAN = re.compile(r"[\u3400-\u9fff]")
MADE_UP = ("ask.", "country.", "fact.", "intent.", "label.", "scope.", "state.", "sure.", "value.")
"""Beginnings of keys that the code puts together (`state.funding.closed`)."""


@cache
def sentences() -> dict[str, dict[str, str]]:
    """All sentences of the actions, by key."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(WORDING.glob("*.yml")):
        if path.name not in OTHERS:
            found |= YAML(typ="safe").load(path.read_text("utf-8"))
    return found


def source_text() -> str:
    folders = (ROOT / "actions", ROOT / "bot" / "brain")
    return "\n".join(path.read_text("utf-8") for folder in folders for path in folder.glob("*.py"))


@pytest.mark.parametrize("key", sorted(sentences()))
def test_both_languages_say_the_same_with_the_same_values(key: str) -> None:
    pair = sentences()[key]
    assert set(pair) == {"en", "zh"}
    assert placeholders(pair["en"]) == placeholders(pair["zh"])
    assert not HAN.search(pair["en"])
    words = re.sub(r"\{[a-z_]+\}", "", pair["zh"])
    assert HAN.search(words) or not re.search(r"[A-Za-z]", words)


def test_every_key_in_the_code_is_a_sentence() -> None:
    used = set(re.findall(r"""say\(\s*"([a-z_]+(?:\.[a-z_]+)+)\"""", source_text()))
    assert used
    assert used - set(catalogue().keys()) == set()


def test_no_sentence_is_left_over() -> None:
    code = source_text()
    unused = [
        key for key in sentences() if f'"{key}"' not in code and not key.startswith(MADE_UP) and key not in PUT_TOGETHER
    ]
    assert unused == []


PUT_TOGETHER = {
    *(f"funding.title_{state}" for state in ("running", "restricted", "unknown", "closed")),
    *(f"funding.state_{state}" for state in ("running", "restricted", "unknown")),
    *(f"finder.ask_{name}" for name in funding_guide.CHOICES),
    *(f"finder.{name}_{choice.lower()}" for name, listed in funding_guide.CHOICES.items() for choice in listed),
    *(f"finder.point_{point}" for point in ("who", "side", "purpose", "sum", "sum_unknown", "money", "gives")),
    *(f"finder.open_{side}" for side in ("eu", "cn", "both")),
    *(f"finder.at_{side}" for side in ("eu", "cn", "both", "other")),
    *(f"finder.open_cn_{terms}" for terms in ("paid_in_china", "own_money", "limited", "unknown")),
    *(f"finder.kind_{kind}" for kind in ("grant", "loan", "service", "title")),
    *(f"finder.gives_{kind}" for kind in funding_case.words()["gives"] if kind != "any"),
    "finder.who_person",
    *(f"partner.nearest_{name}" for name in ("size", "place", "programme", "subject")),
    *(f"consent.would_{kind}{empty}" for kind in consents.INTENTS if kind != "cooperation" for empty in ("", "_empty")),
    *(f"request.{say}_{name}" for say in ("ask", "how", "why") for name in request_draft.questions()),
    "request.why_summary",
    *(f"request.unclear_{name}" for name in ("consent", "summary", "change")),
    *(f"request.part_{name}" for name in request_draft.words()["parts"]),
    *(f"request.field_{name}" for name in request_asking.SHOWN),
    *(f"request.{name}_{one}" for name, listed in request_draft.words()["choices"].items() for one in listed),
    *(key for key in catalogue().keys() if key.startswith("request.consent.v")),
    *(f"aspect.not_told_{name}" for name in aspects.ASPECTS),
    *(f"tie.not_told_{name}" for name in ("payer", "cost")),
    *(f"fact.without_{name}" for name in questions.PLAIN_FACTS),
    *(f"desk.{kind}" for kind in (consents.CONTACT,)),
    *(f"cooperation.step_{step}" for step in ("ask", "match", "answer")),
    *(f"{kind}.counted" for kind in ("theme", "sdg")),
    *(f"request.money_{group}" for group in ("fits", "own_side", "general")),
    *(f"city.counts_{kind}" for kind in figures.KINDS),
    *(f"city.part{form}" for form in ("", "_topics", "_unknown", "_unknown_topics")),
}


def test_every_state_has_its_sentences() -> None:
    words = {
        "programme": ("ended", "ended_since", "running", "unknown"),
        "funding": ("closed", "closed_since", "running", "restricted", "unknown"),
        "contact": ("historical", "historical_since", "current", "unknown"),
    }
    wanted = {f"state.{family}.{state}" for family, found in words.items() for state in found}
    assert wanted == {key for key in sentences() if key.startswith("state.")}
    assert {f"sure.{sure}" for sure in facts.HEDGED} <= set(sentences())
    assert {f"sure.{sure}_title" for sure in (*facts.HEDGED, "unknown")} <= set(sentences())


def test_every_country_that_is_recognised_has_a_name() -> None:
    patterns: Any = YAML(typ="safe").load((ROOT / "nlu" / "forms" / "names.yml").read_text("utf-8"))
    codes = {str(row["code"]).lower() for row in patterns["countries"]}
    assert {f"country.{code}" for code in codes} <= set(sentences())


def test_every_country_of_a_city_has_a_name(library: Library) -> None:
    assert all(f"country.{(city.country or '').lower()}" in sentences() for city in library.of_kind("city"))


def test_every_value_of_the_knowledge_has_a_label(library: Library) -> None:
    unnamed = {
        f"{record.ref}: {fact.name} ({fact.unit})"
        for record in library.published()
        for fact in record.facts.values()
        if fact.kind in ("value", "date", "period", "refs") and labels.of_fact(fact)["say"] == "label.other"
    }
    assert unnamed == set()


def test_every_intent_has_a_title() -> None:
    intents = {
        intent
        for path in Path(ROOT / "bot" / "domain").glob("*.yml")
        for intent in YAML(typ="safe").load(path.read_text("utf-8")).get("intents", ())
    }
    titled = {key.removeprefix("intent.").removesuffix(".any") for key in sentences() if key.startswith("intent.")}
    assert titled == intents - guesses.NO_TITLE
    assert all({f"intent.{intent}", f"intent.{intent}.any"} <= set(sentences()) for intent in guesses.SUBJECTS)
