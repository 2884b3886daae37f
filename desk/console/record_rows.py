"""The list of records for those who look after them: what to review first, and what was filtered or searched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desk.usage import Use
from knowledge.files import KINDS
from knowledge.library import Library, plain_name
from knowledge.records import Record, Text
from knowledge.state import state_on

STATUSES = ("published", "draft", "withdrawn")
OVERDUE, DOWN, UNUSED = "overdue", "down", "unused"
CHOICES = {"kind": tuple(KINDS.values()), "standing": STATUSES, "only": (OVERDUE, DOWN, UNUSED)}
"""What can be filtered by, and the values; anything else is not a filter."""
_NEVER = Use()


@dataclass(frozen=True)
class Row:
    """One record of the list.

    Args:
        record: the record.
        state: how it stands on the day, such as running; empty for what has no state.
        use: how often it was told, and found unhelpful.
        late: for how many days its review is overdue; 0 or less if it is not.
    """

    record: Record
    state: str
    use: Use
    late: int

    @property
    def weight(self) -> int:
        """Days overdue × times asked: what to review first."""
        return max(0, self.late) * self.use.asked


def row(record: Record, uses: Mapping[str, Use], today: date) -> Row:
    """Return the row of a record on a day."""
    has_state = record.state is not None or "period" in record.facts
    state = state_on(record, today).is_ if has_state else ""
    # What is not told harms nobody while it is old.
    late = (today - record.reviewed.due).days if record.status == "published" else 0
    return Row(record, state, uses.get(record.ref, _NEVER), late)


def rows(library: Library, uses: Mapping[str, Use], today: date, asked: Mapping[str, str], words: str) -> list[Row]:
    """Return the rows that fit, what is overdue and often asked first, then by the day of the review and by use.

    Args:
        library: the records.
        uses: ref → use.
        today: the day.
        asked: filter → value, of CHOICES only.
        words: each must be in the record, in either language or in its ref; empty for all.
    """
    wanted = [plain for word in words.split() if (plain := plain_name(word))]
    found = [row(record, uses, today) for record in library.records.values()]
    fitting = [one for one in found if _fits(one, asked) and (not wanted or _holds(one.record, wanted))]
    return sorted(fitting, key=lambda one: (-one.weight, one.record.reviewed.due, -one.use.asked, one.record.ref))


def _fits(one: Row, asked: Mapping[str, str]) -> bool:
    of = {
        OVERDUE: one.late > 0,
        DOWN: one.use.down > 0,
        UNUSED: one.use.asked == 0 and one.record.status == "published",
    }
    return (
        asked.get("kind", one.record.kind) == one.record.kind
        and asked.get("standing", one.record.status) == one.record.status
        and of.get(asked.get("only", ""), True)
    )


def _holds(record: Record, wanted: list[str]) -> bool:
    text = "\n".join(plain_name(part) for part in _texts(record))
    return all(word in text for word in wanted)


def _texts(record: Record) -> Iterator[str]:
    yield record.ref
    yield from (*record.names, *record.aliases, *record.topics, *record.also_asked)
    sentences = [record.question, record.answer, record.summary, record.withdrawn]
    for fact in record.facts.values():
        sentences += [fact.text, fact.note, *fact.items]
        if fact.value is not None:
            yield str(fact.value)
    for said in sentences:
        if isinstance(said, Text):
            yield from (said.en, said.zh)
