"""Drafts of cooperation requests: one a conversation, with the consent they rest on, until they are dropped."""

from __future__ import annotations

from dataclasses import replace

from desk import conversations, drafts, retention
from desk.audit import Actor
from desk.conversations import Conversation
from desk.database import Database
from desk.requests import Consent
from desk.retention import Periods
from tests.databases import NOW, later

MACHINE = Actor("-", "retention")
AGREED = Consent("2026_11", "a" * 64, "zh", NOW)


def test_draft_keeps_the_moment_of_the_consent_and_the_newest_answers(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        drafts.save(connection, talk.id, {"name": "Anna"}, AGREED, NOW)
        drafts.save(connection, talk.id, {"name": "Anna Rossi"}, replace(AGREED, at=later(5)), later(5))
        found = drafts.of(connection, talk.id)

    assert found is not None
    assert (found.answers, found.consent, found.updated) == ({"name": "Anna Rossi"}, AGREED, later(5))


def test_another_text_of_the_consent_is_another_consent(database: Database, talk: Conversation) -> None:
    newer = Consent("2027_01", "b" * 64, "en", later(5))
    with database.write() as connection:
        drafts.save(connection, talk.id, {}, AGREED, NOW)
        drafts.save(connection, talk.id, {}, newer, later(5))
        found = drafts.of(connection, talk.id)

    assert found is not None and found.consent == newer


def test_draft_is_of_its_conversation_alone_and_goes_when_it_is_dropped(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        other, _ = conversations.open_with_token(connection, "web", "en", NOW)
        drafts.save(connection, talk.id, {"name": "Anna"}, AGREED, NOW)
        drafts.confirm_email(connection, talk.id, "anna@city.example")
        confirmed = drafts.of(connection, talk.id)
        foreign = drafts.of(connection, other.id)
        drafts.drop(connection, talk.id)
        left = drafts.of(connection, talk.id)

    assert confirmed is not None and confirmed.email_confirmed == "anna@city.example"
    assert foreign is None and left is None


def test_draft_goes_with_its_conversation(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        drafts.save(connection, talk.id, {"name": "Anna"}, AGREED, NOW)
        retention.apply(connection, Periods(), MACHINE, later(366 * 86400))

        assert drafts.of(connection, talk.id) is None
