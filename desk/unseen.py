"""What people wrote that nobody of the staff has seen or answered yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, literal, or_, select
from sqlalchemy.engine import Connection

from desk.messages import IN, USER
from desk.models import cases, conversations, messages
from desk.staff.models import case_visits


def last_words(connection: Connection, talks: list[str]) -> dict[str, tuple[str, datetime]]:
    """Return for each conversation the last message of the person, and when it came."""
    newest = (
        select(func.max(messages.c.id))
        .where(messages.c.conversation.in_(talks) & (messages.c.direction == IN))
        .group_by(messages.c.conversation)
    )
    query = select(messages.c.conversation, messages.c.text, messages.c.created).where(messages.c.id.in_(newest))
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def waits_since(connection: Connection, talks: list[str]) -> dict[str, datetime]:
    """Return for each conversation the first message of the person after the last one that a member of staff wrote."""
    answered = (
        select(messages.c.conversation, func.max(messages.c.seq).label("seq"))
        .where(messages.c.conversation.in_(talks) & messages.c.author.like("person:%"))
        .group_by(messages.c.conversation)
        .subquery()
    )
    after = or_(answered.c.seq.is_(None), messages.c.seq > answered.c.seq)
    query = (
        select(messages.c.conversation, func.min(messages.c.created))
        .select_from(messages)
        .join(conversations, conversations.c.id == messages.c.conversation)
        .outerjoin(answered, answered.c.conversation == messages.c.conversation)
        .where(messages.c.conversation.in_(talks) & (messages.c.author == USER) & after)
        .where(conversations.c.owner != literal("assistant"))
        .group_by(messages.c.conversation)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def unread(connection: Connection, found: list[int], me: str) -> dict[int, int]:
    """Return for each case how many messages of the person an account has not seen."""
    seen = select(case_visits.c.case_id, case_visits.c.seq).where(case_visits.c.staff == me).subquery()
    theirs = (messages.c.conversation == cases.c.conversation) & (messages.c.author == USER)
    query = (
        select(cases.c.id, func.count())
        .select_from(cases.join(messages, theirs).outerjoin(seen, seen.c.case_id == cases.c.id))
        .where(cases.c.id.in_(found) & (messages.c.seq > func.coalesce(seen.c.seq, 0)))
        .group_by(cases.c.id)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}
