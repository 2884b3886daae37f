"""What becomes of a case: understood and answered by the trained model, as in a first message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tools.evaluation.cases import OUT_OF_SCOPE, Case

if TYPE_CHECKING:
    from bot.brain.agent import Brain

DID_YOU_MEAN = "did_you_mean"
ASK_FACT = "ask_fact"
OFFERED = 3
TODAY = date(2026, 11, 22)
"""The day on which the sentences are answered, so that a report does not change with the calendar."""


@dataclass(frozen=True)
class Outcome:
    """What became of a case.

    Args:
        case: the message.
        intents: understood, one for each part that is answered.
        confidence: of the first part.
        candidates: likeliest intents of the first part.
        found: refs named by the message or found in the question index.
        told: refs that the answer rests on; None if no answer was asked for.
    """

    case: Case
    intents: tuple[str, ...]
    confidence: float
    candidates: tuple[str, ...]
    found: tuple[str, ...]
    told: tuple[str, ...] | None = None

    @property
    def right(self) -> bool:
        """Tell whether all that is asked was understood, in its order, and nothing else.

        An answer from the very fact that was asked for is right whatever the intent, if the record is.
        """
        if len(self.intents) != len(self.case.intents):
            return False
        return all(self._fits(*pair) for pair in zip(self.intents, self.case.intents))

    def _fits(self, understood: str, asked: str) -> bool:
        if understood == ASK_FACT:
            return self.case.inside and (not self.case.records or self.finds)
        return understood == asked

    @property
    def finds(self) -> bool:
        """Tell whether one of the right records was named or found."""
        return bool(set(self.found) & set(self.case.records))

    @property
    def answers(self) -> bool:
        """Tell whether the answer rests on one of the right records."""
        return bool(set(self.told or ()) & set(self.case.records))

    @property
    def offered(self) -> bool:
        """Tell whether the right intent was among those offered by "did you mean"."""
        return DID_YOU_MEAN in self.intents and bool(set(self.case.intents) & set(self.candidates))

    @property
    def refused(self) -> bool:
        """Tell whether nothing of it was answered or offered."""
        return set(self.intents) == {OUT_OF_SCOPE}


async def understood(brain: Brain, chosen: Sequence[Case]) -> list[Outcome]:
    """Understand every case, without an answer."""
    return [_outcome(case, await brain.read(case.text)) for case in chosen]


async def answered(brain: Brain, chosen: Sequence[Case]) -> list[Outcome]:
    """Understand every case, and answer those for which the right records are known."""
    return [_outcome(case, await brain.read(case.text), await _told(brain, case)) for case in chosen]


async def _told(brain: Brain, case: Case) -> tuple[str, ...] | None:
    if not case.records:
        return None
    from bot.brain.agent import TurnRequest
    from nlu import generation

    language = generation.current().language.decide(case.text).language
    result = await brain.turn(TurnRequest("evaluation", language, case.text, today=TODAY))
    return tuple(dict.fromkeys(ref for block in result.blocks for ref in block.get("records", [])))


def _outcome(case: Case, parts: list[dict[str, Any]], told: tuple[str, ...] | None = None) -> Outcome:
    first = parts[0]
    named = [entity["value"] for part in parts for entity in part["entities"]]
    hits = [hit["ref"] for part in parts for hit in part["understood"]["hits"]]
    return Outcome(
        case,
        tuple(part["intent"]["name"] for part in parts),
        float(first["intent"]["confidence"]),
        tuple(row["intent"] for row in first["understood"]["candidates"][:OFFERED]),
        tuple(dict.fromkeys([*named, *hits])),
        told,
    )
