"""Around the writing: copies, files, the language, the end on a shared computer, who is visiting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.bot.widget.chat import Chat
from tests.bot.widget.peer import Peer
from tests.bot.widget.site import Embedded
from tests.browsing import findings


def test_an_answer_is_copied_as_it_was_said(chat: Chat, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.send("Chongqing")
    expect(chat.page.locator(".card")).to_be_visible()
    chat.page.get_by_role("button", name="Copy").last.click()
    chat.page.wait_for_function("() => heard.some(one => one[0] === 'Copied')")
    assert chat.page.evaluate("navigator.clipboard.readText()") == chat.conversation.messages[-1]["text"]


def test_a_browser_that_refuses_the_clipboard_copies_in_the_old_way(chat: Chat) -> None:
    chat.page.evaluate("""() => {
        Object.defineProperty(navigator, 'clipboard', {value: undefined});
        document.execCommand = name => { window.copied = [name, document.activeElement.value]; return true; };
    }""")
    chat.page.get_by_role("button", name="Copy").click()
    chat.page.wait_for_function("() => window.copied")
    assert chat.page.evaluate("copied") == ["copy", chat.conversation.messages[0]["text"]]


def asked_for(chat: Chat) -> int:
    """Return how many files the page has asked for; what it tells the gateway by itself does not count."""
    return len([path for _, path in chat.peer.seen if not path.startswith("/api/")])


@pytest.mark.parametrize(("name", "ending"), [("Save as text", "txt"), ("Save as web page", "html")])
def test_the_conversation_is_saved_as_a_file_made_here(chat: Chat, tmp_path: Path, name: str, ending: str) -> None:
    hostile = "<script>document.title='hit'</script>"
    chat.send(hostile)
    expect(chat.page.locator(".from-user .receipt")).to_have_count(1)
    chat.send("Chongqing")
    expect(chat.page.locator(".card")).to_be_visible()
    before = asked_for(chat)
    with chat.page.expect_download() as waiting:
        chat.choose_in_menu(name)
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    content = saved.read_text("utf-8")
    assert saved.suffix == f".{ending}" and asked_for(chat) == before
    assert "Seventh National Census: https://www.stats.gov.cn/" in content
    assert (hostile in content) == (ending == "txt")
    if ending == "html":
        read = chat.page.context.new_page()
        read.goto(saved.as_uri())
        expect(read.locator("p").nth(1)).to_have_text(hostile)
        assert "hit" not in read.title()


def test_ending_the_chat_leaves_nothing_on_a_shared_computer(chat: Chat) -> None:
    chat.send("Private matter")
    chat.expect_texts("Private matter", "You wrote: Private matter")
    chat.type("A draft")
    token = chat.conversation.token
    chat.choose_in_menu("End chat")
    chat.page.get_by_role("dialog").get_by_role("button", name="End chat").click()
    expect(chat.page.get_by_role("heading", name="The chat has ended")).to_be_visible()
    expect(chat.box).to_be_hidden()
    assert chat.page.evaluate("localStorage.length") == 0
    assert "Private" not in chat.page.content()
    expect(chat.page.locator(".message")).to_have_count(0)
    assert token not in chat.peer.conversations
    assert findings(chat.page) == []
    chat.page.get_by_role("button", name="New chat").click()
    expect(chat.page.locator(".message")).to_have_count(1)
    expect(chat.box).to_have_value("")


def test_ending_the_chat_in_one_tab_ends_it_in_the_other(chat: Chat, context: BrowserContext) -> None:
    other = Chat(context.new_page(), chat.peer)
    other.open()
    chat.choose_in_menu("End chat")
    chat.page.get_by_role("dialog").get_by_role("button", name="End chat").click()
    expect(other.page.get_by_role("heading", name="The chat has ended")).to_be_visible()
    assert chat.peer.conversations == {}


def test_the_language_can_be_changed_in_the_middle_and_the_help_desk_knows(chat: Chat) -> None:
    chat.send("Hello")
    chat.expect_texts("Hello", "You wrote: Hello")
    with chat.page.expect_response("**/api/language"):
        chat.page.get_by_role("button", name="中文").click()
    assert chat.conversation.language == "zh"
    chat.send("你好")
    expect(chat.messages.get_by_text("您写道：你好")).to_be_visible()
    expect(chat.page.locator(".body").nth(1)).to_have_attribute("lang", "en")


def test_on_a_phone_the_focus_stays_on_the_choice_of_language(chat: Chat) -> None:
    chat.page.set_viewport_size({"width": 360, "height": 700})
    chat.page.get_by_role("button", name="中文").press("Enter")
    expect(chat.page.get_by_role("button", name="English")).to_be_focused()


def test_an_answer_that_takes_long_is_spoken_of(chat: Chat) -> None:
    chat.page.clock.install()
    chat.peer.reply = lambda conversation, text: None
    chat.send("A hard question")
    expect(chat.page.locator(".receipt")).to_have_text("· Delivered")
    chat.page.clock.run_for(9_000)
    expect(chat.status).to_have_text("The answer is taking longer than usual. Your message is kept.")
    chat.conversation.add("assistant", "Here it is")
    expect(chat.status).to_be_empty()


def test_two_tabs_have_one_line_and_the_second_takes_it_over(chat: Chat, context: BrowserContext) -> None:
    other = Chat(context.new_page(), chat.peer)
    other.open()
    chat.send("From the first")
    other.expect_texts("From the first", "You wrote: From the first")
    other.send("From the second")
    said = ("From the first", "You wrote: From the first", "From the second", "You wrote: From the second")
    chat.expect_texts(*said)
    assert chat.peer.lines == 1
    chat.page.close()
    chat.peer.latest.add("staff", "After the first is gone")
    other.expect_texts(*said, "After the first is gone")
    while chat.peer.lines != 1:  # until the peer has noticed that the first is gone
        other.page.wait_for_timeout(25)


def test_a_tab_that_was_put_to_sleep_with_the_line_loses_it(chat: Chat, context: BrowserContext) -> None:
    chat.page.evaluate("BroadcastChannel.prototype.postMessage = () => {}")
    chat.page.wait_for_function("async () => (await navigator.locks.query()).held.length === 1")
    other = Chat(context.new_page(), chat.peer)
    other.page.clock.install()
    other.open()
    other.page.clock.run_for(6_000)
    other.page.wait_for_function("async () => (await navigator.locks.query()).held.length === 1")
    chat.peer.latest.add("staff", "Awake")
    other.expect_texts("Awake")


def test_two_browsers_at_once_see_only_their_own(embedded: Embedded, page: Page) -> None:
    second = page.context.browser.new_context(locale="zh-CN")  # type: ignore[union-attr]
    other = Embedded(second.new_page(), embedded.site, embedded.peer)
    embedded.open()
    embedded.send("Mine")
    other.open()
    other.send("Theirs")
    embedded.expect_texts("Mine", "You wrote: Mine")
    other.expect_texts("Theirs", "You wrote: Theirs")
    assert len(embedded.peer.conversations) == 2
    second.close()


def test_a_visitor_is_identified_and_the_token_changes(embedded: Embedded) -> None:
    embedded.open()
    embedded.send("Anonymous")
    embedded.expect_texts("Anonymous", "You wrote: Anonymous")
    before = embedded.peer.latest.token
    embedded.page.evaluate("() => { window.told = []; CityDesk('on', 'identified', () => told.push(1)); }")
    embedded.call("identify", "signed:Li Na")
    embedded.page.wait_for_function("() => told.length === 1")
    assert embedded.peer.latest.person == "Li Na" and embedded.peer.latest.token != before
    embedded.send("By name")
    embedded.expect_texts("Anonymous", "You wrote: Anonymous", "By name", "You wrote: By name")
    assert len(embedded.peer.conversations) == 1


def test_an_identity_whose_answer_is_lost_loses_no_conversation(embedded: Embedded) -> None:
    embedded.peer.lose_identities = 1
    embedded.open()
    embedded.send("Before")
    embedded.expect_texts("Before", "You wrote: Before")
    embedded.call("identify", "signed:Li Na")
    embedded.send("After")
    embedded.expect_texts("Before", "You wrote: Before", "After", "You wrote: After")
    assert len(embedded.peer.conversations) == 1 and embedded.peer.latest.person == "Li Na"


def test_another_person_gets_a_conversation_of_their_own(embedded: Embedded) -> None:
    embedded.open()
    embedded.call("identify", "signed:Li Na")
    embedded.send("Of Li Na")
    embedded.expect_texts("Of Li Na", "You wrote: Of Li Na")
    embedded.call("identify", "signed:Jan Novak")
    expect(embedded.messages).to_have_count(1)
    expect(embedded.frame.locator("main")).not_to_contain_text("Of Li Na")
    assert embedded.peer.begun[-1]["identity"] == "signed:Jan Novak"


def test_a_false_identity_changes_nothing_and_the_site_is_told(embedded: Embedded) -> None:
    embedded.open()
    token = embedded.peer.latest.token
    embedded.page.evaluate("() => { window.told = []; CityDesk('on', 'refused', () => told.push(1)); }")
    embedded.call("identify", "forged")
    embedded.page.wait_for_function("() => told.length === 1")
    assert embedded.peer.latest.token == token and embedded.peer.latest.person == ""


def test_reset_forgets_the_visitor(embedded: Embedded, peer: Peer) -> None:
    embedded.open()
    embedded.send("Private")
    embedded.expect_texts("Private", "You wrote: Private")
    embedded.call("reset")
    expect(embedded.frame.get_by_role("heading", name="The chat has ended")).to_be_visible()
    assert json.loads(embedded.page.frames[1].evaluate("JSON.stringify(localStorage)")) == {}
    assert peer.conversations == {}
