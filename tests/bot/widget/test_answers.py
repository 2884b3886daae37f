"""The forms of an answer: quick replies, cards, tables, sources, lists."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.bot.widget.chat import Chat

FIRST = "Which programmes exist?"


def test_a_quick_reply_sends_its_key_and_closes_the_others(chat: Chat) -> None:
    chat.page.get_by_role("button", name=FIRST).click()
    chat.expect_texts(FIRST, f"You wrote: {FIRST}")
    chosen = chat.page.get_by_role("button", name=f"{FIRST} (chosen)")
    expect(chosen).to_be_focused()
    expect(chosen).not_to_have_attribute("aria-disabled", "true")
    assert chat.page.locator(".choice[aria-disabled=true]").count() == 2
    chat.choices.nth(1).click(force=True)
    chosen.click()
    chat.page.wait_for_timeout(200)
    chat.expect_texts(FIRST, f"You wrote: {FIRST}")


def test_the_choice_is_read_out(chat: Chat) -> None:
    chat.page.evaluate("heard.length = 0")
    chat.choices.first.click()
    chat.expect_texts(FIRST, f"You wrote: {FIRST}")
    assert chat.page.evaluate("heard.map(one => one[0])") == [f"You chose: {FIRST}", f"Assistant: You wrote: {FIRST}"]


def test_the_choice_is_still_marked_after_a_reload(chat: Chat) -> None:
    chat.choices.first.click()
    chat.expect_texts(FIRST, f"You wrote: {FIRST}")
    chat.page.reload()
    expect(chat.page.get_by_role("button", name=f"{FIRST} (chosen)")).to_be_visible()


def test_an_earlier_quick_reply_can_still_be_chosen_and_leaves_the_later_ones_alone(chat: Chat) -> None:
    chat.conversation.add("assistant", "x", [{"type": "buttons", "items": ["Other", FIRST]}])
    expect(chat.choices).to_have_count(5)
    chat.choices.first.click()
    expect(chat.messages.get_by_text(f"You wrote: {FIRST}")).to_be_visible()
    expect(chat.page.locator(".chosen")).to_have_count(1)
    expect(chat.choices.first).to_have_class("choice chosen")


def test_a_refused_choice_can_be_made_again(chat: Chat) -> None:
    chat.peer.weather.refusals.append((404, "This button is not valid.", {}))
    chat.choices.first.click()
    expect(chat.page.locator(".fate")).to_contain_text("Not sent. This button is not valid.")
    expect(chat.page.locator(".choice[aria-disabled=true]")).to_have_count(0)
    chat.choices.nth(1).click()
    expect(chat.messages.get_by_text("You wrote: Which cities took part?")).to_be_visible()


def test_a_card_pairs_each_label_with_its_value(chat: Chat) -> None:
    chat.send("Chongqing")
    card = chat.page.locator(".card")
    expect(card.get_by_role("heading", name="Chongqing")).to_be_visible()
    pairs = card.locator("dl > div").evaluate_all("all => all.map(one => [...one.children].map(each => each.tagName))")
    assert pairs == [["DT", "DD"]] * 4


def test_a_comparison_is_a_table_that_scrolls_by_itself_on_a_phone(chat: Chat) -> None:
    chat.page.set_viewport_size({"width": 320, "height": 640})
    chat.send("Compare")
    frame = chat.page.get_by_role("region", name="Table, can be scrolled sideways")
    expect(frame.get_by_role("columnheader")).to_have_text(["Chongqing", "Mannheim", "Wuhan"])
    expect(frame.get_by_role("rowheader")).to_have_text(["Population", "Programme", "Topics"])
    frame.focus()
    for _ in range(3):
        chat.page.keyboard.press("ArrowRight")
    chat.page.wait_for_function("() => document.querySelector('.table').scrollLeft > 0")
    assert chat.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_sources_are_one_line_that_opens_to_links_with_dates(chat: Chat) -> None:
    chat.send("Chongqing")
    sources = chat.page.locator(".sources")
    expect(sources.locator("ul")).to_be_hidden()
    sources.locator("summary").click()
    expect(sources.locator("li").first).to_contain_text("as of 1 November 2020")
    expect(sources.locator("a").first).to_have_attribute("href", "https://www.stats.gov.cn/")


def test_an_answer_without_links_to_sources_is_only_a_line(chat: Chat) -> None:
    chat.conversation.add("assistant", "x", [{"type": "sources", "text": "Own explanation.", "items": []}])
    expect(chat.messages.get_by_text("Own explanation.")).to_be_visible()
    assert chat.page.locator("details.sources").count() == 0


def test_a_reader_further_up_is_not_carried_away(chat: Chat) -> None:
    for number in range(12):
        chat.conversation.add("assistant", f"Line {number}\n\n" + "more words " * 60)
    expect(chat.page.locator(".message")).to_have_count(13)
    chat.page.mouse.wheel(0, -20_000)
    chat.page.wait_for_function("() => scrollY === 0")
    chat.conversation.add("staff", "The newest")
    newer = chat.page.get_by_role("button", name="New message")
    expect(newer).to_be_visible()
    assert chat.page.evaluate("scrollY") == 0
    newer.click()
    expect(chat.messages.get_by_text("The newest")).to_be_in_viewport()
    expect(newer).to_be_hidden()


def test_a_long_answer_is_shown_from_its_beginning(chat: Chat) -> None:
    chat.conversation.add("assistant", "The beginning\n\n" + "long " * 2000)
    expect(chat.messages.get_by_text("The beginning")).to_be_in_viewport()
