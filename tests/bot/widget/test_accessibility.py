"""For everybody: keyboard, screen reader, small screens, dark and light; and small enough for slow lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.bot.widget.chat import Chat
from tests.bot.widget.peer import WIDGET, Peer
from tests.browsing import findings
from tools.widget_size import parts

QUESTIONS = {"en": ("Chongqing", "Compare"), "zh": ("重庆", "比较")}
SMALLEST_TARGET = 24
BUDGET = 40 * 1024


def fill(chat: Chat, language: str) -> None:
    """Show every form of message on the page."""
    for question in QUESTIONS[language]:
        chat.send(question)
    expect(chat.page.locator("table")).to_be_visible()
    chat.page.locator(".sources summary").click()
    chat.choices.nth(3).click()
    chat.conversation.owner = "queue"
    chat.conversation.typing = True
    chat.conversation.add("staff", "A word / 一句话")
    chat.peer.weather.refusals.append((422, "No / 不行", {}))
    chat.send("x")
    expect(chat.page.locator(".fate button")).to_be_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_nothing_in_any_state(chat: Chat, language: str, colours: str) -> None:
    chat.page.emulate_media(color_scheme="light" if colours == "light" else "dark")
    assert findings(chat.page) == []
    fill(chat, language)
    assert findings(chat.page) == []
    chat.type("x" * 4001)
    chat.go_down()
    assert findings(chat.page) == []
    chat.page.locator("#menu summary").click()
    assert findings(chat.page) == []
    chat.page.locator("#again").click()
    assert findings(chat.page) == []
    chat.peer.start()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_width_needs_scrolling_sideways(chat: Chat, language: str, width: int) -> None:
    chat.page.set_viewport_size({"width": width, "height": 640})
    fill(chat, language)
    chat.conversation.add("assistant", "https://example.org/" + "long" * 60 + " " + "x" * 300)
    expect(chat.messages.get_by_text("x" * 300)).to_be_visible()
    assert chat.page.evaluate("document.documentElement.scrollWidth") == width


def test_targets_are_large_enough(chat: Chat) -> None:
    fill(chat, "en")
    small = chat.page.evaluate(
        """limit => [...document.querySelectorAll('button, summary, textarea, .notice a')]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < limit && one.tagName !== 'A')
            .map(one => one.outerHTML)""",
        SMALLEST_TARGET,
    )
    assert small == []


def test_everything_can_be_done_with_the_keyboard(chat: Chat) -> None:
    keys = chat.page.keyboard
    keys.press("Tab")
    expect(chat.page.locator(".skip")).to_be_focused()
    expect(chat.page.locator(".skip")).to_be_in_viewport()
    keys.press("Enter")
    expect(chat.box).to_be_focused()
    keys.type("Chongqing")
    keys.press("Enter")
    expect(chat.page.locator(".card")).to_be_visible()
    for name in ("This did not help", "This helped", "Copy"):
        keys.press("Shift+Tab")
        expect(chat.page.locator(".tool").and_(chat.page.get_by_role("button", name=name)).last).to_be_focused()
    keys.press("Shift+Tab")
    expect(chat.choices.last).to_be_focused()
    for name in ("Compare with Mannheim", "More about its partners"):
        keys.press("Shift+Tab")
        expect(chat.page.get_by_role("button", name=name)).to_be_focused()
    keys.press("Shift+Tab")
    keys.press("Enter")
    expect(chat.page.locator(".sources ul")).to_be_visible()
    for _ in range(3):
        keys.press("Tab")
    keys.press("Space")
    expect(chat.messages.get_by_text("You wrote: More about its partners")).to_be_visible()


def test_focus_is_visible_and_never_moved_by_a_message(chat: Chat) -> None:
    chat.choices.nth(1).focus()
    chat.page.keyboard.press("Tab")
    outline = chat.choices.nth(2).evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    chat.conversation.add("assistant", "News", [{"type": "buttons", "items": ["One", "Two"]}])
    expect(chat.page.get_by_role("button", name="Two")).to_be_visible()
    expect(chat.choices.nth(2)).to_be_focused()


def test_the_page_does_not_take_the_focus_when_it_opens(chat: Chat) -> None:
    assert chat.page.evaluate("document.activeElement === document.body")


def test_a_message_is_read_out_once_in_its_language_and_then_taken_away(chat: Chat) -> None:
    live = chat.page.locator("#live p")
    chat.conversation.language = "zh"
    chat.conversation.add("staff", "您好")
    chat.wait_until_heard("Help desk staff: 您好", "zh-Hans")
    expect(live).to_have_count(0)
    chat.page.reload()
    expect(chat.page.locator(".message")).to_have_count(2)
    assert chat.page.evaluate("heard") == [], "what was said before is not read out again"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_who_asks_for_contrast_gets_clear_edges_and_full_ink(chat: Chat, colours: str) -> None:
    chat.page.emulate_media(color_scheme="dark" if colours == "dark" else "light", contrast="more")
    line, edge, quiet, ink = chat.page.evaluate(
        """() => { const style = getComputedStyle(document.documentElement);
        return ["--line", "--edge", "--quiet", "--ink"].map(name => style.getPropertyValue(name)); }"""
    )
    assert (line, quiet) == (edge, ink)


def test_reduced_motion_stands_still(context: BrowserContext, peer: Peer) -> None:
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    chat = Chat(page, peer)
    chat.open()
    assert page.locator(".message").evaluate("one => getComputedStyle(one).animationName") == "none"


def test_paper_shows_the_sources_and_no_controls(chat: Chat) -> None:
    chat.send("Chongqing")
    expect(chat.page.locator(".card")).to_be_visible()
    chat.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    chat.page.emulate_media(media="print", color_scheme="dark")
    card = chat.page.locator(".card").evaluate("one => getComputedStyle(one).backgroundColor")
    assert card == "rgb(247, 250, 250)", "paper is white whatever the screen is"
    expect(chat.page.locator(".sources li").first).to_be_visible()
    expect(chat.box).to_be_hidden()
    chat.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(chat.page.locator(".sources ul")).to_be_hidden()


def test_everything_it_loads_is_small() -> None:
    assert sum(part.small for part in parts()) <= BUDGET


@pytest.mark.parametrize("path", sorted(WIDGET.glob("*.js")), ids=lambda path: path.name)
def test_a_module_is_short_and_is_loaded_early(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 250
    page = "back.html" if path.name == "back.js" else "index.html"
    assert path.name == "embed.js" or f'="static/{path.name}"' in (WIDGET / page).read_text("utf-8")
