"""Whatever happens to the brain, a message is answered or apologised for within the time limit, and never lost."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from bot import brains
from tests.bot.conftest import Start
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.visitor import Visitor, buttons
from tests.faults.conftest import PERSON, QUESTION, SORRY, MakeBrain

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])
BUSY = 6.0
"""Seconds that a busy machine may take beside the time limit that a test sets."""


def timed(visitor: Visitor, text: str) -> tuple[dict, float]:
    """Return the answer to a message, and the seconds that it took."""
    began = time.monotonic()
    return visitor.ask(text), time.monotonic() - began


def typing(visitor: Visitor, text: str) -> tuple[list[bool], str]:
    """Return what the page was told about typing until the answer to a message came, and the answer."""
    with visitor.listening() as stream:
        stream.wait_for(1)
        seq = visitor.post(text).json()["seq"]
        said = stream.wait_for(seq + 1)[-1]["text"]
        return [data["on"] for name, data in stream.events if name == "typing"], said


@LANGUAGES
def test_message_written_while_the_brain_starts_is_answered_when_it_is_there(
    start: Start, sqlite_url: str, make_brain: MakeBrain, language: str
) -> None:
    brain = make_brain(START_SECONDS="1")
    visitor = start(sqlite_url, brain_url=(brain.url,), brain_timeout=30.0).visitor(language)
    threading.Timer(0.5, brain.start).start()
    shown, said = typing(visitor, QUESTION[language])

    assert QUESTION[language] in said and not said.startswith(SORRY[language])
    assert shown[0] is True


def test_half_started_brain_is_waited_for(start: Start, sqlite_url: str, make_brain: MakeBrain) -> None:
    brain = make_brain(HALF_SECONDS="3")
    visitor = start(sqlite_url, brain_url=(brain.url,), brain_timeout=30.0).visitor()
    brain.start()

    assert visitor.ask("the first question")["text"].startswith("You said: the first question")


@LANGUAGES
def test_brain_that_does_not_come_is_apologised_for_within_the_limit(
    start: Start, sqlite_url: str, make_brain: MakeBrain, language: str
) -> None:
    visitor = start(sqlite_url, brain_url=(make_brain().url,), brain_timeout=1.5).visitor(language)
    reply, seconds = timed(visitor, QUESTION[language])

    assert reply["text"].startswith(SORRY[language])
    assert [item["title"] for item in buttons(reply)] == [PERSON[language]]
    assert 1.0 < seconds < 1.5 + BUSY


def test_brain_that_has_been_gone_for_long_is_not_waited_for(
    start: Start, sqlite_url: str, make_brain: MakeBrain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brains, "STARTING_SECONDS", 0.5)
    visitor = start(sqlite_url, brain_url=(make_brain().url,), brain_timeout=60.0).visitor()
    visitor.ask("the first question")
    seconds = timed(visitor, "the second question")[1]

    assert seconds < BUSY


def test_those_who_wait_for_the_brain_do_not_keep_others_from_a_person(
    start: Start, sqlite_url: str, make_brain: MakeBrain
) -> None:
    gateway = start(sqlite_url, brain_url=(make_brain().url,), brain_timeout=5.0, parallel_turns=2)
    visitor, others = gateway.visitor(), [gateway.visitor() for _ in range(3)]
    waiting = []
    for other in others:
        waiting.append(other.post("a question while there is no brain").json()["seq"])
        time.sleep(0.2)
    asked = visitor.answer_after(visitor.press("Talk to a person").json()["seq"])

    assert "CB-" in asked["text"]
    assert [len(other.messages(seq)) for other, seq in zip(others, waiting, strict=True)] == [0, 0, 0]


@LANGUAGES
def test_turn_of_a_killed_brain_is_answered_by_the_next_one(
    start: Start, sqlite_url: str, make_brain: MakeBrain, language: str
) -> None:
    brain = make_brain()
    brain.start()
    visitor = start(sqlite_url, brain_url=(brain.url,), brain_timeout=40.0).visitor(language)
    visitor.ask(QUESTION[language])
    seq = visitor.post("slow 0.8").json()["seq"]
    time.sleep(0.3)
    brain.end()
    brain.start()

    assert visitor.answer_after(seq)["text"].endswith("slow 0.8")


@LANGUAGES
def test_hung_brain_is_apologised_for_within_the_limit(
    start: Start, sqlite_url: str, make_brain: MakeBrain, language: str
) -> None:
    brain = make_brain()
    brain.start()
    gateway = start(sqlite_url, brain_url=(brain.url,), brain_timeout=20.0)
    gateway.visitor().ask("hello there, all is well")
    gateway = start(sqlite_url, brain_url=(brain.url,), brain_timeout=1.5)
    brain.signal(signal.SIGSTOP)
    reply, seconds = timed(gateway.visitor(language), QUESTION[language])

    assert reply["text"].startswith(SORRY[language])
    assert [item["title"] for item in buttons(reply)] == [PERSON[language]]
    assert seconds < 1.5 + BUSY
    assert gateway.visitor().http.get("/health").json() == {
        "gateway": "ok",
        "brain": "down",
        "database": "ok",
        "mail": "off",
    }


def test_hung_brain_among_two_costs_one_turn_half_of_its_time(
    start: Start, sqlite_url: str, brain: StandInBrain, make_brain: MakeBrain, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, found = brains.Brains.slow, []

    def noted(self: brains.Brains, peer: brains.Peer) -> None:
        found.append(peer.url)
        slow(self, peer)

    monkeypatch.setattr(brains.Brains, "slow", noted)
    hung = make_brain()
    hung.start()
    start(sqlite_url, brain_url=(hung.url,), brain_timeout=20.0).visitor().ask("hello there, all is well")
    visitor = start(sqlite_url, brain_url=(hung.url, brain.url), brain_timeout=8.0).visitor()
    hung.signal(signal.SIGSTOP)
    took = [timed(visitor, f"question number {number}") for number in range(6)]

    assert all(reply["text"].startswith("You said: question") for reply, _ in took)
    assert found == [hung.url]
    assert max(seconds for _, seconds in took) > 3.9


def test_brain_that_hung_is_used_again_when_it_answers(
    start: Start, sqlite_url: str, brain: StandInBrain, make_brain: MakeBrain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brains, "_FIRST_REST", 0.5)
    hung = make_brain()
    hung.start()
    start(sqlite_url, brain_url=(hung.url,), brain_timeout=20.0).visitor().ask("hello there, all is well")
    visitor = start(sqlite_url, brain_url=(hung.url, brain.url), brain_timeout=2.0).visitor()
    hung.signal(signal.SIGSTOP)
    for number in range(2):
        visitor.ask(f"question number {number}")
    hung.signal(signal.SIGCONT)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        before = len(brain.asked)
        for number in range(2):
            visitor.ask(f"later question number {number}")
        if len(brain.asked) == before + 1:
            return
    raise AssertionError("the brain that came back was not asked again")


def test_hung_brain_that_is_killed_is_used_again_as_soon_as_it_is_back(
    start: Start, sqlite_url: str, make_brain: MakeBrain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brains, "_FIRST_REST", 600.0)
    brain = make_brain()
    brain.start()
    start(sqlite_url, brain_url=(brain.url,), brain_timeout=20.0).visitor().ask("hello there, all is well")
    visitor = start(sqlite_url, brain_url=(brain.url,), brain_timeout=2.0).visitor()
    brain.signal(signal.SIGSTOP)
    slow = visitor.ask("the first question")
    brain.end()
    gone = visitor.ask("the second question")
    brain.start()
    end, said = time.monotonic() + 40, ""
    while not said.startswith("You said") and time.monotonic() < end:
        said = visitor.ask("the third question")["text"]

    assert "too long" in slow["text"] and "technical problem" in gone["text"]
    assert said.startswith("You said: the third question")


@LANGUAGES
def test_brain_without_memory_is_apologised_for_and_goes_on(
    start: Start, sqlite_url: str, make_brain: MakeBrain, language: str
) -> None:
    brain = make_brain(MEMORY_MB="600")
    brain.start()
    visitor = start(sqlite_url, brain_url=(brain.url,), brain_timeout=20.0).visitor(language)
    first = visitor.ask(QUESTION[language])
    reply = visitor.ask("eat 2000")
    after = visitor.ask(QUESTION[language])

    assert reply["text"].startswith(SORRY[reply["language"]])
    assert [item["title"] for item in buttons(reply)] == [PERSON[reply["language"]]]
    assert QUESTION[language] in first["text"] and QUESTION[language] in after["text"]


def test_message_that_ends_brains_is_given_to_two_of_them_at_most(
    start: Start, sqlite_url: str, make_brain: MakeBrain
) -> None:
    all_three = [make_brain() for _ in range(3)]
    for each in all_three:
        each.start()
    gateway = start(sqlite_url, brain_url=tuple(each.url for each in all_three), brain_timeout=30.0)
    other, visitor = gateway.visitor(), gateway.visitor()
    for number in range(3):
        assert other.ask(f"question number {number}")["text"].startswith("You said")
    reply = visitor.ask("die")

    assert reply["text"].startswith("I am sorry")
    assert sum(each.code is not None for each in all_three) == 2
    assert other.ask("is anybody there")["text"].startswith("You said: is anybody there")
