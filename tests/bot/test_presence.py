"""Typing and read state come from real events only, reach every gateway, and end by themselves."""

from __future__ import annotations

import httpx
import pytest

from desk import conversations, ownership, presence
from desk.presence import STAFF, Presence
from tests.bot.conftest import RunningGateway, Start
from tests.bot.takeover import ask_person, eventually
from tests.bot.visitor import Listener, Visitor
from tests.databases import NOW, later


def typing(stream: Listener) -> list[bool]:
    return [data["on"] for name, data in stream.events if name == "typing"]


def staff_types(running: RunningGateway, visitor: Visitor, on: bool = True) -> None:
    """Press a key as the console does, in a process of its own that tells nobody."""
    with running.database.write() as connection:
        at = running.gateway.clock() if on else None
        presence.types(connection, visitor.session["conversation_id"], STAFF, at)


def take(running: RunningGateway, visitor: Visitor) -> None:
    with running.database.write() as connection:
        talk = conversations.by_id(connection, visitor.session["conversation_id"])
        ownership.take(connection, talk, "anna", running.gateway.clock())


def signs(running: RunningGateway, visitor: Visitor) -> Presence:
    with running.database.read() as connection:
        return presence.of(connection, visitor.session["conversation_id"])


@pytest.mark.parametrize("with_redis", [False, True])
def test_visitor_at_another_gateway_sees_staff_writing_and_that_they_stopped(
    start: Start, database_url: str, redis_url: str, with_redis: bool
) -> None:
    link = redis_url if with_redis else ""
    here, there = (start(database_url, redis_url=link) for _ in range(2))
    visitor = there.visitor()
    take(here, visitor)
    with visitor.listening() as stream:
        stream.wait_for(1)
        assert typing(stream) == []
        staff_types(here, visitor)
        eventually(lambda: typing(stream) == [True], "nobody was seen writing")
        staff_types(here, visitor, on=False)
        eventually(lambda: typing(stream) == [True, False], "nobody was seen to stop")


@pytest.mark.slow
def test_lost_end_of_writing_ends_by_itself(gateway: RunningGateway) -> None:
    visitor = gateway.visitor()
    take(gateway, visitor)
    with visitor.listening() as stream:
        stream.wait_for(1)
        staff_types(gateway, visitor)  # and then the browser of that colleague dies
        eventually(lambda: typing(stream) == [True, False], "somebody writes for ever")


def test_old_key_press_is_no_writing() -> None:
    signs = Presence(NOW, NOW, 0)

    assert signs.staff_types(later(9)) and signs.visitor_types(later(9))
    assert not signs.staff_types(later(10)) and not signs.visitor_types(later(10))


def test_writing_of_a_visitor_is_noted_only_where_a_person_is_concerned(both: RunningGateway) -> None:
    visitor = both.visitor()

    assert visitor.http.post("/api/typing", json={"on": True}).status_code == 204
    assert signs(both, visitor).visitor_typing is None

    ask_person(visitor)
    visitor.http.post("/api/typing", json={"on": True})
    assert signs(both, visitor).visitor_types(both.gateway.clock())

    visitor.http.post("/api/typing", json={"on": False})
    assert not signs(both, visitor).visitor_types(both.gateway.clock())


@pytest.mark.parametrize("body", [{}, {"on": 1}, {"on": "yes"}])
def test_writing_needs_a_plain_yes_or_no_and_a_session(gateway: RunningGateway, body: dict[str, object]) -> None:
    assert gateway.visitor().http.post("/api/typing", json=body).status_code == 422
    assert httpx.post(f"{gateway.url}/api/typing", json={"on": True}, trust_env=False).status_code == 401


def test_seen_is_what_was_before_the_eyes_and_never_goes_back(both: RunningGateway) -> None:
    visitor = both.visitor()
    last = visitor.ask("Hello")["seq"]
    for body in ({"seq": last}, {"seq": 1, "seen": True}, {"seq": last}):
        visitor.http.post("/api/ack", json=body)
    assert signs(both, visitor).seen == 1

    for body in ({"seq": last, "seen": True}, {"seq": 1, "seen": True}, {"seq": 10**6, "seen": True}):
        visitor.http.post("/api/ack", json=body)
    assert signs(both, visitor).seen == last
    assert visitor.http.post("/api/ack", json={"seq": 1, "seen": "yes"}).status_code == 422
