"""Search over what was said, noted, asked and requested, in both scripts, on both kinds of database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select, text
from sqlalchemy.engine import Connection, Row

from desk import inbox, search_sources
from desk.cases import MOVES, Case, tidy_reference
from desk.excerpts import Piece, excerpt
from desk.models import cases
from desk.request_models import requests
from desk.search_index import SAID
from desk.search_models import search_texts
from desk.search_words import Phrase, Sought, for_postgres, for_sqlite, read
from desk.takeover_models import escalations
from desk.visitor_tables import visitors

PAGE = 20
CHOICES = {
    "said": SAID,
    **{name: inbox.CHOICES[name] for name in ("kind", "office", "language", "channel")},
    "status": tuple(MOVES),
}
"""What can be filtered by, and the values; anything else is not a filter."""
NOBODY = "nobody"
REFERENCE, ADDRESS = "reference", "address"
"""How a case was found directly."""
_CURSOR = re.compile(r"([01])-(\d{1,18})")
_REFERENCE = re.compile(r"(?:CB-)?(?:\d{4}-)?([0-9A-HJKMNP-TV-Z]{6})")
_MOST_DIRECT = 10


@dataclass(frozen=True)
class Query:
    """What is looked for.

    Args:
        typed: words, "phrases", -without; a reference or an e-mail address alone is looked up.
        filters: name → value, of CHOICES only.
        assignee: id of an account, NOBODY, or empty for all.
        cluster: ref of a record that the case or its request names; empty for all.
        since: only what was said at this moment or later.
        until: only what was said before this moment.
        after: where the page before ended, as it said; empty for the first.
    """

    typed: str
    filters: Mapping[str, str] = field(default_factory=dict)
    assignee: str = ""
    cluster: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: str = ""


@dataclass(frozen=True)
class Hit:
    """One text that fits.

    Args:
        case: the case it belongs to; of several of one conversation the newest that fits the filters.
        how: one of SAID, REFERENCE or ADDRESS.
        author: id of an account; empty for everybody else.
        at: when it was said.
        anchor: of the text on the page of the case; empty for its head.
        pieces: what it says there.
    """

    case: Case
    how: str
    author: str
    at: datetime
    anchor: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Found:
    """One page of hits.

    Args:
        hits: the best first.
        after: for the query of the next page; empty if there is none.
        is_empty: whether nothing was asked for that can be looked up.
    """

    hits: list[Hit]
    after: str
    is_empty: bool


_case = [cases.c[name] for name in Case.__dataclass_fields__]
_TEXT = ("id", "said", "message", "event", "at")


def find(connection: Connection, query: Query) -> Found:
    """Return one page: cases of a reference or address, then what fits as typed, then what fits loosely; in each
    the newest first.

    Args:
        connection: a transaction.
        query: what.
    """
    sought, cursor = read(query.typed), _CURSOR.fullmatch(query.after)
    tier, before = (int(cursor[1]), int(cursor[2])) if cursor else (0, None)
    rows: list[tuple[int, Row]] = []
    for number, (wanted, seen) in enumerate(sought.tiers):
        if number < tier or len(rows) > PAGE:
            continue
        asked = _asked(connection, wanted, [seen, *((phrase,) for phrase in sought.without)])
        page = _page(asked, query, before if number == tier else None, PAGE + 1 - len(rows))
        rows += [(number, row) for row in connection.execute(page)]
    more = f"{rows[PAGE - 1][0]}-{rows[PAGE - 1][1].text_id}" if len(rows) > PAGE else ""
    hits = _hits(connection, [row for _, row in rows[:PAGE]], sought)
    first = _direct(connection, query, sought)
    known = {hit.case.id for hit in first}
    hits = [hit for hit in hits if hit.case.id not in known]  # a case is listed once
    return Found([*([] if cursor else first), *hits], more, not sought.tiers)


def _asked(connection: Connection, wanted: Sequence[Phrase], unwanted: Sequence[Sequence[Phrase]]) -> Any:
    if connection.dialect.name == "sqlite":
        fits = "search_texts.id IN (SELECT rowid FROM search_words WHERE search_words MATCH :sought)"
        return text(fits).bindparams(sought=for_sqlite(wanted, unwanted))
    return text("search_texts.words @@ CAST(:sought AS tsquery)").bindparams(sought=for_postgres(wanted, unwanted))


def _page(asked: Any, query: Query, before: int | None, limit: int) -> Any:
    """Return the query of texts with their cases; the order of their ids is that of time.

    In three steps, so that both databases look for the case of one text after the other and stop when there are
    enough: left alone, PostgreSQL joins every case that the filters leave with every text that fits.
    """
    where = [asked]
    if query.filters.get("said") in SAID:
        where.append(search_texts.c.said == query.filters["said"])
    where += [search_texts.c.at >= query.since] if query.since else []
    where += [search_texts.c.at < query.until] if query.until else []
    where += [search_texts.c.id < before] if before is not None else []
    texts = select(search_texts).where(*where).order_by(search_texts.c.id.desc()).subquery("texts")
    other = cases.alias()
    own = select(other.c.id).where((other.c.id == texts.c.case_id) & _fits(other, query))
    newest = select(func.max(other.c.id)).where((other.c.conversation == texts.c.conversation) & _fits(other, query))
    place = case((texts.c.case_id.is_not(None), own.scalar_subquery()), else_=newest.scalar_subquery())
    columns = [texts.c[name].label(f"text_{name}") for name in _TEXT]
    placed = select(*columns, place.label("case_id")).subquery("placed")
    kept = select(placed).where(placed.c.case_id.is_not(None)).order_by(placed.c.text_id.desc()).limit(limit)
    hits = kept.subquery("hits")
    shown = [hits.c[f"text_{name}"] for name in _TEXT]
    joined = hits.join(cases, cases.c.id == hits.c.case_id)
    return select(*shown, *_case).select_from(joined).order_by(hits.c.text_id.desc())


def _fits(table: Any, query: Query) -> Any:
    """Return which cases the filters leave."""
    chosen = {name: value for name, value in query.filters.items() if name != "said" and value in CHOICES.get(name, ())}
    # Joined to an empty text, a column is no way into an index: each text has one case or few, found by conversation,
    # while an index over the status, which PostgreSQL would take, leads through all that are open for every text.
    where = [table.c[name].concat("") == value for name, value in chosen.items()]
    if query.assignee:
        where.append(table.c.assignee.is_(None) if query.assignee == NOBODY else table.c.assignee == query.assignee)
    if query.cluster:
        where.append(inbox.is_about(table, query.cluster))
    return and_(True, *where)


def _direct(connection: Connection, query: Query, sought: Sought) -> list[Hit]:
    """Return the cases whose reference, or requester's e-mail address, was typed."""
    typed = query.typed.strip()
    suffix = _REFERENCE.fullmatch(tidy_reference(typed)) if len(typed) < 40 else None
    if suffix:
        whole = tidy_reference(typed)
        named = cases.c.reference == whole if whole.startswith("CB-") else cases.c.reference.endswith("-" + suffix[1])
        return _cases(connection, query, named, REFERENCE, sought)
    if "@" not in typed or " " in typed:
        return []
    address = typed.lower()
    theirs = or_(
        cases.c.id.in_(select(requests.c.case_id).where(func.lower(requests.c.email) == address)),
        cases.c.id.in_(select(escalations.c.case_id).where(func.lower(escalations.c.address) == address)),
        cases.c.conversation.in_(select(visitors.c.conversation).where(func.lower(visitors.c.email) == address)),
    )
    return _cases(connection, query, theirs, ADDRESS, sought)


def _cases(connection: Connection, query: Query, where: Any, how: str, sought: Sought) -> list[Hit]:
    rows = select(*_case).where(where, _fits(cases, query)).order_by(cases.c.id.desc()).limit(_MOST_DIRECT)
    found = [Case(*row) for row in connection.execute(rows)]
    return [Hit(each, how, "", each.created, "", excerpt(each.asked, sought.exact)) for each in found]


def _hits(connection: Connection, rows: Sequence[Row], sought: Sought) -> list[Hit]:
    said = search_sources.read(connection, rows)
    phrases = [*sought.exact, *sought.loose]
    size = len(_TEXT)
    return [
        Hit(Case(*row[size:]), row.text_said, one.author, row.text_at, one.anchor, excerpt(one.text, phrases))
        for row in rows
        for one in (said[row.text_id],)
    ]
