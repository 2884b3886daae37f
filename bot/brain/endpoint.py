"""Custom actions executed in this process: the same rasa_sdk actions, without a second server."""

from __future__ import annotations

import time
from typing import Any

import structlog
from rasa_sdk.executor import ActionExecutor

from bot.brain import collector
from bot.brain.metrics import BrainMetrics

ACTIONS_PACKAGE = "actions"
log = structlog.get_logger(__name__)


class InProcessActions:
    """Stands where Rasa expects the configuration of an action server.

    Rasa swallows what goes wrong in an action and leaves the person without a word. Here the error is kept
    with the turn, and the turn fails as a whole.

    Args:
        metrics: times and counts the actions.
    """

    url = "in-process"

    def __init__(self, metrics: BrainMetrics) -> None:
        self._metrics = metrics
        self.kwargs: dict[str, Any] = {"enable_selective_domain": True}
        self._executor = ActionExecutor()
        self._executor.register_package(ACTIONS_PACKAGE)

    @property
    def names(self) -> set[str]:
        """Return the names of all registered actions."""
        return set(self._executor.actions)

    async def request(self, json: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Run one action; Rasa calls this in place of an HTTP request."""
        turn = collector.current()
        if turn is None:
            raise LookupError("an action was called outside a turn")
        began = time.perf_counter()
        try:
            result = await self._executor.run(json) or {}
        except Exception as error:  # whatever it is, the person must get an answer: the turn fails as a whole
            log.error("action failed", action=json.get("next_action"), error=type(error).__name__, exc_info=True)
            self._metrics.failed_actions.labels(json.get("next_action")).inc()
            turn.errors.append(error)
            return {"events": [], "responses": []}
        took = time.perf_counter() - began
        self._metrics.acting.observe(took)
        log.info("action", action=json.get("next_action"), took_ms=int(took * 1000))
        turn.take([{**(m.get("custom") or {}), "blocks": m.get("blocks")} for m in result.get("responses", [])])
        return {"events": result.get("events", []), "responses": []}
