"""Looking after the records in a real browser: readable, without barriers, and a report becomes a case."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.conftest import RunningGateway
from tests.browsing import findings
from tests.desk.browser.conftest import Open, at_the_desk


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("zh", 1280)])
def test_from_the_list_to_a_record_to_a_case(
    knowing_desk: RunningGateway, open_page: Open, language: str, width: int
) -> None:
    desk = at_the_desk(open_page(language, width), knowing_desk, "agent", "Bea", language)
    desk.goto(f"{knowing_desk.url}/desk/knowledge")
    assert findings(desk) == []
    desk.fill("main input[name=q]", "重庆 chongqing")
    desk.click("main form.finder > button")
    desk.wait_for_url("**/knowledge?*")
    desk.locator('#list a[href="/desk/knowledge/cities/chongqing"]').click()
    expect(desk.locator("h1")).to_have_text({"en": "Chongqing", "zh": "重庆"}[language])
    desk.locator("#wrong summary").click()
    for colours in ("light", "dark"):
        desk.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        assert findings(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    desk.fill("textarea[name=wrong]", "The population is of 2010")
    desk.click("#wrong form button")
    expect(desk.locator('a[href="/desk/knowledge/cities/chongqing"]').first).to_be_visible()
