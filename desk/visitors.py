"""From which site somebody writes, and who that site says they are: a claim of the site, shown to staff as one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from desk.errors import OtherPerson
from desk.visitor_tables import visitors


@dataclass(frozen=True)
class Claims:
    """What a site says of a visitor.

    Args:
        subject: the site's own id of the person.
        name: the name, if it says one.
        email: the e-mail address, if it says one.
    """

    subject: str
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Visitor:
    """A visitor as the database has them; a subject of None is somebody without a name."""

    conversation: str
    site: str
    subject: str | None
    name: str | None
    email: str | None
    identified: datetime | None


_columns = [visitors.c[name] for name in Visitor.__dataclass_fields__]


def arrive(connection: Connection, conversation: str, site: str, now: datetime) -> None:
    """Write down from which site a new conversation comes; an empty text is the help desk's own page."""
    connection.execute(insert(visitors).values(conversation=conversation, site=site, created=now))


def of(connection: Connection, conversation: str) -> Visitor | None:
    """Return what is known of the visitor of a conversation."""
    row = connection.execute(select(*_columns).where(visitors.c.conversation == conversation)).first()
    return Visitor(*row) if row else None


def site_of(connection: Connection, conversation: str) -> str:
    """Return the site a conversation comes from; an empty text for the help desk's own page."""
    query = select(visitors.c.site).where(visitors.c.conversation == conversation)
    return str(connection.execute(query).scalar() or "")


def identify(connection: Connection, conversation: str, claims: Claims, now: datetime) -> None:
    """Write down who a site says the visitor is.

    Args:
        connection: a write transaction.
        conversation: id of the conversation.
        claims: what the site says, already verified to come from it.
        now: the time.

    Raises:
        OtherPerson: the conversation belongs to somebody else, who must not be mixed with this one.
    """
    known = of(connection, conversation)
    if known is None:
        arrive(connection, conversation, "", now)
    elif known.subject not in (None, claims.subject):
        raise OtherPerson(conversation)
    said = {"subject": claims.subject, "name": claims.name, "email": claims.email, "identified": now}
    connection.execute(update(visitors).where(visitors.c.conversation == conversation).values(**said))
