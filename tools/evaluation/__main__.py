"""`make eval`: measure the trained model and write the report."""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.logs import configure
from tools.evaluation import report
from tools.evaluation.cases import CONFIRMATION, FOLDER, Case, cases
from tools.evaluation.measures import share
from tools.evaluation.names import NameOutcome, name_cases, read_names
from tools.evaluation.noise import CHANGES
from tools.evaluation.outcomes import Outcome, answered, understood

if TYPE_CHECKING:
    from bot.brain.agent import Brain

MODEL = Path("models/citybridge.tar.gz")
SEED = 20_260_411
SAMPLE = 400
"""Messages that are written otherwise; each is understood once for every change."""


@dataclass(frozen=True)
class Measured:
    """All that was measured.

    Args:
        sets: the outcomes of the first and the confirmation set.
        changed: the percentage understood for each change of the letters.
        clean: the percentage understood without a change.
        names: the outcomes of the messages about names.
    """

    sets: list[list[Outcome]]
    changed: dict[str, float]
    clean: float
    names: list[NameOutcome]


async def measure(model: Path, folders: Sequence[Path]) -> Measured:
    """Open the model once and measure everything."""
    from bot.brain.agent import Brain
    from knowledge.library import default_folder

    brain = await Brain.open(model, default_folder())
    try:
        sets = [await answered(brain, cases(folder)) for folder in folders]
        inside = [case for folder in folders for case in cases(folder) if case.inside and len(case.intents) == 1]
        sample = random.Random(SEED).sample(inside, min(SAMPLE, len(inside)))
        changed = {name: await _right(brain, _written(sample, name)) for name in CHANGES}
        return Measured(sets, changed, await _right(brain, sample), await read_names(brain, name_cases()))
    finally:
        brain.watcher.stop()


async def _right(brain: Brain, chosen: Sequence[Case]) -> float:
    return share(one.right for one in await understood(brain, chosen))


def _written(sample: Sequence[Case], change: str) -> list[Case]:
    chance = random.Random(SEED)
    return [case.saying(CHANGES[change](case.text, chance)) for case in sample]


def write(measured: Measured, errors: bool) -> str:
    """Return the report."""
    first, confirmation = measured.sets
    lines = ["# Understanding of the held-out sentences", ""]
    lines += ["## First set: deliberately unobvious sentences", "", *report.summary(first)]
    lines += ["## Confirmation: ordinary sentences, written after the phrases", "", *report.summary(confirmation)]
    lines += report.robustness(measured.clean, measured.changed)
    lines += report.names(measured.names)
    lines += report.details(list(first) + list(confirmation))
    if errors:
        lines += ["## Every error", "", *report.errors(first), *report.errors(confirmation)]
        lines += report.name_errors(measured.names)
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Print the report, and write it where `--out` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--errors", action="store_true", help="list every message that was misunderstood")
    arguments = parser.parse_args()
    configure("error")  # what Rasa logs of each sentence is not part of the report
    text = write(asyncio.run(measure(arguments.model, (FOLDER, CONFIRMATION))), arguments.errors)
    print(text)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
