"""What the brain counts and times, in the form that Prometheus reads. No label holds words or ids of people."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; a turn takes a few milliseconds and is given up after ten seconds."""


class BrainMetrics:
    """The numbers of one brain process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.turns = Histogram(
            "citybridge_brain_turn_seconds",
            "A whole turn inside the brain, waiting for its turn included",
            ["language", "outcome"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        steps = Histogram(
            "citybridge_brain_step_seconds",
            "Parts of a turn: understanding the message, and each action",
            ["step"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.understanding = steps.labels("understand")
        self.acting = steps.labels("act")
        self.failed_actions = Counter(
            "citybridge_brain_failed_actions", "Actions that raised", ["action"], registry=self.registry
        )
        self._info = Gauge(
            "citybridge_brain_info",
            "Model and state of the knowledge that answer",
            ["model", "generation"],
            registry=self.registry,
        )
        self._knowledge = Gauge(
            "citybridge_brain_knowledge_broken",
            "1 while records on disk are broken and the last good ones answer",
            registry=self.registry,
        )

    def page(self, model: str, generation: str, broken: bool) -> bytes:
        """Return everything as Prometheus reads it.

        Args:
            model: id of the model.
            generation: state of the knowledge.
            broken: whether newer records could not be taken.
        """
        self._info.clear()
        self._info.labels(model, generation).set(1)
        self._knowledge.set(broken)
        return bytes(generate_latest(self.registry))
