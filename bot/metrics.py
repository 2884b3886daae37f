"""What the gateway counts and times, in the form that Prometheus reads.

Labels are codes, languages and channels: never an id or anything that a person wrote. Each gateway has a
registry of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.drafts import Draft
from desk.backlog import Backlog, Waiting
from desk.turns import Accepted, Turn

BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds; goal and limit of a turn (30 ms, 10 s) are bounds, so that they can be read exactly."""
BANDS = frozenset({"sure", "between", "unsure"})
LANGUAGES = frozenset({"en", "zh"})
OTHER = "other"


class Metrics:
    """The numbers of one gateway process."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._steps = Histogram(
            "citybridge_turn_step_seconds",
            "Parts of a turn: wait (from arrival to its begin), language, brain, store (wording and writing)",
            ["step"],
            buckets=BUCKETS,
            registry=registry,
        )
        self._turns = Histogram(
            "citybridge_turn_seconds",
            "From the begin of a turn until its answer is stored",
            ["language", "outcome"],
            buckets=BUCKETS,
            registry=registry,
        )
        self._count(registry)
        self.streams = Gauge("citybridge_streams", "Event streams that are open here", registry=registry)
        self._answers = Gauge(
            "citybridge_answers_info",
            "Model and state of the knowledge of the latest answer",
            ["model", "generation"],
            registry=registry,
        )
        self._from_database(registry)

    def _count(self, registry: CollectorRegistry) -> None:
        self._bands = Counter(
            "citybridge_bands",
            "How sure the answers were: sure, between, unsure",
            ["language", "band"],
            registry=registry,
        )
        self._handoffs = Counter(
            "citybridge_handoffs", "Turns that asked for a person", ["language", "channel"], registry=registry
        )
        self._apologies = Counter(
            "citybridge_brain_errors", "Turns that ended in an apology, by reason", ["kind"], registry=registry
        )
        self._messages = Counter(
            "citybridge_messages", "Messages that were taken: new or repeated", ["channel", "result"], registry=registry
        )
        self._refusals = Counter(
            "citybridge_refusals", "Requests that were refused, by code", ["channel", "code"], registry=registry
        )

    def _from_database(self, registry: CollectorRegistry) -> None:
        self._database = Gauge("citybridge_database_up", "1 when the database answers", registry=registry)
        self._waiting = Gauge("citybridge_waiting_messages", "Messages that wait for an answer", registry=registry)
        self._oldest = Gauge(
            "citybridge_waiting_oldest_seconds", "Age of the message that waits longest", registry=registry
        )
        self._outbox = Gauge(
            "citybridge_outbox", "Messages not yet sent or acknowledged", ["channel"], registry=registry
        )
        self._outbox_oldest = Gauge(
            "citybridge_outbox_oldest_seconds",
            "How long the oldest of them is overdue",
            ["channel"],
            registry=registry,
        )

    def accepted(self, channel: str, accepted: Accepted) -> None:
        """Count a message that was taken."""
        self._messages.labels(channel, "repeated" if accepted.repeated else "new").inc()

    def refused(self, channel: str, code: str) -> None:
        """Count a request that was refused with one of the fixed codes."""
        self._refusals.labels(channel, code).inc()

    def stored(self, turn: Turn, draft: Draft, steps: Mapping[str, float], total: float) -> None:
        """Count and time a turn that has been stored.

        Args:
            turn: which.
            draft: what it came to.
            steps: seconds of its steps beside those that the draft names.
            total: seconds from its begin until it was stored.
        """
        language = draft.language if draft.language in LANGUAGES else OTHER
        self._turns.labels(language, draft.outcome).observe(total)
        for step, seconds in {**draft.steps, **steps}.items():
            self._steps.labels(step).observe(seconds)
        band = (draft.understood or {}).get("band")
        if band is not None:
            self._bands.labels(language, band if band in BANDS else OTHER).inc()
        if draft.reason is not None:
            self._apologies.labels(draft.reason).inc()
        if any(effect.get("type") == "ask_person" for effect in draft.effects):
            self._handoffs.labels(language, turn.conversation.channel).inc()
        if draft.generation or draft.model:
            self._answers.clear()
            self._answers.labels(draft.model or "", draft.generation or "").set(1)

    def page(self, backlog: Backlog | None) -> bytes:
        """Return everything as Prometheus reads it.

        Args:
            backlog: what waits in the database; None when the database does not answer.
        """
        self._database.set(backlog is not None)
        waiting = backlog.messages if backlog else Waiting(0, 0.0)
        self._waiting.set(waiting.count)
        self._oldest.set(waiting.oldest)
        self._outbox.clear()
        self._outbox_oldest.clear()
        for channel, queued in (backlog.outbox if backlog else {}).items():
            self._outbox.labels(channel).set(queued.count)
            self._outbox_oldest.labels(channel).set(queued.oldest)
        return bytes(generate_latest(self.registry))
