"""A real browser for tests. Without Chromium they are skipped; on a build machine they fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-gpu", "--no-first-run",
    # Takes the place of Playwright's own list, which also switches off what every browser does by now: giving a
    # frame of another site a storage of its own.
    "--disable-features=DestroyProfileOnBrowserClose,HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding",
]  # fmt: skip


# The browser is closed after its folder: its event loop would disturb asynchronous tests elsewhere.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser for a whole folder."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("No Chromium was found: install it, or these tests prove nothing.")
    if path is None:
        pytest.skip("No Chromium was found; install Debian's package chromium to run the tests of pages.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


def findings(page: Page) -> list[str]:
    """What axe finds, in a line each."""
    page.wait_for_timeout(250)  # a short fading in would count as poor contrast
    violations = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in violations for node in one["nodes"]]
