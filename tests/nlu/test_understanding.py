"""The three bands, and what beats what."""

from __future__ import annotations

import pytest

from nlu.normalise import normalise
from nlu.patterns import Mention
from nlu.question_index import Hit
from nlu.reading import Reading
from nlu.understanding import Judged, Thresholds, Understanding, decide

LIMITS = Thresholds(sure=0.5, between=0.2, scope=0.4, hit=0.8, hit_offer=0.6)


def reading(text: str, *mentions: Mention) -> Reading:
    normalised = normalise(text)
    return Reading(normalised, (), mentions, frozenset(), normalised.text)


def understand(
    *ranking: tuple[str, float],
    scope: float = 0.9,
    hits: tuple[Hit, ...] = (),
    read: Reading | None = None,
    records: dict[str, float] | None = None,
) -> Understanding:
    judged = Judged(list(ranking), scope, records or {})
    return decide(judged, list(hits), read or reading("some long question here"), LIMITS)


def test_a_sure_intent_is_acted_on() -> None:
    result = understand(("ask_city", 0.8), ("ask_city_partners", 0.1))

    assert ("ask_city", "sure") == (result.intent, result.band)


def test_between_offers_a_choice() -> None:
    result = understand(("ask_city", 0.4), ("ask_city_partners", 0.3))

    assert ("did_you_mean", "between") == (result.intent, result.band)
    assert ["ask_city", "ask_city_partners"] == [name for name, _ in result.candidates]


def test_little_confidence_is_no_answer() -> None:
    assert "out_of_scope" == understand(("ask_city", 0.15), ("greet", 0.1)).intent


def test_out_of_scope_is_not_answered_although_an_intent_seems_likely() -> None:
    result = understand(("ask_city", 0.4), ("out_of_scope", 0.35), scope=0.1)

    assert ("out_of_scope", "unsure") == (result.intent, result.band)


def test_a_strong_hit_beats_a_refusal() -> None:
    result = understand(("out_of_scope", 0.9), ("greet", 0.05), scope=0.1, hits=(Hit("faq/x", None, 0.93, "q"),))

    assert ("ask_faq", "sure") == (result.intent, result.band)


def test_a_strong_hit_on_a_fact_asks_for_that_fact() -> None:
    hit = Hit("programmes/iuc", "launch_cn", 0.93, "q")

    assert "ask_fact" == understand(("out_of_scope", 0.9), ("greet", 0.05), scope=0.1, hits=(hit,)).intent


def test_a_strong_hit_leaves_a_sure_intent_alone() -> None:
    hit = Hit("faq/x", None, 0.93, "q")

    assert "ask_for_person" == understand(("ask_for_person", 0.9), ("greet", 0.05), hits=(hit,)).intent


def test_a_faq_without_a_close_question_is_not_answered_by_guess() -> None:
    assert "did_you_mean" == understand(("ask_faq", 0.9), ("greet", 0.05)).intent


def test_a_faq_that_the_classifier_is_sure_of_is_answered_whatever_its_closest_question() -> None:
    result = understand(
        ("ask_faq", 0.9), ("greet", 0.05), records={"faq/x": 0.6, "faq/y": 0.3}, hits=(Hit("faq/y", None, 0.65, "q"),)
    )

    assert ("ask_faq", "faq/x") == (result.intent, result.hits[0].ref)


def test_two_faq_that_share_the_belief_are_offered() -> None:
    result = understand(("ask_faq", 0.9), ("greet", 0.05), records={"faq/x": 0.45, "faq/y": 0.4})

    assert "did_you_mean" == result.intent


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [("NKE?", "role", "ask_role"), ("重庆", "city", "ask_city"), ("the IUC please", "programme", "ask_programme")],
)
def test_a_name_alone_asks_for_the_thing(text: str, kind: str, expected: str) -> None:
    folded = normalise(text).text
    name = {"role": "nke", "city": "重庆", "programme": "iuc"}[kind]
    start = folded.index(name)
    named = reading(text, Mention(kind, "x/y", start, start + len(name), name))

    assert expected == understand(("out_of_scope", 0.9), ("greet", 0.1), scope=0.1, read=named).intent


def test_what_is_a_thing_never_means_the_same_for_it() -> None:
    text = normalise("and what was the iuc?").text
    start = text.index("iuc")
    named = reading(text, Mention("programme", "programmes/iuc", start, start + 3, "iuc"))

    assert "ask_programme" == understand(("ask_same_for", 0.9), ("greet", 0.05), read=named).intent


def test_name_with_a_particle_asks_the_same_for_it() -> None:
    named = reading("海口呢", Mention("city", "cities/haikou", 0, 2, "海口"))

    assert "ask_same_for" == understand(("ask_same_for", 0.9), ("greet", 0.05), read=named).intent
