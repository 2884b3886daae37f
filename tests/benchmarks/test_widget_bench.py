"""What a page feels that embeds something is found in a real browser, and a missed goal is said in the report."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from benchmarks import widget_report
from benchmarks.widget_report import KINDS, SILENT, WITH, WITHOUT
from benchmarks.widget_site import page, silence, site
from benchmarks.widget_visits import DESKTOP, PHONE, Visit, chromium, visit
from tests.benchmarks.test_reports import DAY, MACHINE, rows
from tools.processes import any_free_port

BAD = """<script>addEventListener("DOMContentLoaded", () => setTimeout(() => {
    const block = document.createElement("div");
    block.id = "citybridge-helpdesk";
    block.style.height = "200px";
    document.body.prepend(block);
    for (const end = performance.now() + 120; performance.now() < end;);
}, 300));</script>"""
"""A widget that pushes the page down and keeps it busy."""
GOOD = Visit(100.0, 80.0, 0.0, 0.0, 10.0)
OURS = replace(GOOD, paint=110.0, script=25.0, drawn=300.0, before=4_400, after=40_000, greeted=500.0)


def test_what_a_bad_widget_does_to_a_page_is_found_and_one_that_hangs_does_nothing() -> None:
    async def measured() -> tuple[Visit, Visit]:
        port = any_free_port()
        async with site(port) as pages, silence(any_free_port()) as mute, chromium() as browser:
            bad = page("").replace("<body>", f"<body>{BAD}")
            pages.update({"/bad": bad, "/silent": page(f"{mute}/widget.js")})
            address = f"http://localhost:{port}"
            return (
                await visit(browser, DESKTOP, f"{address}/bad", address),
                await visit(browser, DESKTOP, f"{address}/silent"),
            )

    with ThreadPoolExecutor(1) as apart:  # a loop of its own, whatever ran here before
        bad, silent = apart.submit(asyncio.run, measured()).result()
    assert bad.shift > 0.05 and bad.long >= 100 and bad.script >= 100 and bad.drawn
    assert silent.shift == 0 and silent.paint > 0 and silent.drawn is None


def test_goals_are_held_to_the_difference_between_visits_that_follow_each_other() -> None:
    def report(ours: Visit) -> str:
        visits = {WITHOUT: GOOD, WITH: ours, SILENT: GOOD}
        found = {(device.name, kind): [visits[kind]] * 3 for device in (DESKTOP, PHONE) for kind in KINDS}
        return widget_report.write(DAY, MACHINE, found)

    good = report(OURS)
    assert "12 of 12 goals are met." in good
    assert rows(good)["desktop: first paint of the page with it, later by"] == ["≤ 20 ms", "10 ms", "met"]
    assert rows(good)["desktop, with it"] == ["3", "110", "110", "80", "25", "0", "0.0000", "300"]
    bad = rows(report(replace(OURS, paint=160.0, shift=0.01, script=70.0, after=41_000)))
    missed = {what for what, cells in bad.items() if cells[-1] == "**missed**"}
    assert len(missed) == 2 * 3 + 1 and "from the help desk in all" in missed
