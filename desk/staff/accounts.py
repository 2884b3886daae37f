"""Accounts of the desk's people: who they are, which office they work for, what they may do."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from desk.cases import OFFICES as OFFICE_OF
from desk.staff.errors import EmailTaken, FieldWrong, LastAdmin, UnknownStaff
from desk.staff.models import staff

VIEWER, AGENT, ADMIN = "viewer", "agent", "admin"
ROLES = (VIEWER, AGENT, ADMIN)
"""From the least to the most: each may do what those before it may."""
OFFICES = tuple(sorted(set(OFFICE_OF.values())))
LANGUAGES = ("en", "zh")
KEYS = {
    "bar": "Ctrl+K", "next": "j", "previous": "k", "open": "o", "reply": "r", "note": "n", "assign": "a",
    "finish": "e", "search": "/", "help": "?",
}  # fmt: skip
"""What a key does → the key. Each can be switched off by itself (WCAG 2.1.4)."""
_EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[^@\s<>\"',;]{1,180}\.[^@\s<>\"',;.]{2,}")
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Staff:
    """One account, without what proves who it is; `theme` and `keys_off` as desk/staff/comfort.py has them."""

    id: str
    email: str
    name: str
    role: str
    office: str
    languages: list[str]
    language: str
    totp_on: bool
    active: bool
    created: datetime
    updated: datetime
    theme: str = "auto"
    keys_off: Sequence[str] = ()

    @property
    def keys_on(self) -> list[str]:
        """What keys do something for this person."""
        return [name for name in KEYS if name not in self.keys_off]

    def may(self, role: str) -> bool:
        """Whether this account may do what a role may."""
        return self.active and ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True)
class Profile:
    """What is said of somebody when an account is made or changed.

    Args:
        email: address, which is also the name to sign in with.
        name: as colleagues and visitors see it.
        role: viewer, agent or admin.
        office: brussels or beijing.
        languages: in which of en and zh this person answers.
        language: of the console.

    Raises:
        FieldWrong: a value cannot be used.
    """

    email: str
    name: str
    role: str
    office: str
    languages: Sequence[str]
    language: str

    def __post_init__(self) -> None:
        """Tidy and check every value."""
        tidy = {"email": tidy_email(self.email), "name": " ".join(self.name.split())}
        for field, value in tidy.items():
            object.__setattr__(self, field, value)
        checks = {
            "email": _EMAIL.fullmatch(self.email) is not None,
            "name": 0 < len(self.name) <= _LONGEST_NAME and self.name.isprintable(),
            "role": self.role in ROLES,
            "office": self.office in OFFICES,
            "languages": bool(self.languages) and set(self.languages) <= set(LANGUAGES),
            "language": self.language in LANGUAGES,
        }
        for field, holds in checks.items():
            if not holds:
                raise FieldWrong(field)

    def columns(self) -> dict[str, Any]:
        """Return the values as they are stored."""
        return {**vars(self), "languages": sorted(set(self.languages))}


_columns = [staff.c[name] for name in Staff.__dataclass_fields__]


def tidy_email(email: str) -> str:
    """Return an address as it is compared: without spaces around it, in lower case."""
    return email.strip().lower()


def create(connection: Connection, profile: Profile, now: datetime) -> Staff:
    """Make an account; it has no password until a link was used to choose one.

    Args:
        connection: a write transaction.
        profile: whose.
        now: the time.

    Raises:
        EmailTaken: the address has an account.
    """
    if by_email(connection, profile.email) is not None:
        raise EmailTaken(profile.email)
    identity = uuid.uuid4().hex
    fresh = {"totp_on": False, "totp_step": 0, "recovery": [], "active": True, "created": now, "updated": now}
    connection.execute(staff.insert().values(id=identity, **profile.columns(), **fresh))
    return by_id(connection, identity)


def by_id(connection: Connection, identity: str) -> Staff:
    """Return one account.

    Raises:
        UnknownStaff: there is none.
    """
    row = connection.execute(select(*_columns).where(staff.c.id == identity)).first()
    if row is None:
        raise UnknownStaff(identity)
    return Staff(*row)


def by_email(connection: Connection, email: str) -> Staff | None:
    """Return the account of an address, however it is written."""
    row = connection.execute(select(*_columns).where(staff.c.email == tidy_email(email))).first()
    return Staff(*row) if row else None


def everybody(connection: Connection) -> list[Staff]:
    """Return all accounts, those in use first, by name."""
    query = select(*_columns).order_by(staff.c.active.desc(), func.lower(staff.c.name), staff.c.id)
    return [Staff(*row) for row in connection.execute(query)]


def change(connection: Connection, person: Staff, profile: Profile, active: bool, now: datetime) -> list[str]:
    """Change an account.

    Args:
        connection: a write transaction.
        person: as it was read.
        profile: what it shall be.
        active: whether it may sign in.
        now: the time.

    Returns:
        The names of the fields that are different now.

    Raises:
        EmailTaken: another account has this address.
        LastAdmin: nobody could administer the desk any more.
    """
    values = {**profile.columns(), "active": active}
    changed = [field for field, value in values.items() if value != getattr(person, field)]
    if person.may(ADMIN) and not (active and profile.role == ADMIN) and _admins(connection) < 2:
        raise LastAdmin(person.id)
    try:
        with connection.begin_nested():
            connection.execute(update(staff).where(staff.c.id == person.id).values(**values, updated=now))
    except IntegrityError as problem:
        raise EmailTaken(profile.email) from problem
    return changed


def set_language(connection: Connection, person: Staff, language: str) -> None:
    """Set the language of the console for one person.

    Raises:
        FieldWrong: it is neither en nor zh.
    """
    if language not in LANGUAGES:
        raise FieldWrong("language")
    connection.execute(update(staff).where(staff.c.id == person.id).values(language=language))


def has_admin(connection: Connection) -> bool:
    """Whether anybody can administer the desk."""
    return _admins(connection) > 0


def _admins(connection: Connection) -> int:
    """Count the administrators; their rows stay as they are until the end of the transaction."""
    where = (staff.c.role == ADMIN) & staff.c.active
    return len(connection.execute(select(staff.c.id).where(where).with_for_update()).all())
