"""A real browser against a real peer. Without Chromium the tests are skipped; on a build machine they fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.bot.widget import samples
from tests.bot.widget.chat import Chat
from tests.bot.widget.peer import Peer

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-gpu", "--no-first-run",
]  # fmt: skip


# The browser is closed after this folder: its event loop would disturb asynchronous tests elsewhere.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("No Chromium was found: install it, or these tests prove nothing.")
    if path is None:
        pytest.skip("No Chromium was found; install Debian's package chromium to run the tests of the chat page.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def peer() -> Iterator[Peer]:
    with Peer(samples.greet, samples.reply).running() as running:
        yield running


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def context(browser: Browser, language: str) -> Iterator[BrowserContext]:
    locale = {"en": "en-GB", "zh": "zh-CN"}[language]
    made = browser.new_context(locale=locale, viewport={"width": 1000, "height": 800})
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must not throw, and must not break its own security policy."""
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            wrong.append(message.text)

    made.on("console", note)
    yield made
    assert wrong == []


@pytest.fixture
def chat(page: Page, peer: Peer) -> Chat:
    """The page as a visitor opens it, greeted."""
    opened = Chat(page, peer)
    opened.open()
    return opened
