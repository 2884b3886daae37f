"""What editors decided about questions without an answer: set aside, or drafted; whatever is neither is open.

A decision is kept for each wording of a group, by the hash of its meaning. The words themselves go with their
conversation; the same question asked again has the same hash, and so meets the decision.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from desk.unanswered_models import marks

OPEN, ASIDE, DRAFTED = "open", "aside", "drafted"
STATES = (OPEN, ASIDE, DRAFTED)
REASONS = ("not_ours", "covered", "unclear", "once")
"""Why a question is set aside: not our subject, answered by now, not to be understood, of one person only."""
_AT_ONCE = 400


@dataclass(frozen=True)
class Mark:
    """A decision.

    Args:
        key: hash of the meaning of a wording.
        state: ASIDE or DRAFTED.
        reason: why it was set aside, one of REASONS.
        draft: the file that was drafted, such as faq/visa.
        staff: id of the account that decided.
        at: when.
    """

    key: str
    state: str
    reason: str | None
    draft: str | None
    staff: str
    at: datetime


_columns = [marks.c[name] for name in Mark.__dataclass_fields__]


def of(connection: Connection, keys: Collection[str]) -> dict[str, Mark]:
    """Return key → decision, for those of some keys about which there is one."""
    found: dict[str, Mark] = {}
    for some in _some(sorted(keys)):
        rows = connection.execute(select(*_columns).where(marks.c.key.in_(some)))
        found |= {row.key: Mark(*row) for row in rows}
    return found


def decide(connection: Connection, keys: Collection[str], decision: Mark) -> None:
    """Keep a decision about some wordings instead of the one before.

    Args:
        connection: a write transaction.
        keys: of the wordings; that of the decision itself does not count.
        decision: what was decided, by whom and when.
    """
    open_again(connection, keys)
    said = {name: value for name, value in vars(decision).items() if name != "key"}
    rows = [{"key": key, **said} for key in sorted(keys)]
    if rows:
        connection.execute(insert(marks), rows)


def open_again(connection: Connection, keys: Collection[str]) -> None:
    """Forget what was decided about some wordings."""
    for some in _some(sorted(keys)):
        connection.execute(delete(marks).where(marks.c.key.in_(some)))


def _some(keys: Sequence[str]) -> list[list[str]]:
    """Return keys in pieces that every database takes in one statement."""
    left = iter(keys)
    return [piece for _ in range(-(-len(keys) // _AT_ONCE)) if (piece := list(islice(left, _AT_ONCE)))]
