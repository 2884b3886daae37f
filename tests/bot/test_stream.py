"""The event stream: everything once, in order, also after a lost connection, and only to its owner."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.channels import stream as stream_module
from bot.channels.public import PROTOCOL
from tests.bot.conftest import RunningGateway, Start
from tests.bot.served import Served
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.visitor import Visitor


def test_stream_begins_with_the_state_and_brings_everything_in_order(both: RunningGateway) -> None:
    visitor = both.visitor("zh")
    with visitor.listening() as stream:
        visitor.post("介绍一下这座城市")
        came = stream.wait_for(3)

    assert stream.events[0] == ("state", {"owner": "assistant", "language": "zh", "protocol": PROTOCOL})
    assert [(message["seq"], message["direction"]) for message in came] == [(1, "out"), (2, "in"), (3, "out")]
    assert stream.response.headers["X-Accel-Buffering"] == "no"
    assert stream.response.headers["Content-Type"].startswith("text/event-stream")


def test_typing_is_on_while_an_answer_is_prepared_and_off_afterwards(
    gateway: RunningGateway, brain: StandInBrain
) -> None:
    brain.delay = lambda _: 0.3
    visitor = gateway.visitor()
    with visitor.listening(after=1) as stream:
        visitor.post("a question of mine")
        stream.wait_for(3)
        time.sleep(0.3)

    assert [data["on"] for name, data in stream.events if name == "typing"] == [True, False]


@pytest.mark.parametrize("by_header", [False, True])
def test_lost_connection_is_resumed_after_the_last_number(both: RunningGateway, by_header: bool) -> None:
    visitor = both.visitor()
    seen = []
    for number in range(4):
        last = seen[-1] if seen else 0
        headers = {"Last-Event-ID": str(last)} if by_header else {}
        with visitor.listening(0 if by_header else last, **headers) as stream:
            seen += [message["seq"] for message in stream.wait_for(2 * number + 1)]
        visitor.ask(f"while nobody listens, {number}")

    assert seen == list(range(1, 8))


def test_two_windows_of_one_visitor_see_the_same(both: RunningGateway) -> None:
    first = both.visitor()
    second = Visitor(both.url, token=first.token)
    with first.listening() as one, second.listening() as two:
        first.post("from the first window")
        one.wait_for(3), two.wait_for(3)
        second.post("from the second window")
        assert one.wait_for(5) == two.wait_for(5)


def test_other_visitors_hear_nothing(both: RunningGateway) -> None:
    visitor, stranger = both.visitor(), both.visitor()
    with stranger.listening() as stream:
        visitor.ask("a secret question")
        time.sleep(0.3)

    assert "secret" not in str(stream.events)


def test_stream_of_another_gateway_is_woken(start: Start, database_url: str) -> None:
    one, two = start(database_url), start(database_url)
    visitor = one.visitor()
    with Visitor(two.url, token=visitor.token).listening(after=1) as stream:
        visitor.ask("asked over there")
        came = stream.wait_for(3)

    assert [message["seq"] for message in came] == [2, 3]


def test_change_of_owner_is_told(both: RunningGateway) -> None:
    visitor = both.visitor()
    with visitor.listening() as stream:
        visitor.press("Talk to a person")
        stream.wait_for(3)

    assert [data["owner"] for name, data in stream.events if name == "state"] == ["assistant", "queue"]


def test_ended_session_ends_its_streams(both: RunningGateway) -> None:
    visitor = both.visitor()
    with visitor.listening() as stream:
        stream.wait_for(1)
        ended = visitor.http.delete("/api/session")

        assert stream.ended.wait(2)
    assert ended.status_code == 204
    assert visitor.http.get("/api/messages").status_code == 401


def test_quiet_stream_pings(gateway: RunningGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "HEARTBEAT", 0.1)
    with gateway.visitor().listening() as stream:
        time.sleep(0.8)

    assert [name for name, _ in stream.events].count("ping") >= 2


def test_too_many_windows_are_refused(gateway: RunningGateway) -> None:
    visitor = gateway.visitor()
    windows = [visitor.listening() for _ in range(stream_module.MAX_STREAMS)]
    for window in windows:
        window.__enter__().wait_for(1)
    with visitor.listening() as one_more:
        refused = one_more.response.status_code
    for window in windows:
        window.__exit__(None, None, None)

    assert refused == 429


def test_long_poll_waits_for_an_answer(both: RunningGateway, brain: StandInBrain) -> None:
    brain.delay = lambda _: 0.4
    visitor = both.visitor()
    visitor.post("a question of mine")
    began = time.monotonic()
    came = visitor.messages(after=2, wait=10)

    assert [message["seq"] for message in came] == [3]
    assert 0.1 < time.monotonic() - began < 8


def test_long_poll_without_news_ends_with_an_empty_list(gateway: RunningGateway) -> None:
    assert gateway.visitor().messages(after=1, wait=1) == []


def test_gateway_that_ends_lets_streams_and_long_polls_go_at_once_with_a_hint(start: Start, sqlite_url: str) -> None:
    gateway = start(sqlite_url)
    visitor = gateway.visitor()
    with visitor.listening() as stream, ThreadPoolExecutor(1) as aside:
        stream.wait_for(1)
        polled = aside.submit(visitor.messages, 1, 30)
        time.sleep(0.3)
        began = time.monotonic()
        Served.stop(gateway)  # the visitors stay

        assert polled.result(20) == [] and stream.ended.wait(20)
    assert time.monotonic() - began < 25
    assert len(stream.hints) == 1 and 500 <= stream.hints[0] <= 1000
