"""How often records were told, and which of those answers people found unhelpful."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Text, cast, func, literal_column, select, true
from sqlalchemy import case as when
from sqlalchemy.engine import Connection

from desk import figure_tables as tables
from desk.feedback import DOWN
from desk.models import cases, messages, turns

_MOST_COMPLAINTS = 50
# From the days to the messages by indexes alone: what is older than the days that count is not read.
_HEARD = (
    tables.visits.join(tables.messages, tables.messages.c.visit == tables.visits.c.id)
    .join(turns, turns.c.turn_id == tables.messages.c.turn)
    .join(messages, (messages.c.conversation == turns.c.conversation) & (messages.c.seq == turns.c.seq))
)


@dataclass(frozen=True)
class Use:
    """How a record was used.

    Args:
        asked: how many messages were answered with it.
        down: how many of these answers were found unhelpful.
    """

    asked: int = 0
    down: int = 0


@dataclass(frozen=True)
class Complaint:
    """An answer with a record that somebody found unhelpful.

    Args:
        day: when it was asked for.
        language: of the answer.
        reason: why, one of `desk.feedback.REASONS`; None if they did not say.
        reference: of the newest case of the conversation; None while nobody passed it on, and then nobody reads it.
        seq: number of the message that was answered.
    """

    day: date
    language: str
    reason: str | None
    reference: str | None
    seq: int


def of_records(connection: Connection, since: date) -> dict[str, Use]:
    """Return ref → how it was used, for every record that was told; what was erased no longer counts.

    Args:
        connection: a transaction.
        since: the first day (UTC) that counts.
    """
    ref, each = _told(connection)
    down = func.sum(when((tables.messages.c.verdict == DOWN, 1), else_=0))
    query = select(ref, func.count(), down).select_from(_HEARD.join(each, true()))
    rows = connection.execute(query.where((tables.visits.c.day >= since) & ref.is_not(None)).group_by(ref))
    return {str(row[0]): Use(int(row[1]), int(row[2])) for row in rows}


def _told(connection: Connection) -> tuple[Any, Any]:
    """Return the refs in what was understood, as a column and the table function that it comes from."""
    if connection.dialect.name == "postgresql":
        listed = func.jsonb_path_query(messages.c.understood, literal_column("'$.records[*]'"))
        each = listed.table_valued("value").render_derived(name="told")
        return each.c.value.op("#>>")(literal_column("'{}'")), each
    each = func.json_each(messages.c.understood, "$.records").table_valued("value", name="told")
    return each.c.value, each


def complaints(connection: Connection, ref: str, since: date) -> list[Complaint]:
    """Return the answers with a record that people found unhelpful, the newest first.

    Args:
        connection: a transaction.
        ref: of the record, such as cities/chongqing.
        since: the first day (UTC) that counts.
    """
    newest = select(cases.c.reference).where(cases.c.conversation == turns.c.conversation)
    reference = newest.order_by(cases.c.id.desc()).limit(1).correlate(turns).scalar_subquery()
    columns = (tables.visits.c.day, tables.messages.c.language, tables.messages.c.reason, reference, messages.c.seq)
    rated = (tables.visits.c.day >= since) & (tables.messages.c.verdict == DOWN)
    # On both databases a ref stands in the text of the list between quotation marks.
    named = cast(messages.c.understood, Text).contains(f'"{ref}"', autoescape=True)
    query = select(*columns).select_from(_HEARD).where(rated & named)
    rows = connection.execute(query.order_by(tables.messages.c.id.desc()).limit(_MOST_COMPLAINTS))
    return [Complaint(*row) for row in rows]
