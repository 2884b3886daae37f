"""How satisfied somebody is with the way their case was handled: asked once when a person finishes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from desk import cases, figures
from desk.cases import CORRECTION, Case
from desk.visitor_tables import case_ratings

GOOD, FAIR, POOR = "good", "fair", "poor"
VERDICTS = (GOOD, FAIR, POOR)
ASKED = "asked"
"""What the figures say of a case whose person was asked and has not answered."""
LONGEST = 1_000
"""Characters of what somebody adds in their own words."""
_WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Rating:
    """What is known of somebody's opinion of a case.

    Args:
        seq: number of the message that asked.
        asked: when.
        verdict: one of VERDICTS; None while they have not answered.
        words: in their own words, or None.
        given: when they answered, or None.
    """

    seq: int
    asked: datetime
    verdict: str | None
    words: str | None
    given: datetime | None


_columns = [case_ratings.c[name] for name in Rating.__dataclass_fields__]


def of_case(connection: Connection, case: int) -> Rating | None:
    """Return what is known of a case's rating; None if nobody was asked."""
    row = connection.execute(select(*_columns).where(case_ratings.c.case_id == case)).first()
    return Rating(*row) if row else None


def may_ask(connection: Connection, case: Case) -> bool:
    """Whether somebody may be asked about a case: never twice, not about a staff's own, not who withdrew it."""
    if case.kind == CORRECTION or case.conversation is None or of_case(connection, case.id) is not None:
        return False
    return all(data.get("reason") != _WITHDRAWN for _, _, data in cases.events(connection, case.id))


def asked(connection: Connection, case: Case, seq: int, now: datetime) -> None:
    """Write down that somebody was asked, by which message."""
    connection.execute(insert(case_ratings).values(case_id=case.id, seq=seq, asked=now))
    figures.satisfied(connection, case.id, ASKED)


def give(connection: Connection, case: Case, verdict: str, now: datetime) -> bool:
    """Keep what somebody thinks; a later answer takes the place of the one before and counts once.

    Args:
        connection: a write transaction.
        case: which.
        verdict: one of VERDICTS.
        now: the time.

    Returns:
        Whether it was kept: False if nobody was asked about this case.
    """
    mine = case_ratings.c.case_id == case.id
    if connection.execute(update(case_ratings).where(mine).values(verdict=verdict, given=now)).rowcount != 1:
        return False
    cases.add_event(connection, case.id, "requester", "rated", {"verdict": verdict}, now)
    figures.satisfied(connection, case.id, verdict)
    return True


def say(connection: Connection, case: Case, words: str, now: datetime) -> bool:
    """Keep what somebody adds in their own words; return whether they had rated the case."""
    mine = (case_ratings.c.case_id == case.id) & case_ratings.c.verdict.is_not(None)
    kept = words.strip()[:LONGEST] or None
    if connection.execute(update(case_ratings).where(mine).values(words=kept)).rowcount != 1:
        return False
    # The words stand in one place only; the history says that they came.
    cases.add_event(connection, case.id, "requester", "rated_words", {}, now)
    return True
