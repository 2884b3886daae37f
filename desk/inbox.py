"""The inbox: which cases wait for whom, since when, and how many."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Text, and_, case, cast, exists, func, or_, select
from sqlalchemy.engine import Connection

from desk import mentions, merged, unseen
from desk.cases import ALL_KINDS, ASSIGNED, CLOSED, NEW, OPEN, PRIORITIES, WAITING, Case
from desk.messages import USER
from desk.models import cases, messages
from desk.request_models import requests
from desk.staff.models import case_visits

MINE, UNASSIGNED, WAITS, ALL, DONE, NAMED = "mine", "unassigned", "waiting", "all", "done", "named"
VIEWS = (MINE, UNASSIGNED, NAMED, WAITS, ALL, DONE)
AWAITED = (NEW, ASSIGNED)
"""Open cases in which it is our turn: only they can be overdue."""
CHOICES = {
    "kind": ALL_KINDS,
    "office": ("brussels", "beijing"),
    "language": ("en", "zh"),
    "channel": ("web", "rest", "telegram", "wechat"),
    "priority": PRIORITIES,
}
"""What can be filtered by, and the values; anything else is not a filter."""
SORTS = ("urgent", "due", "oldest", "newest")
"""What waits for us, the urgent first and then by due time; by due time alone, by age, by what moved last."""
PAGE = 50


@dataclass(frozen=True)
class Query:
    """What is to be listed.

    Args:
        view: one of VIEWS.
        me: id of the account that looks.
        filters: column → value, of CHOICES only.
        overdue: only what is past its due time.
        cluster: ref of a record that the case or its request names; empty for all.
        words: part of a reference or of what was asked; empty for all.
        sort: one of SORTS.
        page: the first is 0.
    """

    view: str
    me: str
    filters: dict[str, str] = field(default_factory=dict)
    overdue: bool = False
    cluster: str = ""
    words: str = ""
    sort: str = SORTS[0]
    page: int = 0


@dataclass(frozen=True)
class Entry:
    """One line of the inbox.

    Args:
        case: the case.
        waits_since: since when the person has had no answer of a member of staff; None if they have.
        last: the last thing the person wrote since the case was opened, else what is asked.
        unread: how many messages of the person this account has not seen.
        is_merged: whether it was merged into another case.
        is_named: whether a note names this account, which has not opened the case since.
    """

    case: Case
    waits_since: datetime | None
    last: str
    unread: int
    is_merged: bool = False
    is_named: bool = False


@dataclass(frozen=True)
class Listing:
    """One page of the inbox, with the number of cases in all."""

    entries: list[Entry]
    total: int


_columns = [cases.c[name] for name in Case.__dataclass_fields__]


def listing(connection: Connection, query: Query, now: datetime) -> Listing:
    """Return one page, in the order that is asked for.

    Args:
        connection: a transaction.
        query: what.
        now: the time.
    """
    where = _where(query, now)
    total = int(connection.execute(select(func.count()).select_from(cases).where(where)).scalar_one())
    rows = select(*_columns).where(where).order_by(*_order(query)).limit(PAGE).offset(query.page * PAGE)
    found = [Case(*row) for row in connection.execute(rows)]
    return Listing(_entries(connection, found, query.me), total)


def before(connection: Connection, query: Query, last: int | None, limit: int, now: datetime) -> list[Case]:
    """Return cases of a query, the newest first, whatever page and order it names.

    Args:
        connection: a transaction.
        query: which.
        last: id of a case; only those before it. None for the first.
        limit: how many at most.
        now: the time.
    """
    where = _where(query, now) if last is None else and_(_where(query, now), cases.c.id < last)
    rows = select(*_columns).where(where).order_by(cases.c.id.desc()).limit(limit)
    return [Case(*row) for row in connection.execute(rows)]


def _order(query: Query) -> tuple[Any, ...]:
    urgent = case({"high": 0, "normal": 1, "low": 2}, value=cases.c.priority, else_=1)
    undated = cases.c.due.is_(None)  # last, on both databases
    orders = {
        "urgent": (cases.c.status == WAITING, urgent, undated, cases.c.due, cases.c.id),
        "due": (undated, cases.c.due, cases.c.id),
        "oldest": (cases.c.id,),
        "newest": (cases.c.updated.desc(), cases.c.id.desc()),
    }
    is_finished = query.view == DONE and query.sort == SORTS[0]
    return orders["newest" if is_finished else query.sort]


def calling(connection: Connection, me: str) -> int:
    """Return how many cases call: of nobody or one's own with something not seen, and those whose notes name one."""
    seen = select(case_visits.c.case_id, case_visits.c.seq).where(case_visits.c.staff == me).subquery()
    news = exists().where(
        (messages.c.conversation == cases.c.conversation) & (messages.c.author == USER) & (messages.c.seq > seen.c.seq)
    )
    mine = cases.c.status.in_(OPEN) & or_(cases.c.assignee.is_(None), cases.c.assignee == me)
    joined = cases.outerjoin(seen, seen.c.case_id == cases.c.id)
    calls = or_(mine & or_(seen.c.seq.is_(None), news), mentions.is_named(me))
    query = select(func.count()).select_from(joined).where(calls)
    return int(connection.execute(query).scalar_one())


def counts(connection: Connection, me: str, now: datetime) -> dict[str, int]:
    """Return how many cases each view but the finished ones holds."""
    views = [view for view in VIEWS if view not in (DONE, NAMED)]
    sums = [func.sum(case((_where(Query(view, me), now), 1), else_=0)) for view in views]
    row = connection.execute(select(*sums).select_from(cases).where(cases.c.status.in_(OPEN))).one()
    return {NAMED: mentions.number(connection, me), **{view: int(sum_ or 0) for view, sum_ in zip(views, row)}}


def _where(query: Query, now: datetime) -> Any:
    is_open = cases.c.status.in_(OPEN)
    views = {
        MINE: and_(is_open, cases.c.assignee == query.me),
        UNASSIGNED: and_(is_open, cases.c.assignee.is_(None)),
        WAITS: cases.c.status == WAITING,
        ALL: is_open,
        DONE: ~is_open,
        NAMED: mentions.is_named(query.me),
    }
    where = views[query.view]
    for name, value in query.filters.items():
        if name in CHOICES and value in CHOICES[name]:
            where = and_(where, cases.c[name] == value)
    if query.cluster:
        where = and_(where, is_about(cases, query.cluster))
    if query.words:
        held = (cases.c.reference, cases.c.asked)
        words = query.words.lower()
        where = and_(where, or_(*(func.lower(column).contains(words, autoescape=True) for column in held)))
    return and_(where, is_overdue(now)) if query.overdue else where


def is_overdue(now: datetime) -> Any:
    """Return the condition that an answer is due and it is our turn: who waits for the visitor is not late."""
    return cases.c.status.in_(AWAITED) & (cases.c.due < now)


def is_about(table: Any, ref: str) -> Any:
    """Return the condition that a case, or its request, names a record; `table` is `cases` or an alias of it."""
    asks = exists().where((requests.c.case_id == table.c.id) & _names(requests.c.topics, ref))
    return or_(_names(table.c.records, ref), asks)


def _names(column: Any, ref: str) -> Any:
    # A list is stored as JSON text or JSONB; a ref stands in it between quotation marks, on both databases.
    return cast(column, Text).contains(f'"{ref}"', autoescape=True)


def _entries(connection: Connection, found: list[Case], me: str) -> list[Entry]:
    talks = [each.conversation for each in found if each.conversation]
    last, waits = unseen.last_words(connection, talks), unseen.waits_since(connection, talks)
    unread = unseen.unread(connection, [each.id for each in found], me)
    gone = merged.among(connection, [each.id for each in found if each.status == CLOSED])
    named = mentions.open_for(connection, me, [each.id for each in found])
    return [
        Entry(
            each,
            waits.get(str(each.conversation)),
            _said(each, last),
            unread.get(each.id, 0),
            each.id in gone,
            each.id in named,
        )
        for each in found
    ]


def _said(each: Case, last: dict[str, tuple[str, datetime]]) -> str:
    """The last words since the case is there; before, what is asked says more than the button that opened it."""
    words, at = last.get(str(each.conversation), ("", each.created))
    return words if at > each.created else each.asked
