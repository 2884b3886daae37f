"""What a turn says and wants done, gathered while Rasa runs it."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]
Effect = dict[str, Any]


@dataclass
class Collector:
    """Blocks, effects and errors of one turn, in the order in which they came."""

    blocks: list[Block] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def take(self, messages: list[dict[str, Any]]) -> None:
        """Take over the blocks and effects of one action.

        Effects are numbered through the turn: the place that an action marks with index 0 is its own first effect,
        in whichever of its messages the effect stands.
        """
        first = len(self.effects)
        for message in messages:
            self.effects += message.get("effects") or []
        for message in messages:
            for block in message.get("blocks") or []:
                if block.get("type") == "effect":
                    block = {**block, "index": first + int(block.get("index", 0))}
                self.blocks.append(block)


_current: ContextVar[Collector | None] = ContextVar("collector", default=None)


def begin() -> Collector:
    """Start gathering for the turn that runs in this context."""
    collector = Collector()
    _current.set(collector)
    return collector


def current() -> Collector | None:
    """Return the collector of the turn that runs in this context; None under Rasa's own command line."""
    return _current.get()
