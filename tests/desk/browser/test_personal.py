"""What is stored about a person, in real browsers: an administrator erases it while the visitor looks on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.conftest import RunningGateway
from tests.browsing import findings
from tests.desk.browser.conftest import Open, at_the_desk
from tests.desk.console.waiting import request

PLACES = [("en", 1280), ("zh", 375)]
ERASE = {"en": "Erase for ever", "zh": "永久删除"}
READ = {"en": "For reading (web page)", "zh": "导出为网页"}


@pytest.mark.parametrize(("language", "width"), PLACES)
def test_personal_data_is_exported_and_erased_on_every_screen(
    served: RunningGateway, open_page: Open, language: str, width: int
) -> None:
    _, reference = request(served, language)
    page = at_the_desk(open_page(language, width), served, "admin", "Boss", language)
    page.goto(f"{served.url}/desk/cases/{reference}/personal")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as saved:
        page.get_by_role("button", name=READ[language]).click()
    page.fill("input[name=confirm]", reference)
    page.get_by_role("button", name=ERASE[language]).click()
    page.wait_for_url(f"**/desk/cases/{reference}")

    assert "Giulia Rossi" in saved.value.path().read_text("utf-8")
    assert "Giulia" not in page.content()
    expect(page.locator("h1")).to_have_text(reference)
