"""What is deleted when its time is over: a rule for each kind of data counts rows, and deletes the same ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import Table, and_, delete, func, select, update
from sqlalchemy.engine import Connection

from desk import audit, search_index
from desk.audit import Actor
from desk.cases import CLOSED, RESOLVED
from desk.channel_tables import continuations
from desk.conversations import ASSISTANT
from desk.letter_models import letters
from desk.letters import QUEUED
from desk.merged import MERGED
from desk.models import case_links, cases, conversations
from desk.notification_models import deliveries
from desk.request_models import proof_codes, request_drafts
from desk.staff.models import audit as audit_lines
from desk.staff.models import signin_failures, staff_links, staff_sessions
from desk.takeover_models import ways_back
from desk.unanswered_models import marks

AT_ONCE = 500
"""Rows of a kind that one transaction deletes; the next run takes the rest."""
SHORTEST_AUDIT = 365
"""Days in which the database itself refuses to delete a line of the audit log (revision 0002)."""


@dataclass(frozen=True)
class Periods:
    """How many days each kind of data is kept; the settings RETENTION_…DAYS. These are the defaults.

    Args:
        conversations: after the last message.
        cases: after they are finished.
        drafts: unfinished requests and what the assistant remembers, after the last message.
        letters: that a letter was sent (what it said is erased at once), or a webhook called.
        codes: after they expired.
        signins: failed ones.
        audit: lines of the audit log.
    """

    conversations: int = 365
    cases: int = 365
    drafts: int = 30
    letters: int = 30
    codes: int = 1
    signins: int = 30
    audit: int = 1095


@dataclass(frozen=True)
class Rule:
    """What goes of one kind.

    Args:
        kind: its name in settings, reports and the audit log.
        table: where.
        days: how long it is kept; 0 where a row itself says until when.
        over: returns the condition for what is older than a moment.
        empties: the column that is emptied instead of deleting the row.
        foreseen: the condition before the rules above it were applied, where that differs.
    """

    kind: str
    table: Table
    days: int
    over: Callable[[datetime], Any]
    empties: str | None = None
    foreseen: Callable[[datetime], Any] | None = None


@dataclass(frozen=True)
class Gone:
    """How many rows of a kind go, or went: those that were over before a moment."""

    kind: str
    days: int
    rows: int
    before: datetime


_HAS_CASE = select(cases.c.id).where(cases.c.conversation == conversations.c.id).exists()
_ENDED = (RESOLVED, CLOSED)


def _idle(before: datetime) -> Any:
    return (conversations.c.updated < before) & (conversations.c.owner == ASSISTANT)


def _finished(before: datetime) -> Any:
    return and_(cases.c.status.in_(_ENDED), cases.c.updated < before)


def _goes_on(before: datetime) -> Any:
    """A case that was merged is kept as long as the one it was merged into."""
    other, merge = cases.alias("remaining"), case_links.alias("merge")
    is_over = and_(other.c.status.in_(_ENDED), other.c.updated < before)
    mine = (merge.c.other_id == cases.c.id) & (merge.c.kind == MERGED)
    return select(other.c.id).where(mine & (other.c.id == merge.c.case_id) & ~is_over).exists()


def _leaves_no_case(before: datetime, cases_before: datetime) -> Any:
    """A conversation that goes once the finished cases have gone."""
    its_own = cases.c.conversation == conversations.c.id
    stays = ~and_(_finished(cases_before), ~_goes_on(cases_before))
    return and_(_idle(before), ~select(cases.c.id).where(its_own & stays).exists())


def _idle_drafts(before: datetime) -> Any:
    talks = select(conversations.c.id).where(conversations.c.updated < before)
    return request_drafts.c.conversation.in_(talks)


def _rules_of_conversations(periods: Periods) -> list[Rule]:
    """Return those for conversations and what lies in them; that goes with a conversation, and counts no more."""
    sooner = timedelta(days=periods.conversations - periods.cases)
    earlier = timedelta(days=periods.drafts - periods.conversations)

    def goes(at: datetime) -> Any:
        return _leaves_no_case(at, at + sooner)

    def context(at: datetime) -> Any:
        return and_(_idle(at), conversations.c.state.is_not(None))

    def its_drafts(at: datetime) -> Any:
        talks = select(conversations.c.id).where(goes(at + earlier))
        return and_(_idle_drafts(at), request_drafts.c.conversation.not_in(talks))

    return [
        # One with an open case, or that the staff have or are awaited in, stays.
        Rule(
            "conversations",
            conversations,
            periods.conversations,
            lambda at: and_(_idle(at), ~_HAS_CASE),
            foreseen=goes,
        ),
        Rule("drafts", request_drafts, periods.drafts, _idle_drafts, foreseen=its_drafts),
        Rule(
            "context",
            conversations,
            periods.drafts,
            context,
            empties="state",
            foreseen=lambda at: and_(context(at), ~goes(at + earlier)),
        ),
    ]


def rules(periods: Periods) -> list[Rule]:
    """Return the rules, in the order in which they are applied: cases first, since they keep their conversation."""
    return [
        Rule("cases", cases, periods.cases, lambda at: and_(_finished(at), ~_goes_on(at))),
        *_rules_of_conversations(periods),
        Rule("letters", letters, periods.letters, lambda at: and_(letters.c.state != QUEUED, letters.c.updated < at)),
        Rule(
            "calls",
            deliveries,
            periods.letters,
            lambda at: and_(deliveries.c.state != QUEUED, deliveries.c.updated < at),
        ),
        Rule("codes", proof_codes, periods.codes, lambda at: proof_codes.c.expires < at),
        Rule("links", ways_back, 0, lambda at: ways_back.c.until < at),
        Rule("keys", continuations, 0, lambda at: continuations.c.until < at),
        Rule("staff_links", staff_links, 0, lambda at: staff_links.c.until < at),
        Rule("staff_sessions", staff_sessions, 0, lambda at: staff_sessions.c.until < at),
        Rule("signins", signin_failures, periods.signins, lambda at: signin_failures.c.at < at),
        Rule("decisions", marks, periods.conversations, lambda at: marks.c.at < at),
        Rule("audit", audit_lines, max(SHORTEST_AUDIT, periods.audit), lambda at: audit_lines.c.at < at),
    ]


@lru_cache(maxsize=1)
def kind_names() -> Mapping[str, Mapping[str, str]]:
    """Return how each kind is called, kind → language → name, read once."""
    return dict(YAML(typ="safe").load(Path(__file__).with_name("retention.yml").read_text("utf-8")))


def plan(connection: Connection, periods: Periods, now: datetime) -> list[Gone]:
    """Count what would go now, kind by kind; nothing is changed.

    Counted as it is deleted: a conversation whose last case goes with it, and once what lies in it goes with it.

    Args:
        connection: a transaction.
        periods: how long each kind is kept.
        now: the time.
    """
    found = []
    for rule in rules(periods):
        before = now - timedelta(days=rule.days)
        query = select(func.count()).select_from(rule.table).where((rule.foreseen or rule.over)(before))
        found.append(Gone(rule.kind, rule.days, int(connection.execute(query).scalar_one()), before))
    return found


def apply(connection: Connection, periods: Periods, actor: Actor, now: datetime, limit: int = AT_ONCE) -> list[Gone]:
    """Delete what is over; the audit log says how many rows of which kind.

    Args:
        connection: a write transaction.
        periods: how long each kind is kept.
        actor: who does it.
        now: the time.
        limit: how many rows of a kind at most.
    """
    found = []
    for rule in rules(periods):
        before = now - timedelta(days=rule.days)
        found.append(Gone(rule.kind, rule.days, _apply(connection, rule, before, limit), before))
    fields = [f"{one.kind}:{one.rows}:before:{one.before:%Y-%m-%d}" for one in found if one.rows]
    if fields:
        search_index.forget(connection)
        audit.write(connection, actor, "retention.deleted", "retention", now, fields)
    return found


def _apply(connection: Connection, rule: Rule, before: datetime, limit: int) -> int:
    (key,) = rule.table.primary_key.columns
    chosen = key.in_(select(key).where(rule.over(before)).limit(limit))
    if rule.empties is None:
        return int(connection.execute(delete(rule.table).where(chosen)).rowcount)
    return int(connection.execute(update(rule.table).where(chosen).values({rule.empties: None})).rowcount)
