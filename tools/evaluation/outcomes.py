"""What becomes of a case: understood and answered by the trained model, as in a first message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.wording.render import plain, render
from tools.evaluation.cases import OUT_OF_SCOPE, Case

if TYPE_CHECKING:
    from bot.brain.agent import Brain

DID_YOU_MEAN = "did_you_mean"
ASK_FACT = "ask_fact"
OFFERED = 3
SAID = frozenset({"text", "list", "card", "table"})
"""Blocks that tell; buttons and sources only offer."""
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
        named: refs of the right records whose name the answer says; its buttons and offers do not count.
    """

    case: Case
    intents: tuple[str, ...]
    confidence: float
    candidates: tuple[str, ...]
    found: tuple[str, ...]
    told: tuple[str, ...] | None = None
    named: tuple[str, ...] = ()

    @property
    def served(self) -> bool:
        """Tell whether the answer tells what was asked: understood as written, or by a way that was judged as good."""
        return self.right or (bool(self.case.as_good) and self.intents == self.case.as_good)

    @property
    def speaks_of(self) -> bool:
        """Tell whether the answer rests on a right record or says its name, as where a city is what a list is for."""
        return self.answers or (bool(self.named) and DID_YOU_MEAN not in self.intents)

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
    return [_outcome(case, await brain.read(case.text), *await _told(brain, case)) for case in chosen]


async def _told(brain: Brain, case: Case) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    if not case.records:
        return None, ()
    from bot.brain.agent import TurnRequest
    from nlu import generation

    language = generation.current().language.decide(case.text).language
    result = await brain.turn(TurnRequest("evaluation", language, case.text, today=TODAY))
    told = tuple(dict.fromkeys(ref for block in result.blocks for ref in block.get("records", [])))
    said = plain(render([block for block in result.blocks if block["type"] in SAID], language)).casefold()
    return told, tuple(ref for ref in case.records if any(name in said for name in _names(ref)))


def _names(ref: str) -> list[str]:
    from nlu import generation

    record = generation.current().library.get(ref)
    return [name.casefold() for name in (*record.names.en, *record.names.zh)] if record is not None else []


def _outcome(
    case: Case, parts: list[dict[str, Any]], told: tuple[str, ...] | None = None, said: tuple[str, ...] = ()
) -> Outcome:
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
        said,
    )
