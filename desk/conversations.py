"""Conversations: who talks to us, on which channel, in which language, and who answers."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection

from desk import ways_back
from desk.errors import UnknownConversation
from desk.models import conversations
from desk.takeover_models import presence

ASSISTANT = "assistant"
QUEUE = "queue"
PERSON = "person:"
DEMO = "demo-"
"""What the ids of conversations begin with that `make demo` plays: nobody is told of anything in them."""
TOKEN_DAYS = 30
TOKEN_BYTES = 32
TOKEN_LENGTH = 43
"""Characters of so many bytes in base64url."""
_LONGEST_TOKEN = 128


@dataclass(frozen=True)
class Conversation:
    """One conversation as it is in the database; `erased` is when it was emptied at the wish of the person."""

    id: str
    channel: str
    external_user: str
    language: str
    owner: str
    epoch: int
    state: dict[str, Any] | None
    next_seq: int
    acked: int
    lease_holder: str | None
    lease_until: datetime | None
    token_until: datetime | None
    created: datetime
    updated: datetime
    erased: datetime | None = None

    @property
    def has_person(self) -> bool:
        """Whether a member of staff has the word, so that the assistant is silent."""
        return self.owner.startswith(PERSON)


_columns = [conversations.c[name] for name in Conversation.__dataclass_fields__]
_BY_ID = select(*_columns).where(conversations.c.id == bindparam("talk"))
_BY_ID_LOCKED = _BY_ID.with_for_update()
_OF_USER = select(*_columns).where(
    (conversations.c.channel == bindparam("by")) & (conversations.c.external_user == bindparam("user"))
)
_BY_TOKEN = select(*_columns).where(
    (conversations.c.token_hash == bindparam("hashed")) & (conversations.c.token_until > bindparam("now"))
)


def hash_token(token: str) -> str:
    """Return what is stored of a token; the token itself is never kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def open_with_token(connection: Connection, channel: str, language: str, now: datetime) -> tuple[Conversation, str]:
    """Open a conversation for a visitor without a name and give the visitor a secret.

    Args:
        connection: a write transaction.
        channel: name of the channel.
        language: "en" or "zh".
        now: the time.

    Returns:
        The conversation and its token (256 random bits), which cannot be read again later.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    identity = uuid.uuid4().hex
    until = now + timedelta(days=TOKEN_DAYS)
    _insert(connection, identity, channel, identity, language, now, hash_token(token), until)
    return by_id(connection, identity), token


def open_for_user(
    connection: Connection, channel: str, external_user: str, language: str, now: datetime
) -> tuple[Conversation, bool]:
    """Return the conversation of a channel's user, opened now if there is none.

    Args:
        connection: a write transaction.
        channel: name of the channel.
        external_user: the user's id there.
        language: language to begin with.
        now: the time.

    Returns:
        The conversation, and whether it is new.
    """
    found = of_user(connection, channel, external_user)
    if found:
        return found, False
    identity = uuid.uuid4().hex
    _insert(connection, identity, channel, external_user, language, now, None, None)
    return by_id(connection, identity), True


def _insert(
    connection: Connection,
    identity: str,
    channel: str,
    external_user: str,
    language: str,
    now: datetime,
    token_hash: str | None,
    token_until: datetime | None,
) -> None:
    connection.execute(
        conversations.insert().values(
            id=identity,
            channel=channel,
            external_user=external_user,
            language=language,
            owner=ASSISTANT,
            epoch=0,
            state=None,
            next_seq=1,
            acked=0,
            token_hash=token_hash,
            token_until=token_until,
            created=now,
            updated=now,
        )
    )


def by_id(connection: Connection, identity: str, lock: bool = False) -> Conversation:
    """Return one conversation.

    Args:
        connection: a transaction.
        identity: its id.
        lock: hold the row until the end of the transaction (SQLite: the transaction already does).

    Raises:
        UnknownConversation: there is none.
    """
    row = connection.execute(_BY_ID_LOCKED if lock else _BY_ID, {"talk": identity}).first()
    if row is None:
        raise UnknownConversation(identity)
    return Conversation(*row)


def of_user(connection: Connection, channel: str, external_user: str) -> Conversation | None:
    """Return the conversation of a channel's user, if there is one."""
    row = connection.execute(_OF_USER, {"by": channel, "user": external_user}).first()
    return Conversation(*row) if row else None


def by_token(connection: Connection, token: str, now: datetime) -> Conversation:
    """Return the conversation that a token opens.

    Raises:
        UnknownConversation: the token is empty, unknown, revoked or expired (one answer for all).
    """
    if not token or len(token) > _LONGEST_TOKEN:
        raise UnknownConversation("token")
    row = connection.execute(_BY_TOKEN, {"hashed": hash_token(token), "now": now}).first()
    if row is None:
        # Not the first browser of this conversation: perhaps one that came by the link of a letter.
        return by_id(connection, ways_back.conversation_of(connection, ways_back.TOKEN, token, now))
    return Conversation(*row)


def keep_token(connection: Connection, conversation: Conversation, now: datetime) -> None:
    """Let a token in use live on; written once a day at most."""
    until = now + timedelta(days=TOKEN_DAYS)
    if conversation.token_until is None or until - conversation.token_until < timedelta(days=1):
        return
    where = (conversations.c.id == conversation.id) & conversations.c.token_hash.is_not(None)
    connection.execute(update(conversations).where(where).values(token_until=until))


def replace_token(connection: Connection, identity: str, token: str, now: datetime) -> None:
    """Let another token open a conversation from now on; the one before is worth nothing at once.

    Args:
        connection: a write transaction.
        identity: id of the conversation.
        token: the new one, `TOKEN_LENGTH` characters that nobody can guess.
        now: the time.
    """
    ways_back.revoke(connection, identity)
    where = conversations.c.id == identity
    until = now + timedelta(days=TOKEN_DAYS)
    connection.execute(update(conversations).where(where).values(token_hash=hash_token(token), token_until=until))


def set_language(connection: Connection, identity: str, language: str) -> None:
    """Speak another language in a conversation from now on."""
    connection.execute(update(conversations).where(conversations.c.id == identity).values(language=language))


def revoke_token(connection: Connection, identity: str) -> None:
    """End a visitor's access, also by links in letters; the conversation itself stays for the desk."""
    ways_back.revoke(connection, identity)
    where = conversations.c.id == identity
    connection.execute(update(conversations).where(where).values(token_hash=None, token_until=None))


Position = tuple[int, int, bool, "datetime | None"]
"""Next sequence number, epoch, whether there is still a token, last key press of a member of staff."""


def positions(connection: Connection, identities: list[str]) -> dict[str, Position]:
    """Return how far each conversation is that exists."""
    query = (
        select(
            conversations.c.id,
            conversations.c.next_seq,
            conversations.c.epoch,
            conversations.c.token_hash.is_not(None),
            presence.c.staff_typing,
        )
        .join(presence, presence.c.conversation == conversations.c.id, isouter=True)
        .where(conversations.c.id.in_(identities))
    )
    return {row[0]: (row[1], row[2], bool(row[3]), row[4]) for row in connection.execute(query)}
