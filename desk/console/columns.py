"""What of a case and of a request goes into a table or a document, and how each value is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.cases import Case
from desk.console.sheets import Cell
from desk.console.words import Words
from desk.hours import OFFICES
from desk.requests import Consent, Request


@dataclass(frozen=True)
class Reading:
    """For whom it is written.

    Args:
        words: in which language.
        office: whose time is told.
        people: names of accounts, by id.
        records: names of records, by ref.
    """

    words: Words
    office: str
    people: Mapping[str, str]
    records: Mapping[str, str]

    def moment(self, at: datetime | None) -> datetime | None:
        """Return a moment in the zone of the office."""
        return at.astimezone(OFFICES[self.office].zone) if at else None

    def chosen(self, prefix: str, value: str | None) -> str:
        """Return the name of one of several choices."""
        key = f"{prefix}.{value}"
        return self.words(key) if value and self.words.knows(key) else value or ""

    def named(self, refs: Sequence[str]) -> str:
        """Return the names of records, each in a line."""
        return "\n".join(self.records.get(ref, ref) for ref in refs)

    def version(self, consent: Consent | None) -> str:
        """Return from when the text is that somebody agreed to: 2026_11 is that of November 2026."""
        return self.words.written(consent.version.replace("_", "-")) if consent else ""

    def yes(self, holds: bool) -> str:
        """Return yes or no."""
        return self.words("export.yes") if holds else self.words("export.no")


@dataclass(frozen=True)
class Row:
    """A case with its request, where it has one.

    Args:
        case: the case.
        late: whether it is open beyond its due time.
        request: what is asked for.
        consent: what the request rests on.
    """

    case: Case
    late: bool = False
    request: Request | None = None
    consent: Consent | None = None


Value = Callable[[Row, Reading], Cell]
"""What stands in a column."""


def _said(name: str) -> Value:
    return lambda row, reading: str(getattr(row.request, name) or "")


def _topics(row: Row) -> Sequence[str]:
    return row.request.topics if row.request else row.case.records


def _country(row: Row, reading: Reading) -> str:
    code = row.request.country if row.request else None
    return reading.words.country(code) if code else ""


def _choice(prefix: str, name: str) -> Value:
    return lambda row, reading: reading.chosen(prefix, getattr(row.request, name))


def _of_case(prefix: str, name: str) -> Value:
    return lambda row, reading: reading.chosen(prefix, getattr(row.case, name))


_HEAD: dict[str, Value] = {
    "inbox.reference": lambda row, reading: row.case.reference,
    "filter.status": _of_case("status", "status"),
    "filter.priority": _of_case("priority", "priority"),
    "filter.office": _of_case("office", "office"),
    "filter.assignee": lambda row, reading: reading.people.get(row.case.assignee or "", row.case.assignee or ""),
    "filter.language": _of_case("language", "language"),
    "filter.channel": _of_case("channel", "channel"),
}
_TAIL: dict[str, Value] = {
    "case.tags_short": lambda row, reading: ", ".join(row.case.tags),
    "case.opened": lambda row, reading: reading.moment(row.case.created),
    "case.due": lambda row, reading: reading.moment(row.case.due),
    "export.changed": lambda row, reading: reading.moment(row.case.updated),
}
WISH: dict[str, Value] = {
    "request.name": _said("name"),
    "request.organisation": _said("organisation"),
    "filter.role": _choice("role_of", "role"),
    "filter.city": _said("city"),
    "filter.country": _country,
    "request.email": _said("email"),
    "export.email_confirmed": lambda row, reading: reading.yes(bool(row.request and row.request.email_confirmed)),
    "request.phone": _said("phone"),
    "request.topics": lambda row, reading: reading.named(_topics(row)),
    "export.description": _said("description"),
    "request.partner": _said("partner"),
    "filter.timeframe": _choice("timeframe", "timeframe"),
    "filter.budget": _choice("budget", "budget"),
    "request.contacts": _said("contacts"),
    "request.consent": lambda row, reading: reading.moment(row.consent.at if row.consent else None),
    "export.consent_text": lambda row, reading: reading.version(row.consent),
}
"""Key of the heading → value, for what a request says."""
REQUESTS: dict[str, Value] = {**_HEAD, **WISH, **_TAIL}
CASES: dict[str, Value] = {
    **_HEAD,
    "filter.kind": _of_case("kind", "kind"),
    "case.asked": lambda row, reading: row.case.asked,
    "export.records": lambda row, reading: reading.named(row.case.records),
    **_TAIL,
    "export.late": lambda row, reading: reading.yes(row.late),
}
"""Key of the heading → value, for the table of cases and for what is told of one case."""
FIELDS = {"requests": (*Request.__dataclass_fields__, "consent"), "cases": tuple(Case.__dataclass_fields__)}
"""Names of what is told, for the audit log."""


_MOMENTS = ("case.opened", "case.due", "export.changed", "request.consent")


def _heading(key: str, reading: Reading) -> str:
    """Return what stands above or beside a value; of a moment it says whose time it is."""
    name = reading.words(key)
    if key not in _MOMENTS:
        return name
    return reading.words("export.time", name=name, office=reading.words(f"office.{reading.office}"))


def header(columns: Mapping[str, Value], reading: Reading) -> list[str]:
    """Return the first row of a table."""
    return [_heading(key, reading) for key in columns]


def cells(columns: Mapping[str, Value], row: Row, reading: Reading) -> list[Cell]:
    """Return a row of a table."""
    return [value(row, reading) for value in columns.values()]


def pairs(columns: Mapping[str, Value], row: Row, reading: Reading) -> list[tuple[str, str]]:
    """Return heading and text of what is known, for documents."""
    found = [(_heading(key, reading), value(row, reading)) for key, value in columns.items()]
    return [
        (label, reading.words.moment(said) if isinstance(said, datetime) else said) for label, said in found if said
    ]
