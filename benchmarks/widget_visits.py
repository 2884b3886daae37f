"""Visits to the page of a city in a real Chromium: what it costs the page that it embeds the help desk."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, CDPSession, Page, Request, async_playwright

from benchmarks.assistants import MeasurementFailed

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-gpu", "--no-first-run",
]  # fmt: skip
_HOST = "citybridge-helpdesk"
_SETTLED = 400
"""Milliseconds after the launcher was drawn in which what it does to the page would show."""
_PATIENCE = 30_000
_WATCH = """(() => {
    if (window !== top) return;
    const seen = window.seen = {shift: 0, long: 0, paint: 0, drawn: 0};
    const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note))
        .observe({type, buffered: true});
    watch("layout-shift", entry => { if (!entry.hadRecentInput) seen.shift += entry.value; });
    watch("longtask", entry => { seen.long += entry.duration; });
    watch("paint", entry => { if (entry.name === "first-contentful-paint") seen.paint = entry.startTime; });
    const drawn = () => requestAnimationFrame(() => setTimeout(() => { seen.drawn ||= performance.now(); }));
    new MutationObserver(() => { if (document.getElementById("HOST")) drawn(); })
        .observe(document, {childList: true, subtree: true});
})()""".replace("HOST", _HOST)
_GREETED = "#messages .message"


@dataclass(frozen=True)
class Device:
    """What a visitor has.

    Args:
        name: for the report.
        width: of its window, pixels.
        slower: how many times slower its processor is than this one.
        latency: of its line, milliseconds there and back.
        megabits: per second that its line brings; 0 is as fast as it goes.
    """

    name: str
    width: int
    slower: int = 1
    latency: int = 0
    megabits: float = 0


DESKTOP = Device("desktop", 1280)
PHONE = Device("phone, slow line", 390, slower=4, latency=150, megabits=1.6)


@dataclass(frozen=True)
class Visit:
    """One visit with an empty cache.

    Args:
        paint: milliseconds until the page showed its first content.
        ready: milliseconds until the page was read and its own scripts had run.
        shift: all layout shifts of the page, also while the panel opens; as browsers count, without what moves right
            after a press and because of it.
        long: milliseconds of tasks that took 50 or more.
        script: milliseconds that scripts ran on the page, until the launcher was there.
        drawn: milliseconds until the launcher was drawn; nothing if there is none.
        before: bytes from the help desk before anybody opened it, as they travel, without heads.
        after: the same, with all that the opened chat loaded.
        greeted: milliseconds from the press on the launcher to the greeting; nothing if it was not opened.
    """

    paint: float
    ready: float
    shift: float
    long: float
    script: float
    drawn: float | None = None
    before: int = 0
    after: int = 0
    greeted: float | None = None


class Weight:
    """Bytes of the bodies that came from one origin.

    Args:
        page: whose requests, those of its frames too.
        origin: of the help desk.
    """

    def __init__(self, page: Page, origin: str) -> None:
        self._found: list[Request] = []
        self._origin = origin
        page.on("requestfinished", self._note)

    def _note(self, request: Request) -> None:
        self._found.append(request)

    async def bytes(self) -> int:
        """Return how many have come; what is said in the conversation does not count."""
        files = [each for each in self._found if each.url.startswith(f"{self._origin}/") and "/api/" not in each.url]
        return sum([(await each.sizes())["responseBodySize"] for each in files])


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run a browser.

    Raises:
        MeasurementFailed: there is none.
    """
    path = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if path is None:
        raise MeasurementFailed("No Chromium was found: install Debian's package chromium.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


async def _slow_down(session: CDPSession, device: Device) -> None:
    await session.send("Emulation.setCPUThrottlingRate", {"rate": device.slower})
    if device.megabits:
        rate = device.megabits * 1_000_000 / 8
        line = {"offline": False, "latency": device.latency, "downloadThroughput": rate, "uploadThroughput": rate / 2}
        await session.send("Network.enable")
        await session.send("Network.emulateNetworkConditions", line)


async def _script(session: CDPSession) -> float:
    found = (await session.send("Performance.getMetrics"))["metrics"]
    return float(next(1000 * each["value"] for each in found if each["name"] == "ScriptDuration"))


async def visit(browser: Browser, device: Device, address: str, desk: str = "", opened: bool = False) -> Visit:
    """Visit the page with an empty cache.

    Args:
        browser: runs.
        device: what the visitor has.
        address: of the page.
        desk: origin of the help desk whose launcher is waited for; nothing if the page has none that answers.
        opened: whether the launcher is pressed then.

    Raises:
        playwright.async_api.TimeoutError: the launcher or the greeting did not come.
    """
    context = await browser.new_context(viewport={"width": device.width, "height": 800}, locale="en-GB")
    try:
        page = await context.new_page()
        page.set_default_timeout(_PATIENCE)
        session, weight = await context.new_cdp_session(page), Weight(page, desk or "none:")
        await _slow_down(session, device)
        await session.send("Performance.enable")
        await page.add_init_script(_WATCH)
        await page.goto(address, wait_until="commit")
        drawn = "seen.drawn" if desk else "document.readyState !== 'loading'"
        await page.wait_for_function(f"() => seen.paint && {drawn}")
        await page.wait_for_timeout(_SETTLED)
        script, before = await _script(session), await weight.bytes()
        greeted = await _greeted(page) if opened else None
        return await _told(page, script=script, before=before, after=await weight.bytes(), greeted=greeted)
    finally:
        await context.close()


async def _greeted(page: Page) -> float:
    began = await page.evaluate("performance.now()")
    await page.locator(f"#{_HOST} .launcher").click()
    await page.frame_locator(f"#{_HOST} iframe").locator(_GREETED).wait_for()
    ended = await page.evaluate("performance.now()")
    await page.wait_for_timeout(_SETTLED)
    return float(ended - began)


async def _told(page: Page, **more: Any) -> Visit:
    seen = await page.evaluate(
        "() => ({...seen, ready: performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd})"
    )
    return Visit(seen["paint"], seen["ready"], seen["shift"], seen["long"], drawn=seen["drawn"] or None, **more)
