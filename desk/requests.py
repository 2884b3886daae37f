"""Cooperation requests: what a case asks for, field by field, so that staff can list and filter it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, func, or_, select, update
from sqlalchemy.engine import Connection

from desk import figures, search_index
from desk.cases import Case
from desk.models import cases
from desk.request_models import requests

ROLES = ("city", "university", "firm", "ngo", "other")
TIMEFRAMES = ("soon", "year", "later", "open")
BUDGETS = ("none", "small", "medium", "large", "open")
CHOICES = {"role": ROLES, "timeframe": TIMEFRAMES, "budget": BUDGETS}
"""What a field may hold, where there is a choice; None is "not said"."""
FILTERS = ("country", "role", "timeframe", "budget", "city_ref", "city")
CASE_FILTERS = ("status", "office", "language", "assignee")
PAGE = 50


@dataclass(frozen=True)
class Consent:
    """To what somebody agreed.

    Args:
        version: of the text.
        hash: SHA-256 of the text as it was shown.
        language: in which it was shown.
        at: when they agreed.
    """

    version: str
    hash: str
    language: str
    at: datetime


@dataclass(frozen=True)
class Request:
    """What a cooperation request says.

    Args:
        name: of the person.
        organisation: on whose behalf; the name of the city where only that was said.
        city: name of the city as written.
        city_ref: its record, if there is one.
        country: ISO 3166-1 code of two letters.
        role: one of ROLES.
        email: checked for its syntax.
        email_confirmed: whether a code that was sent there came back.
        phone: E.164, such as +8613800138000.
        topics: refs of clusters and themes.
        description: in the person's own words.
        partner: wished partner in their words; None: the desk may suggest one.
        partner_refs: its records.
        timeframe: one of TIMEFRAMES.
        budget: one of BUDGETS.
        contacts: existing contacts to the other side.
    """

    name: str
    organisation: str
    city: str | None = None
    city_ref: str | None = None
    country: str | None = None
    role: str | None = None
    email: str | None = None
    email_confirmed: bool = False
    phone: str | None = None
    topics: tuple[str, ...] = ()
    description: str | None = None
    partner: str | None = None
    partner_refs: tuple[str, ...] = ()
    timeframe: str | None = None
    budget: str | None = None
    contacts: str | None = None


@dataclass(frozen=True)
class Entry:
    """A request with its case and the consent it rests on."""

    case: Case
    request: Request
    consent: Consent


@dataclass(frozen=True)
class Query:
    """What is to be listed.

    Args:
        filters: column → value, of FILTERS and CASE_FILTERS only; anything else is not a filter.
        topic: ref that must be among the topics.
        words: part of a name, organisation, city, e-mail address or partner; None for all.
        since: only what was opened at this moment or later.
        until: only what was opened before this moment.
        page: the first is 0.
    """

    filters: Mapping[str, str] = field(default_factory=dict)
    topic: str | None = None
    words: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    page: int = 0


_fields = [requests.c[name] for name in Request.__dataclass_fields__]
_consent = [requests.c[f"consent_{name}"] for name in Consent.__dataclass_fields__]
_case = [cases.c[name] for name in Case.__dataclass_fields__]


def store(connection: Connection, case: int, request: Request, consent: Consent, now: datetime) -> None:
    """Store what a case asks for.

    Args:
        connection: a write transaction.
        case: id of the case, which has no request yet.
        request: what is asked for.
        consent: to what the person agreed; without it nothing is stored.
        now: the time.
    """
    row = {**vars(request), "topics": list(request.topics), "partner_refs": list(request.partner_refs)}
    agreed = {f"consent_{name}": value for name, value in vars(consent).items()}
    connection.execute(requests.insert().values(case_id=case, created=now, **row, **agreed))
    search_index.add_request(connection, case, request, now)
    figures.requested(connection, case, request)


def of_case(connection: Connection, case: int) -> Request | None:
    """Return what a case asks for; None for a case that is no request of this form."""
    row = connection.execute(select(*_fields).where(requests.c.case_id == case)).first()
    return _request(row) if row else None


def consent_of(connection: Connection, case: int) -> Consent | None:
    """Return the consent that a request rests on."""
    row = connection.execute(select(*_consent).where(requests.c.case_id == case)).first()
    return Consent(*row) if row else None


def confirm_email(connection: Connection, case: int) -> None:
    """Note that the e-mail address of a request is the person's own."""
    connection.execute(update(requests).where(requests.c.case_id == case).values(email_confirmed=True))


def asked_in(request: Request) -> str:
    """Return what a request asks for, as the head of its case says it."""
    return request.description or " – ".join(part for part in (request.organisation, request.partner) if part)


def listing(connection: Connection, query: Query) -> tuple[list[Entry], int]:
    """Return one page of requests, newest first, and how many there are in all.

    Args:
        connection: a transaction.
        query: which.
    """
    where = _where(query)
    total = int(connection.execute(select(func.count()).select_from(requests, cases).where(where)).scalar_one())
    rows = select(*_case, *_fields, *_consent).where(where).order_by(cases.c.id.desc())
    found = connection.execute(rows.limit(PAGE).offset(query.page * PAGE))
    return [_entry(row) for row in found], total


def before(connection: Connection, query: Query, last: int | None, limit: int) -> list[Entry]:
    """Return requests of a query, the newest first, whatever page it names.

    Args:
        connection: a transaction.
        query: which.
        last: id of a case; only those before it. None for the first.
        limit: how many at most.
    """
    where = _where(query) if last is None else _where(query) & (cases.c.id < last)
    rows = select(*_case, *_fields, *_consent).where(where).order_by(cases.c.id.desc()).limit(limit)
    return [_entry(row) for row in connection.execute(rows)]


def values_of(connection: Connection, column: str) -> list[str]:
    """Return which values a column of FILTERS has, in order, to choose from.

    Raises:
        KeyError: it is none of them.
    """
    chosen = {name: requests.c[name] for name in FILTERS}[column]
    return list(connection.execute(select(chosen).where(chosen.is_not(None)).distinct().order_by(chosen)).scalars())


def _where(query: Query) -> Any:
    where = requests.c.case_id == cases.c.id
    for name, value in query.filters.items():
        if name in FILTERS:
            where = where & (requests.c[name] == value)
        elif name in CASE_FILTERS:
            where = where & (cases.c[name] == value)
    if query.since:
        where = where & (cases.c.created >= query.since)
    if query.until:
        where = where & (cases.c.created < query.until)
    if query.words:
        named = ("name", "organisation", "city", "email", "partner")
        where = where & or_(*(_holds(requests.c[name], query.words) for name in named))
    if query.topic:
        # The list is stored as JSON text or JSONB; a ref stands in it between quotation marks, on both databases.
        where = where & _holds(cast(requests.c.topics, Text), f'"{query.topic}"')
    return where


def _request(row: Any) -> Request:
    said = dict(zip(Request.__dataclass_fields__, row))
    return Request(**{**said, "topics": tuple(said["topics"]), "partner_refs": tuple(said["partner_refs"])})


def _entry(row: Any) -> Entry:
    middle, end = len(_case), len(_case) + len(_fields)
    return Entry(Case(*row[:middle]), _request(row[middle:end]), Consent(*row[end:]))


def _holds(column: Any, words: str) -> Any:
    return func.lower(column).contains(words.lower(), autoescape=True)
