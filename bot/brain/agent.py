"""The brain: loads the model once and answers turns; a function from state and message to state and answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

import actions.clock
import actions.knowledge
from actions import guides
from bot.brain import chosen, collector, parts, rasa_patches, state, together
from bot.brain.collector import Block, Collector, Effect
from bot.brain.endpoint import InProcessActions
from bot.brain.nlg import BlockGenerator
from knowledge.watch import Watcher
from nlu import generation

log = structlog.get_logger(__name__)


class TurnError(RuntimeError):
    """A turn gave no answer; the caller must say so to the person."""


@dataclass(frozen=True)
class TurnRequest:
    """One message and the state it meets.

    Args:
        turn_id: unique; nothing is remembered under it.
        language: "en" or "zh", decided by the gateway.
        text: what the person typed, or the title of the button pressed.
        state: compact state after the turn before; None at the beginning.
        do: intent and entities of a button; None for typed text.
        today: day on which the answer is given; None for the calendar's.
        channel: name of the channel, for the log only.
        waiting: whether a person is awaited, as the gateway knows it; None where it does not say.
    """

    turn_id: str
    language: str
    text: str
    state: dict[str, Any] | None = None
    do: dict[str, Any] | None = None
    today: date | None = None
    channel: str = ""
    waiting: bool | None = None

    @property
    def slots(self) -> dict[str, Any]:
        """What the conversation remembers; whether a person is awaited the gateway knows best."""
        known = {} if self.waiting is None else {"asked_for_person": self.waiting}
        return {**((self.state or {}).get("slots") or {}), **known}


@dataclass(frozen=True)
class TurnResult:
    """What a turn gives: see the fields of the brain's answer in docs/architecture.md."""

    turn_id: str
    state: dict[str, Any]
    blocks: list[Block]
    effects: list[Effect]
    understood: dict[str, Any]
    generation: str
    model: str = field(default="")


class TurnStore(TrackerStore):
    """Holds the trackers of running turns only; a turn that ends leaves nothing."""

    def __init__(self, domain: Domain | None = None) -> None:
        super().__init__(domain)
        self._running: dict[str, DialogueStateTracker] = {}

    def put(self, tracker: DialogueStateTracker) -> None:
        """Begin a turn with this tracker."""
        self._running[tracker.sender_id] = tracker

    def take(self, turn_id: str) -> DialogueStateTracker:
        """End a turn: return its tracker and forget it."""
        return self._running.pop(turn_id)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of a running turn."""
        return self._running.get(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker until the turn ends."""
        self._running[tracker.sender_id] = tracker


class Brain:
    """A loaded model with the knowledge it answers from.

    Args:
        agent: Rasa's agent with the model loaded.
        store: the agent's tracker store.
        watcher: follows the records on disk.
    """

    def __init__(self, agent: Agent, store: TurnStore, watcher: Watcher) -> None:
        self._agent = agent
        self._store = store
        self.watcher = watcher
        # A turn is pure computation: running two at once in one process gains nothing and would mix their days.
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    async def open(cls, model: Path, knowledge: Path) -> Brain:
        """Load model and knowledge, and answer once so that the first person is not the slow one.

        Args:
            model: file written by `rasa train`.
            knowledge: folder of the records.

        Raises:
            KnowledgeError: the records are broken.
            FileNotFoundError: there is no model.
        """
        if not model.is_file():
            raise FileNotFoundError(f"{model}: no model; run `make train`")
        rasa_patches.apply()
        watcher = Watcher(knowledge)
        actions.knowledge.set_watcher(watcher)
        generation.process.use(watcher.library)
        watcher.listen(generation.process.use)
        watcher.start()
        store = TurnStore()
        agent = Agent(generator=BlockGenerator(), action_endpoint=InProcessActions())
        agent.tracker_store = store  # not the fail-safe wrapper, which answers without context when a read fails
        agent.load_model(model)
        brain = cls(agent, store, watcher)
        await brain.turn(TurnRequest("warm-up", "en", "What is the IUC?"))
        await brain.turn(TurnRequest("warm-up", "zh", "介绍一下重庆"))
        return brain

    @property
    def model(self) -> str:
        """Return the id of the model."""
        return str(self._agent.model_id or "")

    async def read(self, text: str) -> list[dict[str, Any]]:
        """Return the parse data of each part of a first message that would be answered."""
        heard = await parts.parse(self._agent.processor, TurnRequest("read", "en", text), None)
        return heard.reads

    async def turn(self, request: TurnRequest) -> TurnResult:
        """Answer one message.

        Args:
            request: message and state.

        Raises:
            TurnError: an action failed or nothing was said.
            ValueError: the state is of another version.
        """
        async with self._one_at_a_time:
            if request.today is not None:
                day = request.today
                actions.clock.set_clock(lambda: day)
            try:
                return await self._run(request)
            finally:
                actions.clock.set_clock(None)

    async def _run(self, request: TurnRequest) -> TurnResult:
        domain = self._agent.domain
        tracker = state.restore(request.state, request.turn_id, domain)
        tracker.update(SlotSet("language", request.language), domain)
        if request.waiting is not None:
            tracker.update(SlotSet("asked_for_person", request.waiting), domain)
        turn = collector.begin()
        about = (request.state or {}).get("about")
        heard = await parts.parse(self._agent.processor, chosen.with_name(request), about)
        self._store.put(tracker)  # only now: a message that cannot be parsed must leave nothing behind
        said: list[list[Block]] = []
        try:
            for part in heard.parts:
                begun = len(turn.blocks)
                for data in part.reads:
                    await self._say(request, data)
                said.append(turn.blocks[begun:])
        finally:
            after = self._store.take(request.turn_id)
        self._check(turn, request)
        turn.blocks = together.joined(heard, said)
        spoken = [ref for block in turn.blocks for ref in block.get("records", [])]
        compacted = state.compact(after)
        compacted |= {"about": spoken[0] if spoken else about, "asks": guides.asks(compacted["slots"])}
        if heard.left:  # questions of this message that wait for "go on"
            compacted["left"] = list(heard.left)
        understood = parts.summary(heard.reads[0], request.language, list(dict.fromkeys(spoken)))
        stamp = generation.process.current.library.generation
        return TurnResult(request.turn_id, compacted, turn.blocks, turn.effects, understood, stamp, self.model)

    async def _say(self, request: TurnRequest, data: dict[str, Any]) -> None:
        message = UserMessage(
            data["text"], CollectingOutputChannel(), request.turn_id, parse_data=data, input_channel=request.channel
        )
        message.metadata = {"language": request.language}
        await self._agent.processor.handle_message(message)

    @staticmethod
    def _check(turn: Collector, request: TurnRequest) -> None:
        if turn.errors:
            raise TurnError(f"turn {request.turn_id}: an action failed") from turn.errors[0]
        if not turn.blocks:
            raise TurnError(f"turn {request.turn_id}: nothing was said")
