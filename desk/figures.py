"""Counts what happens, in the transaction in which it happens, so that the figures outlive conversations and cases.

What is counted is a day (UTC: it is the same date as in both offices while they work) and codes. Nothing that somebody
wrote, no address and no name ever gets here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from desk import figure_tables as tables
from desk import hours
from desk.conversations import Conversation
from desk.models import cases

if TYPE_CHECKING:  # cases and requests count themselves here
    from desk.cases import Case
    from desk.requests import Request

ANSWERED, ASKED_BACK, DECLINED, MISSED, GAP, FAILED = "answered", "asked_back", "declined", "missed", "gap", "failed"
RESULTS = (ANSWERED, ASKED_BACK, DECLINED, MISSED, GAP, FAILED)
"""What became of a message: answered; "did you mean" was asked; declined as not our subject; not understood; not in the
records; the assistant failed."""
UNANSWERED = (MISSED, GAP, FAILED)
TOPIC, PARTNER = "topic", "partner"
_FINISHED = ("resolved", "closed")
_REQUESTER, _REPLY, _MOVES = "requester", "reply", ("status", "take", "assign", "move", "hand_back")
_TIMES = [cases.c[name] for name in ("status", "office", "created", "due")]
_LONGEST_INTENT = 60

_VISIT = (tables.visits.c.conversation == bindparam("talk")) & (tables.visits.c.day == bindparam("on"))
# One statement for all but the first message of a day: SQLite tells no ids of rows that it wrote in SQLAlchemy 1.4.
_COUNT = insert(tables.messages).from_select(
    ["visit", "turn", "language", "intent", "result"],
    select(
        tables.visits.c.id,
        bindparam("said_turn", type_=tables.messages.c.turn.type),
        bindparam("said_language", type_=tables.messages.c.language.type),
        bindparam("said_intent", type_=tables.messages.c.intent.type),
        bindparam("said_result", type_=tables.messages.c.result.type),
    ).where(_VISIT),
)
_ASKED_PERSON = update(tables.visits).where(_VISIT).values(person=True)


@dataclass(frozen=True)
class MessageFigure:
    """What is counted of a message.

    Args:
        turn: id of the turn that answered it.
        language: in which it was answered.
        intent: what it was understood to be; None for a button that asks nothing.
        result: one of RESULTS.
    """

    turn: str
    language: str
    intent: str | None
    result: str


def day_of(now: datetime) -> date:
    """Return the day on which something is counted."""
    return now.astimezone(timezone.utc).date()


def add_message(connection: Connection, conversation: Conversation, message: MessageFigure, now: datetime) -> None:
    """Count a message that the assistant answered.

    Args:
        connection: the write transaction in which the turn is stored.
        conversation: whose.
        message: what is counted of it.
        now: the time.
    """
    row = {
        "talk": conversation.id,
        "on": day_of(now),
        "said_turn": message.turn,
        "said_language": message.language,
        "said_intent": message.intent[:_LONGEST_INTENT] if message.intent else None,
        "said_result": message.result,
    }
    if connection.execute(_COUNT, row).rowcount == 0:
        _begin_visit(connection, conversation, message.language, False, now)
        connection.execute(_COUNT, row)


def _begin_visit(connection: Connection, talk: Conversation, language: str, person: bool, now: datetime) -> None:
    row = {"conversation": talk.id, "day": day_of(now), "channel": talk.channel, "language": language}
    connection.execute(insert(tables.visits).values(**row, person=person))


def rated(connection: Connection, turn: str | None, verdict: str | None, reason: str | None) -> None:
    """Count what somebody thinks of the answer of a turn; None takes it back. An answer of the staff is not rated."""
    rows = tables.messages
    connection.execute(update(rows).where(rows.c.turn == turn).values(verdict=verdict, reason=reason))


def satisfied(connection: Connection, case: int, said: str) -> None:
    """Count that somebody was asked how satisfied they are with a case, or what they said of it last."""
    connection.execute(update(tables.cases).where(_of(case)).values(rating=said))


def opened(connection: Connection, conversation: Conversation, case: Case, by_person: bool) -> None:
    """Count a new case.

    Args:
        connection: the write transaction in which it is opened.
        conversation: where it comes from.
        case: the case.
        by_person: whether a person was asked for, so that the visit was not solved by the assistant alone.
    """
    row = {name: getattr(case, name) for name in ("kind", "channel", "language", "office")}
    connection.execute(insert(tables.cases).values(case_id=case.id, day=day_of(case.created), **row))
    if not by_person:
        return
    visit = {"talk": conversation.id, "on": day_of(case.created)}
    if connection.execute(_ASKED_PERSON, visit).rowcount == 0:
        _begin_visit(connection, conversation, case.language, True, case.created)


def _of(case: int) -> Any:
    return tables.cases.c.case_id == case


def because(connection: Connection, case: int, why: str) -> None:
    """Count why a person was asked for."""
    connection.execute(update(tables.cases).where(_of(case)).values(why=why))


def requested(connection: Connection, case: int, request: Request) -> None:
    """Count what a cooperation request asks for, as far as records say it; what it asked for before counts no more.

    Args:
        connection: the write transaction in which the request is stored.
        case: id of its case.
        request: what is asked for.
    """
    place = {"country": request.country, "city": request.city_ref}
    connection.execute(update(tables.cases).where(_of(case)).values(**place))
    figure = connection.execute(select(tables.cases.c.id).where(_of(case))).scalar()
    wished = [(TOPIC, ref) for ref in request.topics] + [(PARTNER, ref) for ref in request.partner_refs]
    connection.execute(delete(tables.wishes).where(tables.wishes.c.figure == figure))
    rows = [{"figure": figure, "kind": kind, "ref": ref} for kind, ref in dict.fromkeys(wished)]
    if figure is not None and rows:
        connection.execute(insert(tables.wishes), rows)


def follow(connection: Connection, case: int, actor: str, event: str, now: datetime) -> None:
    """Count the first answer and the end of a case from its history; one that is opened again has not ended.

    Args:
        connection: the write transaction of the event.
        case: id of the case, as it is after the event.
        actor: who did it; what the requester does is neither an answer nor a solution.
        event: what it was.
        now: the time.
    """
    if actor == _REQUESTER or event not in (_REPLY, *_MOVES):
        return
    rows, row = tables.cases, connection.execute(select(*_TIMES).where(cases.c.id == case)).one()
    if event == _REPLY:
        first = _of(case) & rows.c.response_minutes.is_(None)
        connection.execute(update(rows).where(first).values(_took("response", row, now)))
    elif row.status in _FINISHED:
        first = _of(case) & rows.c.resolution_minutes.is_(None)
        connection.execute(update(rows).where(first).values(_took("resolution", row, now)))
    else:
        again = {"office": row.office, "resolution_minutes": None, "resolution_in_time": None}
        connection.execute(update(rows).where(_of(case)).values(again))


def _took(what: str, case: Any, now: datetime) -> dict[str, Any]:
    worked = hours.worked(case.office, case.created, now)
    in_time = None if case.due is None else now <= case.due
    return {f"{what}_minutes": worked // timedelta(minutes=1), f"{what}_in_time": in_time}
