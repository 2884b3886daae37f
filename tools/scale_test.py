"""`make scale-test`: a small installation on this machine, and proof that it goes on whatever part is lost."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml import YAML
from sqlalchemy.exc import SQLAlchemyError

from tools.scale.installation import BRAIN, installed
from tools.scale.parts import PartFailed
from tools.scale.trials import TRIALS, Result, Trial, attempt
from tools.terminal import Terminal, language_of

PEOPLE = 8
SERVER = "postgresql://postgres@127.0.0.1:5432/"
PROGRAMS = ("nginx", "redis-server")
LOGS = Path("logs/scale")
COLUMNS = ("requests", "messages", "failed", "lost", "doubled", "repeated", "longest")


def questions() -> dict[str, tuple[str, ...]]:
    """Return what people ask, by language."""
    found = YAML(typ="safe").load(Path(__file__).with_name("scale") / "questions.yml")
    return {language: tuple(asked) for language, asked in found.items()}


async def run(
    folder: Path, server: str, terminal: Terminal, brain: Sequence[str] = BRAIN, trials: Sequence[Trial] = TRIALS
) -> list[Result]:
    """Start an installation, try everything on it and print a line for each trial.

    Args:
        folder: for logs and sockets.
        server: address of the PostgreSQL server.
        terminal: prints.
        brain: arguments with which Python starts a brain.
        trials: what is tried.

    Raises:
        PartFailed: a part did not start or did not end.
    """
    began, asked = time.monotonic(), questions()
    async with installed(folder, server, brain) as all_of:
        terminal.say("scale_started", seconds=f"{time.monotonic() - began:.0f}", logs=folder)
        print("  ".join(terminal.text(f"column_{name}").rjust(9) for name in COLUMNS), flush=True)
        results = []
        for trial in trials:
            result = await attempt(trial, all_of, PEOPLE, asked)
            results.append(result)
            print(line(result, terminal), flush=True)
    good = sum(result.is_good for result in results)
    terminal.say("scale_ended", good=good, all=len(results), seconds=f"{time.monotonic() - began:.0f}")
    return results


def line(result: Result, terminal: Terminal) -> str:
    """Return the line of the table for a trial."""
    tally = result.tally
    numbers = (tally.requests, result.answers, tally.failed, tally.lost, tally.doubled, tally.repeated)
    cells = [str(number) for number in numbers] + [f"{tally.longest:.1f}s"]
    verdict = terminal.text("trial_good" if result.is_good else "trial_bad")
    return "  ".join(cell.rjust(9) for cell in cells) + f"  {verdict}  {terminal.text(result.trial.name)}"


def main() -> int:
    """Run all trials; returns the exit code."""
    terminal = Terminal(language_of(os.environ))
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        terminal.say("scale_needs", programs=", ".join(missing))
        return 2
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="citybridge-scale-") as folder:
        try:
            server = os.environ.get("SCALE_POSTGRES") or SERVER
            results = asyncio.run(run(Path(folder), server, terminal))
        except (PartFailed, SQLAlchemyError) as problem:
            print(str(problem), file=sys.stderr)
            return 2
        finally:
            for log in Path(folder).glob("*.log"):
                shutil.copy(log, LOGS)
    return 0 if all(result.is_good for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
