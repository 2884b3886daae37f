"""The goals we hold ourselves to, and whether what was measured meets them."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.measurement import TOLD, Measurement


@dataclass(frozen=True)
class Goal:
    """One goal with what was measured.

    Args:
        what: is limited.
        measured: the value; nothing if it could not be measured, which meets no goal.
        limit: the value that is still good.
        unit: of both; empty for a number of faults.
        at_least: whether more is better.
    """

    what: str
    measured: float | None
    limit: float
    unit: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Tell whether the goal is met."""
        if self.measured is None:
            return False
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    @property
    def verdict(self) -> str:
        """Return the verdict in a word or two."""
        return "not measured" if self.measured is None else "met" if self.met else "**missed**"

    def row(self) -> tuple[str, str, str, str]:
        """Return the row of a table: what, goal, measured, verdict."""
        sign = "≥" if self.at_least else "≤"
        limit = f"{sign} {number(self.limit)} {self.unit}" if self.unit else "none"
        return self.what, limit, self._measured(), self.verdict

    def _measured(self) -> str:
        return "–" if self.measured is None else f"{number(self.measured)} {self.unit}".strip()


def number(value: float) -> str:
    """Return a number with as many digits as say something, and never so few that it seems to equal its limit."""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def ratio(one: float | None, other: float | None) -> float | None:
    """Return one divided by the other, if both were measured."""
    return one / other if one is not None and other else None


def goals_of_bench(ours: Measurement, stock: Measurement) -> list[Goal]:
    """Return the goals of `make bench`.

    Args:
        ours: CityBridge.
        stock: the assistant of `rasa init`, in the same run.
    """
    turn, theirs = ours.usual, stock.fastest
    slowdown = ratio(ours.at_turn(TOLD[-1]), ours.at_turn(TOLD[0]))
    return [
        Goal("a new question through gateway, brain, action and SQLite, p50", turn.median, 12, "ms"),
        Goal("the same, p95", turn.percentile(95), 30, "ms"),
        Goal("p50 against stock", ratio(turn.median, theirs.median), 0.33, "×"),
        Goal("p95 against stock", ratio(turn.percentile(95), theirs.percentile(95)), 0.33, "×"),
        Goal(f"turn {TOLD[-1]:,} of one conversation against turn {TOLD[0]}", slowdown, 1.2, "×"),
        Goal("messages per second against stock", ratio(ours.rate, stock.rate), 5, "×", at_least=True),
        Goal("gateway ready", ours.assistant.ready.get("gateway"), 2, "s"),
        Goal("brain ready", ours.assistant.ready.get("brain"), 12, "s"),
        Goal("both in memory, after all that was asked", sum(ours.memory.values()), 800, "MB"),
        Goal("training from scratch", ours.training, 60, "s"),
        Goal("a changed record is answered from", ours.changed, 5, "s"),
    ]
