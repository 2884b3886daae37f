"""A visitor and a member of staff, each in a browser: from the question to the closed case."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bot.conftest import RunningGateway
from tests.browsing import findings
from tests.desk.browser.conftest import Open, at_the_desk
from tests.desk.console.waiting import request

WORDS = {
    "en": {
        "person": "Talk to a person", "take": "Take this case", "back": "Hand back to the assistant",
        "here": "You are now talking to Anna", "close": "Finish …", "sure": "Close the case",
        "may": "And in May?", "cut": "Said while the desk was cut off", "machine": "Back to the machine",
        "said": "You said: ",
        "ended": "closed this case",
    },
    "zh": {
        "person": "转人工服务", "take": "接手", "back": "交还智能助手",
        "here": "工作人员Anna为您服务", "close": "结束办理…", "sure": "办结事项",
        "may": "五月呢？",
        "cut": "断线期间的留言", "machine": "请智能助手回答", "said": "您说：", "ended": "已办结此事项",
    },
}  # fmt: skip


def say(page: Page, text: str) -> None:
    page.fill("#box", text)
    page.press("#box", "Enter")


def cut_off(desk: Page, visitor: Page, said: str) -> None:
    """Cut the line of each side while the other writes; nothing is lost, neither what was sent nor what was typed."""
    visitor.context.set_offline(True)
    desk.fill("#text", "Written while you were away")
    desk.press("#text", "Control+Enter")
    visitor.context.set_offline(False)
    expect(visitor.locator("#messages")).to_contain_text("Written while you were away", timeout=30_000)

    desk.context.set_offline(True)
    say(visitor, said)
    desk.fill("#text", "Half an answer")
    desk.context.set_offline(False)
    expect(desk.locator("#transcript")).to_contain_text(said, timeout=30_000)
    expect(desk.locator("#text")).to_have_value("Half an answer")
    desk.press("#text", "Control+Enter")
    expect(visitor.locator("#messages")).to_contain_text("Half an answer")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_loop_in_two_browsers(served: RunningGateway, open_page: Open, language: str) -> None:
    words = WORDS[language]
    desk = at_the_desk(open_page(language), served, "agent", "Anna", language)
    visitor = open_page(language)
    visitor.goto(served.url)
    visitor.get_by_role("button", name=words["person"]).first.click()

    link = desk.locator("table.cases a.whole").first
    expect(link).to_be_visible()  # it appears by itself
    link.click()
    desk.get_by_role("button", name=words["take"], exact=True).click()
    expect(visitor.locator("#messages")).to_contain_text(words["here"])
    desk.wait_for_load_state()  # keys are heard from then on

    desk.fill("#text", "Hello from the desk\n您好")
    desk.press("#text", "Control+Enter")
    expect(visitor.locator("#messages")).to_contain_text("Hello from the desk")
    say(visitor, words["may"])
    expect(desk.locator("#transcript")).to_contain_text(words["may"])
    expect(desk.locator(".staff .delivered")).to_be_visible()

    cut_off(desk, visitor, words["cut"])
    desk.get_by_role("button", name=words["back"]).click()
    say(visitor, words["machine"])
    expect(visitor.locator("#messages")).to_contain_text(words["said"] + words["machine"])
    desk.get_by_role("button", name=words["take"], exact=True).click()
    desk.locator("summary", has_text=words["close"]).click()
    desk.get_by_role("button", name=words["sure"], exact=True).click()
    expect(visitor.locator("#messages")).to_contain_text(words["ended"])
    expect(desk.locator(".head .badge.closed")).to_be_visible()


def test_a_colleague_who_takes_over_is_seen_and_the_draft_stays(served: RunningGateway, open_page: Open) -> None:
    first = at_the_desk(open_page("en"), served, "agent", "Bea", "en")
    second = at_the_desk(open_page("en"), served, "agent", "Cem", "en")
    visitor = open_page("en")
    visitor.goto(served.url)
    visitor.get_by_role("button", name="Talk to a person").first.click()
    first.locator("table.cases a.whole").first.click()
    first.get_by_role("button", name="Take this case").click()
    first.fill("#text", "half a sentence")
    second.goto(first.url)
    expect(second.locator(".present")).to_contain_text("Bea")
    second.get_by_role("button", name="Take this case").click()

    expect(first.locator(".owner")).to_contain_text("Cem is answering")
    expect(first.locator("#text")).to_have_count(0)
    first.get_by_role("button", name="Take this case").click()
    expect(first.locator("#text")).to_have_value("half a sentence")


@pytest.mark.parametrize("order", ["chrome", "safari"])
def test_enter_of_an_input_method_never_sends(served: RunningGateway, open_page: Open, order: str) -> None:
    desk = at_the_desk(open_page("zh"), served, "agent", "Li", "zh")
    visitor = open_page("zh")
    visitor.goto(served.url)
    visitor.get_by_role("button", name="转人工服务").first.click()
    desk.locator("table.cases a.whole").first.click()
    desk.get_by_role("button", name="接手", exact=True).click()
    desk.focus("#text")
    browser = desk.context.new_cdp_session(desk)
    browser.send("Input.imeSetComposition", {"text": "chongqing", "selectionStart": 9, "selectionEnd": 9})
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229, "modifiers": 2}
    if order == "safari":
        browser.send("Input.insertText", {"text": "重庆"})
    browser.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    if order == "chrome":
        browser.send("Input.insertText", {"text": "重庆"})
    desk.wait_for_timeout(500)

    expect(desk.locator("#text")).to_have_value("重庆")
    expect(desk.locator("#transcript .staff")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_nothing_and_no_page_needs_scrolling_sideways(
    served: RunningGateway, open_page: Open, language: str, width: int
) -> None:
    stranger = open_page(language, width)
    stranger.goto(f"{served.url}/desk/signin")
    assert findings(stranger) == []
    visitor = open_page(language)
    visitor.goto(served.url)
    visitor.get_by_role("button", name=WORDS[language]["person"]).first.click()
    _, asked = request(served, language)
    desk = at_the_desk(open_page(language, width), served, "admin", "Anna", language)
    desk.wait_for_selector("table.cases")
    case = f"/desk/cases/{asked}"
    desk.goto(served.url + case)
    desk.get_by_role("button", name=WORDS[language]["take"], exact=True).click()
    desk.wait_for_selector("#text")
    desk.wait_for_load_state()  # before its style sheet is there, a page is as long as all that it holds
    desk.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    beyond = desk.evaluate("""() => {
        const page = document.documentElement, wide = page.scrollWidth - page.clientWidth;
        return [wide, page.clientWidth > 1024 ? page.scrollHeight - page.clientHeight : 0];
    }""")
    assert beyond == [0, 0]  # with every menu open; the columns of a case scroll, the page around them does not
    with served.database.read() as connection:
        entry = connection.exec_driver_sql("SELECT min(id) FROM canned").scalar_one()
    pages = ("", "?view=mine&words=none", "requests", "canned", f"canned/{entry}", "people", "me", "log", "forgotten")
    for path in (case, "/desk/cases/CB-2026-000000", "/desk/nowhere", *(f"/desk/{page}" for page in pages)):
        for colours in ("light", "dark"):
            desk.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
            desk.goto(served.url + path)
            assert (path, findings(desk)) == (path, [])
        sideways = desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (path, sideways) == (path, 0)


def test_the_page_names_its_language(served: RunningGateway, open_page: Open) -> None:
    page = open_page("zh")
    page.goto(f"{served.url}/desk/signin")

    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    expect(page).to_have_title(re.compile("登录"))
