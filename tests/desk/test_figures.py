"""Figures are counted where things happen, outlive the people in them, and hold nothing that anybody wrote."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from desk import cases, feedback, figures, handling, hours, messages, requests, retention, turns
from desk import figure_tables as tables
from desk.audit import Actor
from desk.cases import COOPERATION, ESCALATION, RESOLVED, Case, Wish
from desk.conversations import Conversation
from desk.database import Database
from desk.figures import MessageFigure
from desk.handling import Worker
from desk.messages import Reply
from desk.models import cases as case_rows
from desk.models import conversations
from desk.requests import Consent, Request
from desk.staff import accounts
from desk.staff.accounts import Profile
from tests.databases import NOW

SECRET = "g.rossi@bologna.example"


def hire(database: Database) -> None:
    with database.write() as connection:
        accounts.create(connection, Profile("a@desk.example", "Anna", "agent", "brussels", ["en"], "en"), NOW)


def opened(database: Database, talk: Conversation, at: datetime, office: str, kind: str = ESCALATION) -> Case:
    due = hours.answer_by(office, at, 1)
    with database.write() as connection:
        return cases.open_case(connection, talk, Wish(kind, SECRET, [], talk.language, due, office), at)


def answer(database: Database, case: Case, at: datetime, status: str) -> None:
    with database.write() as connection:
        someone = worker_of(connection, at)
        taken = handling.take(connection, someone, case, case.version)
        epoch = connection.execute(select(conversations.c.epoch)).scalar_one()
        handling.reply(connection, someone, taken, "Here it is", epoch)
        handling.finish(connection, someone, taken, taken.version, status)


def worker_of(connection: Connection, at: datetime) -> Worker:
    person = accounts.by_email(connection, "a@desk.example")
    assert person is not None
    return Worker(person, Actor(person.id, "-"), at, lambda *_: None)


@pytest.mark.parametrize(
    ("office", "asked", "told", "minutes"),
    [
        ("brussels", "2026-11-10T16:00+01:00", "2026-11-12T10:30+01:00", 150),  # Armistice lies between
        ("beijing", "2026-09-30T16:00+08:00", "2026-10-08T09:45+08:00", 105),  # the National Day week lies between
        ("beijing", "2026-10-09T16:30+08:00", "2026-10-10T10:00+08:00", 90),  # a Saturday that is worked
        ("brussels", "2026-11-21T10:00+01:00", "2026-11-22T10:00+01:00", 0),  # at the weekend nobody waited
        ("brussels", "2026-10-23T16:00+02:00", "2026-10-26T09:30+01:00", 90),  # over the change of clocks
        ("brussels", "2026-11-24T10:00+01:00", "2026-11-23T10:00+01:00", 0),
    ],
)
def test_only_the_hours_that_an_office_works_count(office: str, asked: str, told: str, minutes: int) -> None:
    worked = hours.worked(office, datetime.fromisoformat(asked), datetime.fromisoformat(told))

    assert worked == timedelta(minutes=minutes)


def test_a_case_counts_its_first_answer_and_its_end_in_working_time(database: Database, talk: Conversation) -> None:
    asked = datetime.fromisoformat("2026-09-30T16:00+08:00")
    told = datetime.fromisoformat("2026-10-08T09:45+08:00")
    hire(database)
    case = opened(database, talk, asked, "beijing")
    answer(database, case, told, RESOLVED)
    with database.read() as connection:
        row = connection.execute(select(tables.cases)).one()
        visit = connection.execute(select(tables.visits)).one()

    assert (row.day, row.office, row.response_minutes, row.response_in_time) == (
        date(2026, 9, 30),
        "beijing",
        105,
        True,
    )
    assert (row.resolution_minutes, row.resolution_in_time) == (105, True)
    assert visit.person is True


def test_a_case_that_is_opened_again_has_not_ended_and_a_withdrawn_one_was_not_solved(
    database: Database, talk: Conversation
) -> None:
    hire(database)
    case = opened(database, talk, NOW, "brussels")
    answer(database, case, NOW, RESOLVED)
    with database.write() as connection:
        now = cases.by_id(connection, case.id)
        assert now is not None
        again = handling.reopen(connection, worker_of(connection, NOW), now, now.version)
        assert connection.execute(select(tables.cases.c.resolution_minutes)).scalar() is None
        cases.set_status(connection, again, cases.CLOSED, "requester", NOW, reason="withdrawn")
        assert connection.execute(select(tables.cases.c.resolution_minutes)).scalar() is None


def said(database: Database, talk: Conversation, number: int, result: str, now: datetime) -> str:
    """Store a turn as the gateway does: the message, its figure and the answer; return the turn's id."""
    turn = f"{talk.id}-{number}"
    with database.write() as connection:
        row = {"seq": number, "epoch": 0, "outcome": "answered", "took_ms": 5, "created": now}
        connection.execute(turns.turns.insert().values(turn_id=turn, conversation=talk.id, **row))
        figures.add_message(connection, talk, MessageFigure(turn, "en", "ask_city", result), now)
        messages.say(connection, talk.id, "web", Reply("assistant", SECRET, [], [], "en", turn), now)
    return turn


def test_an_erased_conversation_still_counts_and_leaves_no_words(database: Database, talk: Conversation) -> None:
    said(database, talk, 1, figures.ANSWERED, NOW)
    said(database, talk, 2, figures.MISSED, NOW)
    case = opened(database, talk, NOW, "brussels", COOPERATION)
    wish = Request(
        "Giulia Rossi", "Comune", "Bologna", "cities/bologna", "IT", email=SECRET, topics=("clusters/smart",)
    )
    with database.write() as connection:
        requests.store(connection, case.id, wish, Consent("1", "0" * 64, "en", NOW), NOW)
        seq = connection.execute(select(messages.messages.c.seq).order_by(messages.messages.c.seq)).scalars().all()[-1]
        feedback.give(connection, talk.id, seq, feedback.Opinion("down", "wrong", SECRET), NOW)
        connection.execute(delete(case_rows).where(case_rows.c.id == case.id))
        retention.apply(connection, retention.Periods(), Actor("-", "retention"), NOW + timedelta(days=400))
    with database.read() as connection:
        assert connection.execute(select(conversations.c.id)).first() is None
        left = {name: connection.execute(select(table)).mappings().all() for name, table in vars(tables).items()
                if name in ("visits", "messages", "cases", "wishes")}  # fmt: skip

    assert [(row["result"], row["verdict"], row["reason"]) for row in left["messages"]] == [
        ("answered", None, None), ("missed", "down", "wrong"),
    ]  # fmt: skip
    assert left["visits"][0]["conversation"] is left["messages"][0]["turn"] is left["cases"][0]["case_id"] is None
    assert (left["cases"][0]["city"], left["wishes"][0]["ref"]) == ("cities/bologna", "clusters/smart")
    assert not [word for word in (talk.id, SECRET, "Giulia", "Comune", case.reference) if word in str(left)]


def test_a_visit_is_a_conversation_on_a_day(database: Database, talk: Conversation) -> None:
    for number, later in enumerate((0, 1, 24 * 60), start=1):
        said(database, talk, number, figures.ANSWERED, NOW + timedelta(minutes=later))
    with database.read() as connection:
        days = connection.execute(select(tables.visits.c.day).order_by(tables.visits.c.day)).scalars().all()
        counted = connection.execute(select(tables.messages.c.id)).all()

    assert (days, len(counted)) == ([date(2026, 11, 23), date(2026, 11, 24)], 3)
