"""One turn: what is to be answered, worded and stored, and the one transaction that stores it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from anyio import fail_after, to_thread
from sqlalchemy.engine import Connection

from bot import effects, escalating, offers, phrases, privacy_effects, rating_effects
from bot.brain_client import Answer, BrainClient, BrainError, BrainTooSlow
from bot.counting import counted
from bot.drafts import ANSWERED, APOLOGISED, SILENT, Draft, apology
from bot.language import Decider, is_answer
from bot.phrases import Block
from bot.replies import reply
from bot.scene import EffectError, Rules, Scene
from bot.self_service import SelfService, wish
from bot.timing import timed
from desk import buttons, cases, figures, merged, messages, ownership, turns
from desk.conversations import QUEUE
from desk.turns import Lease, Turn

_UNPROCESSABLE = "status_422"
FIRST_SEQ = 2
"""The first message of a person comes after the greeting; before it nobody can have a draft."""
_OF_WAITING = ("ask_person", "stop_waiting", "give_address", "forget_address")
"""Effects whose answer speaks of the waiting itself."""
_GRACE = 0.5
"""Seconds after the limit: the client of the brain keeps to it, and knows better why there is no answer."""


Drafts = Callable[[str], Awaitable["dict[str, Any] | None"]]


class Preparation:
    """Finds out what to answer; changes nothing.

    Args:
        brain: the brain.
        decider: decides the language of typed text.
        drafts: gives the draft of a request that a conversation has at the desk.
        self_service: knows what people do about their own data.
    """

    def __init__(
        self,
        brain: BrainClient,
        decider: Decider,
        drafts: Drafts | None = None,
        self_service: SelfService | None = None,
    ) -> None:
        self._brain = brain
        self._decider = decider
        self._drafts = drafts
        self._self_service = self_service or SelfService()

    async def wait_for_brain(self, turn: Turn) -> None:
        """Wait while the brain is being started, if this message needs it, for no longer than the time limit."""
        talk, message = turn.conversation, turn.message
        ours = "effects" in message.do if message.do is not None else wish(message.text) is not None
        if not (talk.has_person or ours):
            await self._brain.available()

    async def prepare(self, turn: Turn, seconds: float) -> Draft:
        """Return what is to be answered to a message; a failure of the brain becomes an apology.

        Args:
            turn: the message, and the conversation as it is.
            seconds: how long the brain may take, all attempts together.
        """
        talk, message = turn.conversation, turn.message
        own = await self._self_service.wishes(message)
        if talk.has_person and own is None:
            return _stale(turn) or Draft(SILENT, talk.language)
        steps: dict[str, float] = {}
        with timed(steps, "language"):
            language, note = await self._language(turn)
        if own is not None:
            return Draft(ANSWERED, language, note, own)
        try:
            without = self._without_brain(turn, language)
            if without is not None:
                return without
            with timed(steps, "brain"), fail_after(seconds + _GRACE):
                answer = await self._ask(turn, language, time.monotonic() + seconds)
            effects.check_wishes(answer.effects)
        except TimeoutError:
            return apology(language, True, "waited", message.text)
        except (BrainError, EffectError) as problem:
            return replace(
                apology(language, isinstance(problem, BrainTooSlow), str(problem), message.text), steps=steps
            )
        return Draft(
            ANSWERED,
            language,
            note + answer.blocks,
            answer.effects,
            answer.state,
            answer.understood,
            answer.model,
            answer.generation,
            steps=steps,
        )

    @staticmethod
    def _without_brain(turn: Turn, language: str) -> Draft | None:
        """Return what needs no brain: our own buttons, keys of old ones, an address of somebody who waits.

        Raises:
            EffectError: a button wishes for something that does not exist.
        """
        talk, message = turn.conversation, turn.message
        if message.do is not None:
            wishes = message.do.get("effects")
            if wishes is None:
                return None
            effects.check(wishes)
            return Draft(ANSWERED, language, effects=wishes)
        asked = (talk.state or {}).get("asks")  # then an address answers that question
        address = escalating.given_address(message.text) if talk.owner == QUEUE and not asked else None
        if address is not None:
            return Draft(ANSWERED, talk.language, effects=[{"type": "give_address", "address": address}])
        if buttons.looks_like_key(message.text):
            return Draft(ANSWERED, talk.language, [phrases.text("gateway.button_unknown")])
        return None

    async def _language(self, turn: Turn) -> tuple[str, list[Block]]:
        talk, message = turn.conversation, turn.message
        if message.do is not None or is_answer(message.text, talk.state):
            return talk.language, []
        said = (message.text, talk.language, talk.state is None)
        if self._decider.is_ready():
            decision = self._decider.decide(*said)
        else:
            # It has to wait for the knowledge, or to take in a new generation of names.
            decision = await to_thread.run_sync(self._decider.decide, *said)
        return decision.language, [phrases.text("gateway.other_language")] if decision.other else []

    async def _ask(self, turn: Turn, language: str, end: float) -> Answer:
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
        if talk.state is None:
            request |= await self._kept(turn)
        try:
            return await self._brain.turn(request, end - time.monotonic())
        except BrainError as problem:
            if str(problem) != _UNPROCESSABLE or talk.state is None:
                raise
        # A brain of a newer version cannot read an old state. Losing the context once is better than
        # apologising in this conversation for ever.
        request |= {"state": None, **await self._kept(turn)}
        return await self._brain.turn(request, end - time.monotonic())

    async def _kept(self, turn: Turn) -> dict[str, Any]:
        """Give the draft of a request, which outlives the state of the conversation."""
        if self._drafts is None or turn.message.seq <= FIRST_SEQ:
            return {}
        return {"draft": await self._drafts(turn.conversation.id)}


def _stale(turn: Turn) -> Draft | None:
    """Return what is said to a button that stops a wait which is over: a person has taken over already."""
    wishes = (turn.message.do or {}).get("effects") or []
    if [wish.get("type") for wish in wishes] != ["stop_waiting"]:
        return None
    return Draft(ANSWERED, turn.conversation.language, [phrases.text("gateway.person_here")])


class Storing:
    """Stores a turn: state, effects, reply and outbox together or not at all.

    Args:
        rules: what the operator has set.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

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
            if not rating_effects.only(draft.effects):
                figures.add_message(connection, talk, counted(turn.id, draft), now)
            self._say(
                connection, turn, draft, Scene(talk.id, draft.language, message.text, self._rules, now, message.seq)
            )
        status = messages.FAILED if draft.outcome == APOLOGISED else messages.DONE
        messages.settle(connection, message.id, status, draft.language, draft.understood)
        return turns.go_on(connection, talk.id, lease)

    def _say(self, connection: Connection, turn: Turn, draft: Draft, scene: Scene) -> None:
        outcome = effects.execute(connection, draft.effects, scene)
        blocks = effects.place(draft.blocks, draft.effects, outcome)
        blocks = privacy_effects.offered(draft.understood or {}, blocks, self._rules.periods.conversations)
        typed = turn.message.do is None and (draft.understood is not None or draft.outcome == APOLOGISED)
        if typed and merged.wrote(connection, turn.message, scene.now):
            blocks = [*blocks, phrases.text("gateway.noted_there")]
        if turn.conversation.owner == QUEUE and draft.outcome == ANSWERED:
            blocks += self._reminder(connection, draft, scene)
        elif draft.outcome == ANSWERED and draft.understood is not None:
            blocks = offers.offered(connection, turn.message, draft.understood, blocks)
        said, channel = effects.arranged(blocks), turn.conversation.channel
        reply(connection, scene.conversation, channel, said, outcome.language, scene.now, turn.id)

    def _reminder(self, connection: Connection, draft: Draft, scene: Scene) -> list[Block]:
        """While a person is awaited every answer says so, unless this turn already speaks of it."""
        if any(effect["type"] in _OF_WAITING for effect in draft.effects):
            return []
        case = cases.open_escalation(connection, scene.conversation)
        case = case or cases.latest_open(connection, scene.conversation)  # a request that was passed on to a colleague
        return phrases.still_waiting(case, scene.now) if case else []
