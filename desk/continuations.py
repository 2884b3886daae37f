"""Continuing a conversation elsewhere: a key, good once and for minutes, moves it to a messenger."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from desk import conversations as talks
from desk.channel_tables import continuations
from desk.conversations import Conversation, hash_token
from desk.models import conversations

GOOD_FOR = timedelta(minutes=15)
_KEY_BYTES = 24
_KEY = re.compile(r"[A-Za-z0-9_-]{32}")
_SUFFIX = 8


@dataclass(frozen=True)
class Moved:
    """A conversation as it is now, and the channel on which it was before."""

    conversation: Conversation
    origin: str


def looks_like_key(text: str) -> bool:
    """Whether a text could be a key."""
    return _KEY.fullmatch(text) is not None


def issue(connection: Connection, conversation: str, now: datetime) -> str:
    """Make a key for a conversation; those made before are no longer good, and those of others that expired go.

    Returns:
        192 random bits in 32 characters, of which only a hash is kept.
    """
    old = (continuations.c.conversation == conversation) | (continuations.c.until <= now)
    connection.execute(delete(continuations).where(old))
    key = secrets.token_urlsafe(_KEY_BYTES)
    row = {"key_hash": hash_token(key), "conversation": conversation, "until": now + GOOD_FOR}
    connection.execute(continuations.insert().values(**row))
    return key


def use(connection: Connection, key: str, channel: str, user: str, now: datetime) -> Moved | None:
    """Move the conversation of a key to a user of a channel, and use the key up.

    Args:
        connection: a write transaction.
        key: as it came.
        channel: where the conversation goes on.
        user: the person's id there.
        now: the time.

    Returns:
        What was moved; None if the key is unknown, used or expired.
    """
    if not looks_like_key(key):
        return None
    good = (continuations.c.key_hash == hash_token(key)) & (continuations.c.until > now)
    identity = connection.execute(select(continuations.c.conversation).where(good)).scalar()
    if identity is None or connection.execute(delete(continuations).where(good)).rowcount != 1:
        return None
    talk = talks.by_id(connection, identity, lock=True)
    _make_room(connection, channel, user, talk.id)
    # A new epoch: a turn under way would still answer on the old channel, so it is begun anew.
    moved = {"channel": channel, "external_user": user, "epoch": talk.epoch + 1, "updated": now}
    connection.execute(update(conversations).where(conversations.c.id == talk.id).values(**moved))
    return Moved(talks.by_id(connection, talk.id), talk.channel)


def _make_room(connection: Connection, channel: str, user: str, keep: str) -> None:
    """Let an earlier conversation of the user keep its address, so that staff can still answer in it."""
    other = talks.of_user(connection, channel, user)
    if other is None or other.id == keep:
        return
    kept = f"{user}#{other.id[:_SUFFIX]}"
    connection.execute(update(conversations).where(conversations.c.id == other.id).values(external_user=kept))


def address(external_user: str) -> str:
    """Return the channel's id of a person, also of an earlier conversation."""
    return external_user.partition("#")[0]
