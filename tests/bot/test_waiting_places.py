"""One network, however many people write there, leaves waiting places to the rest of the world."""

from __future__ import annotations

import uuid

import httpx

from bot.capacity import FORGOTTEN_SECONDS, Crowd
from tests.bot.conftest import Start
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.test_crowds import refusal, sessions, until


def from_address(http: httpx.Client, token: str, address: str) -> httpx.Response:
    """Write as if from another network, through a proxy that the gateway trusts."""
    headers = {"Authorization": f"Bearer {token}", "X-Forwarded-For": address}
    return http.post("/api/messages", json={"client_id": str(uuid.uuid4()), "text": "a question"}, headers=headers)


def test_network_with_all_its_places_taken_leaves_the_others_to_the_rest_of_the_world(
    start: Start, sqlite_url: str, brain: StandInBrain
) -> None:
    gateway = start(sqlite_url, waiting_limit=40, waiting_per_network=6, trusted_proxies="127.0.0.1")
    flooders, *others = [sessions(gateway, 12), *sessions(gateway, 5)]
    brain.delay = lambda _: 4.0
    with httpx.Client(base_url=gateway.url, timeout=30, trust_env=False) as http:
        flood = [from_address(http, token, f"203.0.113.{place}") for place, token in enumerate(flooders)]
        taken = [from_address(http, token, f"198.51.{place}.7") for place, token in enumerate(others)]
        brain.delay = lambda _: 0.0
        until(lambda: gateway.gateway.crowd.waiting == 0, 30)
        again = from_address(http, flooders[-1], "203.0.113.200")

    assert [each.status_code for each in flood] == [202] * 6 + [503] * 6
    assert {refusal(each) for each in flood[6:]} == {(503, "crowded")}
    assert [each.status_code for each in taken] == [202] * 5
    assert again.status_code == 202, "its messages were answered"


def test_message_that_another_gateway_answered_takes_no_place_of_its_network_for_ever() -> None:
    seconds = 0.0
    crowd = Crowd(100, 2, lambda: seconds)
    for turn in ("a-1", "b-1", "b-1"):
        crowd.came(turn, "203.0.113.0/24")
    full = crowd.has_room("203.0.113.0/24"), crowd.has_room("198.51.100.0/24"), crowd.has_room(None)
    seconds = FORGOTTEN_SECONDS
    crowd.left("a-1")

    assert full == (False, True, True)
    assert crowd.has_room("203.0.113.0/24")
    assert (crowd._came, crowd._networks) == ({}, {})
