"""What one person wrote and saw, and what it shows: messages lost, doubled, reordered or crossed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

FAULTS = ("lost", "doubled", "reordered", "crossed", "apologised", "refused")
OUT = "out"
REMEMBERED = 10
"""How many answered questions back an answer is recognised as one that came again."""


@dataclass
class Sent:
    """A message that was written.

    Args:
        client_id: made by the person.
        record: ref of the record that its answer must rest on.
        at: seconds on the clock of whoever asks.
        seqs: the numbers it was accepted under, one for each time it was sent; the same, if all is well.
        problem: why it was not accepted; empty if it was.
    """

    client_id: str
    record: str
    at: float
    seqs: list[int] = field(default_factory=list)
    problem: str = ""


@dataclass
class Seen:
    """A message that came over the event stream.

    Args:
        seq: its number.
        direction: in (our own) or out (an answer).
        client_id: of our own.
        records: that an answer rests on.
        at: seconds on the clock of whoever asks.
    """

    seq: int
    direction: str
    client_id: str
    records: list[str]
    at: float


@dataclass
class Diary:
    """All that one person wrote and saw in one session.

    Args:
        person: number.
        sent: in the order written.
        seen: in the order it came.
        kept: the numbers that the server holds in the end, in its order.
        broken: how often the stream ended by itself.
        problem: the last request of the session itself that failed; empty if none did.
        compared: whether the server told what it holds.
    """

    person: int
    sent: list[Sent] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    broken: int = 0
    problem: str = ""
    compared: bool = False

    def written(self) -> dict[str, Any]:
        """Return the diary as JSON can hold it."""
        return asdict(self)

    @classmethod
    def read(cls, content: dict[str, Any]) -> Diary:
        """Return the diary that was written."""
        sent = [Sent(**each) for each in content.pop("sent")]
        seen = [Seen(**each) for each in content.pop("seen")]
        return cls(sent=sent, seen=seen, **content)

    def answers(self) -> list[Seen]:
        """Return the answers: what was said to us after the first message of ours that came back."""
        first = min((each.seq for each in self.seen if each.direction != OUT), default=0)
        return [each for each in self.seen if each.direction == OUT and each.seq > first > 0]

    def times(self) -> Iterator[tuple[float, float]]:
        """Return of each answered message when it was sent, and the seconds until its answer came."""
        came: dict[str, list[float]] = {}
        for each in self.answers():
            for record in each.records:
                came.setdefault(record, []).append(each.at)
        for message in self.sent:
            after = [at for at in came.get(message.record, ()) if at >= message.at]
            if after:
                yield message.at, min(after) - message.at


def faults(diary: Diary) -> Counter[str]:
    """Count what went wrong for one person.

    Args:
        diary: of this person.

    Returns:
        A number for each of FAULTS that happened: `lost` never came or was never answered, `doubled` came, was stored
        or was answered twice, `reordered` came in another order, `crossed` belongs to somebody else, `apologised` got
        an answer that rests on no record, `refused` was not accepted.
    """
    found: Counter[str] = Counter()
    found["refused"] += bool(diary.problem) + sum(bool(each.problem) for each in diary.sent)
    found.update(_order([each.seq for each in diary.seen]))
    found.update(_own(diary))
    found.update(_answered(diary))
    if diary.compared:
        # What the stream did not bring may have been missed above already: it counts once.
        found["lost"] = max(found["lost"], len({each.seq for each in diary.seen} ^ set(diary.kept)))
        found.update(_order(diary.kept))
    return +found


def _order(seqs: list[int]) -> Iterator[str]:
    """Yield a fault for every number that is not higher than all before it."""
    known: set[int] = set()
    for seq in seqs:
        if seq in known:
            yield "doubled"
        elif known and seq < max(known):
            yield "reordered"
        known.add(seq)


def _own(diary: Diary) -> Iterator[str]:
    """Yield the faults of our own messages: on the stream, and when one was sent again."""
    came = Counter(each.client_id for each in diary.seen if each.direction != OUT)
    for message in diary.sent:
        if not message.problem:
            yield from _times_off(came.pop(message.client_id, 0))
            yield from ["doubled"] * (len(set(message.seqs)) - 1)
        else:
            came.pop(message.client_id, None)
    yield from ["crossed"] * sum(came.values())


def _times_off(times: int) -> Iterator[str]:
    yield from ["lost"] if times == 0 else ["doubled"] * (times - 1)


def _answered(diary: Diary) -> Iterator[str]:
    """Yield the faults of the answers: each accepted message wants exactly one, about its own record, in order."""
    waiting = [each for each in diary.sent if not each.problem]
    done: list[str] = []
    overtaken: set[str] = set()
    for answer in _once(diary.answers()):
        asked = [each for each in waiting if each.at <= answer.at]
        named = [each for each in asked if each.record in answer.records]
        if asked and not answer.records:
            waiting.remove(asked[0])
            yield "apologised"
        elif named:
            if named[0].client_id in overtaken:
                yield "reordered"
            overtaken.update(each.client_id for each in asked[: asked.index(named[0])])
            waiting.remove(named[0])
            done.append(named[0].record)
        else:
            yield "doubled" if set(done[-REMEMBERED:]) & set(answer.records) else "crossed"
    yield from ["lost"] * len(waiting)


def _once(answers: list[Seen]) -> list[Seen]:
    """Return the answers in the order of their numbers; one that came twice counts there, not here."""
    return [each for _, each in sorted({answer.seq: answer for answer in answers}.items())]
