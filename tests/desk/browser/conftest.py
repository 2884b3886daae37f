"""Staff and visitors in real browsers, with a real gateway between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.bot.conftest import QUICK, RunningGateway, Start, brain, start
from tests.bot.stand_in_brain import StandInBrain
from tests.browsing import browser
from tests.databases import sqlite_url
from tests.desk.console.colleague import PASSWORD
from tests.desk.console.conftest import DESK, hire, shipped_records

__all__ = ["brain", "browser", "sqlite_url", "start"]

Open = Callable[..., Page]
_LOCALES = {"en": "en-GB", "zh": "zh-CN"}


@pytest.fixture
def served(start: Start, sqlite_url: str) -> RunningGateway:
    """A gateway with staff pages."""
    return start(sqlite_url, staff_authenticator="optional", **DESK)


@pytest.fixture
def knowing_desk(brain: StandInBrain, sqlite_url: str) -> Iterator[RunningGateway]:
    """A gateway with staff pages that knows the records."""
    settings = replace(QUICK, port=0, database_url=sqlite_url, brain_url=(brain.url,), **DESK)  # type: ignore[arg-type]
    running = RunningGateway(replace(settings, staff_authenticator="optional"), library=shipped_records())
    running.start()
    yield running
    running.stop()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open pages in browsers of their own; a page must not throw, and must not break its own security policy."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_one(language: str, width: int = 1280) -> Page:
        context = browser.new_context(locale=_LOCALES[language], viewport={"width": width, "height": 800})
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda note: wrong.append(note.text) if "Security Policy" in note.text else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert wrong == []


def at_the_desk(page: Page, gateway: RunningGateway, role: str, name: str, language: str) -> Page:
    """Sign somebody in through the pages."""
    colleague = hire(gateway, role, name, language)
    page.goto(f"{gateway.url}/desk/signin")
    page.fill("input[name=email]", colleague.person.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_selector("#list")
    return page
