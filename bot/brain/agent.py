"""The brain: loads the model once and answers turns; a function from state and message to state and answer."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

import actions.asker
import actions.clock
import actions.knowledge
from actions import guides, partner_heard
from actions.context import Entity
from bot.brain import chosen, collector, parts, rasa_patches, state, together
from bot.brain.collector import Block, Collector
from bot.brain.endpoint import InProcessActions
from bot.brain.metrics import BrainMetrics
from bot.brain.nlg import BlockGenerator
from bot.brain.runner import OrderedRunner
from bot.brain.turns import DRAFT, TurnError, TurnRequest, TurnResult
from knowledge.watch import Watcher
from nlu import generation

__all__ = ["Brain", "TurnError", "TurnRequest", "TurnResult", "TurnStore"]

WARM_UP = (("en", "What is the IUC?"), ("zh", "介绍一下重庆"), ("en", "Who pays the flihgts, and when is the dedline?"))
"""Asked at the start, so that no person waits for what is loaded when it is first needed: the slips, for one."""


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
        metrics: what it counts and times.
    """

    def __init__(self, agent: Agent, store: TurnStore, watcher: Watcher, metrics: BrainMetrics) -> None:
        self._agent = agent
        self._store = store
        self.watcher = watcher
        self.metrics = metrics
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
        store = TurnStore()
        metrics = BrainMetrics()
        agent = Agent(generator=BlockGenerator(), action_endpoint=InProcessActions(metrics))
        agent.tracker_store = store  # not the fail-safe wrapper, which answers without context when a read fails
        agent.load_model(model)
        generation.process.use(watcher.library)  # after the model, which brings its words and the vectors of questions
        watcher.listen(generation.process.use)
        watcher.start()
        agent.processor.graph_runner = OrderedRunner.of(agent.processor.graph_runner)
        brain = cls(agent, store, watcher, metrics)
        for language, text in WARM_UP:
            await brain.turn(TurnRequest("warm-up", language, text))
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
        if request.do is None and (asker := actions.asker.read(request.text)):  # a part of the message may not say it
            tracker.update(SlotSet(actions.asker.SLOT, asker), domain)
        if request.do is None:
            self._hear(request, tracker)
        if request.state is None and request.draft is not None:
            tracker.update(SlotSet(DRAFT, request.draft), domain)
        turn = collector.begin()
        about = (request.state or {}).get("about")
        with self.metrics.understanding.time():
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
        compacted |= {
            "about": state.spoken_of(spoken, about, compacted["slots"]),
            "asks": guides.asks(compacted["slots"]),
        }
        if heard.left:  # questions of this message that wait for "go on"
            compacted["left"] = list(heard.left)
        understood = parts.summary(heard.reads[0], request.language, list(dict.fromkeys(spoken)))
        stamp = generation.process.current.library.generation
        return TurnResult(request.turn_id, compacted, turn.blocks, turn.effects, understood, stamp, self.model)

    def _hear(self, request: TurnRequest, tracker: DialogueStateTracker) -> None:
        """Remember who looks for whom: the part of a message that is answered may not say it."""
        reading = generation.current().reader.read(request.text)
        named = [Entity(one.entity, one.value, one.text, one.start) for one in reading.mentions]
        wanted = [one for one in named if one.value not in reading.negated]
        before = tracker.get_slot(partner_heard.HEARD)
        heard = partner_heard.read(reading.normalised.text, wanted, before)
        if heard is not None:
            tracker.update(SlotSet(partner_heard.HEARD, heard), self._agent.domain)

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
