"""What is said of any record: how it stands, what it is, its first facts, and what to ask next."""

from __future__ import annotations

from datetime import date

from actions import criteria, facts, states, values
from actions.answer import Answer, Evidence
from actions.context import KINDS, Question, records
from knowledge.library import Library
from knowledge.records import Fact, Record

FIRST_FACTS = 2
MOST_RELATED = 2
NOT_TOLD = frozenset({"number", "refs"})
"""Facts that the name, the place in a list or the buttons already say."""
PROFILE_INTENTS = {
    "programme": "ask_programme",
    "cluster": "ask_cluster",
    "theme": "ask_themes",
    "sdg": "ask_sdgs",
    "policy": "ask_policy_focus",
    "city": "ask_city",
    "funding": "ask_funding",
    "contact": "ask_contact",
    "role": "ask_role",
    "method": "ask_method",
    "pilot": "ask_pilots",
    "event": "ask_timeline",
}
"""The intent that asks for a record of a kind as a whole."""


def profile(question: Question, record: Record, library: Library, today: date) -> Answer:
    """Tell about one record.

    A fact that the message asks for leads; otherwise the state and the summary do, and a few facts follow.

    Args:
        question: the message, for the facts that the question index found.
        record: the record to tell about.
        library: all records.
        today: the day on which its state is told.
    """
    answer = Answer().about(record)
    asked = question.hit_on(record)
    if asked is not None:
        lead(answer, record, asked, library, today)
    else:
        if record.kind == "programme" and criteria.asks(question, "what_is"):
            summary(answer, record, library)
        opening(answer, record, library, today)
    follow_up(answer, record, library)
    return answer


def lead(answer: Answer, record: Record, fact: str, library: Library, today: date) -> None:
    """Answer with one fact of a record; how it stands comes right after, of closed money right before."""
    closed = record.kind == "funding" and states.is_over(record, today)
    if closed:
        states.tell(answer, record, today)
    facts.tell(answer, record, record.facts[fact], library)
    if not closed:
        states.tell(answer, record, today)
    if len(answer.told) == 0 or record.facts[fact].unknown:
        summary(answer, record, library)


def opening(answer: Answer, record: Record, library: Library, today: date, first: int = FIRST_FACTS) -> None:
    """Say how a record stands, what it is, and its first facts; the date comes first where it is over."""
    if states.is_over(record, today):
        states.tell(answer, record, today, with_note=False)
        summary(answer, record, library)
        states.note(answer, record, today)
    else:
        summary(answer, record, library)
        states.tell(answer, record, today)
    for fact in untold(answer, record)[:first]:
        facts.tell(answer, record, fact, library)


def summary(answer: Answer, record: Record, library: Library) -> None:
    """Add the summary of a record; the facts it names count as told."""
    if record.summary is None or {"ref": record.ref, "fact": None} in answer.told:
        return
    words = facts.own_words(record, record.summary, library)
    for name in words["with"]:
        answer.tells(record, name)
    answer.tells(record, None)
    answer.add({"type": "text", **words}, summary_evidence(record))


def summary_evidence(record: Record) -> Evidence:
    """Give what a summary rests on: the state and the first facts of the record that have sources."""
    sources: list[str] = list(record.state.sources) if record.state else []
    dated = [record.state.as_of] if record.state else []
    for fact in record.facts.values():
        if len(sources) < 2 and fact.sources:
            sources += fact.sources
            dated.append(fact.as_of)
    return Evidence((record.ref,), tuple(dict.fromkeys(sources)), dated[0] if dated else None)


def untold(answer: Answer, record: Record) -> list[Fact]:
    """Give the facts of a record that the answer has not told: in their order, bare links to records last."""
    told = {row["fact"] for row in answer.told if row["ref"] == record.ref}
    skipped = told | NOT_TOLD | ({"status", "state"} if record.state else set())
    left = [fact for fact in facts.tellable(record) if fact.name not in skipped]
    return sorted(left, key=lambda fact: bool(fact.refs))


def follow_up(answer: Answer, record: Record, library: Library) -> None:
    """Keep what is left of a record for "more", and offer it and related records as buttons."""
    answer.more = [{"ref": record.ref, "fact": fact.name} for fact in untold(answer, record)]
    if answer.more:
        answer.button(values.say("button.more"), "show_more")
    related(answer, record, library)


def related(answer: Answer, record: Record, library: Library, most: int = MOST_RELATED) -> None:
    """Offer related records as buttons."""
    for other in records(library, list(record.related))[:most]:
        offer(answer, other)


def offer(answer: Answer, record: Record) -> None:
    """Offer a record as a button."""
    if record.kind == "faq":
        answer.button(values.names(record), "ask_faq", ("faq", record.ref))
    elif record.kind in KINDS:
        answer.button(values.names(record), PROFILE_INTENTS[record.kind], (record.kind, record.ref))


def ask_which(kind: str, intent: str, choices: list[Record], most: int = 4) -> Answer:
    """Ask back which record of a kind is meant, with buttons that ask the same thing of each.

    Args:
        kind: kind of record that is missing.
        intent: what was asked.
        choices: records to offer, best first.
        most: how many of them become buttons.
    """
    answer = Answer(asks_back=True).say(f"ask.{kind}")
    answer.shown = [record.ref for record in choices[:most]]
    for record in choices[:most]:
        answer.button(values.names(record), intent, (kind, record.ref))
    return answer


def listing(answer: Answer, found: list[Record], title: dict[str, object] | None = None, ordered: bool = True) -> None:
    """Add a list of records by name, in the order of "the second one"."""
    answer.items([values.names(record) for record in found], title, ordered)
    answer.shown += [record.ref for record in found]
