"""`make bench`: CityBridge and a stock Rasa assistant, measured in one run."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks import bench_report, machine, messages, plots
from benchmarks.assistants import citybridge, make_stock, stock, train_citybridge
from benchmarks.changing import copied
from benchmarks.measurement import FULL, NEW, QUICK, Extent, Measurement, change, measure
from benchmarks.verb import RESULTS, run
from knowledge.library import default_folder, load
from tools import options
from tools.terminal import Terminal, language_of

OPTIONS = ("quick", "on", "out")
SAME = "the same questions"


async def compare(folder: Path, extent: Extent, train: bool, terminal: Terminal) -> list[Measurement]:
    """Measure both assistants, one after the other.

    Args:
        folder: empty; for everything they write.
        extent: how much.
        train: whether our model is trained from scratch, into that folder, only to see how long it takes.
        terminal: says what happens.

    Returns:
        CityBridge, then stock.

    Raises:
        MeasurementFailed: a process does not start, or a training fails.
        Unanswered: a client alone got no answer.
    """
    mix = messages.read()
    new = messages.new_questions(load(default_folder()), mix)
    asked, rushing = messages.part(new, 0, extent.new), messages.part(new, extent.new, len(max(new, key=len)))
    terminal.say("bench_start", name="CityBridge")
    records, settings = copied(folder)
    async with citybridge(folder, settings) as assistant:
        ours = await measure(assistant, {SAME: mix.questions, NEW: asked}, extent, terminal.say, rushing)
        ours.changed = await change(assistant, records)
    if train:
        terminal.say("bench_train")
        ours.training = await train_citybridge(folder)
    terminal.say("bench_stock")
    project = folder / "stock"
    project.mkdir()
    seconds = await make_stock(project)
    terminal.say("bench_start", name="rasa run")
    async with stock(project) as assistant:
        mixes = {"its own stories": mix.stock, SAME: mix.questions, NEW: asked}
        theirs = await measure(assistant, mixes, replace(extent, conversations=1), terminal.say)
    theirs.training = seconds
    return [ours, theirs]


async def bench(arguments: list[str]) -> int:
    """Measure, write the report and print it.

    Raises:
        UsageError: an option is unknown.
    """
    _, given = options.read(arguments, OPTIONS)
    day = options.day(given, "on", date.today())
    extent, results = (QUICK if given.get("quick") else FULL), Path(given.get("out", RESULTS))
    terminal = Terminal(language_of(os.environ))
    where = machine.look()
    if where.busy:
        terminal.say("bench_busy", percent=round(where.others))
    with tempfile.TemporaryDirectory(prefix="citybridge-bench-") as folder:
        found = await compare(Path(folder), extent, extent is FULL, terminal)
    results.mkdir(parents=True, exist_ok=True)
    drawn = plots.of_bench(results, f"{day}-bench", found)
    report = results / f"{day}-bench.md"
    report.write_text(bench_report.write(day, where, extent, found, drawn), "utf-8")
    print(report.read_text("utf-8"))
    terminal.say("bench_written", file=report)
    return 0


if __name__ == "__main__":
    sys.exit(run(bench(sys.argv[1:])))
