"""A conversation goes on in Telegram: only where there is such a chat, by a link that the visitor presses."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.bot.widget.chat import Chat
from tests.browsing import findings

BOT = "https://t.me/citybridge_bot"
WORDS = {
    "en": ("Go on in Telegram", "Open Telegram", "15 minutes"),
    "zh": ("转到Telegram继续", "打开Telegram", "15分钟"),
}


def test_without_such_a_chat_the_menu_does_not_speak_of_it(chat: Chat) -> None:
    with chat.page.expect_response("**/api/continue"):
        chat.page.locator("#menu summary").click()
    expect(chat.page.locator("#telegram")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_link_opens_in_a_window_of_its_own_and_takes_the_conversation_along(
    chat: Chat, context: BrowserContext, language: str
) -> None:
    context.route("https://t.me/**", lambda route: route.fulfill(body="Telegram"))
    chat.peer.telegram = BOT
    entry, link, minutes = WORDS[language]
    chat.choose_in_menu(entry)
    dialog = chat.page.get_by_role("dialog", name=entry)
    expect(dialog).to_contain_text(minutes)
    assert findings(chat.page) == []
    with context.expect_page() as opened:
        dialog.get_by_role("link", name=link).click()
    assert opened.value.url == f"{BOT}?start=key"
    expect(dialog).to_be_hidden()


def test_link_that_is_no_web_address_is_not_offered(chat: Chat) -> None:
    chat.peer.telegram = "javascript:alert(1)//"
    chat.choose_in_menu(WORDS["en"][0])
    expect(chat.page.get_by_role("dialog")).to_contain_text("no link at the moment")
    expect(chat.page.locator("#go-on-link")).to_be_hidden()


def test_gateway_that_does_not_answer_is_said_and_asked_again_the_next_time(chat: Chat) -> None:
    chat.peer.telegram = BOT
    chat.choose_in_menu(WORDS["en"][0])
    chat.page.get_by_role("button", name="Stay here").click()
    chat.go_down()
    chat.page.locator("#menu summary").click()
    chat.page.locator("#telegram").click()
    expect(chat.page.get_by_role("dialog")).to_contain_text("no link at the moment")
    chat.peer.start()
