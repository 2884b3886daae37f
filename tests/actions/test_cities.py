"""What is told of cities: unknown ones, missing ones, partners, lists, comparisons."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions import pairings
from knowledge.library import load, parts_of
from knowledge.records import Text
from tests.actions.asking import LANGUAGES, Talk
from tests.knowledge import samples
from tests.knowledge.samples import changed

ABOUT_A_CITY = ("ask_city", "ask_city_population", "ask_city_partners", "ask_city_pilot")


@pytest.mark.parametrize("intent", ABOUT_A_CITY)
def test_a_city_we_do_not_know_is_said_to_be_unknown(talk: Talk, intent: str) -> None:
    talk.ask("ask_city", ("city", "cities/rome"))
    reply = talk.ask(intent, ("unknown_name", "Atlantis"))
    assert all("Atlantis" in reply.text(language) for language in LANGUAGES)
    assert "Rome" not in reply.text("en")
    assert {"find_partner", "ask_for_person"} <= {button for button, _ in reply.buttons}


@pytest.mark.parametrize("intent", ABOUT_A_CITY)
def test_without_a_city_the_answer_is_a_question_with_buttons(talk: Talk, intent: str) -> None:
    reply = talk.ask(intent)
    assert reply.says[0] == "ask.city"
    assert len(reply.buttons) == 4
    assert {button for button, _ in reply.buttons} == {intent}


def test_cities_shown_last_are_offered_first(talk: Talk) -> None:
    talk.ask("find_cities", ("country", "DE"))
    assert [value for _, value in talk.ask("ask_city_population").buttons][:2] == [
        "cities/mannheim",
        "cities/stuttgart",
    ]


def test_chinese_census_figures_come_with_a_warning(talk: Talk) -> None:
    assert "city.census_note" in talk.ask("ask_city_population", ("city", "cities/chongqing")).says
    assert "city.census_note" not in talk.ask("ask_city_population", ("city", "cities/rome")).says
    assert "32,054,159" in talk.ask("ask_city_population", ("city", "cities/chongqing")).text("zh")


def test_two_sources_that_disagree_are_both_told(talk: Talk) -> None:
    reply = talk.ask("ask_city_population", ("city", "cities/wuhan"))
    assert "12,326,500" in reply.text("en")
    assert "12,447,718" in reply.text("en")


def test_partners_are_found_from_both_sides(folder: Path) -> None:
    made_up = load(samples.write(folder))
    riverton = made_up.get("cities/riverton")
    assert riverton is not None
    met = pairings.partners(pairings.of_city(riverton, made_up))
    assert [one.en if isinstance(one, Text) else one for one in met] == ["Lower Hills", "cities/lakeside"]
    assert "Lakeside" in Talk(made_up).ask("ask_city_partners", ("city", "cities/riverton")).text("en")


def test_earlier_pairings_are_said_to_be_over(talk: Talk) -> None:
    for city in talk.library.of_kind("city"):
        reply = talk.ask("ask_city_partners", ("city", city.ref))
        if parts_of(city):
            assert "city.pairings_over" in reply.says, city.ref


def test_an_unknown_partner_is_said_to_be_unknown(talk: Talk) -> None:
    reply = talk.ask("ask_city_partners", ("city", "cities/shantou"))
    assert reply.says[0] == "city.partners_none"


def test_a_pilot_answer_says_when_the_city_was_not_in_the_programme(talk: Talk) -> None:
    reply = talk.ask("ask_city_pilot", ("city", "cities/shantou"), ("programme", "programmes/iurc"))
    assert reply.says[0] == "city.not_in_programme"


@pytest.mark.parametrize(
    ("place", "programme"),
    [
        (("city", "cities/wuhan"), "programmes/iuc"),
        (("unknown_name", "Zhuhai"), "programmes/eclink"),
        (("unknown_name", "Porto"), "programmes/uec"),
    ],
)
def test_where_only_some_names_are_known_nobody_is_said_to_be_missing(
    talk: Talk, place: tuple[str, str], programme: str
) -> None:
    reply = talk.ask("ask_city_pilot", place, ("programme", programme))
    assert reply.says[0] == "place.perhaps"
    assert "place.list_we_have" in reply.says
    assert "not known to us" in reply.text("en")
    assert "一部分" in reply.text("zh")


@pytest.mark.parametrize(
    ("entities", "expected", "absent"),
    [
        ((("country", "DE"),), "cities/mannheim", "cities/rome"),
        ((("country", "EU"),), "cities/rome", "cities/chongqing"),
        ((("country", "CN"),), "cities/chongqing", "cities/rome"),
        ((("country", "CN"), ("country", "IT")), "cities/yantai", "cities/rome"),
        ((("cluster", "clusters/health"),), "cities/kunming", "cities/mannheim"),
        ((("topic", "clusters/health"),), "cities/kunming", "cities/mannheim"),
        ((("programme", "programmes/worldcities"),), "cities/chengdu", "cities/rome"),
        ((("year", "2015"),), "cities/chengdu", "cities/rome"),
    ],
)
def test_lists_hold_what_fits(talk: Talk, entities: tuple[tuple[str, str], ...], expected: str, absent: str) -> None:
    reply = talk.ask("find_cities", *entities)
    listed = [*reply.answer.shown, *[row["ref"] for row in reply.answer.more]]
    assert expected in listed
    assert absent not in listed


def test_a_denied_city_is_left_out(talk: Talk) -> None:
    reply = talk.ask("find_cities", ("country", "DE"), ("city", "cities/mannheim"), negated=("cities/mannheim",))
    assert reply.answer.shown == ["cities/stuttgart"]


def test_nothing_fits_is_said_with_the_conditions(talk: Talk) -> None:
    reply = talk.ask("find_cities", ("country", "SE"))
    assert reply.says[0] == "city.found_none_one"
    assert "Sweden" in reply.text("en")


def test_a_comparison_is_a_table_with_a_warning(talk: Talk) -> None:
    cities = [("city", f"cities/{name}") for name in ("rome", "yantai", "wuhan", "nice", "granada")]
    reply = talk.ask("compare_cities", *cities)
    table = next(block for block in reply.blocks if block["type"] == "table")
    assert len(table["columns"]) == 5
    assert all(len(row) == 5 for row in table["rows"])
    assert "city.census_note" in reply.says
    assert "12,447,718" in reply.text("en")


def test_a_comparison_without_chinese_cities_needs_no_warning(talk: Talk) -> None:
    reply = talk.ask("compare_cities", ("city", "cities/rome"), ("city", "cities/nice"))
    assert "city.census_note" not in reply.says


def test_one_city_is_compared_with_the_one_spoken_of_before(talk: Talk) -> None:
    talk.ask("ask_city", ("city", "cities/rome"))
    assert set(talk.ask("compare_cities", ("city", "cities/nice")).answer.spoken) == {"cities/rome", "cities/nice"}


def test_one_city_alone_is_not_compared(talk: Talk) -> None:
    reply = talk.ask("compare_cities", ("city", "cities/nice"))
    assert reply.says[0] == "compare.with_which"
    assert ("compare_cities", "cities/haikou") in reply.buttons
    assert all(intent == "compare_cities" for intent, _ in reply.buttons)


def test_a_withdrawn_city_is_not_told(folder: Path) -> None:
    gone = changed("cities/lakeside", "status", "withdrawn")
    gone["cities/lakeside"]["withdrawn"] = {"en": "It left.", "zh": "已退出。"}
    made_up = load(samples.write(folder, gone))
    reply = Talk(made_up).ask("ask_city", ("city", "cities/lakeside"))
    assert reply.says[0] == "ask.city"


def test_a_fact_nobody_has_named_is_told_all_the_same(folder: Path) -> None:
    sister = {"value": 3, "unit": "city", **samples.PROOF}
    made_up = load(samples.write(folder, changed("cities/lakeside", "facts/sister_towns", sister)))
    talk = Talk(made_up)
    talk.ask("ask_city", ("city", "cities/lakeside"))
    assert "Number of cities: 3 cities" in talk.ask("show_more").text("en")


def test_an_unknown_figure_needs_no_note_on_the_census(talk: Talk) -> None:
    assert "city.census_note" not in talk.ask("ask_city_population", ("city", "cities/taicang")).says
    compared = talk.ask("compare_cities", ("city", "cities/taicang"), ("city", "cities/rome"))
    assert "city.census_note" not in compared.says


@pytest.mark.parametrize(
    ("intent", "entity", "expected", "absent"),
    [
        ("ask_cluster", ("cluster", "clusters/health"), "cities/kunming", "cities/mannheim"),
        ("ask_programme", ("programme", "programmes/worldcities"), "cities/chengdu", "cities/rome"),
        ("find_cities", ("cluster", "clusters/health"), "cities/kunming", "cities/mannheim"),
    ],
)
def test_cities_of_what_was_just_spoken_of(
    talk: Talk, intent: str, entity: tuple[str, str], expected: str, absent: str
) -> None:
    talk.ask(intent, entity)
    shown = talk.ask("find_cities", ("method", "method/cluster_approach")).answer.shown
    assert expected in shown
    assert absent not in shown


def test_all_cities_are_all_cities_even_after_a_cluster(talk: Talk) -> None:
    talk.ask("ask_cluster", ("cluster", "clusters/health"))
    shown = talk.ask("find_cities", ("country", "CN"), ("country", "EU")).answer.shown
    assert len(shown) == len(talk.library.of_kind("city"))


def test_without_a_condition_both_sides_are_counted_and_named(talk: Talk) -> None:
    talk.ask("list_clusters")
    reply = talk.ask("find_cities")
    chinese = [city for city in talk.library.of_kind("city") if city.country == "CN"]
    assert f"China ({len(chinese)})" in reply.text("en")
    assert f"中方（{len(chinese)}个）" in reply.text("zh")
    assert all(city.name.zh in reply.text("zh") for city in talk.library.of_kind("city"))
    assert all(block["type"] != "list" for block in reply.blocks)


def test_a_comparison_names_the_place_we_do_not_know(talk: Talk) -> None:
    one = talk.ask("compare_cities", ("city", "cities/rome"), ("unknown_name", "Atlantis"))
    assert one.says[0] == "city.unknown"
    assert one.answer.spoken == ["cities/rome"]
    two = talk.ask("compare_cities", ("city", "cities/rome"), ("city", "cities/nice"), ("unknown_name", "Atlantis"))
    assert two.says[0] == "city.unknown"
    assert any(block["type"] == "table" for block in two.blocks)
