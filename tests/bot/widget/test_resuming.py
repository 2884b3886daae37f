"""Nothing is lost, doubled or out of order: over reloads, cut lines, restarts and lost answers."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.bot.widget.chat import GOOD, TROUBLE, Chat
from tests.bot.widget.peer import Peer


def test_a_reload_shows_the_same_conversation(chat: Chat) -> None:
    chat.send("One")
    chat.send("Two")
    said = ("One", "You wrote: One", "Two", "You wrote: Two")
    chat.expect_texts(*said)
    chat.page.reload()
    chat.expect_texts(*said)
    assert len(chat.peer.conversations) == 1


def test_messages_keep_their_order_after_a_choice(chat: Chat) -> None:
    chat.choices.first.click()
    chat.send("And now?")
    title = "Which programmes exist?"
    chat.expect_texts(title, f"You wrote: {title}", "And now?", "You wrote: And now?")


def test_unsent_text_is_there_after_a_reload(chat: Chat) -> None:
    chat.type("Half a question")
    chat.page.reload()
    expect(chat.box).to_have_value("Half a question")


def test_what_was_said_while_the_line_was_cut_arrives_once_and_in_order(chat: Chat) -> None:
    chat.send("Before")
    chat.expect_texts("Before", "You wrote: Before")
    chat.go_down()
    expect(chat.status).to_have_text("Connection lost. Your text is kept; we are trying again.")
    chat.conversation.add("staff", "First news")
    chat.conversation.add("staff", "Second news")
    chat.come_back()
    chat.expect_texts("Before", "You wrote: Before", "First news", "Second news")


def test_what_is_written_while_the_line_is_cut_is_sent_once(chat: Chat) -> None:
    chat.go_down()
    chat.send("One")
    chat.send("Two")
    expect(chat.page.locator(".fate").first).to_have_text("Not sent yet. It will be sent as soon as possible.")
    chat.come_back()
    chat.expect_texts("One", "You wrote: One", "Two", "You wrote: Two")
    assert [message["text"] for message in chat.conversation.messages if message["author"] == "user"] == ["One", "Two"]


def test_an_unsent_message_survives_a_reload(chat: Chat) -> None:
    page = chat.page
    page.route("**/api/messages", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    chat.send("Keep me")
    expect(page.locator(".fate")).to_contain_text("Not sent yet")
    page.unroute("**/api/messages")
    page.reload()
    chat.expect_texts("Keep me", "You wrote: Keep me")


def test_an_answer_lost_on_the_way_does_not_double_the_message(chat: Chat) -> None:
    chat.peer.weather.lose_answers = 2
    chat.send("Only once")
    chat.expect_texts("Only once", "You wrote: Only once")
    posts = [seen for seen in chat.peer.seen if seen[0] == "POST" and seen[1].startswith("/api/messages")]
    expect(chat.page.locator(".fate")).to_have_count(0)
    assert len(posts) >= 1
    assert len(chat.conversation.messages) == 3


def test_streams_cut_again_and_again_lose_and_double_nothing(chat: Chat) -> None:
    for number in range(8):
        chat.conversation.add("assistant", f"News {number}")
        chat.peer.weather.cuts += 1
        chat.page.wait_for_timeout(60)
    chat.expect_texts(*[f"News {number}" for number in range(8)])
    chat.peer.weather.cuts += 1
    with chat.page.expect_request(f"**/api/stream?after={len(chat.conversation.messages)}"):
        pass


def test_where_streams_are_held_back_the_page_polls(page: Page, peer: Peer) -> None:
    page.clock.install()
    peer.weather.hold_streams = True
    chat = Chat(page, peer)
    chat.open()
    chat.send("Slowly")
    expect(page.locator(".fate")).to_have_count(0)
    expect(page.locator(".message")).to_have_count(2)
    page.clock.run_for(21_000)
    chat.expect_texts("Slowly", "You wrote: Slowly")
    assert any(re.search(r"/api/messages\?after=\d+&wait=25", seen) for _, seen in peer.seen)


def test_a_swallowed_stream_is_asked_for_again_within_seconds(page: Page, peer: Peer) -> None:
    page.clock.install()
    peer.weather.swallow_streams = 1
    chat = Chat(page, peer)
    chat.open()
    chat.send("Is anybody there?")
    expect(page.locator(".fate")).to_have_count(0)
    page.clock.run_for(4_000)
    chat.expect_texts("Is anybody there?", "You wrote: Is anybody there?")
    assert not any("wait=25" in path for _, path in peer.seen)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_answer_that_is_delayed_is_announced(chat: Chat, language: str) -> None:
    said = {"en": "Your message is kept. A technical problem on our side", "zh": "您的消息已保存。因系统故障"}
    chat.conversation.delayed = True
    expect(chat.page.locator(TROUBLE)).to_contain_text(said[language])
    chat.conversation.delayed = False
    expect(chat.status).to_be_empty()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_message_that_cannot_be_stored_is_kept_here_and_sent_again_with_its_id(chat: Chat, language: str) -> None:
    said = {"en": "Not sent yet. It will be sent as soon as possible.", "zh": "尚未发送，稍后将自动发送。"}
    chat.peer.weather.refusals.append((503, "Away.", {"Retry-After": "1"}))
    chat.peer.weather.lose_answers = 1
    chat.send("Once")
    expect(chat.page.locator(".fate")).to_have_text(said[language])
    expect(chat.page.locator(".fate")).to_have_count(0)
    assert [message["text"] for message in chat.conversation.messages if message["author"] == "user"] == ["Once"]


def test_no_network_is_said_and_so_is_its_return(chat: Chat, context: BrowserContext) -> None:
    context.set_offline(True)
    expect(chat.status).to_have_text("You are offline. Your text is kept and will be sent when you are back.")
    chat.send("From the train")
    context.set_offline(False)
    expect(chat.page.locator(GOOD)).to_have_text("Connected again.")
    chat.expect_texts("From the train", "You wrote: From the train")


def test_a_gateway_that_is_down_at_first_is_waited_for(page: Page, peer: Peer) -> None:
    chat = Chat(page, peer)
    page.route("**/api/session", lambda route: route.fulfill(status=503))
    page.goto(peer.url)
    expect(page.locator(TROUBLE)).to_be_visible()
    chat.send("Early bird")
    page.unroute("**/api/session")
    chat.expect_texts("Early bird", "You wrote: Early bird")


def test_an_expired_conversation_gives_a_new_one_and_the_text_back(chat: Chat) -> None:
    chat.send("Old")
    chat.expect_texts("Old", "You wrote: Old")
    chat.go_down()
    chat.send("Unsent")
    chat.peer.conversations.clear()
    chat.peer.start()
    expect(chat.status).to_contain_text("Your earlier conversation has expired", timeout=40_000)
    expect(chat.page.locator(".message")).to_have_count(1)
    expect(chat.box).to_have_value("Unsent")


def test_starting_over_forgets_everything_here(chat: Chat) -> None:
    chat.send("Private matter")
    chat.expect_texts("Private matter", "You wrote: Private matter")
    chat.type("A draft")
    old = chat.conversation.token
    chat.start_over()
    expect(chat.page.locator(".message")).to_have_count(1)
    expect(chat.box).to_have_value("")
    kept = json.loads(chat.page.evaluate("JSON.stringify(localStorage)"))
    assert old not in kept.values() and kept["citybridge.token"] == chat.conversation.token
    assert ("DELETE", "/api/session?") in chat.peer.seen and old not in chat.peer.conversations


def test_starting_over_can_be_thought_better_of(chat: Chat) -> None:
    chat.send("Stay")
    chat.choose_in_menu("Start over")
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("dialog")).to_be_hidden()
    expect(chat.page.locator("#menu summary")).to_be_focused()
    chat.expect_texts("Stay", "You wrote: Stay")


def test_a_second_tab_shows_the_same_and_forgets_with_the_first(chat: Chat, context: BrowserContext) -> None:
    other = Chat(context.new_page(), chat.peer)
    other.open()
    chat.send("In both")
    other.expect_texts("In both", "You wrote: In both")
    chat.start_over()
    expect(other.page.locator(".message")).to_have_count(1)
    assert len(chat.peer.conversations) == 1


def test_the_token_is_in_no_address(chat: Chat) -> None:
    chat.send("Hello")
    chat.expect_texts("Hello", "You wrote: Hello")
    token = chat.conversation.token
    assert token and not [path for _, path in chat.peer.seen if token in path]
    assert token not in chat.page.url
