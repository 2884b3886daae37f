"""What must be true of every history; each rule gives a sentence for each breach that it finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from tests.order.history import ANSWERED, APOLOGISED, ASSISTANT, SILENT, USER, Stored, Talk

ECHO = "You said: "
SORRY = "I am sorry"
QUEUE = "queue"
_BY_BUTTON = ("Talk to a person", "Stop waiting")
"""What the gateway answers without the brain."""
_ALL_MARKS = "visitor "


def breaches(talks: Sequence[Talk]) -> list[str]:
    """Return what is wrong with a history; an empty list if nothing is."""
    return [f"{talk.mark} ({talk.id}): {each}" for talk in talks for rule in RULES for each in rule(talk)]


def numbered_without_holes(talk: Talk) -> Iterator[str]:
    numbers = [message.seq for message in talk.stored]
    if numbers != list(range(1, talk.next_seq)):
        yield f"numbers are {numbers} where the next one is {talk.next_seq}"


def stored_once(talk: Talk) -> Iterator[str]:
    ids = Counter(message.client_id for message in talk.stored if message.author == USER)
    for sent in talk.sent:
        if sent.numbers and ids[sent.client_id] != 1:
            yield f"{sent.text!r} was accepted and is stored {ids[sent.client_id]} times"
    known = {sent.client_id: sent for sent in talk.sent}
    for message in talk.stored:
        if message.author == USER and message.client_id not in known:
            yield f"{message.seq} is a message that nobody here sent: {message.text!r}"


def repeats_get_the_first_result(talk: Talk) -> Iterator[str]:
    stored = {message.client_id: message for message in talk.stored if message.author == USER}
    for sent in talk.sent:
        message = stored.get(sent.client_id)
        if message is not None and message.text != sent.text:
            yield f"{sent.text!r} is stored as {message.text!r}"
        if message is not None and set(sent.numbers) - {message.seq}:
            yield f"{sent.text!r} is number {message.seq}, but was said to be {sent.numbers}"


def stored_in_the_order_sent(talk: Talk) -> Iterator[str]:
    known = [sent for sent in talk.sent if sent.numbers and sent.accepted is not None]
    for one in known:
        for other in known:
            if (one.accepted or 0.0) < other.begun and one.numbers[0] >= other.numbers[0]:
                yield f"{one.text!r} was accepted before {other.text!r} was sent, and has a later number"


def every_message_had_one_turn(talk: Talk) -> Iterator[str]:
    turns = Counter(turn.seq for turn in talk.turns)
    for message in talk.stored:
        if message.author == USER and message.pending:
            yield f"{message.seq} still waits"
        if message.author == USER and turns[message.seq] != 1:
            yield f"{message.seq} had {turns[message.seq]} turns"
    if talk.leased:
        yield "is still claimed by a gateway"


def _answers(talk: Talk) -> dict[str | None, list[Stored]]:
    found: dict[str | None, list[Stored]] = {}
    for message in talk.stored:
        if message.author != USER:
            found.setdefault(message.turn_id, []).append(message)
    return found


def every_turn_has_its_answer(talk: Talk) -> Iterator[str]:
    answers = _answers(talk)
    ids = {turn.turn_id for turn in talk.turns}
    for turn in talk.turns:
        said = answers.get(turn.turn_id, [])
        expected = 0 if turn.outcome == SILENT else 1
        if len(said) != expected:
            yield f"turn {turn.seq} ({turn.outcome}) has {len(said)} answers"
        if any(message.seq <= turn.seq for message in said):
            yield f"turn {turn.seq} was answered before it was asked"
    for identity, said in answers.items():
        if identity is not None and identity not in ids:
            yield f"{said[0].seq} is the answer of no turn: {identity}"


def answers_say_what_was_asked(talk: Talk) -> Iterator[str]:
    asked = {message.seq: message.text for message in talk.stored if message.author == USER}
    answers = _answers(talk)
    for turn in talk.turns:
        for said in answers.get(turn.turn_id, []):
            if turn.outcome == APOLOGISED and not said.text.startswith(SORRY):
                yield f"turn {turn.seq} is an apology that says {said.text!r:.80}"
            echoed = said.text.startswith(ECHO)
            if echoed and said.text.partition("\n")[0] != ECHO + asked.get(turn.seq, ""):
                yield f"turn {turn.seq} asked {asked.get(turn.seq)!r} and was answered {said.text!r:.80}"


def nothing_of_another_conversation(talk: Talk) -> Iterator[str]:
    texts = [message.text for message in talk.stored]
    texts += [text for view in (*talk.received, *talk.transcripts) for _, text in view]
    for text in texts:
        if _ALL_MARKS in text and f"{talk.mark} " not in text:
            yield f"shows what belongs to another conversation: {text!r:.80}"


def answers_are_in_order(talk: Talk) -> Iterator[str]:
    asked = {turn.turn_id: turn.seq for turn in talk.turns}
    order = [asked[message.turn_id] for message in talk.stored if message.turn_id in asked]
    if order != sorted(order):
        yield f"answers are in the order {order}"


def silent_exactly_while_a_person_has_the_word(talk: Talk) -> Iterator[str]:
    epochs = {person.epoch for person in talk.persons}
    for turn in talk.turns:
        if (turn.outcome == SILENT) != (turn.epoch in epochs):
            yield f"turn {turn.seq} of epoch {turn.epoch} is {turn.outcome}; a person had {sorted(epochs)}"


def nothing_is_said_over_a_person(talk: Talk) -> Iterator[str]:
    for person in talk.persons:
        until = talk.next_seq if person.until is None else person.until
        for message in talk.stored:
            if message.author == ASSISTANT and person.first <= message.seq < until:
                yield f"{message.seq} landed while a person had the word ({person.first} to {until})"


def state_is_handed_on_from_turn_to_turn(talk: Talk) -> Iterator[str]:
    asked = {message.seq: message.text for message in talk.stored if message.author == USER}
    by_brain = [
        turn for turn in talk.turns if turn.outcome == ANSWERED and not asked.get(turn.seq, "").startswith(_BY_BUTTON)
    ]
    if len(by_brain) != talk.state_turns:
        yield f"the brain answered {len(by_brain)} turns and its state has seen {talk.state_turns}"


def one_turn_at_a_time(talk: Talk) -> Iterator[str]:
    spans = sorted(talk.spans, key=lambda span: span.begun)
    # The brain goes on for a while with what the gateway no longer waits for.
    given_up = {turn.seq for turn in talk.turns if turn.outcome == APOLOGISED}
    for one, other in zip(spans, spans[1:]):
        if other.begun < one.ended and one.seq not in given_up:
            yield f"turns {one.seq} and {other.seq} were in the brain at once"
        if other.seq < one.seq:
            yield f"turn {other.seq} was given to the brain after {one.seq}"


def _shown(messages: Iterable[Stored]) -> list[tuple[int, str]]:
    return [(message.seq, message.text) for message in messages]


def visitor_got_everything_once_and_in_order(talk: Talk) -> Iterator[str]:
    all_of_it = _shown(talk.stored)
    for number, view in enumerate(talk.received):
        if view != all_of_it:
            missing = [seq for seq, _ in all_of_it if seq not in [each for each, _ in view]]
            yield f"stream {number} brought {[seq for seq, _ in view]}; missing are {missing}"
    for number, view in enumerate(talk.transcripts):
        if view != all_of_it:
            yield f"gateway {number} shows another transcript"
    if talk.undelivered:
        yield f"{talk.undelivered} are not once in the outbox"


def queue_and_case_agree(talk: Talk) -> Iterator[str]:
    if talk.open_escalations > 1:
        yield f"{talk.open_escalations} open escalations"
    if talk.owner == QUEUE and talk.open_escalations != 1:
        yield "waits for a person without a case"


RULES: tuple[Callable[[Talk], Iterator[str]], ...] = (
    numbered_without_holes,
    stored_once,
    repeats_get_the_first_result,
    stored_in_the_order_sent,
    every_message_had_one_turn,
    every_turn_has_its_answer,
    answers_say_what_was_asked,
    nothing_of_another_conversation,
    answers_are_in_order,
    silent_exactly_while_a_person_has_the_word,
    nothing_is_said_over_a_person,
    state_is_handed_on_from_turn_to_turn,
    one_turn_at_a_time,
    visitor_got_everything_once_and_in_order,
    queue_and_case_agree,
)
