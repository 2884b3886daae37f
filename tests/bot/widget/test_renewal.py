"""A page that stayed open while the help desk changed, and a site that pins what it loads."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from bot.channels.public import PROTOCOL
from bot.pages.embedding import WIDGET
from tests.bot.widget.chat import Chat
from tests.bot.widget.site import Embedded
from tools.widget_size import pin


def test_the_page_speaks_the_protocol_of_the_gateway() -> None:
    written = re.findall(r'PROTOCOL = "(.+?)"', (WIDGET / "visit.js").read_text("utf-8"))
    assert written == [PROTOCOL]


def loads(chat: Chat) -> int:
    """Return how often the page itself has been loaded."""
    return [path for _, path in chat.peer.seen].count("/?")


def test_an_older_page_loads_itself_anew_once_and_keeps_what_is_written(chat: Chat) -> None:
    chat.send("Before the change")
    chat.expect_texts("Before the change", "You wrote: Before the change")
    chat.type("Half a sent")
    chat.peer.weather.protocol = "2"
    with chat.page.expect_navigation():
        chat.conversation.owner = "queue"  # news of any kind bring the version along
    chat.expect_texts("Before the change", "You wrote: Before the change")
    expect(chat.box).to_have_value("Half a sent")
    expect(chat.page.locator("#owner")).to_be_visible()
    chat.send("After it")
    expect(chat.messages.get_by_text("You wrote: After it")).to_be_visible()
    assert loads(chat) == 2, "once: it might not have become newer"


def test_a_page_without_storage_is_left_as_it_is(chat: Chat) -> None:
    chat.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"
    )
    chat.page.reload()
    expect(chat.page.locator(".message")).to_have_count(1)
    chat.peer.weather.protocol = "2"
    chat.conversation.owner = "queue"
    expect(chat.page.locator("#owner")).to_be_visible()
    assert loads(chat) == 2


def test_a_site_may_pin_the_script_by_its_hash(embedded: Embedded) -> None:
    embedded.site.options = f'{pin()} crossorigin="anonymous"'
    embedded.open()
    embedded.site.options = f'{pin().replace("384-", "384-A")} crossorigin="anonymous"'
    embedded.page.reload()
    expect(embedded.page.get_by_role("heading", name="A city")).to_be_visible()
    embedded.page.wait_for_load_state()
    expect(embedded.launcher).to_have_count(0)
