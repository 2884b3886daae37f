"""More people than there is room for: fair turns, bounded queues, and everybody hears when to come back."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from desk import conversations, turns
from desk.database import Database
from desk.turns import Incoming, Lease
from tests.bot.conftest import API_TOKEN, QUICK, RunningGateway, Start
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.visitor import Visitor

WRITING = {"en": "Very many people", "zh": "当前咨询人数较多"}
SECONDS = {"en": "seconds", "zh": "秒"}


def until(happens: Callable[[], Any], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def sessions(gateway: RunningGateway, number: int) -> list[str]:
    """Open conversations without the cost of as many requests, and return their tokens."""
    with gateway.database.write() as connection:
        opened = [
            conversations.open_with_token(connection, "web", "en", gateway.gateway.clock()) for _ in range(number)
        ]
    return [token for _, token in opened]


def post(http: httpx.Client, token: str, text: str = "a question of mine") -> httpx.Response:
    body = {"client_id": str(uuid.uuid4()), "text": text}
    return http.post("/api/messages", json=body, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_when_all_places_are_taken_the_next_one_hears_when_to_come_back(
    start: Start, database_url: str, brain: StandInBrain, language: str
) -> None:
    gateway = start(database_url, waiting_limit=4)
    visitors = [gateway.visitor(language) for _ in range(5)]
    brain.delay = lambda _: 4.0
    known = str(uuid.uuid4())
    taken = [visitors[0].post("the first question", known), *(each.post("a question") for each in visitors[1:4])]
    refused, again = visitors[4].post("one more question"), visitors[0].post("the first question", known)

    assert [each.status_code for each in taken] == [202] * 4
    assert refusal(refused) == (503, "crowded")
    wait, said = refused.headers["Retry-After"], refused.json()["error"]["message"]
    assert said.startswith(WRITING[language]) and SECONDS[language] in said and wait in said and int(wait) >= 5
    assert (again.status_code, again.json()["seq"]) == (202, taken[0].json()["seq"])
    for each in visitors[:4]:
        each.out(2)
    assert visitors[4].post("one more question").status_code == 202


def test_those_sent_away_do_not_all_return_at_once(start: Start, sqlite_url: str, brain: StandInBrain) -> None:
    gateway = start(sqlite_url, waiting_limit=1)
    visitor, other = gateway.visitor(), gateway.visitor()
    brain.delay = lambda _: 1.5
    visitor.post("a question of mine")
    waits = {other.post("me too").headers["Retry-After"] for _ in range(5)}

    assert len(waits) == 5


def test_system_of_a_partner_is_sent_away_in_the_same_way(start: Start, sqlite_url: str, brain: StandInBrain) -> None:
    gateway = start(sqlite_url, waiting_limit=1)
    brain.delay = lambda _: 1.5
    gateway.visitor().post("a question of mine")
    headers = {"Authorization": f"Bearer {API_TOKEN}", "Accept-Language": "zh"}
    body = {"sender": "anna", "message": "你们有哪些项目"}
    refused = httpx.post(f"{gateway.url}/webhooks/rest/webhook", json=body, headers=headers, trust_env=False)

    assert refusal(refused) == (503, "crowded")
    assert refused.headers["Retry-After"] in refused.json()["error"]["message"]


def test_other_gateway_knows_that_all_places_are_taken(start: Start, database_url: str, brain: StandInBrain) -> None:
    one, two = start(database_url, waiting_limit=3), start(database_url, waiting_limit=3)
    visitors = [one.visitor() for _ in range(3)]
    late = two.visitor()
    brain.delay = lambda _: 3.0 if len(brain.asked) <= 3 else 0.0
    for each in visitors:
        each.post("a question of mine")
    until(lambda: two.gateway.crowd.is_full)

    assert refusal(late.post("me too")) == (503, "crowded")


def test_visitor_without_a_pause_leaves_room_for_others(start: Start, sqlite_url: str, brain: StandInBrain) -> None:
    gateway = start(sqlite_url, waiting_limit=20, pending_limit=30)
    brain.delay = lambda _: 4.0
    flooder, others = gateway.visitor(), [gateway.visitor() for _ in range(5)]
    flood = [flooder.post(f"this is number {number}") for number in range(25)]
    codes = [each.post("a question of mine").status_code for each in others]

    assert sum(each.status_code == 202 for each in flood) == 10
    assert {refusal(each) for each in flood if each.status_code != 202} == {(429, "queue_full")}
    assert all(each.headers["Retry-After"] in each.json()["error"]["message"] for each in flood[10:])
    assert codes == [202] * 5


def test_visitor_with_thirty_messages_gets_one_turn_at_a_time_like_everybody(
    start: Start, sqlite_url: str, brain: StandInBrain
) -> None:
    gateway = start(sqlite_url, parallel_turns=2)
    flooders, calm = [gateway.visitor() for _ in range(2)], gateway.visitor()
    brain.delay = lambda _: 0.05
    for number in range(30):
        for each in flooders:
            each.post(f"this is number {number}")
    before = len(brain.asked)
    calm.ask("a question of mine")
    mine = next(place for place, turn in enumerate(brain.asked) if turn["message"]["text"] == "a question of mine")

    assert mine - before <= 6, "the flooders' messages went first"
    assert len(brain.asked) < 55, "nobody was in front of the calm visitor"


def test_city_hall_behind_one_address_is_not_locked_out_by_one_of_them(
    start: Start, sqlite_url: str, brain: StandInBrain
) -> None:
    gateway = start(sqlite_url, rate_messages=20)
    flooder, *people = sessions(gateway, 300)
    with httpx.Client(base_url=gateway.url, timeout=30, trust_env=False) as http:
        flood = [post(http, flooder, f"this is number {number}") for number in range(60)]
        with ThreadPoolExecutor(8) as pool:
            taken = list(pool.map(lambda token: post(http, token), people))
        until(lambda: len(brain.asked) == 319)

    assert [each.status_code for each in flood].count(202) == 20
    assert {refusal(each) for each in flood[20:]} == {(429, "too_many")}
    assert {each.status_code for each in taken} == {202}


def test_program_with_many_sessions_leaves_half_of_what_its_network_may_write_to_those_who_type(
    start: Start, sqlite_url: str, brain: StandInBrain
) -> None:
    gateway = start(sqlite_url, rate_messages=20, rate_messages_per_network=120)
    flooders, people = sessions(gateway, 10), sessions(gateway, 40)
    with httpx.Client(base_url=gateway.url, timeout=30, trust_env=False) as http:
        flood = [post(http, flooders[number % 10], f"this is number {number}") for number in range(150)]
        taken = [post(http, token) for token in people]

    refused = [each for each in flood if each.status_code != 202]
    assert len(refused) > 30 and {refusal(each) for each in refused} == {(429, "too_many")}
    assert all(each.headers["Retry-After"] in each.json()["error"]["message"] for each in refused)
    assert {each.status_code for each in taken} == {202}


def test_slow_brain_lets_nobody_wait_longer_than_the_limit(start: Start, sqlite_url: str, brain: StandInBrain) -> None:
    """The time in which a message waited for its place counts: fifty people, two places, a brain that hangs."""
    gateway = start(sqlite_url, parallel_turns=2, brain_timeout=3.0)
    brain.delay = lambda _: 60.0
    visitors = [Visitor(gateway.url, token=token) for token in sessions(gateway, 50)]
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: each.post("a question of mine"), visitors))
        said = list(pool.map(lambda each: each.out(1)[0]["text"], visitors))

    # One after the other it would be 50 / 2 * 3 = 75 seconds, on any machine.
    assert time.monotonic() - began < 70
    assert all(text.startswith("I am sorry, it took too long") for text in said)


def test_messages_left_by_a_dead_gateway_are_answered_in_the_order_in_which_they_came(
    start: Start, database: Database, database_url: str, brain: StandInBrain
) -> None:
    long_ago = datetime.now(timezone.utc) - timedelta(minutes=1)
    dead = Lease("dead", long_ago, long_ago + timedelta(seconds=6))
    talks = []
    for _ in range(12):
        with database.write() as connection:
            talks.append(conversations.open_with_token(connection, "web", "en", long_ago)[0].id)
    for talk in reversed(talks):
        with database.write() as connection:
            turns.accept(connection, talk, Incoming("a question of mine", None, "a"), dead, 30)
    start(database_url, parallel_turns=1)
    until(lambda: len(brain.asked) == 12)

    assert [turn["turn_id"].partition("-")[0] for turn in brain.asked] == talks[::-1]


def test_other_requests_of_one_visitor_are_limited_too(start: Start, sqlite_url: str) -> None:
    visitor = start(sqlite_url, rate_messages=1).visitor("zh")
    codes = [visitor.http.post("/api/ack", json={"seq": 1}).status_code for _ in range(12)]
    refused = visitor.http.get("/api/messages")

    assert codes == [200] * 10 + [429] * 2
    assert refused.status_code == 429 and refused.headers["Retry-After"] in refused.json()["error"]["message"]


def test_after_a_flood_of_visitors_nothing_of_it_stays_in_memory(
    start: Start, sqlite_url: str, brain: StandInBrain
) -> None:
    gateway = start(sqlite_url)
    parts = gateway.gateway
    with httpx.Client(base_url=gateway.url, timeout=30, trust_env=False) as http, ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(lambda token: post(http, token).status_code, sessions(gateway, 400)))
        until(lambda: len(brain.asked) == 400 and not parts._workers)

    assert codes == {202}
    assert (parts._handed, parts.hub._subscriptions, parts.hub._typing) == ({}, {}, set())
    until(lambda: parts.crowd.waiting == 0)  # counted every second


def test_every_limit_has_a_setting_and_a_default_that_lets_a_city_hall_in() -> None:
    usual = replace(QUICK)

    assert usual.waiting_limit >= 300 and usual.streams_per_network >= 600
    assert usual.stream_limit >= usual.streams_per_network
