"""Records are counted by the answers they are in, on both databases, and by nothing that is erased or old."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from desk import cases, conversations, feedback, figures, messages, turns, usage
from desk.conversations import Conversation
from desk.database import Database
from desk.figures import MessageFigure
from desk.messages import Reply
from desk.models import conversations as talks
from desk.turns import Incoming, Lease
from desk.usage import Use
from tests.databases import NOW


def told(database: Database, talk: Conversation, understood: dict[str, Any] | None, at: datetime, down: bool) -> None:
    """Store a message that was answered, and what was thought of the answer."""
    with database.write() as connection:
        lease = Lease("test", at, at + timedelta(seconds=9))
        turn = turns.accept(connection, talk.id, Incoming("?", None, None), lease, 9).turn
        assert turn is not None
        messages.settle(connection, turn.message.id, messages.DONE, "en", understood)
        turns.record(connection, turn, "answered", 5, at)
        figures.add_message(connection, talk, MessageFigure(turn.id, "en", "ask_city", figures.ANSWERED), at)
        seq = messages.say(connection, talk.id, "web", Reply("assistant", "!", [], [], "en", turn.id), at)
        if down:
            feedback.give(connection, talk.id, seq, feedback.Opinion("down", "wrong"), at)
        turns.go_on(connection, talk.id, lease)


def test_answers_are_counted_for_each_record_in_them(database: Database, talk: Conversation) -> None:
    told(database, talk, {"records": ["cities/wuhan", "cities/yantai"]}, NOW, down=True)
    told(database, talk, {"records": ["cities/wuhan"]}, NOW, down=False)
    told(database, talk, {"records": ["cities/wuhan_2"]}, NOW, down=True)
    told(database, talk, {"records": ["cities/wuhan"]}, NOW - timedelta(days=91), down=True)
    for odd in (None, {}, {"records": None}, {"records": []}):
        told(database, talk, odd, NOW, down=False)
    since = figures.day_of(NOW)
    with database.read() as connection:
        found = usage.of_records(connection, since)
        complaints = usage.complaints(connection, "cities/wuhan", since)
    with database.write() as connection:
        connection.execute(delete(talks).where(talks.c.id == talk.id))
        after = usage.of_records(connection, since)

    assert found == {
        "cities/wuhan": Use(2, 1),
        "cities/wuhan_2": Use(1, 1),
        "cities/yantai": Use(1, 1),
    }
    assert [(one.reason, one.reference, one.day) for one in complaints] == [("wrong", None, since)]
    assert after == {}


def test_a_case_is_named_by_its_newest_one(database: Database, talk: Conversation) -> None:
    told(database, talk, {"records": ["cities/wuhan"]}, NOW, down=True)
    with database.write() as connection:
        here = conversations.by_id(connection, talk.id)
        wish = cases.Wish(cases.ESCALATION, "?", [], "en", None)
        opened = [cases.open_case(connection, here, wish, NOW).reference for _ in range(2)]
        found = usage.complaints(connection, "cities/wuhan", figures.day_of(NOW))

    assert [one.reference for one in found] == opened[1:]
