"""Signing in, in two steps: address and password, then a code of the authenticator or a recovery code.

Each step is one transaction. What failed is written down by the caller in a transaction of its own
(`throttle.failed`), because a refusal rolls this one back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from desk.staff import secrets, sessions
from desk.staff.accounts import Staff, by_id, tidy_email
from desk.staff.errors import SigninRefused
from desk.staff.models import staff
from desk.staff.secrets import Vault
from desk.staff.sessions import Session


@dataclass(frozen=True)
class Place:
    """Where somebody signs in from: network and browser."""

    network: str
    browser: str


def identify(connection: Connection, email: str, password: str) -> Staff:
    """Take the first step: return whose address and password these are.

    Raises:
        SigninRefused: of nobody, or of an account that is closed; as slow as a success.
    """
    query = select(staff.c.id, staff.c.password_hash).where((staff.c.email == tidy_email(email)) & staff.c.active)
    row = connection.execute(query).first()
    if not secrets.password_fits(row[1] if row else None, password) or row is None:
        raise SigninRefused
    return by_id(connection, row[0])


def prove(connection: Connection, vault: Vault, person: Staff, code: str, now: datetime) -> None:
    """Take the second step: use up a code of the authenticator, or a recovery code.

    Raises:
        SigninRefused: the code is wrong, old or used.
    """
    query = select(staff.c.totp_secret, staff.c.totp_step, staff.c.recovery).where(staff.c.id == person.id)
    stored, last, recovery = connection.execute(query.with_for_update()).one()
    secret = vault.unlock(stored) if stored else None
    step = secrets.totp_step(secret, code, now, last) if secret else None
    hashed = secrets.hash_code(code.lower())
    if step is not None:
        values: dict[str, Any] = {"totp_step": step}
    elif hashed in recovery:
        values = {"recovery": [each for each in recovery if each != hashed]}
    else:
        raise SigninRefused
    connection.execute(update(staff).where(staff.c.id == person.id).values(**values))


def begin_authenticator(connection: Connection, vault: Vault, person: Staff) -> str:
    """Store the secret of a new authenticator, which counts once `confirm_authenticator` has seen a code of it.

    Returns:
        The secret. One that waits for its first code is given again.
    """
    query = select(staff.c.totp_secret).where((staff.c.id == person.id) & staff.c.totp_on.is_(False))
    waiting = connection.execute(query).scalar()
    secret = (vault.unlock(waiting) if waiting else None) or secrets.new_totp_secret()
    connection.execute(
        update(staff).where(staff.c.id == person.id).values(totp_secret=vault.lock(secret), totp_on=False)
    )
    return secret


def confirm_authenticator(connection: Connection, vault: Vault, person: Staff, code: str, now: datetime) -> list[str]:
    """Switch an authenticator on by its first code.

    Returns:
        Fresh recovery codes; only their hashes are kept.

    Raises:
        SigninRefused: the code is not of the new authenticator.
    """
    stored = connection.execute(select(staff.c.totp_secret).where(staff.c.id == person.id)).scalar()
    secret = vault.unlock(stored) if stored else None
    step = secrets.totp_step(secret, code, now, 0) if secret else None
    if step is None:
        raise SigninRefused
    codes = secrets.new_recovery_codes()
    hashed = [secrets.hash_code(each) for each in codes]
    values = {"totp_on": True, "totp_step": step, "recovery": hashed, "updated": now}
    connection.execute(update(staff).where(staff.c.id == person.id).values(**values))
    return codes


def recovery_left(connection: Connection, person: Staff) -> int:
    """Return how many recovery codes are still good."""
    return len(connection.execute(select(staff.c.recovery).where(staff.c.id == person.id)).scalar_one())


def renew_recovery(connection: Connection, vault: Vault, person: Staff, proof: str, now: datetime) -> list[str]:
    """Make new recovery codes; the old ones are good no more.

    Args:
        connection: a write transaction.
        vault: unlocks the secret of the authenticator.
        person: whose.
        proof: the password, or a fresh code of the authenticator; a recovery code is none.
        now: the time.

    Returns:
        The codes; only their hashes are kept.

    Raises:
        SigninRefused: there is no authenticator that they could stand in for, or the proof is wrong.
    """
    columns = (staff.c.totp_on, staff.c.totp_secret, staff.c.totp_step, staff.c.password_hash)
    row = connection.execute(select(*columns).where(staff.c.id == person.id).with_for_update()).one()
    secret = vault.unlock(row.totp_secret) if row.totp_on and row.totp_secret else None
    step = secrets.totp_step(secret, proof, now, row.totp_step) if secret else None
    if secret is None or (step is None and not secrets.password_fits(row.password_hash, proof)):
        raise SigninRefused
    codes = secrets.new_recovery_codes()
    values: dict[str, Any] = {"recovery": [secrets.hash_code(each) for each in codes], "updated": now}
    values |= {"totp_step": step} if step is not None else {}
    connection.execute(update(staff).where(staff.c.id == person.id).values(**values))
    return codes


def drop_authenticator(connection: Connection, person: Staff, now: datetime) -> None:
    """Forget the authenticator and the recovery codes of somebody who lost both."""
    values: dict[str, Any] = {"totp_secret": None, "totp_on": False, "recovery": [], "updated": now}
    connection.execute(update(staff).where(staff.c.id == person.id).values(**values))


def set_password(connection: Connection, person: Staff, password: str, now: datetime) -> None:
    """Set a password and end every session, since whoever knew the old one may have one.

    Raises:
        PasswordWeak: it is too short or too easily guessed.
    """
    about = [person.name, *person.name.split(), person.email, *person.email.replace("@", ".").split("."), "citybridge"]
    hashed = secrets.hash_password(password, about)
    connection.execute(update(staff).where(staff.c.id == person.id).values(password_hash=hashed, updated=now))
    sessions.end_all(connection, person.id)


def complete(connection: Connection, half: Session, place: Place, now: datetime) -> tuple[Session, str]:
    """Exchange the session of the first step for one that is signed in."""
    sessions.end(connection, half.staff, half.id)
    return sessions.open_session(connection, half.staff, True, place.network, place.browser, now)
