"""A visitor writes, and is answered."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.bot.widget.chat import Chat
from tests.bot.widget.peer import Peer

LONGEST = 4000


def test_a_message_is_sent_and_answered(chat: Chat) -> None:
    chat.send("Hello there")
    chat.expect_texts("Hello there", "You wrote: Hello there")
    expect(chat.box).to_have_value("")
    expect(chat.box).to_be_focused()
    expect(chat.page.locator(".fate")).to_have_count(0)


def test_the_send_button_sends(chat: Chat) -> None:
    chat.type("By button")
    chat.page.get_by_role("button", name="Send").click()
    chat.expect_texts("By button", "You wrote: By button")
    expect(chat.box).to_be_focused()


def test_shift_and_enter_starts_a_new_line(chat: Chat) -> None:
    chat.type("First")
    chat.box.press("Shift+Enter")
    chat.box.press_sequentially("second")
    expect(chat.box).to_have_value("First\nsecond")
    chat.box.press("Enter")
    expect(chat.page.locator(".from-user .text")).to_have_text("First\nsecond", use_inner_text=True)


def test_blank_text_is_not_sent(chat: Chat) -> None:
    chat.send("  \n ")
    chat.send("Something")
    chat.expect_texts("Something", "You wrote: Something")


def test_what_is_acknowledged_is_what_has_arrived(chat: Chat) -> None:
    chat.send("One")
    chat.expect_texts("One", "You wrote: One")
    chat.page.wait_for_timeout(600)
    assert chat.conversation.acknowledged == len(chat.conversation.messages)


def test_a_message_of_the_greatest_length_is_sent_whole(chat: Chat) -> None:
    text = "𠮷" * LONGEST  # two UTF-16 units each, but one character for people and for the gateway
    chat.send(text)
    expect(chat.page.locator(".from-user")).to_have_count(1)
    chat.page.wait_for_timeout(300)
    assert chat.conversation.messages[1]["text"] == text


def test_a_longer_message_stays_in_the_box_and_the_page_says_by_how_much(chat: Chat) -> None:
    chat.type("x" * (LONGEST + 3))
    expect(chat.page.locator("#count")).to_have_text("3 characters too many: please shorten your message.")
    expect(chat.box).to_have_attribute("aria-invalid", "true")
    chat.box.press("Enter")
    expect(chat.box).to_have_value("x" * (LONGEST + 3))
    expect(chat.page.locator(".from-user")).to_have_count(0)


def test_a_refused_message_says_why_and_can_be_put_back(chat: Chat) -> None:
    chat.peer.weather.refusals.append((422, "We cannot take this.", {}))
    chat.send("Strange text")
    expect(chat.page.locator(".fate")).to_contain_text("Not sent. We cannot take this.")
    chat.type("And more")
    chat.page.get_by_role("button", name="Put it back into the message box").click()
    expect(chat.box).to_have_value("Strange text\nAnd more")
    expect(chat.page.locator(".from-user")).to_have_count(0)


def test_too_many_messages_are_sent_later_with_the_same_id(chat: Chat) -> None:
    chat.peer.weather.refusals.append((429, "Too many.", {"Retry-After": "1"}))
    chat.send("Patience")
    expect(chat.status).to_contain_text("will be sent in a moment")
    chat.expect_texts("Patience", "You wrote: Patience")
    expect(chat.status).to_be_empty()


def test_when_too_many_people_write_the_page_says_so_with_a_time_and_sends_by_itself(chat: Chat) -> None:
    chat.peer.weather.refusals.append((503, "Very many people.", {"Retry-After": "2"}))
    chat.send("Patience")
    expect(chat.status).to_have_text(
        "Very many people are writing to us at the moment. Your text is kept; we are trying again in 2 s."
    )
    chat.expect_texts("Patience", "You wrote: Patience")
    expect(chat.status).to_be_empty()


def test_when_there_is_no_room_for_a_new_conversation_the_page_says_so_and_keeps_what_is_written(
    page: Page, peer: Peer
) -> None:
    peer.weather.turned_away = 2
    chat = Chat(page, peer)
    page.goto(peer.url)
    chat.type("Hello there")
    expect(chat.status).to_contain_text("Very many people are writing to us at the moment.")
    expect(page.locator(".message")).to_have_count(1)
    expect(chat.box).to_have_value("Hello there")


def test_typing_is_shown_only_while_somebody_writes(chat: Chat) -> None:
    typing = chat.page.locator("#typing")
    chat.send("Hello")
    chat.expect_texts("Hello", "You wrote: Hello")
    expect(typing).to_be_hidden()
    chat.conversation.typing = True
    expect(typing).to_have_text("The assistant is writing…")
    chat.conversation.typing = False
    expect(typing).to_be_hidden()


def test_typing_ends_by_itself_when_its_end_is_lost(chat: Chat) -> None:
    chat.page.clock.install()
    chat.conversation.typing = True
    expect(chat.page.locator("#typing")).to_be_visible()
    chat.page.clock.run_for(11_000)
    expect(chat.page.locator("#typing")).to_be_hidden()


def test_the_page_says_who_answers(chat: Chat) -> None:
    owner = chat.page.locator("#owner")
    chat.conversation.owner = "queue"
    expect(owner).to_contain_text("A colleague has been asked to join.")
    chat.conversation.owner = "person"
    chat.conversation.add("staff", "Good morning, how can I help?")
    expect(owner).to_contain_text("A member of the help desk staff is answering you now.")
    expect(chat.page.locator(".from-staff .author")).to_have_text("Help desk staff")
    chat.conversation.owner = "assistant"
    expect(owner).to_be_hidden()


def test_a_button_that_stops_waiting_is_shown_only_while_somebody_waits(chat: Chat) -> None:
    stop = chat.page.get_by_role("button", name="Stop waiting")
    chat.conversation.owner = "queue"
    items = [{"title": "Stop waiting", "while": "queue"}, "More"]
    chat.conversation.add("assistant", "You are waiting.", [{"type": "buttons", "items": items}])
    expect(stop).to_be_visible()
    chat.conversation.owner = "person"
    expect(stop).to_be_hidden()
    expect(chat.page.get_by_role("button", name="More")).to_be_visible()
    chat.conversation.owner = "assistant"
    expect(chat.page.locator("#owner")).to_be_hidden()
    expect(stop).to_be_hidden()


def test_what_is_written_before_the_page_is_ready_is_kept(page: Page, peer: Peer) -> None:
    page.route("**/static/strings.json", lambda route: (page.locator("#box").fill("Early"), route.continue_()))
    page.goto(peer.url)
    expect(page.locator(".message")).to_have_count(1)
    expect(page.locator("#box")).to_have_value("Early")
