"""Canned replies: texts that staff send often, as a pair in both languages, with places for what differs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from desk.errors import DeskError, EpochChanged
from desk.models import canned

VARIABLES = ("name", "reference", "city", "staff", "office", "desk", "due")
"""What may stand in braces: the requester, the case, their city, who answers, that person's office, the help desk,
the day by which the answer is due."""
LONGEST_TEXT = 4_000
_LONGEST_TITLE = 80
_SHORTCUT = re.compile("[a-z0-9-]{2,24}")
_BRACES = re.compile(r"\{([^{}]*)\}")
_STRAY = re.compile("[{}]")
_SHARED = ""


class CannedWrong(DeskError):
    """An entry cannot be saved as it is.

    Args:
        code: of the sentence that says why.
        part: the field, or what in the text is wrong.
    """

    def __init__(self, code: str, part: str) -> None:
        super().__init__(f"{code}: {part}")
        self.code = code
        self.part = part


class UnknownCanned(DeskError):
    """There is no such entry, or it is somebody else's own."""


@dataclass(frozen=True)
class Canned:
    """One entry; `owner` is the id of the account whose own it is, empty when all share it."""

    id: int
    shortcut: str
    owner: str
    title_en: str
    title_zh: str
    text_en: str
    text_zh: str
    retired: bool
    version: int

    @property
    def is_shared(self) -> bool:
        """Whether all staff have it."""
        return self.owner == _SHARED

    def title_in(self, language: str) -> str:
        """Return the title in `en` or `zh`."""
        return self.title_zh if language == "zh" else self.title_en

    def text_in(self, language: str) -> str:
        """Return the text in `en` or `zh`, with its places still empty."""
        return self.text_zh if language == "zh" else self.text_en


@dataclass(frozen=True)
class Draft:
    """What shall be saved.

    Args:
        shortcut: what is typed after the slash.
        title_en: name in lists, English.
        title_zh: the same in Chinese.
        text_en: the text, English.
        text_zh: the same in Chinese.

    Raises:
        CannedWrong: a field is empty, too long or malformed, or a place has a name that nothing fills.
    """

    shortcut: str
    title_en: str
    title_zh: str
    text_en: str
    text_zh: str

    def __post_init__(self) -> None:
        if not _SHORTCUT.fullmatch(self.shortcut):
            raise CannedWrong("field", "shortcut")
        for field in ("title_en", "title_zh", "text_en", "text_zh"):
            value = getattr(self, field)
            if not value.strip() or len(value) > (_LONGEST_TITLE if field.startswith("title") else LONGEST_TEXT):
                raise CannedWrong("field", field)
        for text in (self.text_en, self.text_zh):
            _check(text)
        if places(self.text_en) != places(self.text_zh):
            differ = sorted(places(self.text_en) ^ places(self.text_zh))
            raise CannedWrong("uneven", ", ".join(f"{{{each}}}" for each in differ))


def _check(text: str) -> None:
    for name in _BRACES.findall(text):
        if name not in VARIABLES:
            raise CannedWrong("variable", f"{{{name[:30]}}}")
    if _STRAY.search(_BRACES.sub("", text)):
        raise CannedWrong("braces", "{ }")


def places(text: str) -> set[str]:
    """Return the names of the places of a text that something can fill."""
    return {name for name in _BRACES.findall(text) if name in VARIABLES}


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its places filled; what is not known stays a place, and `places` finds it."""
    return _BRACES.sub(lambda place: values.get(place.group(1)) or place.group(0), text)


_columns = [canned.c[name] for name in Canned.__dataclass_fields__]


def available(connection: Connection, person: str, retired: bool = False) -> list[Canned]:
    """Return what somebody may use: the shared entries and their own, by shortcut.

    Args:
        connection: a transaction.
        person: id of the account.
        retired: also those that are no longer offered.
    """
    query = select(*_columns).where(canned.c.owner.in_((_SHARED, person)))
    query = query if retired else query.where(canned.c.retired.is_(False))
    return [Canned(*row) for row in connection.execute(query.order_by(canned.c.retired, canned.c.shortcut))]


def by_id(connection: Connection, person: str, identity: int) -> Canned:
    """Return an entry that is shared or this person's own.

    Raises:
        UnknownCanned: it is neither.
    """
    mine = canned.c.owner.in_((_SHARED, person))
    row = connection.execute(select(*_columns).where((canned.c.id == identity) & mine)).first()
    if row is None:
        raise UnknownCanned(identity)
    return Canned(*row)


def create(connection: Connection, person: str, draft: Draft, shared: bool, now: datetime) -> int:
    """Save a new entry and return its id.

    Raises:
        CannedWrong: the shortcut is taken, perhaps by one that is retired.
    """
    values: dict[str, Any] = {**vars(draft), "owner": _SHARED if shared else person, "retired": False, "version": 1}
    try:
        with connection.begin_nested():
            stored = connection.execute(canned.insert().values(**values, created=now, updated=now))
    except IntegrityError as problem:
        raise CannedWrong("taken", draft.shortcut) from problem
    return int(stored.inserted_primary_key[0])


def change(connection: Connection, entry: Canned, version: int, draft: Draft, now: datetime) -> list[str]:
    """Save another wording; returns the fields that are different now.

    Raises:
        EpochChanged: a colleague changed the entry since it was read.
        CannedWrong: the shortcut is taken.
    """
    values = vars(draft)
    try:
        with connection.begin_nested():
            _update(connection, entry, version, now, **values)
    except IntegrityError as problem:
        raise CannedWrong("taken", draft.shortcut) from problem
    return [field for field, value in values.items() if value != getattr(entry, field)]


def retire(connection: Connection, entry: Canned, version: int, retired: bool, now: datetime) -> None:
    """Offer an entry no longer, or again; it stays readable.

    Raises:
        EpochChanged: a colleague changed the entry since it was read.
    """
    _update(connection, entry, version, now, retired=retired)


def _update(connection: Connection, entry: Canned, version: int, now: datetime, **values: Any) -> None:
    as_read = (canned.c.id == entry.id) & (canned.c.version == version)
    changed = connection.execute(update(canned).where(as_read).values(**values, version=version + 1, updated=now))
    if changed.rowcount != 1:
        raise EpochChanged(entry.shortcut)
