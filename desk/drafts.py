"""Drafts of cooperation requests: one a conversation, kept from the consent to the submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from desk.request_models import request_drafts
from desk.requests import Consent


@dataclass(frozen=True)
class Draft:
    """What somebody has entered so far.

    Args:
        answers: as the conversation remembers it; only the brain reads it.
        consent: to what they agreed, and when.
        email_confirmed: the address that a code was sent to and came back from.
        updated: when it was last changed.
    """

    answers: dict[str, Any]
    consent: Consent
    email_confirmed: str | None
    updated: datetime


def save(connection: Connection, conversation: str, answers: dict[str, Any], consent: Consent, now: datetime) -> None:
    """Keep a draft; the moment of the consent stays that of the first time the same text was agreed to.

    Args:
        connection: a write transaction.
        conversation: id of the conversation.
        answers: what was entered so far.
        consent: to what the person agreed.
        now: the time.
    """
    mine = request_drafts.c.conversation == conversation
    known = of(connection, conversation)
    agreed = {"consent_version": consent.version, "consent_hash": consent.hash, "consent_language": consent.language}
    if known is None:
        row = {"conversation": conversation, "answers": answers, "created": consent.at, "updated": now, **agreed}
        connection.execute(request_drafts.insert().values(**row))
        return
    new = {} if known.consent.version == consent.version else {**agreed, "created": consent.at}
    connection.execute(update(request_drafts).where(mine).values(answers=answers, updated=now, **new))


def of(connection: Connection, conversation: str) -> Draft | None:
    """Return the draft of a conversation."""
    columns = request_drafts.c
    query = select(
        columns.answers,
        columns.consent_version,
        columns.consent_hash,
        columns.consent_language,
        columns.created,
        columns.email_confirmed,
        columns.updated,
    )
    row = connection.execute(query.where(columns.conversation == conversation)).first()
    return Draft(row[0], Consent(*row[1:5]), row[5], row[6]) if row else None


def drop(connection: Connection, conversation: str) -> None:
    """Delete the draft of a conversation, if there is one."""
    connection.execute(delete(request_drafts).where(request_drafts.c.conversation == conversation))


def confirm_email(connection: Connection, conversation: str, email: str) -> None:
    """Note that an address is the person's own."""
    mine = request_drafts.c.conversation == conversation
    connection.execute(update(request_drafts).where(mine).values(email_confirmed=email))
