"""A real browser against a real peer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.bot.widget import samples
from tests.bot.widget.chat import Chat
from tests.bot.widget.peer import Peer
from tests.bot.widget.site import Embedded, Site
from tests.browsing import browser

__all__ = ["browser"]


@pytest.fixture
def peer(site: Site) -> Iterator[Peer]:
    with Peer(samples.greet, samples.reply, (site.origin,)).running() as running:
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


@pytest.fixture
def site() -> Iterator[Site]:
    """A site of somebody else."""
    made = Site()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def embedded(page: Page, site: Site, peer: Peer) -> Embedded:
    """The chat on the page of a site that may embed it."""
    return Embedded(page, site, peer)
