"""Letters: e-mail in plain text that is queued in a transaction and sent by the gateway.

How to send one:
1. Add its kind to desk/letters.yml: subject and body, English and Chinese, with the same placeholders.
2. Ask `bot.mail_settings.mail_is_on(settings)` first; without mail say what happens instead.
3. Within the transaction of what the letter tells of: `letters.enqueue(connection, to, kind, language, values, now)`.
4. `values` fills every placeholder but {helpdesk}. What a letter says is erased as soon as it is sent or given up.
5. An address that people typed goes through `letters.address(typed)`, which refuses what is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from email_validator import EmailNotValidError, validate_email
from ruamel.yaml import YAML
from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from desk.errors import AddressRefused, LetterUnknown
from desk.letter_models import letters

QUEUED, SENT, FAILED = "queued", "sent", "failed"
EXPIRED = "expired"
GIVEN_UP_AFTER = timedelta(days=3)
FILE = Path(__file__).with_name("letters.yml")
KNOWN = frozenset({"helpdesk"})
"""Placeholders that whoever sends the letter fills in."""
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
_ERROR_LENGTH = 40


@dataclass(frozen=True)
class Letter:
    """One letter: whom it goes to, what it says, and how far it is."""

    id: int
    conversation: str | None
    case_id: int | None
    recipient: str
    kind: str
    language: str
    filling: Mapping[str, str]
    state: str
    attempts: int
    next_attempt: datetime
    error: str | None
    created: datetime
    updated: datetime


_columns = [letters.c[name] for name in Letter.__dataclass_fields__]


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return all letters as they are written: kind → subject and body → language → text, read once."""
    return dict(YAML(typ="safe").load(FILE.read_text("utf-8")))


def placeholders(kind: str) -> frozenset[str]:
    """Return what must be given to fill a letter.

    Raises:
        LetterUnknown: there is no such kind.
    """
    if kind not in kinds():
        raise LetterUnknown(kind)
    texts = [text for part in kinds()[kind].values() for text in part.values()]
    return frozenset(name for text in texts for name in _PLACEHOLDER.findall(text)) - KNOWN


def address(typed: str) -> str:
    """Return an e-mail address in its usual form.

    Raises:
        AddressRefused: what was typed is none; whether somebody reads it, only a letter can tell.
    """
    try:
        return str(validate_email(typed.strip(), check_deliverability=False).normalized)
    except EmailNotValidError as problem:
        raise AddressRefused from problem


def enqueue(
    connection: Connection,
    to: str,
    kind: str,
    language: str,
    values: Mapping[str, str],
    now: datetime,
    conversation: str | None = None,
    case: int | None = None,
) -> int:
    """Put a letter on its way; it goes out once the transaction is committed.

    Args:
        connection: a write transaction.
        to: the address.
        kind: which letter of desk/letters.yml.
        language: "en" or "zh".
        values: a text for each placeholder.
        now: the time.
        conversation: the one it is about, with which it is deleted.
        case: row id of the case it is about; the case shows how far the letter is.

    Returns:
        Its row id.

    Raises:
        AddressRefused: `to` is no address.
        LetterUnknown: no such letter, or the values are not exactly its placeholders.
    """
    if set(values) != placeholders(kind):
        raise LetterUnknown(f"{kind}: {sorted(set(values) ^ placeholders(kind))}")
    what = {"recipient": address(to), "kind": kind, "language": language, "conversation": conversation}
    fresh: dict[str, Any] = {"state": QUEUED, "attempts": 0, "next_attempt": now, "created": now, "updated": now}
    stored = connection.execute(letters.insert().values(filling=dict(values), case_id=case, **what, **fresh))
    return int(stored.inserted_primary_key[0])


def written(letter: Letter, helpdesk: str) -> tuple[str, str]:
    """Return subject and body of a letter; nothing that fills it can begin another line of the subject."""
    texts = kinds()[letter.kind]
    values = {**letter.filling, "helpdesk": helpdesk}

    def filled(part: str) -> str:
        # One pass: braces inside a value stay what they are.
        return _PLACEHOLDER.sub(lambda found: values[found.group(1)], texts[part][letter.language])

    return " ".join(_CONTROL.sub(" ", filled("subject")).split()), _CONTROL.sub(" ", filled("body"))


def by_id(connection: Connection, letter: int) -> Letter:
    """Return a letter.

    Raises:
        LetterUnknown: there is none with this row id.
    """
    row = connection.execute(select(*_columns).where(letters.c.id == letter)).first()
    if row is None:
        raise LetterUnknown(str(letter))
    return Letter(*row)


def due(connection: Connection, now: datetime, limit: int = 20) -> list[Letter]:
    """Return the letters that should be sent now, the oldest first."""
    query = select(*_columns).where((letters.c.state == QUEUED) & (letters.c.next_attempt <= now))
    return [Letter(*row) for row in connection.execute(query.order_by(letters.c.id).limit(limit))]


def claim(connection: Connection, letter: Letter, until: datetime, now: datetime) -> bool:
    """Reserve a letter for one gateway until a time; counts the attempt before it is made.

    Returns:
        False when another gateway was faster.
    """
    where = (letters.c.id == letter.id) & (letters.c.state == QUEUED) & (letters.c.attempts == letter.attempts)
    change = update(letters).where(where).values(attempts=letter.attempts + 1, next_attempt=until, updated=now)
    return bool(connection.execute(change).rowcount)


def _end(connection: Connection, where: Any, **values: Any) -> int:
    """Write down the end of letters and forget what they said: they may hold links that open something."""
    change = update(letters).where(where & (letters.c.state == QUEUED)).values(**values, filling={})
    return int(connection.execute(change).rowcount)


def sent(connection: Connection, letter: int, now: datetime) -> None:
    """Write down that the mail server has taken a letter."""
    _end(connection, letters.c.id == letter, state=SENT, error=None, updated=now)


def failed(connection: Connection, letter: int, now: datetime, code: str) -> None:
    """Write down that a letter will never be sent, and why."""
    _end(connection, letters.c.id == letter, state=FAILED, error=code[:_ERROR_LENGTH], updated=now)


def postpone(connection: Connection, letter: int, until: datetime, now: datetime, code: str) -> None:
    """Write down that a letter is tried again later, and why."""
    where = (letters.c.id == letter) & (letters.c.state == QUEUED)
    values = {"next_attempt": until, "error": code[:_ERROR_LENGTH], "updated": now}
    connection.execute(update(letters).where(where).values(**values))


def give_up(connection: Connection, now: datetime) -> int:
    """Give up letters that could not be sent for days, and return how many."""
    return _end(connection, letters.c.created < now - GIVEN_UP_AFTER, state=FAILED, error=EXPIRED, updated=now)


def withdraw(connection: Connection, conversation: str, kind: str) -> int:
    """Take back the letters of a kind that are not sent yet, and return how many."""
    where = (letters.c.conversation == conversation) & (letters.c.kind == kind) & (letters.c.state == QUEUED)
    return int(connection.execute(delete(letters).where(where)).rowcount)


def of_case(connection: Connection, case: int) -> list[Letter]:
    """Return the letters about a case, in their order."""
    query = select(*_columns).where(letters.c.case_id == case).order_by(letters.c.id)
    return [Letter(*row) for row in connection.execute(query)]


def count_by_state(connection: Connection) -> dict[str, int]:
    """Return how many letters are in which state."""
    query = select(letters.c.state, func.count()).group_by(letters.c.state)
    return {state: int(number) for state, number in connection.execute(query)}


def delete_ended(connection: Connection, before: datetime) -> int:
    """Delete the letters that were sent or given up before a moment, and return how many."""
    where = (letters.c.state != QUEUED) & (letters.c.updated < before)
    return int(connection.execute(delete(letters).where(where)).rowcount)
