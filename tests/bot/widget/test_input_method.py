"""Enter never sends while an input method composes, in the order of events of either browser family."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, expect

from tests.bot.widget.chat import Chat
from tests.bot.widget.site import Embedded

PROCESSED = 229  # the key code of a key that the input method has taken


def key(cdp: CDPSession, name: str, code: int) -> None:
    common = {"key": name, "code": "Enter", "windowsVirtualKeyCode": code}
    cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **common})
    cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", **common, "windowsVirtualKeyCode": 13, "key": "Enter"})


def compose(cdp: CDPSession, text: str) -> None:
    cdp.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def commit(cdp: CDPSession, text: str) -> None:
    cdp.send("Input.insertText", {"text": text})


@pytest.fixture
def cdp(chat: Chat) -> CDPSession:
    chat.box.click()
    return chat.page.context.new_cdp_session(chat.page)


# Chromium names the key "Process" or "Enter", by system; Safari ends the composition first and says "Enter".
@pytest.mark.parametrize("name", ["Process", "Enter"])
@pytest.mark.parametrize("order", ["key_before_end", "end_before_key"])
def test_the_enter_that_ends_a_composition_does_not_send(chat: Chat, cdp: CDPSession, order: str, name: str) -> None:
    compose(cdp, "chong'qing")
    if order == "key_before_end":
        key(cdp, name, PROCESSED)
    commit(cdp, "重庆")
    if order == "end_before_key":
        key(cdp, name, PROCESSED)
    expect(chat.box).to_have_value("重庆")
    expect(chat.page.locator(".from-user")).to_have_count(0)
    chat.box.press("Enter")
    expect(chat.page.locator(".from-user .text")).to_have_text("重庆")


def test_an_enter_without_the_code_of_input_methods_does_not_send_either(chat: Chat, cdp: CDPSession) -> None:
    compose(cdp, "wu'han")
    key(cdp, "Enter", 13)
    expect(chat.page.locator(".from-user")).to_have_count(0)
    commit(cdp, "武汉")
    expect(chat.box).to_have_value("武汉")


def test_the_box_is_left_alone_while_messages_arrive_during_a_composition(chat: Chat, cdp: CDPSession) -> None:
    compose(cdp, "cheng'shi")
    chat.conversation.add("staff", "News")
    chat.expect_texts("News")
    expect(chat.box).to_have_value("cheng'shi")
    commit(cdp, "城市")
    expect(chat.box).to_have_value("城市")


def test_the_send_button_works_in_the_middle_of_a_composition(chat: Chat, cdp: CDPSession) -> None:
    chat.type("Tell me about ")
    compose(cdp, "Wuhan")
    chat.page.get_by_role("button", name="Send").click()
    expect(chat.page.locator(".from-user .text")).to_have_text("Tell me about Wuhan")
    expect(chat.box).to_have_value("")
    expect(chat.box).to_be_focused()


def test_a_composition_that_ends_without_its_event_does_not_block_enter(chat: Chat) -> None:
    chat.box.focus()
    chat.box.evaluate("box => box.dispatchEvent(new CompositionEvent('compositionstart'))")
    chat.box.blur()
    chat.send("Still works")
    chat.expect_texts("Still works", "You wrote: Still works")


@pytest.mark.parametrize("order", ["key_before_end", "end_before_key"])
def test_the_same_holds_in_the_frame_on_another_site(embedded: Embedded, order: str) -> None:
    embedded.open()
    frame = embedded.page.frames[1]
    cdp = embedded.page.context.new_cdp_session(frame)  # the frame of another site has a process of its own
    embedded.box.click()
    compose(cdp, "chong'qing")
    if order == "key_before_end":
        key(cdp, "Process", PROCESSED)
    commit(cdp, "重庆")
    if order == "end_before_key":
        key(cdp, "Enter", PROCESSED)
    expect(embedded.box).to_have_value("重庆")
    expect(embedded.frame.locator(".from-user")).to_have_count(0)
    embedded.box.press("Enter")
    expect(embedded.frame.locator(".from-user .text")).to_have_text("重庆")


def test_escape_belongs_to_the_input_method_while_it_composes(embedded: Embedded) -> None:
    embedded.open()
    cdp = embedded.page.context.new_cdp_session(embedded.page.frames[1])
    embedded.box.click()
    compose(cdp, "wu'han")
    cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Escape", "windowsVirtualKeyCode": PROCESSED})
    expect(embedded.panel).to_be_visible()
    commit(cdp, "武汉")
    expect(embedded.box).to_have_value("武汉")
