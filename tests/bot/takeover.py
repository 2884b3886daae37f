"""What tests of a takeover share: a clock to set, a visitor who asks, a member of staff who answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from desk import cases, conversations, handling
from desk.audit import Actor
from desk.cases import Case
from desk.handling import Worker
from desk.staff import accounts
from desk.staff.accounts import Profile, Staff
from tests.bot.conftest import RunningGateway
from tests.bot.visitor import Visitor

SECRET = "a secret for the tests of the desk"  # noqa: S105
SUNDAY = datetime.fromisoformat("2026-11-22T12:00+00:00")
MONDAY = datetime.fromisoformat("2026-11-23T08:30+00:00")  # both offices are open
NATIONAL_DAY = datetime.fromisoformat("2026-10-01T08:00+00:00")
ANNA = Profile("anna@desk.example", "Anna Novak", "agent", "brussels", ["en", "zh"], "en")
ADDRESS = "li.wei@city.example"


def at(running: RunningGateway, moment: datetime) -> None:
    """Put the clock of a gateway to a moment; it goes on from there."""
    begun = time.monotonic()
    running.gateway.clock = lambda: moment + timedelta(seconds=time.monotonic() - begun)


def ask_person(visitor: Visitor, title: str = "Talk to a person") -> dict[str, Any]:
    return visitor.answer_after(visitor.press(title).json()["seq"])


def case_of(running: RunningGateway, visitor: Visitor) -> Case:
    with running.database.read() as connection:
        case = cases.latest(connection, visitor.session["conversation_id"])
    assert case is not None
    return case


def member(running: RunningGateway) -> Staff:
    with running.database.write() as connection:
        known = accounts.by_email(connection, ANNA.email)
        return known or accounts.create(connection, ANNA, running.gateway.clock())


def staff_says(running: RunningGateway, visitor: Visitor, text: str) -> int:
    """Take the case if need be, and answer as the console does."""
    person, now = member(running), running.gateway.clock()
    worker = Worker(person, Actor(person.id, "127.0.0.0/24"), now, lambda *_: None)
    with running.database.write() as connection:
        case = handling.find(connection, case_of(running, visitor).reference)
        talk = conversations.by_id(connection, visitor.session["conversation_id"])
        if not talk.has_person:
            case = handling.take(connection, worker, case, case.version)
            talk = conversations.by_id(connection, talk.id)
        return handling.reply(connection, worker, case, text, talk.epoch)


def eventually(ask: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        found = ask()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(what)
