"""One turn: what is to be answered, worded and stored, and the one transaction that stores it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from anyio import to_thread
from sqlalchemy.engine import Connection

from bot import effects, phrases
from bot.brain_client import Answer, BrainClient, BrainError, BrainTooSlow
from bot.effects import Effect, EffectError, Scene
from bot.language import Decider
from bot.phrases import Block
from bot.wording.render import plain, render
from desk import buttons, cases, conversations, messages, ownership, turns
from desk.conversations import QUEUE
from desk.messages import Reply
from desk.turns import Lease, Turn

ANSWERED, SILENT, APOLOGISED = "answered", "silent", "apologised"
_UNPROCESSABLE = "status_422"
SHORT_ANSWER = 16
"""Characters up to which an answer to a question of ours keeps the language of the conversation."""


@dataclass(frozen=True)
class Draft:
    """What a turn came to, before it is stored."""

    outcome: str
    language: str
    blocks: list[Block] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    state: dict[str, Any] | None = None
    understood: dict[str, Any] | None = None
    model: str | None = None
    generation: str | None = None
    reason: str | None = None


class Preparation:
    """Finds out what to answer; changes nothing.

    Args:
        brain: the brain.
        decider: decides the language of typed text.
    """

    def __init__(self, brain: BrainClient, decider: Decider) -> None:
        self._brain = brain
        self._decider = decider

    async def prepare(self, turn: Turn) -> Draft:
        """Return what is to be answered to a message; a failure of the brain becomes an apology."""
        talk, message = turn.conversation, turn.message
        if talk.has_person:
            return Draft(SILENT, talk.language)
        language, note = await self._language(turn)
        if message.do is None and buttons.looks_like_key(message.text):
            return Draft(ANSWERED, talk.language, [phrases.text("gateway.button_unknown")])
        try:
            if message.do is not None and "effects" in message.do:
                effects.check(message.do["effects"])
                return Draft(ANSWERED, language, effects=message.do["effects"])
            answer = await self._ask(turn, language)
            effects.check(answer.effects)
        except (BrainError, EffectError) as problem:
            return apology(language, isinstance(problem, BrainTooSlow), str(problem))
        return Draft(
            ANSWERED,
            language,
            note + answer.blocks,
            answer.effects,
            answer.state,
            answer.understood,
            answer.model,
            answer.generation,
        )

    async def _language(self, turn: Turn) -> tuple[str, list[Block]]:
        talk, message = turn.conversation, turn.message
        in_form = bool(talk.state and talk.state.get("loop"))
        # "Poland" or "ok" in answer to a question of ours says nothing about the language.
        answers = bool(talk.state and talk.state.get("asks")) and len(message.text) <= SHORT_ANSWER
        if message.do is not None or in_form or answers:
            return talk.language, []
        said = (message.text, talk.language, talk.state is None)
        if self._decider.is_ready():
            decision = self._decider.decide(*said)
        else:
            # It has to wait for the knowledge, or to take in a new generation of names.
            decision = await to_thread.run_sync(self._decider.decide, *said)
        return decision.language, [phrases.text("gateway.other_language")] if decision.other else []

    async def _ask(self, turn: Turn, language: str) -> Answer:
        talk, message = turn.conversation, turn.message
        said: dict[str, Any] = {"text": message.text}
        if message.do is not None:
            said["do"] = message.do
        request = {
            "turn_id": turn.id,
            "language": language,
            "state": talk.state,
            "message": said,
            "channel": talk.channel,
            "waiting": talk.owner == QUEUE,
        }
        try:
            return await self._brain.turn(request)
        except BrainError as problem:
            if str(problem) != _UNPROCESSABLE or talk.state is None:
                raise
        # A brain of a newer version cannot read an old state. Losing the context once is better than
        # apologising in this conversation for ever.
        return await self._brain.turn({**request, "state": None})


def apology(language: str, slow: bool, reason: str) -> Draft:
    """Return the draft that says sorry and offers a person.

    Args:
        language: in which.
        slow: whether the time limit was the reason.
        reason: code for the log.
    """
    return Draft(APOLOGISED, language, phrases.sorry(slow), reason=reason)


class Storing:
    """Stores a turn: state, effects, reply and outbox together or not at all.

    Args:
        working_days: how long an office takes to answer.
    """

    def __init__(self, working_days: int) -> None:
        self._working_days = working_days

    def store(self, connection: Connection, turn: Turn, draft: Draft, lease: Lease, took_ms: int) -> Turn | None:
        """Store a turn and begin the next one of the conversation.

        Args:
            connection: a write transaction; rolled back by whoever opened it when this raises.
            turn: the turn.
            draft: what it came to.
            lease: our claim on the conversation.
            took_ms: how long it took.

        Returns:
            The next turn of this conversation, if a message waits.

        Raises:
            EpochChanged: somebody else became the owner since the turn began.
            TurnRepeated: another process stored this turn.
            WordingError: a block cannot be put into words.
            EffectError: a block names an effect that is not there.
        """
        now = lease.now
        talk, message = turn.conversation, turn.message
        after: dict[str, Any] = {"language": effects.language_after(draft.effects, draft.language)}
        if draft.state is not None:
            after["state"] = draft.state
        ownership.hold_epoch(connection, talk.id, talk.epoch, updated=now, **after)
        turns.record(connection, turn, draft.outcome, took_ms, now, draft.model, draft.generation)
        if draft.outcome != SILENT:
            self._say(connection, turn, draft, Scene(talk.id, draft.language, message.text, self._working_days, now))
        status = messages.FAILED if draft.outcome == APOLOGISED else messages.DONE
        messages.settle(connection, message.id, status, draft.language, draft.understood)
        return turns.go_on(connection, talk.id, lease)

    def _say(self, connection: Connection, turn: Turn, draft: Draft, scene: Scene) -> None:
        outcome = effects.execute(connection, draft.effects, scene)
        blocks = effects.place(draft.blocks, draft.effects, outcome)
        if turn.conversation.owner == QUEUE and draft.outcome == ANSWERED:
            blocks += self._reminder(connection, draft, scene)
        said, channel = effects.arranged(blocks), turn.conversation.channel
        reply(connection, scene.conversation, channel, said, outcome.language, scene.now, turn.id)

    def _reminder(self, connection: Connection, draft: Draft, scene: Scene) -> list[Block]:
        """While a person is awaited every answer says so, unless this turn already speaks of it."""
        if any(effect["type"] in ("ask_person", "stop_waiting") for effect in draft.effects):
            return []
        case = cases.open_escalation(connection, scene.conversation)
        return phrases.still_waiting(case, scene.now) if case else []


def reply(
    connection: Connection,
    conversation: str,
    channel: str,
    blocks: list[Block],
    language: str,
    now: datetime,
    turn_id: str | None = None,
) -> int:
    """Put blocks into words, give the buttons their keys and store the message.

    Args:
        connection: a write transaction.
        conversation: to whom.
        channel: how it goes out.
        blocks: what to say.
        language: in which language.
        now: the time.
        turn_id: the turn it belongs to.

    Returns:
        The sequence number.

    Raises:
        WordingError: a block cannot be put into words.
    """
    parts = render(blocks, language)
    keyed = buttons.issue(connection, conversation, parts, now)
    said = Reply(conversations.ASSISTANT, plain(parts), keyed, blocks, language, turn_id)
    return messages.say(connection, conversation, channel, said, now)


def without_brain(draft: Draft, reason: str) -> Draft:
    """Return the apology in place of a draft that could not be stored."""
    return replace(apology(draft.language, False, reason), understood=draft.understood)
