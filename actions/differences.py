"""How two or three things of a kind differ: what each is, and the facts that both records have, side by side."""

from __future__ import annotations

from datetime import date

from actions import context, facts, labels, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Fact, Record

ASKED = "detail:differ"
"""What the understanding says of such a question."""
MOST, MOST_ROWS = 3, 4
NO_ROW = frozenset({"number", "portal", "website", "web", "refs"})
"""Facts in which things of a kind differ without it saying anything."""


def asked(question: Question, library: Library) -> list[Record]:
    """Give the things of one kind that a message wants to be told apart; nothing for another question."""
    if question.asks != ASKED:
        return []
    return context.records(library, [hit.ref for hit in question.hits])[:MOST]


def answer(found: list[Record], library: Library, today: date) -> Answer:
    """Put things side by side.

    Args:
        found: two or three records of a kind.
        library: all records, to name those a fact points at.
        today: the day on which their state is told.
    """
    said = Answer().about(*found)
    said.say("differ.intro", names=values.listed([values.names(one) for one in found], "and"))
    for one in found:
        states.tell(said, one, today, with_note=False)
    said.add(_table(found, library), _evidence(found))
    said.shown = [one.ref for one in found]
    for one in found:
        profiles.offer(said, one)
        said.tells(one, None)
    return said.button(values.say("button.person"), "ask_for_person")


def _table(found: list[Record], library: Library) -> dict[str, object]:
    rows = [[values.say("differ.what"), *[_summary(one, library) for one in found]]]
    for name in _shared(found):
        cells = [_cell(one.facts[name], library) for one in found]
        rows.append(
            [labels.of_fact(found[0].facts[name]), *[cell or values.say("city.cell_unknown") for cell in cells]]
        )
    columns = [values.say("city.compared_column"), *[values.names(one) for one in found]]
    return {"type": "table", "columns": columns, "rows": rows}


def _summary(record: Record, library: Library) -> Typed:
    if record.summary is None:
        return values.say("city.cell_unknown")
    return facts.own_words(record, record.summary, library)


def _shared(found: list[Record]) -> list[str]:
    """Give the facts with a name of their own that all records have, in the order of the first."""
    first, *others = found
    names = [
        fact.name
        for fact in first.facts.values()
        if labels.has_name(fact) and fact.name not in NO_ROW and all(fact.name in one.facts for one in others)
    ]
    return names[:MOST_ROWS]


def _cell(fact: Fact, library: Library) -> Typed | None:
    if fact.items:
        return values.listed([values.text(item) for item in fact.items], "semicolon")
    return None if fact.unknown else values.of_fact(fact, library.records)


def _evidence(found: list[Record]) -> Evidence:
    names = _shared(found)
    kept = [key for one in found for key in profiles.summary_evidence(one).sources]
    kept += [key for one in found for name in names for key in one.facts[name].sources]
    return Evidence(tuple(one.ref for one in found), tuple(dict.fromkeys(kept)))
