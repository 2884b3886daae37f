"""Ways back into a conversation for a visitor on another device: links in letters, and the tokens they give."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from desk.errors import UnknownConversation
from desk.takeover_models import ways_back

GOOD_FOR = timedelta(days=7)
LINK, TOKEN = "link:", "token:"
_BYTES = 32


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def issue(connection: Connection, conversation: str, kind: str, now: datetime) -> str:
    """Make a link or a token for one conversation, good for seven days.

    Args:
        connection: a write transaction.
        conversation: which it opens.
        kind: LINK or TOKEN; neither can be used as the other.
        now: the time.

    Returns:
        The secret (256 random bits), of which only a hash is kept.
    """
    connection.execute(delete(ways_back).where(ways_back.c.until <= now))
    secret = secrets.token_urlsafe(_BYTES)
    row = {"key": _hashed(kind + secret), "conversation": conversation, "until": now + GOOD_FOR}
    connection.execute(ways_back.insert().values(**row))
    return secret


def conversation_of(connection: Connection, kind: str, secret: str, now: datetime) -> str:
    """Return the conversation that a link or token opens.

    Raises:
        UnknownConversation: it is unknown, revoked or expired (one answer for all).
    """
    good = (ways_back.c.key == _hashed(kind + secret)) & (ways_back.c.until > now)
    found = connection.execute(select(ways_back.c.conversation).where(good)).scalar()
    if found is None:
        raise UnknownConversation("way back")
    return str(found)


def revoke(connection: Connection, conversation: str) -> None:
    """End every way back into a conversation."""
    connection.execute(delete(ways_back).where(ways_back.c.conversation == conversation))
