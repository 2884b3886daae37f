"""Writing at the desk: canned replies and records with a key or a click, and nothing typed is ever lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bot.conftest import RunningGateway
from tests.desk.browser.conftest import Open, at_the_desk
from tests.desk.console.colleague import PASSWORD
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import request

TAKE = {"en": "Take this case", "zh": "接手"}


def writing(served: RunningGateway, open_page: Open, language: str) -> tuple[Page, str]:
    """Return the page of a request that somebody has taken, and its reference."""
    _, reference = request(served, language)
    desk = at_the_desk(open_page(language), served, "agent", "Anna", language)
    desk.goto(f"{served.url}/desk/cases/{reference}")
    desk.get_by_role("button", name=TAKE[language], exact=True).click()
    desk.wait_for_selector("#text")
    desk.wait_for_load_state("load")  # what is typed before the scripts run is not kept
    return desk, reference


@pytest.mark.parametrize(("language", "said"), [("en", "Hello Giulia Rossi,"), ("zh", "Giulia Rossi您好：")])
def test_a_slash_and_letters_insert_a_canned_reply_in_the_language_of_the_conversation(
    served: RunningGateway, open_page: Open, language: str, said: str
) -> None:
    desk, reference = writing(served, open_page, language)
    desk.locator("#text").press_sequentially("/hel")
    expect(desk.locator("#slash li:visible")).to_have_count(1)
    desk.press("#text", "Enter")

    expect(desk.locator("#text")).to_have_value(re.compile(re.escape(said)))
    expect(desk.locator("#text")).to_have_value(re.compile(reference))
    expect(desk.locator("#slash")).to_be_hidden()
    expect(desk.locator("#transcript .staff")).to_have_count(0)


def test_arrows_choose_escape_closes_and_an_address_opens_nothing(served: RunningGateway, open_page: Open) -> None:
    desk, _ = writing(served, open_page, "en")
    box = desk.locator("#text")
    box.press_sequentially("see https://x.example/he")
    expect(desk.locator("#slash")).to_be_hidden()
    box.fill("")
    box.press_sequentially("/")
    expect(desk.locator("#slash li").first).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("ArrowDown")
    chosen = desk.locator("#slash li[aria-selected=true]")
    expect(chosen).to_have_id("block-2")
    text = str(chosen.get_attribute("data-insert"))
    desk.keyboard.press("Escape")
    expect(desk.locator("#slash")).to_be_hidden()
    box.press_sequentially("c")
    desk.keyboard.press("Tab")
    expect(box).to_have_value(text)


def test_a_click_inserts_a_record_found_in_the_other_language_below_what_is_written(
    knowing_desk: RunningGateway, open_page: Open
) -> None:
    desk, _ = writing(knowing_desk, open_page, "en")
    desk.fill("#text", "Please see:")
    desk.locator("#lookup").press_sequentially("烟台")
    found = desk.locator("#found .proposal").first
    expect(found).to_contain_text("Yantai")
    found.locator("summary").click()
    found.get_by_role("button", name="Insert").click()

    expect(desk.locator("#text")).to_have_value(re.compile(r"^Please see:\n\nYantai[\s\S]+\nSource: .+\(.+\)$"))


def test_a_refused_answer_is_in_the_box_again(served: RunningGateway, open_page: Open) -> None:
    desk, _ = writing(served, open_page, "en")
    desk.fill("#text", "Dear {name}, welcome")
    desk.press("#text", "Control+Enter")
    expect(desk.get_by_role("alert")).to_contain_text("{name}")
    desk.get_by_role("link", name="Back to the case").click()

    expect(desk.locator("#text")).to_have_value("Dear {name}, welcome")
    desk.fill("#text", "Dear Giulia, welcome")
    desk.press("#text", "Control+Enter")
    expect(desk.locator("#transcript .staff")).to_have_count(1)
    expect(desk.locator("#text")).to_have_value("")


def test_the_title_of_a_tab_in_the_background_says_how_many_wait(served: RunningGateway, open_page: Open) -> None:
    desk = at_the_desk(open_page("en"), served, "agent", "Anna", "en")
    other = desk.context.new_page()
    other.goto(f"{served.url}/desk/me")
    expect(other).to_have_title(re.compile("^My settings"))
    request(served)
    expect(other).to_have_title(re.compile(r"^\(1\) My settings"))
    expect(desk).to_have_title(re.compile(r"^\(1\) Inbox"))


def test_closing_asks_first_and_escape_leaves_the_case_open(served: RunningGateway, open_page: Open) -> None:
    desk, _ = writing(served, open_page, "en")
    desk.locator("summary", has_text="Finish …").click()
    expect(desk.get_by_role("button", name="Close the case")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("button", name="Close the case")).to_be_hidden()
    expect(desk.locator(".head .badge.assigned")).to_be_visible()


def test_an_answer_sent_after_the_session_ended_is_in_the_box_after_the_next_sign_in(
    served: RunningGateway, open_page: Open
) -> None:
    desk, reference = writing(served, open_page, "en")
    desk.wait_for_load_state("load")  # what is typed before the scripts run is not kept
    for asked in (
        "stream",
        "calls",
        "cases/*/live",
        "cases/*/typing",
    ):  # these would lead to the sign-in before the answer
        desk.route(f"**/desk/{asked}", lambda route: route.abort())
    with served.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM staff_sessions")
    desk.fill("#text", "A long answer")
    desk.press("#text", "Control+Enter")
    desk.wait_for_url("**/desk/signin")
    desk.fill("input[name=email]", "agent.anna.en@desk.example")
    desk.fill("input[name=password]", PASSWORD)
    desk.click("main button")
    desk.wait_for_selector("#list")
    desk.goto(f"{served.url}/desk/cases/{reference}")

    expect(desk.locator("#text")).to_have_value("A long answer")
    desk.press("#text", "Control+Enter")
    expect(desk.locator("#transcript .staff")).to_have_count(1)
    desk.reload()
    expect(desk.locator("#text")).to_have_value("")


@pytest.mark.parametrize(("language", "name", "typed"), [("en", "Bea Okafor", "@be"), ("zh", "周启明", "@周")])
def test_an_at_sign_in_a_note_offers_colleagues_and_says_who_was_told(
    served: RunningGateway, open_page: Open, language: str, name: str, typed: str
) -> None:
    hire(served, "agent", name, language)
    desk, _ = writing(served, open_page, language)
    note = desk.locator("textarea[data-note]")
    note.press_sequentially("mail a@b ")
    expect(desk.locator("#mentions")).to_be_hidden()
    note.press_sequentially(typed)
    expect(desk.locator("#mentions li:visible")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(note).to_have_value(f"mail a@b @{name} ")
    note.press_sequentially("please look")
    desk.locator("form:has(textarea[data-note]) button").click()

    expect(desk.locator(".history .tag").first).to_have_text(f"@{name}")
