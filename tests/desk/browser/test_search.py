"""Searching with the keyboard, and coming to the message that was found."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.conftest import RunningGateway
from tests.browsing import findings
from tests.desk.browser.conftest import Open, at_the_desk
from tests.desk.console.waiting import request, waiting


def test_the_slash_leads_to_the_search_and_a_hit_to_its_message(served: RunningGateway, open_page: Open) -> None:
    visitor, _ = waiting(served, "zh")
    for number in range(12):
        visitor.answer_after(visitor.post(f"第{number}个问题：重庆").json()["seq"])
    desk = at_the_desk(open_page("zh"), served, "agent", "Li", "zh")
    desk.wait_for_selector("table.cases")
    desk.press("body", "/")
    expect(desk.locator("input[data-search]")).to_be_focused()
    desk.keyboard.type("第3个 重庆/")
    desk.keyboard.press("Enter")
    expect(desk.locator("input[data-search]")).to_have_value("第3个 重庆/")
    hit = desk.locator(".hits li", has_text="咨询人").first
    expect(hit.locator("mark").first).to_have_text("第3个")

    desk.locator("details.filters summary").click()
    desk.select_option("select[name=said]", "note")
    expect(desk.locator(".nothing")).to_be_visible()
    desk.select_option("select[name=said]", "user")
    expect(hit).to_be_visible()
    assert "said=user" in desk.url
    hit.locator("a").click()
    found = desk.locator("#transcript li:target")
    expect(found).to_contain_text("第3个问题")
    expect(found).to_be_in_viewport()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh", 360)])
def test_axe_finds_nothing_and_nothing_needs_scrolling_sideways(
    served: RunningGateway, open_page: Open, language: str, width: int
) -> None:
    request(served, language)
    desk = at_the_desk(open_page(language, width), served, "agent", "Anna", language)
    for colours, path in (("light", "q=waste+Bologna&status=new"), ("dark", "q=waste+Bologna"), ("light", "")):
        desk.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        desk.goto(f"{served.url}/desk/search?{path}")
        assert (path, findings(desk)) == (path, [])
        sideways = desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (path, sideways) == (path, 0)
