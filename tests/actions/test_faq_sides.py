"""A practical answer that there is for each side is told for the side that a message names."""

from __future__ import annotations

import pytest

from tests.actions.asking import Talk

CHINESE, EUROPEAN = "faq/left_for_chinese_city", "faq/left_for_eu_city"
SAID = {CHINESE: "A city in China has 4 routes", EUROPEAN: "For a city in the EU"}


@pytest.mark.parametrize(
    ("found", "named", "told"),
    [
        (CHINESE, ("country", "PL"), EUROPEAN),
        (CHINESE, ("city", "cities/nice"), EUROPEAN),
        (EUROPEAN, ("city", "cities/wuhan"), CHINESE),
        (EUROPEAN, ("country", "CN"), CHINESE),
        (EUROPEAN, ("country", "PL"), EUROPEAN),
        (CHINESE, ("country", "GB"), CHINESE),
        (CHINESE, ("country", "US"), CHINESE),
    ],
)
def test_the_side_that_is_named_chooses_the_answer(talk: Talk, found: str, named: tuple[str, str], told: str) -> None:
    assert SAID[told] in talk.ask("ask_faq", ("faq", found), named).text()


@pytest.mark.parametrize("country", ["PL", "GB"])
def test_who_names_two_sides_gets_what_the_question_is_closer_to(talk: Talk, country: str) -> None:
    for found in (CHINESE, EUROPEAN):
        reply = talk.ask("ask_faq", ("faq", found), ("country", country), ("city", "cities/wuhan"))
        assert SAID[found] in reply.text()


def test_who_asks_for_chinese_cities_is_not_told_of_british_ones(talk: Talk) -> None:
    reply = talk.ask("ask_faq", ("faq", "faq/uk_cities"), ("country", "CN"))

    assert "faq/chinese_city_in_eu_programmes" in str(reply.blocks)
    assert "Barnsley" not in reply.text()


def test_who_asks_for_british_cities_is_told_of_them(talk: Talk) -> None:
    assert "Barnsley" in talk.ask("ask_faq", ("faq", "faq/uk_cities"), ("country", "GB")).text()
