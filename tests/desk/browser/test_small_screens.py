"""What is pressed or ticked stays inside a narrow screen and keeps its size."""

from __future__ import annotations

import pytest

from tests.bot.conftest import RunningGateway
from tests.desk.browser.conftest import Open, at_the_desk
from tests.desk.console.waiting import waiting

_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
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
