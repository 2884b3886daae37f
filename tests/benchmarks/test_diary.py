"""Nothing goes wrong unnoticed: each way of losing, doubling, reordering or crossing a message is found, and named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.diary import Diary, Seen, Sent, faults
from benchmarks.person import Person, Question
from tests.benchmarks.peer import Peer

QUESTIONS = [Question(name, f"cities/{name}") for name in ("rome", "nice", "wuhan", "turin")]


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    """A server that can misbehave."""
    served = Peer()
    served.start()
    yield served
    served.stop()


def spend(peer: Peer, fault: str, again: bool = False) -> Diary:
    """Return the diary of a person who writes three messages while the server behaves in one way."""
    peer.fault = fault
    person = Person(0, peer.url, "en", QUESTIONS, patience=0.5)
    assert person.arrive()
    for _ in range(3):
        person.write(again)
    return person.leave()


def test_nothing_is_found_where_nothing_is_wrong(peer: Peer) -> None:
    diary = spend(peer, "")

    assert faults(diary) == {}
    assert (len(diary.sent), len(diary.seen), len(list(diary.times()))) == (3, 7, 3)


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("not answered", {"lost": 1}),
        ("answer not streamed", {"lost": 1}),
        ("own message not streamed", {"lost": 2}),
        ("answered twice", {"doubled": 1}),
        ("streamed twice", {"doubled": 1}),
        ("streamed in another order", {"reordered": 1}),
        ("answers swapped", {"reordered": 1}),
        ("answered with another's", {"crossed": 1, "lost": 1}),
        ("message of another", {"crossed": 1}),
        ("apologised", {"apologised": 1}),
    ],
)
def test_every_fault_is_found(peer: Peer, fault: str, found: dict[str, int]) -> None:
    assert dict(faults(spend(peer, fault))) == found


def test_a_repeat_that_is_stored_twice_is_found(peer: Peer) -> None:
    assert faults(spend(peer, "", again=True)) == {}
    assert faults(spend(peer, "stored twice", again=True))["doubled"] >= 1


@pytest.mark.parametrize("fault", ["refused", "ack refused"])
def test_a_refusal_is_counted_with_its_reason(peer: Peer, fault: str) -> None:
    diary = spend(peer, fault)

    assert faults(diary)["refused"] >= 1
    assert "503" in diary.problem + "".join(each.problem for each in diary.sent)


def test_who_is_refused_at_the_end_asks_again_what_the_server_holds(peer: Peer) -> None:
    diary = spend(peer, "list refused")

    assert dict(faults(diary)) == {"refused": 1}
    assert diary.kept == [each.seq for each in diary.seen]


def test_nobody_there_is_told_and_not_raised() -> None:
    person = Person(0, "http://127.0.0.1:9", "en", QUESTIONS, patience=0.5)

    assert not person.arrive()
    assert faults(person.leave()) == {"refused": 1}


def test_a_lost_stream_goes_on_where_it_stopped(peer: Peer) -> None:
    peer.fault = ""
    person = Person(0, peer.url, "en", QUESTIONS)
    person.arrive()
    for _ in range(4):
        person.write()
        person.reconnect()
    diary = person.leave()

    assert faults(diary) == {}
    assert ([each.seq for each in diary.seen], diary.broken) == (list(range(1, 10)), 0)


def test_a_question_asked_again_later_is_not_taken_for_the_earlier_one() -> None:
    sent = [Sent("a", "cities/rome", 1.0, [2]), Sent("b", "cities/rome", 5.0, [5])]
    seen = [
        Seen(2, "in", "a", [], 1.1),
        Seen(3, "out", "", ["cities/rome"], 1.2),
        Seen(4, "out", "", ["cities/rome"], 1.3),
        Seen(5, "in", "b", [], 5.1),
        Seen(6, "out", "", ["cities/rome"], 5.2),
    ]
    diary = Diary(0, sent, seen, [2, 3, 4, 5, 6])

    assert faults(diary) == {"doubled": 1}
    assert [round(took, 1) for _, took in diary.times()] == [0.2, 0.2]
    assert Diary.read(diary.written()) == diary
