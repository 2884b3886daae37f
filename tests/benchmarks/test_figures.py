"""Percentiles, growth, clients and memory: what the figures mean, on numbers and peers that are known."""

from __future__ import annotations

import asyncio
import math
import os
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from benchmarks import messages
from benchmarks.assistants import Assistant
from benchmarks.client import Client, Unanswered, long_conversation, one_after_another, rush
from benchmarks.distribution import Distribution, slope
from benchmarks.measurement import NEW, Extent, Measurement, measure
from benchmarks.memory import Watch, resident, worked
from benchmarks.person import Question
from benchmarks.plan import NoQuestions, Plan, recognisable
from knowledge.library import default_folder, load
from tests.bot.served import Served, plain_server

MIX = [["a", "b", "c", "d"], ["x", "y"]]


class RestPeer(Served):
    """Answers each message with itself; `refuse` are the texts that it refuses."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.refuse: set[str] = set()
        routes = [Route("/webhooks/rest/webhook", self._answer, methods=["POST"])]
        super().__init__(plain_server(Starlette(routes=routes)))

    async def _answer(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append({**body, "token": request.headers.get("authorization", "")})
        if body["message"] in self.refuse:
            return Response(status_code=503)
        custom = {"records": [f"cities/{body['message']}"]}
        return JSONResponse([{"text": body["message"], "custom": custom}])


@pytest.fixture
def peer() -> Iterator[RestPeer]:
    """A running peer."""
    served = RestPeer()
    served.start()
    yield served
    served.stop()


def test_percentiles_are_those_of_the_nearest_rank() -> None:
    hundred = Distribution.of(range(100, 0, -1))

    assert [hundred.percentile(p) for p in (1, 50, 95, 99, 100)] == [1, 50, 95, 99, 100]
    assert (Distribution.of([3, 1, 2]).median, Distribution.of([7]).percentile(95), hundred.highest) == (2, 7, 100)
    assert math.isnan(Distribution.of([]).median)
    with pytest.raises(ValueError, match="percentile 0"):
        hundred.percentile(0)


def test_growth_is_told_by_all_samples() -> None:
    assert slope([(0, 10), (1, 12), (2, 14)]) == 2
    assert slope([(0, 1), (1, 3), (2, 1)]) == 0
    assert (slope([]), slope([(1, 5)]), slope([(1, 5), (1, 9)])) == (0, 0, 0)


def test_messages_are_there_in_both_languages_and_conversations_go_on_where_they_stopped() -> None:
    found = messages.read()

    assert len(found.questions) == 2 and len(found.questions[0]) == len(found.questions[1])
    assert all(max(len(text) for text in some) > 100 for some in found.questions), "long ones belong to the mix"
    assert set(found.about) == {"en", "zh"}
    assert [messages.conversation(MIX, number, 3) for number in range(3)] == [
        ["a", "b", "c"],
        ["x", "y", "x"],
        ["d", "a", "b"],
    ]


def test_no_two_new_questions_are_alike_and_every_gap_is_filled() -> None:
    english, chinese = messages.new_questions(load(default_folder()), messages.read())

    for some, wished in ((english, "Nice"), (chinese, "昆明")):
        assert len(some) == len(set(some)) > 4_000
        assert not [text for text in some if "{" in text]
        assert sum(wished in text for text in some) > 50
    assert [len(some) for some in messages.part([english, chinese], 10, 25)] == [25, 25]


def test_one_client_asks_everything_in_conversations(peer: RestPeer) -> None:
    times = one_after_another(Client(peer.url, "secret"), MIX, 8, "one")

    assert len(times) == len(peer.asked) == 48
    assert {each["token"] for each in peer.asked} == {"Bearer secret"}
    assert len({each["sender"] for each in peer.asked}) == 6


def test_what_is_not_answered_is_no_time_but_a_problem(peer: RestPeer) -> None:
    peer.refuse = {"b"}
    found = rush(peer.url, "", MIX, clients=3, seconds=0.5)

    assert found.times and found.problems
    assert len(found.times) + len(found.problems) == len(peer.asked)
    assert found.rate == pytest.approx(len(found.times) / found.seconds)
    assert "503" in found.problems[0]
    with pytest.raises(Unanswered, match="503"):
        Client(peer.url).ask("me", "b")
    with pytest.raises(Unanswered):
        Client("http://127.0.0.1:9").ask("me", "a")


def test_a_long_conversation_is_one_and_ends_in_time(peer: RestPeer) -> None:
    assert len(long_conversation(Client(peer.url), "long", ["a", "b"], 25, 60)) == 25
    assert [each["message"] for each in peer.asked[:3]] == ["a", "b", "a"]
    assert {each["sender"] for each in peer.asked} == {"long"}
    assert long_conversation(Client(peer.url), "long", ["a"], 25, 0) == []


async def test_an_assistant_is_measured_in_all_respects(peer: RestPeer) -> None:
    assistant = Assistant("peer", peer.url, "", {"peer": os.getpid()}, {"peer": 0.1}, {"peer": 1.0})
    # Processor time is counted in ticks of 10 ms: so many rounds use more than one, on any machine.
    extent = Extent(rounds=50, new=0, clients=(1, 2), seconds=0.2, turns=16, conversations=2, patience=30)
    told: list[str] = []

    found = await measure(assistant, {"mine": MIX, "other": [["z"] * 8]}, extent, told.append)

    assert told == ["bench_one", "bench_long", "bench_rush"]
    assert list(found.one) == ["mine", "other"]
    assert [each.clients for each in found.rushes] == [1, 2]
    assert [len(times) for times in found.long] == [16, 16]
    assert found.work["peer"] > 0 and found.memory["peer"] > 1


async def test_new_questions_are_asked_once_and_are_what_goals_are_held_to(peer: RestPeer) -> None:
    assistant = Assistant("peer", peer.url, "", {"peer": os.getpid()})
    extent = Extent(rounds=3, new=8, clients=(1, 2), seconds=0.3, turns=1, conversations=0, patience=30)
    new, rushing = [[f"new {number}" for number in range(8)]], [[f"rush {number}" for number in range(100_000)]]

    found = await measure(assistant, {"mine": MIX, NEW: new}, extent, lambda _: None, rushing)

    asked = [each["message"] for each in peer.asked]
    assert [text for text in asked if text.startswith("new")] == new[0]
    assert len(found.usual) == 8 and len(found.one["mine"]) > 8
    rushed = [text for text in asked if text.startswith("rush")]
    assert len(rushed) == len(set(rushed)) == sum(len(each.times) for each in found.rushes)


def test_turn_is_the_median_of_its_neighbours_and_not_told_if_there_are_none() -> None:
    found = Measurement(Assistant("a", "", ""), long=[[1.0] * 5 + [9.0] * 10 + [1.0] * 200, [1.0] * 12])

    assert (found.at_turn(10), found.at_turn(100), found.at_turn(1000)) == (9.0, 1.0, None)


def test_only_questions_whose_answer_names_their_city_alone_are_asked(peer: RestPeer) -> None:
    fitting = [Question(str(number), f"cities/{number}") for number in range(25)]
    client = Client(peer.url)

    assert recognisable(client, {"en": [*fitting, Question("rome", "cities/nice")]}) == {"en": fitting}
    with pytest.raises(NoQuestions, match="Only 1 of 2 questions"):
        recognisable(client, {"en": [*fitting[:1], Question("rome", "cities/nice")]})


def test_a_plan_is_read_as_it_was_written(tmp_path: Any) -> None:
    plan = Plan("http://127.0.0.1:1", 3, 0.5, 1, 2, {"zh": [Question("a", "cities/a")]}, stay=4)
    plan.write(tmp_path / "plan.json")

    assert Plan.read(tmp_path / "plan.json") == plan


async def test_memory_and_work_are_sampled(tmp_path: Any) -> None:
    watch = Watch({"me": os.getpid()}, 0.02)
    task = asyncio.create_task(watch.run())
    while len(watch.samples) < 3:
        await asyncio.sleep(0.01)
    task.cancel()

    assert watch.samples[0].at == pytest.approx(0, abs=1) and watch.samples[-1].total > 1
    assert resident(os.getpid()) > 1 and worked(os.getpid()) > 0
