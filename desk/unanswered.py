"""The questions that the assistant could not answer, as the turns have stored them; nothing is asked again.

They are read where they were said, so what is erased or over its time is gone from here too. Not read are: what was
said while a cooperation request was written, conversations that a person has or that were erased, pressed buttons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, cast, func, or_, select
from sqlalchemy.engine import Connection

from desk import figure_tables as tables
from desk.conversations import PERSON
from desk.feedback import DOWN
from desk.figures import ASKED_BACK, DECLINED, GAP, MISSED
from desk.messages import IN, OUT
from desk.models import cases, conversations, messages, turns
from desk.request_models import request_drafts, requests
from desk.visitor_tables import visitors

NOT_UNDERSTOOD, NOT_MEANT, NOT_HELD, NEAR, MISTAKEN, WRONG = REASONS = (
    "missed", "asked_back", "gap", "declined", "misunderstood", "wrong",
)  # fmt: skip
"""Not understood; "did you mean" was asked and not taken; not in the records; declined though it names a record; found
unhelpful as "misunderstood", and as "wrong"."""
MOST = 3_000
"""So many messages are looked at, the newest first."""
_RESULTS = (MISSED, ASKED_BACK, GAP, DECLINED)
_THUMBS = (MISTAKEN, WRONG)
_SURE = "sure"
_HELPERS = ("ask_for_person", "ask_capabilities")
"""Buttons below every "did you mean": whoever presses one has not found what they meant."""
_OF_REQUESTS = '"request.'
"""Stands in an answer, as the key of a sentence, while a request is written."""
_AT_ONCE = 400

_said = messages.alias("said")
_HEARD = (
    tables.visits.join(tables.messages, tables.messages.c.visit == tables.visits.c.id)
    .join(turns, turns.c.turn_id == tables.messages.c.turn)
    .join(messages, (messages.c.conversation == turns.c.conversation) & (messages.c.seq == turns.c.seq))
    .join(conversations, conversations.c.id == messages.c.conversation)
)


@dataclass(frozen=True)
class Asked:
    """A question.

    Args:
        conversation: where it was asked; never shown.
        seq: number of the message.
        text: as it was written; it is masked before anybody sees it.
        language: in which it was answered.
        channel: where it came in.
        day: when (UTC).
        at: the moment.
        reasons: some of REASONS.
        intent: what it was taken for.
        records: refs of the records in the answer.
        reference: of the newest case of the conversation; None while nobody passed it on.
    """

    conversation: str
    seq: int
    text: str
    language: str
    channel: str
    day: date
    at: datetime
    reasons: tuple[str, ...]
    intent: str | None
    records: tuple[str, ...]
    reference: str | None


def read(connection: Connection, since: date, most: int = MOST) -> list[Asked]:
    """Return the questions without an answer, the newest first.

    Whether a question that was declined is near our subject, only the records can tell: it is returned with NEAR.

    Args:
        connection: a transaction.
        since: the first day (UTC) that counts.
        most: so many messages are looked at.
    """
    figure, visit = tables.messages.c, tables.visits.c
    newest = select(cases.c.reference).where(cases.c.conversation == messages.c.conversation)
    reference = newest.order_by(cases.c.id.desc()).limit(1).correlate(messages).scalar_subquery()
    columns = [
        *(messages.c[name] for name in ("id", "conversation", "seq", "text", "created", "understood")),
        *(figure[name] for name in ("language", "result", "verdict", "reason", "intent")),
        *(visit.channel, visit.day, reference.label("reference")),
    ]
    thumb = (figure.verdict == DOWN) & figure.reason.in_(_THUMBS)
    where = (visit.day >= since) & or_(figure.result.in_(_RESULTS), thumb) & messages.c.do.is_(None)
    where = where & conversations.c.erased.is_(None) & ~conversations.c.owner.startswith(PERSON, autoescape=True)
    query = select(*columns).select_from(_HEARD).where(where & ~_in_a_request())
    rows = connection.execute(query.order_by(messages.c.id.desc()).limit(most)).all()
    taken = _taken(connection, [row.id for row in rows if row.result == ASKED_BACK])
    found = [(row, _reasons(row, row.id in taken)) for row in rows]
    return [_asked(row, reasons) for row, reasons in found if reasons and row.text.strip()]


def _asked(row: Any, reasons: tuple[str, ...]) -> Asked:
    records = tuple((row.understood or {}).get("records") or ())
    place = (row.language, row.channel, row.day, row.created)
    return Asked(row.conversation, row.seq, row.text, *place, reasons, row.intent, records, row.reference)


def _reasons(row: Any, is_taken: bool) -> tuple[str, ...]:
    found = [row.result] if row.result in _RESULTS and not is_taken else []
    return (*found, *([row.reason] if row.verdict == DOWN and row.reason in _THUMBS else []))


def _in_a_request() -> Any:
    """Return the condition for what was said while a cooperation request was written.

    The answer, or the one before, speaks of the request; or it was said between consent and submission, or since a
    draft was begun. Each alone would do: what is personal must not depend on one of them.
    """
    here = messages.c.conversation
    answer = select(_said.c.id).where((_said.c.turn_id == turns.c.turn_id) & _speaks_of_it())
    last = select(func.max(_said.c.seq)).where(
        (_said.c.conversation == here) & (_said.c.direction == OUT) & (_said.c.seq < messages.c.seq)
    )
    before = select(_said.c.id).where(
        (_said.c.conversation == here) & (_said.c.seq == last.correlate(messages).scalar_subquery()) & _speaks_of_it()
    )
    sent = select(requests.c.case_id).join(cases, cases.c.id == requests.c.case_id)
    sent = sent.where(
        (cases.c.conversation == here) & messages.c.created.between(requests.c.consent_at, requests.c.created)
    )
    draft = select(request_drafts.c.conversation).where(
        (request_drafts.c.conversation == here) & (request_drafts.c.created <= messages.c.created)
    )
    inner = (answer.correlate(turns), before.correlate(messages), sent.correlate(messages), draft.correlate(messages))
    return or_(*(each.exists() for each in inner))


def _speaks_of_it() -> Any:
    return cast(_said.c.blocks, Text).contains(_OF_REQUESTS, autoescape=True)


def _taken(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Return which questions were cleared up: the next message takes one of the meanings that were offered."""
    following = messages.alias("following")
    first = select(func.min(following.c.seq)).where(
        (following.c.conversation == messages.c.conversation)
        & (following.c.direction == IN)
        & (following.c.seq > messages.c.seq)
    )
    nearest = following.c.seq == first.correlate(messages).scalar_subquery()
    joined = (
        messages.join(turns, (turns.c.conversation == messages.c.conversation) & (turns.c.seq == messages.c.seq))
        .join(_said, _said.c.turn_id == turns.c.turn_id)
        .join(following, (following.c.conversation == messages.c.conversation) & nearest)
    )
    columns = (messages.c.id, _said.c.blocks, following.c.do, following.c.understood)
    found = set()
    for start in range(0, len(ids), _AT_ONCE):
        query = select(*columns).select_from(joined).where(messages.c.id.in_(ids[start : start + _AT_ONCE]))
        found |= {row.id for row in connection.execute(query) if _takes(row)}
    return found


def _takes(row: Any) -> bool:
    offered = [item["do"] for block in row.blocks or () for item in block.get("items") or () if _leads(item)]
    intents = {do["intent"] for do in offered} - set(_HELPERS)
    if row.do is not None:
        return row.do.get("intent") in intents
    understood = row.understood or {}
    return understood.get("band") == _SURE and understood.get("intent") in intents


def _leads(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("do"), dict) and "intent" in item["do"]


def people(connection: Connection, talks: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return conversation → what the desk knows of its person otherwise: names, addresses, telephone numbers.

    Args:
        connection: a transaction.
        talks: ids of conversations.
    """
    ids, found = sorted(set(talks)), dict[str, tuple[str, ...]]()
    fields = [requests.c[name] for name in ("name", "email", "phone")]
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        known = select(visitors.c.conversation, visitors.c.name, visitors.c.email)
        stated = select(cases.c.conversation, *fields).join(cases, cases.c.id == requests.c.case_id)
        for query, column in ((known, visitors.c.conversation), (stated, cases.c.conversation)):
            for talk, *said in connection.execute(query.where(column.in_(some))):
                found[talk] = (*found.get(talk, ()), *(each for each in said if each))
    return found
