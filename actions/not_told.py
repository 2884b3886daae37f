"""What is said where a question about one record finds nothing in it: what the record does tell, and a person."""

from __future__ import annotations

from actions import facts, guesses, labels, profiles, values
from actions.answer import Answer
from actions.context import KINDS, Question, records
from knowledge.library import Library
from knowledge.records import Record

NEAR = 0.35
"""Nearness from which a fact may be told as what comes nearest."""
WHOLE = {"event": "what"}
"""Facts that hold all that is known of a record: who came and what was said stands there or nowhere."""
MOST_OFFERED = 2
DETAIL = "detail:"
EXACT = frozenset({"number", "award", "criteria", "winners", "online", "visit"})
"""Details that no other fact comes near: a number of something else, who may apply, a visit."""
AT_LARGE = frozenset(
    {"find_cities", "ask_pilots", "ask_timeline", "ask_themes", "ask_sdgs", "ask_policy_focus", "ask_steps"}
)
"""Intents that are answered with all that is on record, where no one thing is spoken of."""
SILENT = "silent"
"""Value of the entity `guide` with which a record is known not to tell what is asked."""
UNTOLD = "untold"
"""The same where the records hold nothing of the kind at all, and what is near is no answer."""


def asked_on(question: Question, library: Library) -> Record | None:
    """Give the record that a message asks on about without finding anything: the first hit is the bare record."""
    if {SILENT, UNTOLD} & set(question.named("guide")):
        return next(
            iter(records(library, [one.value for one in question.entities if one.kind in (*KINDS, "faq")])), None
        )
    if question.named("fact") or not question.hits or question.hits[0].fact is not None:
        return None
    found = records(library, [question.hits[0].ref])
    return found[0] if found and (found[0].kind in KINDS or found[0].kind == "faq") else None


def answer(question: Question, record: Record, library: Library) -> Answer:
    """Say that a record does not tell what was asked, then what comes nearest and what else it tells."""
    if record.kind == "faq":
        return _practical(record, library)
    said = Answer().about(record)
    own = [hit for hit in (*question.hits[1:], *question.own) if hit.ref == record.ref]
    near = [
        hit for hit in own if guesses.question_of(record, hit.fact)
    ]  # bare facts, as its cities, answer nothing else
    detail = question.asks.removeprefix(DETAIL)
    useful = near and near[0].score >= NEAR and detail not in EXACT
    nearest = near[0].fact if useful else WHOLE.get(record.kind)
    if nearest is not None and nearest in record.facts:
        # A detail was looked for in all that the record says; else the fact may be what is asked.
        sought = question.asks.startswith(DETAIL) or UNTOLD in question.named("guide")
        key = "fact.not_told_detail" if sought else "fact.not_told_near"
        said.say(key, name=values.names(record))
        facts.tell(said, record, record.facts[nearest], library)
    else:
        key = f"fact.not_told_{detail}"
        said.say(key if key in labels.known("faq") else "fact.not_told", name=values.names(record))
    told = {row["fact"] for row in said.told}
    for name in dict.fromkeys([*(hit.fact for hit in near), *record.facts]):
        asked = guesses.question_of(record, name)
        if asked is not None and name not in told and len(said.buttons) < MOST_OFFERED:
            title = {"text": {"en": asked.en, "zh": asked.zh}}
            said.button(title, "ask_fact", (record.kind, record.ref), ("fact", str(name)))
    profiles.offer(said, record)
    at_large = next(iter(question.candidates), "")
    if SILENT in question.named("guide") and at_large in AT_LARGE:  # what would be answered if nothing had gone before
        said.button(guesses.title(at_large), at_large)
    return said.button(values.say("button.person"), "ask_for_person")


def _practical(record: Record, library: Library) -> Answer:
    """Say that the answer to a practical question does not tell a further detail, and offer what stands beside it."""
    said = Answer().say("faq.not_told_more").tells(record, None)
    profiles.related(said, record, library)
    return said.button(values.say("button.person"), "ask_for_person")
