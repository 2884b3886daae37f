"""The page of figures in a real browser: every chart is a picture with a name, a table and no way to get lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.conftest import RunningGateway
from tests.browsing import findings
from tests.desk.browser.conftest import Open, at_the_desk
from tests.desk.figures_filled import fill


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("zh", 1280)])
def test_axe_finds_nothing_and_each_chart_has_its_table(
    knowing_desk: RunningGateway, open_page: Open, language: str, width: int
) -> None:
    with knowing_desk.database.write() as connection:
        fill(connection, knowing_desk.gateway.clock().date(), days=60)
    desk = at_the_desk(open_page(language, width), knowing_desk, "viewer", "Vera", language)
    for colours in ("light", "dark"):
        desk.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        desk.goto(f"{knowing_desk.url}/desk/insights")
        assert findings(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

    charts = desk.locator("main svg[role=img]")
    expect(charts).to_have_count(11)
    for number in range(11):
        name = {"en": "Chart: ", "zh": "图表："}[language]
        assert str(charts.nth(number).locator("> title").text_content()).startswith(name)
    expect(desk.locator(".insights .card details table")).to_have_count(11)
    expect(desk.locator("#partners path.wish").first).to_be_attached()
    desk.locator("#demand summary").click()
    expect(desk.locator("#demand table tbody tr").first).to_be_visible()
    with desk.expect_download() as file:
        desk.locator("#demand .tools a", has_text="CSV").click()
    assert file.value.suggested_filename.startswith("insights-demand-")
