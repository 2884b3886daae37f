"""What visitors think of answers: thumbs, reasons, in every tab, and under answers only."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.bot.widget.chat import Chat
from tests.browsing import findings

UP, DOWN = "This helped", "This did not help"


def thumb(chat: Chat, name: str) -> None:
    chat.page.get_by_role("button", name=name, exact=True).last.click()


def test_an_answer_can_be_rated_and_the_opinion_is_there_after_a_reload(chat: Chat) -> None:
    expect(chat.page.get_by_role("button", name=UP)).to_have_count(0)
    chat.send("Hello")
    chat.expect_texts("Hello", "You wrote: Hello")
    thumb(chat, UP)
    expect(chat.page.get_by_role("button", name=UP)).to_have_attribute("aria-pressed", "true")
    assert chat.peer.opinions == [{"seq": 3, "verdict": "up"}]
    chat.page.reload()
    expect(chat.page.get_by_role("button", name=UP)).to_have_attribute("aria-pressed", "true")
    thumb(chat, UP)
    expect(chat.page.get_by_role("button", name=UP)).to_have_attribute("aria-pressed", "false")
    assert chat.peer.opinions[-1] == {"seq": 3, "verdict": None}


def test_who_was_not_helped_says_why_and_is_offered_a_person(chat: Chat) -> None:
    chat.send("Hello")
    chat.expect_texts("Hello", "You wrote: Hello")
    thumb(chat, DOWN)
    form = chat.page.locator(".why")
    expect(form.get_by_role("group", name="What was wrong?")).to_be_visible()
    assert findings(chat.page) == []
    form.get_by_role("button", name="Out of date").click()
    form.get_by_role("textbox").fill("<b>It ended in 2020</b>")
    form.get_by_role("button", name="Send opinion").click()
    expect(form).to_contain_text("Thank you.")
    assert chat.peer.opinions[-1] == {
        "seq": 3, "verdict": "down", "reason": "outdated", "words": "<b>It ended in 2020</b>",
    }  # fmt: skip
    form.get_by_role("button", name="Talk to a person").click()
    chat.expect_texts("Hello", "You wrote: Hello", "Talk to a person", "You wrote: Talk to a person")


def test_an_opinion_given_in_one_tab_is_seen_in_the_others(chat: Chat, context: BrowserContext) -> None:
    chat.send("Hello")
    other = Chat(context.new_page(), chat.peer)
    other.page.goto(chat.peer.url)
    for giver, seer in ((chat, other), (other, chat)):  # the tab that has the line, and the one that has not
        for wish in ("true", "false"):
            giver.page.get_by_role("button", name=UP).click()
            expect(seer.page.get_by_role("button", name=UP)).to_have_attribute("aria-pressed", wish)


def test_only_an_answer_can_be_rated_not_a_notice(chat: Chat) -> None:
    chat.send("Hello")
    chat.expect_texts("Hello", "You wrote: Hello")
    chat.peer.latest.add("assistant", "You are now talking to a person.")
    expect(chat.page.locator(".message")).to_have_count(4)
    expect(chat.page.get_by_role("button", name="Copy")).to_have_count(3)
    expect(chat.page.get_by_role("button", name=UP)).to_have_count(1)
