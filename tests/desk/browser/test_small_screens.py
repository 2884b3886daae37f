"""What is pressed or ticked stays inside a narrow screen and keeps its size."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.conftest import RunningGateway
from tests.desk.browser.conftest import Open, at_the_desk
from tests.desk.console.waiting import waiting
from tests.desk.figures_filled import fill

_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_HINTED = """regions => regions.map(region => [region, region.previousElementSibling]).map(([region, hint]) =>
    [region.scrollWidth > region.clientWidth, hint && hint.offsetHeight ? hint.innerText : ""])"""
_BOXES = "boxes => new Set(boxes.map(box => Math.round(box.getBoundingClientRect().width))).size"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_two_cases_are_merged_on_a_telephone(served: RunningGateway, open_page: Open, language: str) -> None:
    one, other = (waiting(served)[1] for _ in range(2))
    desk = at_the_desk(open_page(language, 375), served, "agent", "Bea", language)

    desk.goto(f"{served.url}/desk/cases/{one}/merging?other={other}")

    assert desk.locator("button.grave").count() == 1
    assert desk.evaluate(_TOO_WIDE) == 0


def test_boxes_to_tick_have_one_size_also_beside_long_words(served: RunningGateway, open_page: Open) -> None:
    desk = at_the_desk(open_page("en", 375), served, "admin", "Ada", "en")

    desk.goto(f"{served.url}/desk/me")

    assert desk.eval_on_selector_all("#notices .tick input", _BOXES) == 1


@pytest.mark.parametrize(("language", "said"), [("en", "Scroll sideways"), ("zh", "左右滑动")])
def test_a_picture_wider_than_the_screen_says_so_and_is_reached_by_keyboard(
    knowing_desk: RunningGateway, open_page: Open, language: str, said: str
) -> None:
    with knowing_desk.database.write() as connection:
        fill(connection, knowing_desk.gateway.clock().date(), days=60)
    desk = at_the_desk(open_page(language, 375), knowing_desk, "viewer", "Vera", language)

    for width in (375, 820, 1280):
        desk.set_viewport_size({"width": width, "height": 800})
        desk.goto(f"{knowing_desk.url}/desk/insights")
        found = desk.eval_on_selector_all("figure .scroll", _HINTED)
        assert len(found) == 2 and all(is_wide == hint.startswith(said) for is_wide, hint in found), (width, found)
        assert width == 820 or [is_wide for is_wide, _ in found] == [width == 375] * 2
    for region in desk.locator("figure .scroll").all():
        region.focus()
        assert desk.evaluate("document.activeElement.getAttribute('aria-label')")


@pytest.mark.parametrize(
    ("language", "answered", "noted"),
    [("en", "Your answer was taken", "The note is saved"), ("zh", "答复已提交", "备注已保存")],
)
def test_who_sends_or_notes_something_on_a_telephone_sees_that_it_was_taken(
    served: RunningGateway, open_page: Open, language: str, answered: str, noted: str
) -> None:
    _, reference = waiting(served, language)
    desk = at_the_desk(open_page(language, 375), served, "agent", "Bea", language)
    desk.goto(f"{served.url}/desk/cases/{reference}")
    assert not desk.get_by_text(noted).is_visible()
    desk.click("form[action$='/take'] button")

    for form, said in (("reply", answered), ("note", noted)):
        desk.fill(f"form[action$='/{form}'] textarea", "Tomorrow")
        desk.click(f"form[action$='/{form}'] button:not([type=button])")
        expect(desk.get_by_text(said)).to_be_in_viewport()
        expect(desk.get_by_text(said)).to_be_focused()
