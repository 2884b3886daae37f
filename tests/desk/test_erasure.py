"""Whoever has their data erased is nowhere in the database any more, not even in the bytes of its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from desk import audit, cases, conversations, erasure, messages, outbox, ownership, privacy
from desk.audit import Actor
from desk.cases import Case, Wish
from desk.conversations import Conversation
from desk.database import Database
from desk.erasure import Farewell
from desk.messages import Reply
from desk.migrate import migrate
from desk.models import cases as case_rows
from desk.models import conversations as talks
from desk.tables import metadata
from desk.turns import Incoming, Lease, accept
from tests.databases import NOW, later
from tests.desk.stored_rows import MARK, fill

REQUESTER = Actor("requester", "-")
COUNTED = ("visit_figures", "case_figures")
"""Rows without any word of anybody; what leads from them to a person is emptied."""


def person(connection: Connection, number: int, channel: str = "telegram") -> tuple[Conversation, Case]:
    """Return a conversation and a case of somebody of whom every table knows something."""
    talk, _ = conversations.open_for_user(connection, channel, f"{MARK}user{number}", "en", NOW)
    said = Incoming(f"{MARK} I am number {number}", {"effects": [MARK]}, f"client{number}")
    stored = accept(connection, talk.id, said, Lease("me", NOW, later(5)), 9).message
    connection.execute(talks.update().where(talks.c.id == talk.id).values(state={"slots": {"name": MARK}}))
    messages.say(connection, talk.id, channel, Reply("assistant", f"{MARK} hello", [], [], "en"), NOW)
    case = cases.open_case(connection, talk, Wish(cases.COOPERATION, f"{MARK} wish", [MARK], "en", None), NOW)
    links: dict[str, Any] = {"conversation": talk.id, "case_id": case.id, "message": stored.id, "staff": "anna"}
    other = cases.open_case(connection, talk, Wish(cases.ESCALATION, f"{MARK} help", [], "en", None), NOW)
    _staff(connection)
    fill(connection, number, {**links, "other_id": other.id})
    return conversations.by_id(connection, talk.id), case


def _staff(connection: Connection) -> None:
    staff = metadata.tables["staff"]
    if connection.execute(select(staff.c.id)).first() is None:
        values = {"email": "a@desk.example", "name": "Anna", "role": "agent", "office": "brussels", "languages": []}
        more = {"language": "en", "totp_on": False, "totp_step": 0, "recovery": [], "active": True}
        connection.execute(staff.insert().values(id="anna", created=NOW, updated=NOW, **values, **more))


def marked(connection: Connection, number: str = "") -> dict[str, int]:
    """Return how many rows of each table hold a mark in one of their columns."""
    found: dict[str, int] = {}
    for table in metadata.sorted_tables:
        rows = connection.execute(select(table)).all()
        hits = sum(any(f"{MARK}{number}".lower() in str(value).lower() for value in row) for row in rows)
        found |= {table.name: hits} if hits else {}
    return found


def test_every_table_forgets_the_person_and_keeps_the_others(database: Database) -> None:
    with database.write() as connection:
        talk, case = person(connection, 1)
        other = person(connection, 2)[0].id
        before = marked(connection)
        counts = erasure.erase(connection, privacy.of_conversation(connection, talk.id), REQUESTER, "asked", NOW)
        after, second = marked(connection), marked(connection, "user2")
        counted = connection.execute(select(metadata.tables["visit_figures"].c.conversation)).scalars().all()
        left = cases.by_id(connection, case.id)
        stays = connection.execute(select(func.count()).select_from(case_rows)).scalar_one()
        history = cases.events(connection, case.id)
        line = audit.page(connection)[-1]

    leading = {name for name, said in erasure.inventory().tables.items() if said.leads}
    unmarked = {"turns", "presence", "outbox", "channel_windows", "case_visits", "escalations", "mentions", *COUNTED}
    assert leading - set(before) <= unmarked
    assert set(counted) == {None, other}, "what is counted leads to the person"
    assert {name: number // 2 for name, number in before.items()} == after, "the other person has lost something"
    assert second == {"conversations": 1}
    assert left is not None and stays == 4
    assert (left.asked, left.records, left.tags, left.conversation, left.status) == ("", [], [], None, "closed")
    assert history[-1][1:] == ("erased", {})
    assert line.action == "privacy.erased" and line.fields[0] == "why:asked" and "messages:2" in line.fields
    assert MARK not in str(line) and counts["requests"] == 1


def test_the_bytes_are_gone_from_the_file_and_its_log(tmp_path: Path) -> None:
    path = tmp_path / "citybridge.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    with database.write() as connection:
        talk, _ = person(connection, 1)
        for number in range(400):  # enough for pages to be split, moved and freed
            words = f"{MARK} line {number} " + "x" * (number * 7 % 900)
            messages.say(connection, talk.id, "telegram", Reply("assistant", words, [{"text": words}], [], "en"), NOW)
    with database.write() as connection:
        connection.execute(talks.update().values(state={"slots": {"name": MARK * 900}}))
    with database.write() as connection:
        connection.execute(talks.update().values(state={"slots": {"name": MARK * 20}}))
    there = sum(file.read_bytes().count(MARK.encode()) for file in tmp_path.iterdir())
    with database.write() as connection:
        scope = privacy.of_conversation(connection, talk.id)
        erasure.erase(connection, scope, REQUESTER, "asked", NOW)
    assert database.scrub()
    left = {file.name: file.read_bytes().lower().count(MARK.lower().encode()) for file in tmp_path.iterdir()}
    database.close()

    assert there > 800
    assert {name: number for name, number in left.items() if number} == {}


def test_a_conversation_stays_empty_until_the_farewell_is_delivered(database: Database) -> None:
    with database.write() as connection:
        talk, _ = person(connection, 1)
        wish = accept(connection, talk.id, Incoming(f"{MARK} yes", None, "c9"), Lease("me", NOW, later(5)), 9).message
        scope = privacy.of_conversation(connection, talk.id)
        erasure.erase(connection, scope, REQUESTER, "asked", NOW, Farewell(talk.id, wish.seq, "Yes, delete"))
        farewell = messages.say(connection, talk.id, "telegram", Reply("assistant", "Bye", [], [], "en"), NOW)
        left = messages.since(connection, talk.id, 0)
        there = conversations.by_id(connection, talk.id)
        again = accept(connection, talk.id, Incoming("yes", None, "c9"), Lease("me", NOW, later(5)), 9)

        assert [(each.seq, each.text) for each in left] == [(wish.seq, "Yes, delete"), (farewell, "Bye")]
        assert (there.state, there.erased, there.owner) == (None, NOW, conversations.ASSISTANT)
        assert set(marked(connection)) == {"conversations", "ways_back"}, "only what the farewell needs to arrive"
        assert again.repeated
        assert erasure.sweep(connection, later(3600)) == 0
        (delivery,) = outbox.due(connection, ["telegram"], NOW)
        outbox.report(connection, delivery.id, outbox.SENT, later(1))
        assert erasure.sweep(connection, later(60)) == 0
        assert erasure.sweep(connection, later(3600)) == 1
        assert marked(connection) == {}


def test_a_farewell_that_nobody_fetches_goes_after_a_day(database: Database) -> None:
    with database.write() as connection:
        talk, _ = conversations.open_with_token(connection, "web", "en", NOW)
        scope = privacy.of_conversation(connection, talk.id)
        erasure.erase(connection, scope, REQUESTER, "asked", NOW, Farewell(talk.id, talk.next_seq))
        messages.say(connection, talk.id, "web", Reply("assistant", "Bye", [], [], "en"), NOW)

        assert erasure.sweep(connection, later(23 * 3600)) == 0
        assert erasure.sweep(connection, later(25 * 3600)) == 1


def test_who_writes_again_begins_anew_and_is_not_swept_away(database: Database) -> None:
    with database.write() as connection:
        talk, _ = conversations.open_for_user(connection, "telegram", "7", "en", NOW)
        scope = privacy.of_conversation(connection, talk.id)
        erasure.erase(connection, scope, REQUESTER, "asked", NOW, Farewell(talk.id, talk.next_seq))
        begun = accept(connection, talk.id, Incoming("hello", None, "c1"), Lease("me", later(9), later(14)), 9)

        assert begun.turn is not None and begun.turn.conversation.state is None
        assert conversations.by_id(connection, talk.id).erased is None
        assert erasure.sweep(connection, later(10**6)) == 0


def test_a_message_that_came_after_the_wish_is_still_answered(database: Database) -> None:
    with database.write() as connection:
        talk, _ = conversations.open_for_user(connection, "telegram", "7", "en", NOW)
        lease = Lease("me", NOW, later(5))
        first = accept(connection, talk.id, Incoming("delete", None, "c1"), lease, 9).message
        accept(connection, talk.id, Incoming("and another question", None, "c2"), lease, 9)
        scope = privacy.of_conversation(connection, talk.id)
        erasure.erase(connection, scope, REQUESTER, "asked", NOW, Farewell(talk.id, first.seq, "x"))
        waiting = messages.first_pending(connection, talk.id)

        assert conversations.by_id(connection, talk.id).erased is None
        assert [each.text for each in messages.since(connection, talk.id, first.seq)] == ["and another question"]
        assert waiting is not None


def test_who_is_waited_on_and_a_turn_under_way_are_let_go(database: Database) -> None:
    with database.write() as connection:
        talk, _ = conversations.open_for_user(connection, "telegram", "7", "en", NOW)
        ownership.ask_person(connection, talk, NOW)
        case = cases.open_case(connection, talk, Wish(cases.ESCALATION, "x", [], "en", None), NOW)
        ownership.take(connection, conversations.by_id(connection, talk.id), "anna", NOW)
        before = conversations.by_id(connection, talk.id)
        scope = privacy.of_conversation(connection, talk.id)
        erasure.erase(connection, scope, REQUESTER, "asked", NOW, Farewell(talk.id, before.next_seq))
        after = conversations.by_id(connection, talk.id)
        history = cases.events(connection, case.id)

        assert (after.owner, after.epoch) == (conversations.ASSISTANT, before.epoch + 1)
        assert {"from": "new", "to": "closed", "reason": "erased"} in [data for _, _, data in history]


def test_earlier_conversations_of_the_same_messenger_belong_to_the_person_and_look_alikes_do_not(
    database: Database,
) -> None:
    with database.write() as connection:
        now, _ = conversations.open_for_user(connection, "telegram", "77", "en", NOW)
        older, _ = conversations.open_for_user(connection, "telegram", "old", "en", NOW)
        kept = f"77#{older.id[:8]}"
        connection.execute(talks.update().where(talks.c.id == older.id).values(external_user=kept))
        for name in ("77#tag", "777", "7"):
            conversations.open_for_user(connection, "telegram", name, "en", NOW)
        conversations.open_for_user(connection, "rest", "77", "en", NOW)

        assert set(privacy.of_conversation(connection, now.id).conversations) == {now.id, older.id}
        assert set(privacy.of_conversation(connection, older.id).conversations) == {now.id, older.id}


@pytest.mark.parametrize("internal", [False, True])
def test_the_file_holds_everything_of_the_person_and_nothing_of_others(database: Database, internal: bool) -> None:
    with database.write() as connection:
        talk, _ = person(connection, 1)
        person(connection, 2)
        found = privacy.gather(connection, privacy.of_conversation(connection, talk.id), internal)
    said = str(found)

    assert f"{MARK}user1" in said and "I am number 1" in said and f"{MARK}1.requests.email" in said
    assert f"{MARK}1.escalations.address" in said and f"{MARK}1.feedback.words" in said
    assert "number 2" not in said and f"{MARK}2" not in said and "anna" not in said
    assert "_hash" not in said and "external_user" in said
    assert (f"{MARK}1.case_events.data" in said) == internal
