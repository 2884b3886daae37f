"""Slows down whoever tries passwords, by account and by network, without locking an office out for long."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.engine import Connection

from desk.staff.accounts import tidy_email
from desk.staff.errors import SigninThrottled
from desk.staff.models import signin_failures

_KEEP = timedelta(days=1)


@dataclass(frozen=True)
class Bound:
    """How many failures within a time; more of them must wait until the oldest is older than that."""

    failures: int
    within: timedelta


ACCOUNT_FROM_NETWORK = Bound(5, timedelta(minutes=5))
ACCOUNT = Bound(20, timedelta(minutes=15))
NETWORK = Bound(50, timedelta(minutes=15))


ACCOUNT_LETTERS = Bound(3, timedelta(hours=1))
NETWORK_LETTERS = Bound(20, timedelta(hours=1))
NETWORK_PROVIDER = Bound(20, timedelta(minutes=15))
_PROVIDER = "provider:"
"""Before what is counted of sign-ins with a provider: it never keeps anybody from signing in with a password."""
_LETTER = "letter:"
"""Before what is counted of letters, so that asking for one never keeps anybody from signing in."""


def check(connection: Connection, email: str, network: str, now: datetime) -> None:
    """Refuse an attempt when too many failed before it; an address without an account counts alike.

    Raises:
        SigninThrottled: with the seconds to wait.
    """
    rows = signin_failures.c
    account = _account(email)
    _hold(
        connection,
        now,
        (ACCOUNT_FROM_NETWORK, (rows.account == account) & (rows.network == network)),
        (ACCOUNT, rows.account == account),
        (NETWORK, rows.network == network),
    )


def check_letter(connection: Connection, email: str, network: str, now: datetime) -> None:
    """Refuse to send one more link to an address when too many were asked for.

    Raises:
        SigninThrottled: with the seconds to wait.
    """
    rows = signin_failures.c
    _hold(
        connection,
        now,
        (ACCOUNT_LETTERS, rows.account == _account(_LETTER + tidy_email(email))),
        (NETWORK_LETTERS, rows.network == _LETTER + network),
    )


def letter_asked(connection: Connection, email: str, network: str, now: datetime) -> None:
    """Write down that somebody asked for a link by mail."""
    failed(connection, _LETTER + tidy_email(email), _LETTER + network, now)


def check_provider(connection: Connection, network: str, now: datetime) -> None:
    """Refuse a sign-in with a provider when too many from one network failed.

    Raises:
        SigninThrottled: with the seconds to wait.
    """
    _hold(connection, now, (NETWORK_PROVIDER, signin_failures.c.network == _PROVIDER + network))


def provider_failed(connection: Connection, network: str, now: datetime) -> None:
    """Write down a failed sign-in with a provider; whose it was is not known."""
    failed(connection, _PROVIDER, _PROVIDER + network, now)


def _hold(connection: Connection, now: datetime, *checks: tuple[Bound, Any]) -> None:
    rows = signin_failures.c
    for bound, whose in checks:
        recent = select(func.count(), func.min(rows.at)).where(whose & (rows.at > now - bound.within))
        count, oldest = connection.execute(recent).one()
        if count >= bound.failures:
            raise SigninThrottled(max(1, int((_moment(oldest, now) + bound.within - now).total_seconds()) + 1))


def _moment(value: datetime, now: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=now.tzinfo)


def failed(connection: Connection, email: str, network: str, now: datetime) -> None:
    """Write down a failed attempt; the address only as a hash, and only for a day."""
    connection.execute(delete(signin_failures).where(signin_failures.c.at < now - _KEEP))
    connection.execute(signin_failures.insert().values(account=_account(email), network=network, at=now))


def _account(email: str) -> str:
    return hashlib.sha256(tidy_email(email).encode("utf-8", "replace")).hexdigest()
