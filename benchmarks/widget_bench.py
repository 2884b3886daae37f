"""`make bench-widget`: what it costs the page of a city, in a real browser, that it embeds the help desk."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.async_api import Browser
from playwright.async_api import Error as BrowserError

from benchmarks import machine, widget_report
from benchmarks.assistants import MeasurementFailed, gateway
from benchmarks.verb import RESULTS, run
from benchmarks.widget_report import KINDS, SILENT, WITH, WITHOUT
from benchmarks.widget_site import page, silence, site
from benchmarks.widget_visits import DESKTOP, PHONE, Device, Visit, chromium, visit
from tools import options
from tools.processes import any_free_port
from tools.terminal import Terminal, language_of

OPTIONS = ("quick", "on", "out")
ROUNDS, FEW = 20, 8
_PATHS = {WITHOUT: "/without", WITH: "/with", SILENT: "/silent"}


async def measure(browser: Browser, origin: str, address: str, rounds: int) -> dict[tuple[str, str], list[Visit]]:
    """Visit each page with each device, in turns; the first visit of each is to warm up and does not count.

    Args:
        browser: runs.
        origin: of the site.
        address: of the help desk.
        rounds: how many visits to each.
    """
    found: dict[tuple[str, str], list[Visit]] = {
        (device.name, kind): [] for device in (DESKTOP, PHONE) for kind in KINDS
    }
    for device in (DESKTOP, PHONE):
        for number in range(rounds + 1):
            for kind in KINDS:
                one = await _visit(browser, device, f"{origin}{_PATHS[kind]}", address if kind == WITH else "")
                found[device.name, kind] += [one] if number else []
    return found


async def _visit(browser: Browser, device: Device, page_address: str, address: str) -> Visit:
    try:
        return await visit(browser, device, page_address, address, opened=bool(address))
    except BrowserError as problem:
        raise MeasurementFailed(f"{device.name}, {page_address}: {problem.message}") from problem


async def bench(arguments: list[str]) -> int:
    """Measure, write the report and print it.

    Returns:
        0, or 1 if a goal was missed.

    Raises:
        UsageError: an option is unknown.
        MeasurementFailed: there is no browser, or what was waited for did not come.
    """
    _, given = options.read(arguments, OPTIONS)
    day, results = options.day(given, "on", date.today()), Path(given.get("out", RESULTS))
    terminal, where = Terminal(language_of(os.environ)), machine.look()
    if where.busy:
        terminal.say("bench_busy", percent=round(where.others))
    terminal.say("bench_widget")
    port = any_free_port()
    origin = f"http://localhost:{port}"
    with tempfile.TemporaryDirectory(prefix="citybridge-widget-") as name:
        async with (
            gateway(Path(name), {"WIDGET_SITES": origin}) as address,
            site(port) as pages,
            silence(any_free_port()) as mute,
            chromium() as browser,
        ):
            scripts = {WITHOUT: "", WITH: f"{address}/widget.js", SILENT: f"{mute}/widget.js"}
            pages.update({_PATHS[kind]: page(scripts[kind]) for kind in KINDS})
            found = await measure(browser, origin, address, FEW if given.get("quick") else ROUNDS)
    await asyncio.to_thread(results.mkdir, parents=True, exist_ok=True)
    report = results / f"{day}-widget.md"
    report.write_text(widget_report.write(day, where, found), "utf-8")
    print(report.read_text("utf-8"))
    terminal.say("bench_written", file=report)
    return 0 if all(goal.met for goal in widget_report.goals_of_widget(found)) else 1


if __name__ == "__main__":
    sys.exit(run(bench(sys.argv[1:])))
