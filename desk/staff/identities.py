"""Accounts at a provider: who was invited is found by address once, and by the provider's own number from then on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from desk.staff.accounts import Staff, by_email, by_id
from desk.staff.errors import StaffError
from desk.staff.models import identities
from desk.staff.provider import Identity


class IdentityRefused(StaffError):
    """The provider knows somebody who may not come in.

    Args:
        code: unverified, uninvited or other: the address is not verified; no account in use has it, and none is made;
            the account belongs to another account of the provider.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def holder(connection: Connection, identity: Identity, now: datetime) -> tuple[Staff, bool]:
    """Return the account of somebody, binding it at their first sign-in.

    Args:
        connection: a write transaction.
        identity: as the provider says.
        now: the time.

    Returns:
        The account, and whether it was bound by this.

    Raises:
        IdentityRefused: they may not come in.
    """
    same = (identities.c.issuer == identity.issuer) & (identities.c.subject == identity.subject)
    known = connection.execute(select(identities.c.staff).where(same)).scalar()
    if known is not None:
        person = by_id(connection, known)
        if not person.active:
            raise IdentityRefused("uninvited")
        return person, False
    if not identity.email or not identity.is_verified:
        raise IdentityRefused("unverified")
    invited = by_email(connection, identity.email)
    if invited is None or not invited.active:
        raise IdentityRefused("uninvited")
    row = {"staff": invited.id, "issuer": identity.issuer, "subject": identity.subject, "created": now}
    try:
        with connection.begin_nested():
            connection.execute(identities.insert().values(**row))
    except IntegrityError as problem:
        raise IdentityRefused("other") from problem
    return invited, True


def bound_since(connection: Connection, person: str) -> datetime | None:
    """Return since when an account is bound to one of a provider; None if it is not."""
    found: datetime | None = connection.execute(
        select(identities.c.created).where(identities.c.staff == person)
    ).scalar()
    return found


def unbind(connection: Connection, person: str) -> bool:
    """Let the next sign-in bind an account anew; return whether it was bound."""
    return bool(connection.execute(delete(identities).where(identities.c.staff == person)).rowcount)
