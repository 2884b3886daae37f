"""The rules themselves: a good history passes, and each defect that they are there for is found."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest

from tests.order.history import Person, Sent, Span, Stored, Talk, TurnRow
from tests.order.rules import ECHO, RULES, breaches

MINE, OTHERS = "visitor 1", "visitor 2"


def asked(number: int) -> str:
    return f"{MINE} number {number}"


def good() -> Talk:
    """A conversation: greeted, asked twice and answered, a person in between, asked again, an apology."""
    stored = [
        Stored(1, "assistant", "Hello"),
        Stored(2, "user", asked(1), "a"),
        Stored(3, "user", asked(2), "b"),
        Stored(4, "assistant", ECHO + asked(1), turn_id="t-2"),
        Stored(5, "assistant", ECHO + asked(2) + "\n\nmore", turn_id="t-3"),
        Stored(6, "user", asked(3), "c"),
        Stored(7, "user", asked(4), "d"),
        Stored(8, "assistant", "I am sorry", turn_id="t-7"),
    ]
    turns = [
        TurnRow("t-2", 2, 0, "answered"),
        TurnRow("t-3", 3, 0, "answered"),
        TurnRow("t-6", 6, 1, "silent"),
        TurnRow("t-7", 7, 2, "apologised"),
    ]
    return Talk(
        "t",
        MINE,
        sent=[Sent(each, asked(number), 2.0 * number, 2.0 * number + 1, (seq, seq)) for number, (each, seq) in
              enumerate([("a", 2), ("b", 3), ("c", 6), ("d", 7)], 1)],
        stored=stored,
        turns=turns,
        spans=[Span(2, 2.0, 3.0), Span(3, 3.0, 4.0), Span(7, 9.0, 10.0)],
        persons=[Person(1, 6, 7)],
        received=[[(each.seq, each.text) for each in stored]],
        transcripts=[[(each.seq, each.text) for each in stored]],
        state_turns=2,
        next_seq=9,
    )  # fmt: skip


def swap(talk: Talk, place: int, /, **changes: object) -> None:
    talk.stored[place - 1] = replace(talk.stored[place - 1], **changes)  # type: ignore[arg-type]


def turn(talk: Talk, number: int, /, **changes: object) -> None:
    talk.turns[number] = replace(talk.turns[number], **changes)  # type: ignore[arg-type]


def sent(talk: Talk, number: int, /, **changes: object) -> None:
    talk.sent[number] = replace(talk.sent[number], **changes)  # type: ignore[arg-type]


DEFECTS: dict[str, Callable[[Talk], object]] = {
    "a number is missing": lambda talk: talk.stored.pop(3),
    "a number is given twice": lambda talk: swap(talk, 5, seq=4),
    "the counter ran ahead": lambda talk: setattr(talk, "next_seq", 10),
    "a message is lost": lambda talk: swap(talk, 3, client_id="x"),
    "a message is stored twice": lambda talk: swap(talk, 3, client_id="a"),
    "a message is stored as another": lambda talk: swap(talk, 2, text=asked(9)),
    "a message of nobody": lambda talk: talk.sent.pop(),
    "a repeat gets another number": lambda talk: sent(talk, 0, numbers=(2, 3)),
    "an earlier message has a later number": lambda talk: (
        sent(talk, 0, numbers=(3,)), sent(talk, 1, numbers=(2,)), swap(talk, 2, client_id="b", text=asked(2)),
        swap(talk, 3, client_id="a", text=asked(1)), swap(talk, 4, turn_id="t-3"), swap(talk, 5, turn_id="t-2"),
    ),
    "a message waits for ever": lambda talk: (swap(talk, 7, pending=True), talk.turns.pop()),
    "a message is settled without a turn": lambda talk: (talk.turns.pop(), swap(talk, 8, turn_id=None)),
    "a claim is never given back": lambda talk: setattr(talk, "leased", True),
    "a turn has no answer": lambda talk: swap(talk, 5, turn_id=None),
    "a turn has two answers": lambda talk: swap(talk, 5, turn_id="t-2"),
    "an answer of no turn": lambda talk: swap(talk, 8, turn_id="t-9"),
    "an answer before its question": lambda talk: turn(talk, 3, seq=8),
    "an answer to another question": lambda talk: swap(talk, 4, text=ECHO + asked(2)),
    "an apology in place of nothing": lambda talk: swap(talk, 8, text="Hello"),
    "an answer of another conversation": lambda talk: swap(talk, 4, text=f"{ECHO}{OTHERS} number 1"),
    "a stream of another conversation": lambda talk: talk.received[0].append((9, f"{OTHERS} number 1")),
    "answers in another order": lambda talk: (
        swap(talk, 4, turn_id="t-3", text=ECHO + asked(2)), swap(talk, 5, turn_id="t-2", text=ECHO + asked(1)),
    ),
    "silence though nobody has the word": lambda talk: turn(talk, 2, epoch=0),
    "an answer in the epoch of a person": lambda talk: turn(talk, 1, epoch=1),
    "an answer over a person": lambda talk: talk.persons.append(Person(7, 5, 6)),
    "an answer over a person who is still there": lambda talk: talk.persons.append(Person(7, 8)),
    "a state that forgot a turn": lambda talk: setattr(talk, "state_turns", 1),
    "a state that saw a turn twice": lambda talk: setattr(talk, "state_turns", 3),
    "two turns at once": lambda talk: talk.spans.append(Span(3, 2.5, 2.6)),
    "turns out of order": lambda talk: talk.spans.append(Span(2, 11.0, 12.0)),
    "a stream that missed one": lambda talk: talk.received[0].pop(3),
    "a stream that doubled one": lambda talk: talk.received[0].insert(3, talk.received[0][3]),
    "a stream in another order": lambda talk: talk.received[0].reverse(),
    "a gateway with another transcript": lambda talk: talk.transcripts[0].pop(),
    "an answer that is not delivered": lambda talk: talk.undelivered.append(4),
    "two open cases for one wish": lambda talk: setattr(talk, "open_escalations", 2),
    "a queue without a case": lambda talk: setattr(talk, "owner", "queue"),
}  # fmt: skip


def test_good_history_passes() -> None:
    assert breaches([good()]) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect_is_found(defect: str) -> None:
    talk = good()
    DEFECTS[defect](talk)

    assert breaches([talk]), f"{defect}: no rule finds it"


def test_every_rule_finds_something() -> None:
    """A rule that no defect above can break would be decoration."""
    idle = set(RULES)
    for spoil in DEFECTS.values():
        talk = deepcopy(good())
        spoil(talk)
        idle -= {rule for rule in idle if list(rule(talk))}

    assert idle == set()
