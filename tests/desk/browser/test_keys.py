"""Keys and the command bar: they do what links do, each can be switched off, and an input method is left alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bot.conftest import RunningGateway
from tests.browsing import findings
from tests.desk.browser.conftest import Open, at_the_desk
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import request, waiting

PROCESSED = 229  # the key code of a key that the input method has taken


def bar(desk: Page) -> None:
    desk.wait_for_load_state()  # keys are heard when the scripts of the page are there
    desk.keyboard.press("Control+k")
    expect(desk.locator("#over [role=combobox]")).to_be_focused()


def case_page(served: RunningGateway, open_page: Open, language: str = "en", take: bool = True) -> tuple[Page, str]:
    _, reference = waiting(served, language)
    desk = at_the_desk(open_page(language), served, "agent", "Anna", language)
    desk.goto(f"{served.url}/desk/cases/{reference}")
    if take:
        desk.locator(".taking button").click()
        desk.wait_for_selector("#text")
    return desk, reference


def test_a_list_is_walked_and_opened_by_keys(served: RunningGateway, open_page: Open) -> None:
    references = [waiting(served)[1] for _ in range(3)]
    desk = at_the_desk(open_page("en"), served, "agent", "Anna", "en")
    for keys in ("j", "j", "j", "k"):
        desk.keyboard.press(keys)
    expect(desk.locator("tr", has_text=references[1]).locator("a.whole")).to_be_focused()
    desk.keyboard.press("o")
    expect(desk).to_have_url(re.compile(references[1]))


def test_on_a_case_keys_lead_to_the_answer_the_note_the_colleague_and_the_end(
    served: RunningGateway, open_page: Open
) -> None:
    desk, reference = case_page(served, open_page, take=False)
    desk.keyboard.press("r")
    expect(desk.locator(".taking button")).to_be_focused()
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#text")
    for key, focused in (("r", "#text"), ("n", "textarea[data-note]"), ("a", "select[name=colleague]")):
        desk.locator("h1").click()
        desk.keyboard.press(key)
        expect(desk.locator(focused)).to_be_focused()
        desk.evaluate("() => document.activeElement.blur()")
    desk.keyboard.press("e")
    expect(desk.get_by_role("button", name="Mark as answered")).to_be_focused()
    expect(desk.locator(".head .badge.assigned")).to_be_visible()
    desk.keyboard.press("Escape")

    desk.locator("#text").click()
    desk.keyboard.type("rnae/?jk")
    expect(desk.locator("#text")).to_have_value("rnae/?jk")
    assert reference in desk.url and desk.locator("#over[open]").count() == 0


def test_the_question_mark_lists_the_keys_and_each_can_be_switched_off(served: RunningGateway, open_page: Open) -> None:
    desk = at_the_desk(open_page("en"), served, "viewer", "Vic", "en")
    desk.keyboard.press("?")
    expect(desk.locator("#over kbd")).to_have_count(13)
    assert findings(desk) == []
    desk.locator("#over").get_by_role("link", name="Switch keys on or off").click()
    for name in ("search", "help", "bar"):
        desk.uncheck(f"input[name=key][value={name}]")
    desk.locator("#keys button").click()
    desk.wait_for_url("**/desk/me#keys")
    desk.goto(f"{served.url}/desk/")
    for key in ("/", "?", "Control+k"):
        desk.keyboard.press(key)
    expect(desk.locator("input[data-search]")).not_to_be_focused()
    expect(desk.locator("#over")).to_be_hidden()
    desk.get_by_role("link", name="Keys").click()
    expect(desk.locator("#over")).to_contain_text("switched off")


@pytest.mark.parametrize(
    ("language", "typed", "where"), [("en", "know", "/desk/knowledge"), ("zh", "合作意", "/desk/requests")]
)
def test_the_bar_leads_to_pages_by_keyboard_alone(
    served: RunningGateway, open_page: Open, language: str, typed: str, where: str
) -> None:
    desk = at_the_desk(open_page(language), served, "agent", "Anna", language)
    bar(desk)
    assert findings(desk) == []
    box = desk.locator("#command")
    first = str(box.get_attribute("aria-activedescendant"))
    desk.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") != first
    expect(desk.locator("#command-list [aria-selected=true]")).to_have_count(1)
    desk.keyboard.type(typed)
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**{where}")


def test_the_bar_opens_a_case_by_its_number_searches_and_knows_the_macros(
    served: RunningGateway, open_page: Open
) -> None:
    desk, reference = case_page(served, open_page)
    bar(desk)
    desk.keyboard.type("offer a call")
    expect(desk.locator("#command-list li").first).to_contain_text("Macro: Offer a call")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/cases/{reference}/macros/call")
    bar(desk)
    desk.keyboard.type(reference.lower())
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/cases/{reference}")
    bar(desk)
    desk.keyboard.type("mayor <b>")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/desk/search?q=mayor%20%3Cb%3E")


def test_the_bar_switches_the_language_and_comes_back(served: RunningGateway, open_page: Open) -> None:
    desk, reference = case_page(served, open_page)
    bar(desk)
    desk.keyboard.type("切换")
    desk.keyboard.press("Enter")
    expect(desk.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert desk.url.endswith(reference)


@pytest.mark.parametrize("order", ["key_before_end", "end_before_key"])
def test_the_enter_that_ends_a_composition_opens_nothing(served: RunningGateway, open_page: Open, order: str) -> None:
    desk = at_the_desk(open_page("zh"), served, "agent", "Li", "zh")
    bar(desk)
    cdp = desk.context.new_cdp_session(desk)
    cdp.send("Input.imeSetComposition", {"text": "he'zuo", "selectionStart": 6, "selectionEnd": 6})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": PROCESSED}
    if order == "key_before_end":
        cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    cdp.send("Input.insertText", {"text": "合作"})
    if order == "end_before_key":
        cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    expect(desk.locator("#command")).to_have_value("合作")
    expect(desk.locator("#over")).to_be_visible()
    assert desk.url.endswith("/desk/")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/desk/requests")


def test_without_a_script_everything_is_a_link(served: RunningGateway) -> None:
    _, reference = waiting(served)
    anna = hire(served, "agent", "Anna")
    page = anna.get("/commands", params={"case": reference}).text

    assert 'href="/desk/commands"' in anna.get("/").text and 'href="/desk/help"' in page
    for path in ("/?view=mine", "/search", "/knowledge", "/me", f"/cases/{reference}/macros/answered"):
        assert f'href="/desk{path}"' in page
    assert "/desk/log" not in page and "切换到中文" in page
    back = anna.post("/me/language", csrf=anna.csrf(), language="zh", back="https://evil.example/")
    assert back.headers["location"] == "/desk/me"


@pytest.mark.parametrize(
    ("theme", "system", "ground"), [("dark", "light", "18, 22, 28"), ("light", "dark", "246, 247, 249")]
)
def test_colours_are_those_that_somebody_chose(
    served: RunningGateway, open_page: Open, theme: str, system: str, ground: str
) -> None:
    _, reference = waiting(served)
    desk = at_the_desk(open_page("en"), served, "agent", "Anna", "en")
    desk.emulate_media(color_scheme=system)  # type: ignore[arg-type]
    desk.goto(f"{served.url}/desk/me")
    desk.select_option("select[name=theme]", theme)
    desk.locator("#keys button").click()
    desk.wait_for_url("**/desk/me#keys")
    for path in ("", "me", "help", "commands", "insights", f"cases/{reference}", f"cases/{reference}/macros/answered"):
        desk.goto(f"{served.url}/desk/{path}")
        assert desk.evaluate("getComputedStyle(document.body).backgroundColor") == f"rgb({ground})"
        assert (path, findings(desk)) == (path, [])


def test_the_take_button_goes_when_a_colleague_takes_the_other_case_of_the_conversation(
    served: RunningGateway, open_page: Open
) -> None:
    visitor, wish = request(served)
    visitor.answer_after(visitor.press("Talk to a person").json()["seq"])
    desk = at_the_desk(open_page("en"), served, "agent", "Anna", "en")
    desk.goto(f"{served.url}/desk/cases/{wish}")
    expect(desk.locator(".taking")).to_contain_text("The assistant is then silent")
    bea = hire(served, "agent", "Bea")
    found = re.findall(r"CB-\d{4}-[0-9A-Z]{6}", bea.get("/?view=unassigned").text)
    bea.do(next(each for each in found if each != wish), "take")

    expect(desk.locator(".taking")).to_contain_text("Bea is answering")
