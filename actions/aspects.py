"""Answers what is asked on about a programme or a pilot: who paid, who led it, what came of it, whether it goes on.

Where the record does not say it, that is said, and what is known nearest: of a pilot, what is known of its programme.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from actions import city_lists, contacts, context, facts, forms, participants, profiles, programmes, states, values
from actions.answer import Answer, Evidence
from actions.context import Entity, Question
from knowledge.library import Library
from knowledge.records import Record

PREFIX = "aspect:"
ENTITY = "aspect"
SUMMARY, BEFORE = "summary", "before"
ASPECTS = ("payer", "lead", "results", "cost", "duration", "partners", "contact", "before", "now")
PAYERS = "faq/who_pays_pilots"
"""What is known in general of who pays for a pilot."""
Rows = dict[str, dict[str, list[str]]]


@lru_cache(maxsize=1)
def rows() -> dict[str, Rows]:
    """Give the names of the facts that tell an aspect, and of those that come near, by record."""
    loaded: dict[str, Rows] = YAML(typ="safe").load(Path(__file__).with_name("aspects.yml"))
    return loaded


def asked(question: Question, library: Library) -> tuple[Record, str] | None:
    """Give the record and the aspect that a message asks for; None for another question."""
    said = question.asks.removeprefix(PREFIX) if question.asks.startswith(PREFIX) else None
    name = next(iter(question.named(ENTITY)), said)
    if name is None:
        return None
    refs = [hit.ref for hit in question.hits[:1]] if said else []
    found = context.records(library, refs) or context.mentioned(question, library, "programme", "pilot")
    return (found[0], name) if found else None


def answer(question: Question, record: Record, aspect: str, library: Library, today: date) -> Answer:
    """Answer for one aspect of a programme or a pilot.

    Args:
        question: the message.
        record: a programme or a pilot.
        aspect: payer, lead, results, cost, duration, partners, contact, before or now.
        library: all records.
        today: the day on which the state is told.
    """
    again = question.asking("ask_fact", Entity(record.kind, record.ref), Entity(ENTITY, aspect))
    said = _of_programme(again, record, aspect, library, today) if record.kind == "programme" else None
    said = said or _of_record(record, aspect, library, today)
    said.asked_as = again
    return said.about(record)


def _of_programme(question: Question, programme: Record, aspect: str, library: Library, today: date) -> Answer | None:
    """Answer with what there is for programmes already; None where the facts of the record are to be told."""
    plain = Question(f"ask_{aspect}", "", (Entity("programme", programme.ref),), slots=question.slots)
    if aspect == "cost":
        return programmes.money(programme, library, today)
    if aspect in ("duration", "now"):
        return programmes.status(plain, library, today)
    if aspect == BEFORE:
        return _predecessor(programme, library, today)
    if aspect == "contact":
        return contacts.contact(plain, library, today)
    if aspect == "partners" and not known(programme, aspect, "told") and not known(programme, aspect, "near"):
        return participants.of_programme(plain, library, today) or city_lists.find(plain, library, today)
    return None


def _predecessor(programme: Record, library: Library, today: date) -> Answer | None:
    """Tell what a programme followed; None where its record does not say so."""
    ref = forms.words("predecessors").get(programme.ref)
    found = context.records(library, [ref] if ref else [])
    said = Answer()
    for earlier in found:
        said.say(
            "aspect.before", Evidence((programme.ref,)), name=values.names(programme), earlier=values.names(earlier)
        )
        profiles.summary(said, earlier, library)
        states.tell(said, earlier, today)
        profiles.offer(said, earlier)
    return said if found else None


def _of_record(record: Record, aspect: str, library: Library, today: date) -> Answer:
    if aspect == "contact":
        return _contact(record, library, today)
    said = Answer().about(record)
    told = known(record, aspect, "told")
    names = {"cities"} if record.kind == "pilot" and aspect == "partners" and "cities" in record.facts else set()
    told = told or [name for name in names if record.facts[name].refs]
    tell(said, record, told, library)
    if not told or all(name in record.facts and record.facts[name].unknown for name in told):
        _nearest(said, record, aspect, library, today, bool(told))
    elif record.kind == "programme":
        states.tell(said, record, today)
    _offer(said, record, aspect, library)
    return said


def _contact(pilot: Record, library: Library, today: date) -> Answer:
    """Say that a pilot has no contact in our records, then how its programme was reached."""
    opening = Answer().about(pilot)
    opening.say("aspect.not_told_contact", Evidence((pilot.ref,)), name=values.names(pilot))
    fact = pilot.facts.get("programme")
    programme = [Entity("programme", ref) for ref in (fact.refs if fact else ())][-1:]
    said = contacts.contact(Question("ask_contact", "", tuple(programme)), library, today)
    said.blocks = [*opening.blocks, *said.blocks]
    return said


def _nearest(said: Answer, record: Record, aspect: str, library: Library, today: date, has_said: bool) -> None:
    """Say that a record does not tell it, then what comes nearest in it and, of a pilot, in its programme."""
    if not has_said:
        said.say(f"aspect.not_told_{aspect}", Evidence((record.ref,)), name=values.names(record))
    near = known(record, aspect, "near")
    if near:
        said.say("aspect.nearest")
        tell(said, record, near, library)
    if record.kind == "programme":
        states.tell(said, record, today)
    fact = record.facts.get("programme")
    for programme in context.records(library, list(fact.refs) if fact else []):
        _tell_programme(said, programme, aspect, library, today)


def _tell_programme(said: Answer, programme: Record, aspect: str, library: Library, today: date) -> None:
    """Add what is known of an aspect of the programme of a pilot, said as such; its state always."""
    if aspect in ("results", "partners"):  # those of hundreds of cities are none of this pilot
        states.tell(said, programme, today)
        return
    budget = [fact.name for fact in programme.facts.values() if fact.name.startswith("budget")][:1]
    own = {"cost": budget, "duration": ["period"] if "period" in programme.facts else []}
    names = own.get(aspect) or known(programme, aspect, "told") or known(programme, aspect, "near")
    if names:
        said.say("aspect.of_programme", programme=values.names(programme))
        tell(said, programme, names, library)
    states.tell(said, programme, today)


def known(record: Record, aspect: str, how: str = "told") -> list[str]:
    """Give the names of the facts that tell an aspect of a record, or that come near it (`how`)."""
    found = rows()[how].get(record.ref, {}).get(aspect, [])
    return [name for name in found if name == SUMMARY or name in record.facts]


def tell(said: Answer, record: Record, names: list[str], library: Library) -> None:
    for name in names:
        if name == SUMMARY:
            profiles.summary(said, record, library)
        else:
            facts.tell(said, record, record.facts[name], library)


def _offer(said: Answer, record: Record, aspect: str, library: Library) -> None:
    """Offer the record, what is known in general, and a person."""
    said.more = [{"ref": record.ref, "fact": fact.name} for fact in profiles.untold(said, record)]
    profiles.offer(said, record)
    if record.kind == "pilot" and aspect in ("payer", "cost"):
        for faq in context.records(library, [PAYERS]):
            profiles.offer(said, faq)
    if said.more:
        said.button(values.say("button.more"), "show_more")
    said.button(values.say("button.person"), "ask_for_person")
