"""A short question after an answer about one record: what the record itself knows comes before all else."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from knowledge.records import Record
from nlu import patterns
from nlu.own_questions import question_words, without_names
from nlu.plain_words import bare_name, settled_intent
from nlu.question_index import Hit
from nlu.reading import Reading
from nlu.understanding import (
    ASK_FACT,
    ASK_FAQ,
    BETWEEN,
    FAQ_PREFIX,
    SURE,
    Understanding,
    intent_of,
)

TIMELINE = "ask_timeline"
NOT_NAMED = frozenset({"role", "method", "theme", "topic", "ordinal", "policy"})
"""Kinds of names that a question about another record may hold: "was the MoU signed?"."""


def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = patterns.data("follow_ups")["asking_on"]
    return rows


@lru_cache(maxsize=8)
def _form(name: str) -> re.Pattern[str]:
    return re.compile(_rows()[name])


def may_ask_on(reading: Reading, about: Record | None) -> bool:
    """Tell whether a message is short and names nothing that would make it a question about something else."""
    if about is None or about.status != "published" or len(reading.words) > _rows()["longest"]:
        return False
    named = [mention for mention in reading.mentions if mention.value != about.ref]
    return all(mention.entity in NOT_NAMED for mention in named) and bare_name(reading) is None


def ask_on(result: Understanding, reading: Reading, about: Record, own: list[Hit]) -> Understanding:
    """Return what the message wants, seen as a question about the record last spoken of.

    Args:
        result: what it wants by itself.
        reading: the message.
        about: the record.
        own: facts of the record and FAQ on it, by nearness, best first.
    """
    rows = _rows()
    text = without_names(reading.normalised.text, about)  # "who wrote the plan?" asks on like "who wrote it?"
    best = own[0] if own else Hit(about.ref, None, 0.0, "")
    choice = _on_a_paper(result, text, about)
    if choice and best.score >= rows["near"]:
        return _told(result, own)
    if result.intent in rows["courtesy"] or settled_intent(reading) or _about_answers(result, text):
        return result
    if best.score >= _enough(best) and _yields(result, best, about):
        return _told(result, own)
    if not _foreign(result, text, about, own) or not _leans(result, text, reading):
        return result
    if best.score >= _enough(best):
        return _told(result, own)
    near = tuple(hit for hit in own if hit.fact is not None)[:3]
    nothing = Hit(about.ref, None, 1.0, text)
    return replace(result, intent=ASK_FACT, confidence=max(best.score, 0.3), band=SURE, hits=(nothing, *near))


def _enough(best: Hit) -> float:
    """Return how near a fact must be; one without questions of its own must be asked for in so many words."""
    bare = best.fact in patterns.data("own_questions")["fact_questions"]
    return float(_rows()["bare" if bare else "sure"])


def _on_a_paper(result: Understanding, text: str, about: Record) -> bool:
    """Tell whether "in English or Chinese?" is about a document and not about this chat."""
    asked = result.intent == "switch_language" or (result.intent == ASK_FAQ and result.hits[:1])
    return bool(
        asked and about.kind in ("method", "faq") and re.search(patterns.data("follow_ups")["language_choice"], text)
    )


def _told(result: Understanding, own: list[Hit]) -> Understanding:
    best = own[0]
    told_by = patterns.data("own_questions")["told_by"]
    intent = told_by.get(f"{best.ref.split('/')[0]}.{best.fact}") or told_by.get(best.fact) or intent_of(best)
    others = tuple(hit for hit in result.hits if (hit.ref, hit.fact) != (best.ref, best.fact))
    sure = replace(best, score=1.0)
    return replace(result, intent=intent, confidence=best.score, band=SURE, hits=(sure, *others))


def _about_answers(result: Understanding, text: str) -> bool:
    """Tell whether a message plainly asks where the answer is from or how old it is."""
    return result.intent in _rows()["about_answers"] and bool(_form("about_answers_plainly").search(text))


def _yields(result: Understanding, best: Hit, about: Record) -> bool:
    """Tell whether an intent gives way to a fact of the record that is this near."""
    rows = _rows()
    if result.confidence >= rows["firm"] and best.score < rows["firm"] and result.intent not in rows["about_answers"]:
        return result.intent == ASK_FACT and result.hits[:1] != () and result.hits[0].ref != about.ref
    if result.intent == ASK_FACT:
        return not result.hits or result.hits[0].ref != about.ref or best.score > result.hits[0].score
    home = _home(about)
    generic = patterns.data("intents")["bare_names"].get(about.kind)
    if result.band == BETWEEN or (home and result.intent == generic):
        return True
    if result.intent in rows["kept"]:
        return bool(best.score >= rows["surer"]) and not _same_faq(result, best)
    return result.intent not in home and (result.intent != generic or about.kind == "event")


def _same_faq(result: Understanding, best: Hit) -> bool:
    return bool(result.hits) and result.hits[0].ref == best.ref and best.ref.startswith(FAQ_PREFIX)


def _home(about: Record) -> list[str]:
    """Return the intents that are questions about a record of this kind."""
    home: list[str] = patterns.data("follow_ups")["follow_ups"].get(about.kind, [])
    return [intent for intent in home if intent != TIMELINE]


def _foreign(result: Understanding, text: str, about: Record, own: list[Hit]) -> bool:
    """Tell whether an intent would leave the record without the message saying so."""
    rows = _rows()
    if about.kind == "faq" or result.intent in rows["kept"]:
        return about.kind != "faq" and _another_faq(result, text, own)
    if result.intent in _home(about):
        whole = result.intent == patterns.data("intents")["bare_names"].get(about.kind)
        return whole and about.kind != "city" and result.confidence < rows["firm"] and bool(question_words(text))
    if result.intent in (ASK_FACT, *rows["about_answers"]):
        return True
    if result.intent == TIMELINE:
        return bool(question_words(text))
    return result.band != SURE or result.confidence < rows["firm"] or about.kind in rows["nothing_but_itself"]


def _another_faq(result: Understanding, text: str, own: list[Hit]) -> bool:
    """Tell whether a FAQ that says nothing of the record was found, and not for sure or for a piece of a sentence."""
    found = result.hits[0].ref if result.hits else ""
    elsewhere = result.intent == ASK_FAQ and all(hit.ref != found for hit in own)
    return elsewhere and (result.confidence < _rows()["sure"] or _form("fragment").search(text) is not None)


def _leans(result: Understanding, text: str, reading: Reading) -> bool:
    """Tell whether a question cannot stand alone: it holds a pronoun, is a piece or little more than a word."""
    rows = _rows()
    if _form("fragment").search(text):
        return True
    asks = question_words(text) or re.search(patterns.data("parts")["asking"], text)
    if _form("not_about_it").search(text) or not asks:
        return False
    if result.intent in rows["about_answers"]:
        return True
    short = len(reading.words) <= rows["alone"] and bool(question_words(text))
    return short or _form("pronouns").search(text) is not None
