"""What operators see from outside: counted by language, without a word or an id, and shown to operators only."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.bot.conftest import API_TOKEN, RunningGateway, Start
from tests.bot.stand_in_brain import StandInBrain, answer, says
from tests.bot.visitor import Visitor

TOKEN = "a-token-for-the-numbers"  # noqa: S105
HELLO = says("Hello.", "您好。")


def page(gateway: RunningGateway, **headers: str) -> httpx.Response:
    """Return the page as Prometheus asks for it."""
    return httpx.get(f"{gateway.url}/metrics", headers=headers, trust_env=False)


class Numbers:
    """What a gateway shows: `seen("citybridge_bands_total", "en", "sure")`; None where nothing was counted."""

    def __init__(self, gateway: RunningGateway) -> None:
        families = text_string_to_metric_families(page(gateway).text)
        self._found = {
            (sample.name, frozenset(sample.labels.values())): sample.value
            for family in families
            for sample in family.samples
        }

    def __call__(self, name: str, *labels: str) -> float | None:
        return self._found.get((name, frozenset(labels)))


def test_turns_are_counted_and_timed_by_language_step_and_band(both: RunningGateway, brain: StandInBrain) -> None:
    english, chinese = both.visitor("en"), both.visitor("zh")
    english.ask("tell me about the city")
    understood = {"intent": "ask_city", "confidence": 0.4, "band": "between", "language": "zh"}
    brain.script = lambda turn: answer(turn, HELLO, understood=understood)
    chinese.ask("介绍一下这座城市")
    seen = Numbers(both)

    for language, band in (("en", "sure"), ("zh", "between")):
        assert seen("citybridge_turn_seconds_count", language, "answered") == 1
        assert seen("citybridge_bands_total", language, band) == 1
    for step in ("wait", "language", "brain", "store"):
        assert seen("citybridge_turn_step_seconds_count", step) == 2
    assert seen("citybridge_messages_total", "web", "new") == 2
    assert seen("citybridge_answers_info", "m1", "g1") == 1
    assert seen("process_resident_memory_bytes")


def test_what_waits_is_counted_with_its_age(both: RunningGateway, brain: StandInBrain) -> None:
    brain.delay = lambda _: 1.5
    visitor = both.visitor()
    visitor.post("one"), visitor.post("two")
    waiting = Numbers(both)
    visitor.out(3)
    visitor.http.post("/api/ack", json={"seq": visitor.messages()[-1]["seq"]})
    done = Numbers(both)

    assert (waiting("citybridge_waiting_messages"), done("citybridge_waiting_messages")) == (2, 0)
    assert 0 <= (waiting("citybridge_waiting_oldest_seconds") or 0) < 15
    assert waiting("citybridge_outbox", "web") == 1 and done("citybridge_outbox", "web") is None


def test_handoffs_apologies_and_refusals_are_counted(start: Start, sqlite_url: str, brain: StandInBrain) -> None:
    gateway = start(sqlite_url, rate_messages=2)
    visitor = gateway.visitor("zh")
    brain.script = lambda turn: answer(turn, HELLO, effects=({"type": "ask_person"},))
    visitor.ask("转人工")
    brain.script = lambda turn: answer(turn)
    visitor.ask("您好")
    refused = visitor.post("再来一次").status_code
    body = {"sender": "s", "message": "hello"}
    httpx.post(f"{gateway.url}/webhooks/rest/webhook", json=body, headers={"Authorization": f"Bearer {API_TOKEN}x"})
    seen = Numbers(gateway)

    assert refused == 429
    assert seen("citybridge_handoffs_total", "zh", "web") == 1
    assert seen("citybridge_brain_errors_total", "answer_empty") == 1
    assert seen("citybridge_refusals_total", "web", "too_many") == 1
    assert seen("citybridge_refusals_total", "rest", "token") == 1


def test_open_streams_are_counted(gateway: RunningGateway) -> None:
    visitor = gateway.visitor()
    with visitor.listening() as stream, visitor.listening() as other:
        stream.wait_for(1), other.wait_for(1)

        assert Numbers(gateway)("citybridge_streams") == 2


def test_no_number_has_an_id_or_a_word(gateway: RunningGateway) -> None:
    visitor = gateway.visitor()
    visitor.ask("my name is Swordfish, write to swordfish@city.example")
    visitor.http.get("/api/swordfish")
    shown = page(gateway).text

    assert "wordfish" not in shown and visitor.session["conversation_id"] not in shown
    assert not re.search(r'"[0-9a-f]{16,}"', shown)


def test_without_a_token_only_direct_requests_from_allowed_networks_see_it(start: Start, sqlite_url: str) -> None:
    near, far = start(sqlite_url), start(sqlite_url, metrics_allow=("10.9.0.0/16",))
    through = [page(near, **{name: "127.0.0.1"}) for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")]

    assert (page(near).status_code, page(far).status_code) == (200, 404)
    assert {reply.status_code for reply in through} == {404}


def test_proxy_that_is_trusted_opens_nothing(start: Start, sqlite_url: str) -> None:
    gateway = start(sqlite_url, trusted_proxies="127.0.0.1")

    assert page(gateway, **{"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert page(gateway, **{"X-Forwarded-For": "127.0.0.1, 203.0.113.9"}).status_code == 404


def test_with_a_token_everybody_needs_it(start: Start, sqlite_url: str) -> None:
    gateway = start(sqlite_url, metrics_token=TOKEN)
    codes = [
        page(gateway, **headers).status_code
        for headers in (
            {}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": f"Basic {TOKEN}"},
            {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "203.0.113.9"},
        )
    ]  # fmt: skip

    assert codes == [401, 401, 401, 200]


@pytest.mark.usefixtures("brain")
def test_numbers_are_shown_while_the_database_is_away(gateway: RunningGateway, monkeypatch: Any) -> None:
    Visitor(gateway.url).ask("hello")

    def away() -> None:
        raise OSError("no database")

    with monkeypatch.context() as until:
        until.setattr(gateway.gateway.database, "read", away)
        seen = Numbers(gateway)

    assert seen("citybridge_database_up") == 0
    assert seen("citybridge_turn_seconds_count", "en", "answered") == 1
