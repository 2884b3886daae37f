"""Unanswered questions in a real browser: readable, without barriers, from a group to a draft and to a decision."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain
from tests.browsing import findings
from tests.desk.browser.conftest import Open, at_the_desk
from tests.desk.console.puzzled import VISA, ask, puzzled
from tests.desk.console.waiting import HOSTILE


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("zh", 1280)])
def test_from_the_list_to_a_draft_and_to_a_decision(
    knowing_desk: RunningGateway, brain: StandInBrain, open_page: Open, language: str, width: int
) -> None:
    brain.script = puzzled
    ask(knowing_desk, *VISA[:2], HOSTILE)
    ask(knowing_desk, VISA[2], language="zh")
    desk = at_the_desk(open_page(language, width), knowing_desk, "agent", "Bea", language)

    def is_clean() -> None:
        for colours in ("light", "dark"):
            desk.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
            assert findings(desk) == []
        assert desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

    desk.goto(f"{knowing_desk.url}/desk/knowledge")
    desk.click('main a[href="/desk/unanswered"]')
    expect(desk.locator("#list tbody tr")).to_have_count(2)
    is_clean()
    desk.select_option("select[name=language]", "zh")
    expect(desk.locator("#list tbody tr")).to_have_count(1)
    desk.click("#list a.whole")
    expect(desk.locator("h1")).to_contain_text({"en": "visa", "zh": "签证"}[language])
    is_clean()
    desk.click('form:has(input[value="record"]) button')
    expect(desk.locator("pre.file")).to_contain_text(VISA[2])
    is_clean()
    with desk.expect_download() as taken:
        desk.click('form[action$="/file"] button')
    assert taken.value.suggested_filename == "visa-chongqing.yml"
    desk.goto(f"{knowing_desk.url}/desk/unanswered?state=drafted")
    expect(desk.locator("#list tbody tr")).to_have_count(1)
    desk.goto(f"{knowing_desk.url}/desk/unanswered")
    desk.click("#list a.whole")
    desk.click('form[action$="/aside"] button')
    expect(desk.locator("#list tbody tr")).to_have_count(0)
