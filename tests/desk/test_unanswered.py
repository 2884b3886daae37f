"""What could not be answered is read from the turns, with its reason; what is personal or private never is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update

from desk import cases, conversations, drafts, feedback, figures, messages, requests, turns, unanswered
from desk.cases import Wish
from desk.conversations import Conversation
from desk.database import Database
from desk.figures import MessageFigure
from desk.messages import Reply
from desk.models import conversations as talks
from desk.requests import Consent, Request
from desk.turns import Incoming, Lease
from desk.unanswered import Asked
from desk.visitor_tables import visitors
from tests.databases import NOW

SINCE = figures.day_of(NOW) - timedelta(days=89)
PRESS = {"intent": "ask_city", "entities": []}
OFFER = [{"type": "buttons", "items": [{"do": PRESS}, {"do": {"intent": "ask_for_person"}}]}]


def ask(
    database: Database,
    talk: Conversation,
    text: str,
    result: str,
    at: datetime = NOW,
    do: dict[str, Any] | None = None,
    understood: dict[str, Any] | None = None,
    blocks: list[dict[str, Any]] | None = None,
    thumb: str | None = None,
) -> None:
    """Store a message with its turn and answer, and what was thought of it."""
    with database.write() as connection:
        lease = Lease("test", at, at + timedelta(seconds=9))
        turn = turns.accept(connection, talk.id, Incoming(text, do, None), lease, 9).turn
        assert turn is not None
        messages.settle(connection, turn.message.id, messages.DONE, talk.language, understood)
        turns.record(connection, turn, "answered", 5, at)
        figures.add_message(connection, talk, MessageFigure(turn.id, talk.language, "out_of_scope", result), at)
        said = Reply("assistant", "!", [], blocks or [], "en", turn.id)
        seq = messages.say(connection, talk.id, "web", said, at)
        if thumb:
            feedback.give(connection, talk.id, seq, feedback.Opinion("down", thumb), at)
        turns.go_on(connection, talk.id, lease)


def found(database: Database) -> list[Asked]:
    with database.read() as connection:
        return unanswered.read(connection, SINCE)


def new(database: Database, language: str = "en") -> Conversation:
    with database.write() as connection:
        return conversations.open_with_token(connection, "web", language, NOW)[0]


def test_each_question_has_its_reason_and_what_was_answered_has_none(database: Database, talk: Conversation) -> None:
    ask(database, talk, "answered", figures.ANSWERED)
    ask(database, talk, "failed", figures.FAILED)
    ask(database, talk, "missed", figures.MISSED)
    ask(database, talk, "gap", figures.GAP, understood={"records": ["cities/wuhan"]})
    ask(database, talk, "declined", figures.DECLINED, thumb="misunderstood")
    ask(database, talk, "thumb", figures.ANSWERED, thumb="wrong")
    ask(database, talk, "other thumb", figures.ANSWERED, thumb="outdated")
    ask(database, talk, "pressed", figures.MISSED, do=PRESS)
    ask(database, talk, "old", figures.MISSED, at=NOW - timedelta(days=90))
    asked = found(database)

    assert {one.text: one.reasons for one in asked} == {
        "thumb": ("wrong",), "declined": ("declined", "misunderstood"), "gap": ("gap",), "missed": ("missed",),
    }  # fmt: skip
    assert [one.records for one in asked if one.text == "gap"] == [("cities/wuhan",)]
    assert {(one.language, one.channel, one.day, one.reference) for one in asked} == {
        ("en", "web", figures.day_of(NOW), None)
    }


def test_did_you_mean_counts_only_while_nothing_that_was_offered_is_taken(database: Database) -> None:
    for text, following in {
        "pressed": {"do": PRESS},
        "typed": {"understood": {"band": "sure", "intent": "ask_city"}},
        "for a person": {"do": {"intent": "ask_for_person"}},
        "other": {"understood": {"band": "sure", "intent": "ask_funding"}},
        "again unsure": {"understood": {"band": "between", "intent": "ask_city"}},
    }.items():
        talk = new(database)
        ask(database, talk, text, figures.ASKED_BACK, blocks=OFFER)
        ask(database, talk, "then", figures.ANSWERED, **following)
    ask(database, new(database), "the last word", figures.ASKED_BACK, blocks=OFFER)

    assert {one.text for one in found(database)} == {"for a person", "other", "again unsure", "the last word"}
    assert {one.reasons for one in found(database)} == {("asked_back",)}


def test_what_is_said_while_a_request_is_written_is_never_read(database: Database) -> None:
    form = [{"type": "text", "say": "request.question"}]
    asks, aside, late, sent, open_draft = (new(database) for _ in range(5))
    ask(database, asks, "before the form", figures.MISSED)
    ask(database, asks, "to the form", figures.MISSED, blocks=form)
    ask(database, asks, "my answer", figures.MISSED)
    ask(database, asks, "after it", figures.MISSED)
    ask(database, aside, "aside", figures.GAP, blocks=[{"type": "card", "parts": [{"say": "request.go_on"}]}])
    with database.write() as connection:
        consent = Consent("1", "0" * 64, "en", NOW)
        drafts.save(connection, open_draft.id, {}, consent, NOW)
        case = cases.open_case(connection, sent, Wish(cases.COOPERATION, "?", [], "en", None), NOW)
        wish = Request("Giulia Rossi", "Comune", email="g@x.example", phone="0039 051")
        requests.store(connection, case.id, wish, consent, NOW + timedelta(hours=1))
    ask(database, open_draft, "before the draft", figures.MISSED, at=NOW - timedelta(minutes=1))
    ask(database, open_draft, "in the draft", figures.MISSED, at=NOW + timedelta(minutes=1))
    ask(database, sent, "between consent and submission", figures.MISSED, at=NOW + timedelta(minutes=1))
    ask(database, sent, "after the submission", figures.MISSED, at=NOW + timedelta(hours=2))
    with database.read() as connection:
        known = unanswered.people(connection, [sent.id, late.id])

    assert {one.text for one in found(database)} == {
        "before the form", "after it", "before the draft", "after the submission",
    }  # fmt: skip
    assert known == {sent.id: ("Giulia Rossi", "g@x.example", "0039 051")}


def test_conversations_of_a_person_and_erased_ones_are_not_read_and_a_case_is_named(database: Database) -> None:
    taken, erased, passed_on, gone = (new(database) for _ in range(4))
    for talk in (taken, erased, passed_on, gone):
        ask(database, talk, "missed", figures.MISSED)
    with database.write() as connection:
        connection.execute(update(talks).where(talks.c.id == taken.id).values(owner="person:anna"))
        connection.execute(update(talks).where(talks.c.id == erased.id).values(erased=NOW))
        connection.execute(delete(talks).where(talks.c.id == gone.id))
        wish = Wish(cases.ESCALATION, "?", [], "en", None)
        case = [cases.open_case(connection, passed_on, wish, NOW) for _ in range(2)][1]

    assert [(one.conversation, one.reference) for one in found(database)] == [(passed_on.id, case.reference)]


def test_so_many_are_read_and_the_newest_first(database: Database, talk: Conversation) -> None:
    for number in range(4):
        ask(database, talk, str(number), figures.MISSED)
    with database.read() as connection:
        some = unanswered.read(connection, SINCE, 2)

    assert [one.text for one in some] == ["3", "2"]


def test_what_a_site_says_of_a_visitor_is_known_for_masking(database: Database, talk: Conversation) -> None:
    said = {"site": "a", "subject": "1", "name": "Ana Sol", "email": None, "identified": NOW, "created": NOW}
    with database.write() as connection:
        connection.execute(visitors.insert().values(conversation=talk.id, **said))
        known = unanswered.people(connection, [talk.id, talk.id])

    assert known == {talk.id: ("Ana Sol",)}
