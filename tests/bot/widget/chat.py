"""The page as a visitor uses it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.bot.widget.conversation import Conversation
from tests.bot.widget.peer import Peer

TROUBLE = ".status[data-kind=trouble]"
GOOD = ".status[data-kind=good]"


REMEMBER = """window.heard = []; window.moods = [];
document.addEventListener('DOMContentLoaded', () => {
    const live = document.getElementById('live');
    const hear = node => heard.push([node.textContent, node.lang || '']);
    new MutationObserver(all => all.forEach(one => one.addedNodes.forEach(hear))).observe(live, {childList: true});
    const status = document.getElementById('status');
    new MutationObserver(() => moods.push(status.dataset.kind)).observe(status, {attributes: true});
});"""
"""Keeps what the page shows for a moment only: what is read out (with its language), and the kinds of its status."""


class Chat:
    """What can be done and seen on the page."""

    def __init__(self, page: Page, peer: Peer) -> None:
        self.page, self.peer = page, peer
        self.box = page.locator("#box")
        self.messages = page.locator("#messages")
        self.status = page.locator("#status")
        self.choices = page.locator(".choice")
        page.add_init_script(REMEMBER)

    @property
    def conversation(self) -> Conversation:
        """The conversation begun last."""
        return self.peer.latest

    def open(self) -> None:
        """Open the page and wait for the greeting."""
        self.page.goto(self.peer.url)
        expect(self.page.locator(".message")).to_have_count(1)

    def type(self, text: str) -> None:
        """Write into the box without sending."""
        self.box.fill(text)

    def send(self, text: str) -> None:
        """Write and press Enter."""
        self.type(text)
        self.box.press("Enter")

    def choose_in_menu(self, name: str) -> None:
        """Choose an entry of the menu."""
        self.page.locator("#menu summary").click()
        self.page.locator("#menu").get_by_role("button", name=name, exact=True).click()

    def start_over(self) -> None:
        """Forget the conversation and begin a new one."""
        self.choose_in_menu("Start over")
        self.page.get_by_role("dialog").get_by_role("button", name="Start over").click()

    def shown(self, text: str) -> Locator:
        """The messages with exactly that text."""
        return self.page.locator(".body", has=self.page.get_by_text(text, exact=True))

    def expect_texts(self, *texts: str) -> None:
        """The conversation after the greeting is exactly this, in this order."""
        expect(self.page.locator(".message:not(:first-child) .text")).to_have_text(list(texts))

    def go_down(self) -> None:
        """The gateway goes away while the page listens to it, and the page says so."""
        while not any(path.startswith("/api/stream") for _, path in self.peer.seen):
            self.page.wait_for_timeout(25)
        self.page.wait_for_timeout(200)  # until the stream really stands
        self.peer.stop()
        expect(self.page.locator(TROUBLE)).to_be_visible()

    def come_back(self) -> None:
        """The gateway is there again, and the page says so, if only for a moment."""
        self.page.evaluate("moods.length = 0")
        self.peer.start()
        self.page.wait_for_function("() => moods.includes('good')", timeout=40_000)

    def wait_until_heard(self, text: str, language: str) -> None:
        """Wait until the page has read this out in this language."""
        said = "([text, lang]) => heard.some(one => one[0] === text && one[1] === lang)"
        self.page.wait_for_function(said, arg=[text, language])
