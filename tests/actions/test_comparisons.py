"""Several cities in one question: one sentence that answers it, only the rows asked for, nothing compared unsaid."""

from __future__ import annotations

from typing import Any

import pytest

from actions import figures, rounds
from knowledge.library import Library
from knowledge.records import Period
from tests.actions.asking import LANGUAGES, Reply, Talk


def cities(*names: str) -> list[tuple[str, str]]:
    return [("city", f"cities/{name}") for name in names]


def table(reply: Reply) -> dict[str, Any]:
    return next(block for block in reply.blocks if block["type"] == "table")


@pytest.mark.parametrize(
    ("text", "named", "said"),
    [
        (
            "Which has more people, Chongqing or Chengdu?",
            ("chongqing", "chengdu"),
            "Chongqing (32,054,159) has more inhabitants than Chengdu (20,937,757).",
        ),
        (
            "Is Granada bigger than Mannheim?",
            ("granada", "mannheim"),
            "No. Mannheim (307,960) has more inhabitants than Granada (233,532).",
        ),
        (
            "which is smaller, Granada or Burgas",
            ("granada", "burgas"),
            "Burgas (210,646) has fewer inhabitants than Granada (233,532).",
        ),
        (
            "Rank Haikou, Kunming and Liuzhou by number of inhabitants",
            ("haikou", "kunming", "liuzhou"),
            "From most to fewest inhabitants: Kunming (8,460,088); Liuzhou (4,157,934); Haikou (2,873,358).",
        ),
    ],
)
def test_a_question_about_size_is_answered_in_one_sentence(
    talk: Talk, text: str, named: tuple[str, ...], said: str
) -> None:
    reply = talk.ask("compare_cities", *cities(*named), text=text)
    assert reply.first(1) == said
    assert [row[0]["say"] for row in table(reply)["rows"]] == ["label.population"]


@pytest.mark.parametrize(
    ("text", "named", "said"),
    [
        ("重庆和成都哪个人口多？", ("chongqing", "chengdu"), "重庆（32,054,159人）的人口多于成都（20,937,757人）。"),
        ("昆明比柳州大吗", ("kunming", "liuzhou"), "是的。昆明（8,460,088人）的人口多于柳州（4,157,934人）。"),
        ("海口和昆明谁的人口少", ("haikou", "kunming"), "海口（2,873,358人）的人口少于昆明（8,460,088人）。"),
    ],
)
def test_a_chinese_question_about_size_too(talk: Talk, text: str, named: tuple[str, ...], said: str) -> None:
    assert talk.ask("compare_cities", *cities(*named), text=text).text("zh").startswith(said)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Compare Rome and Prague", ["country", "population", "partners", "programmes", "clusters", "topics"]),
        ("Changchun or Rome, whose car sector is bigger?", ["country", "population"]),
        ("one short table: only the partners", ["partners"]),
        ("population, partner and cluster of both", ["population", "partners", "clusters"]),
        ("两市的集群和主题对比", ["clusters", "topics"]),
        ("compare our partner Rome with Prague", ["country", "population"]),
    ],
)
def test_a_table_holds_the_rows_that_are_asked_for(talk: Talk, text: str, rows: list[str]) -> None:
    reply = talk.ask("compare_cities", *cities("rome", "prague"), text=text)
    found = [row[0]["say"].removeprefix("label.") for row in table(reply)["rows"]]
    assert found[: len(rows)] == rows
    assert len(found) == (6 if rows[0] == "country" else len(rows))


def test_figures_that_count_the_same_are_chosen(talk: Talk) -> None:
    reply = talk.ask("compare_cities", *cities("bologna", "malaga"), text="Compare Bologna and Málaga by population")
    assert reply.first(1) == "Málaga (592,346) has more inhabitants than Bologna (394,843)."
    assert "1,010,389; metropolitan area" in reply.text("en")
    assert "（1,010,389人，都会区）" in reply.text("zh")


@pytest.mark.parametrize(
    "named", [("rome", "yantai"), ("stuttgart", "mannheim"), ("rome", "prague"), ("nice", "haikou")]
)
def test_figures_that_do_not_count_the_same_are_never_compared_unsaid(talk: Talk, named: tuple[str, str]) -> None:
    reply = talk.ask("compare_cities", *cities(*named), text="which is bigger")
    assert reply.says[0] == "compare.unlike_two"
    assert "do not compare them directly" in reply.first(1)
    many = talk.ask("compare_cities", *cities(*named, "wuhan"), text="按人口排名")
    assert "compare.unlike" in many.says


def test_the_note_of_a_figure_stands_beside_it(talk: Talk) -> None:
    card = talk.ask("ask_city", *cities("stuttgart"))
    assert "612,663 (the city of Stuttgart only, not the region; year not given)" in card.text("en")
    assert "612,663人（仅为斯图加特市人口，不含整个大区；未注明统计年份）" in card.text("zh")
    told = talk.ask("ask_city_population", *cities("nice"))
    assert "540,000 inhabitants (metropolitan area; as of 2018)" in told.text("en")
    assert "54万人（都会区；数据截至2018年）" in told.text("zh")


@pytest.mark.parametrize("name", ["granada", "barcelona", "mannheim", "akk"])
def test_the_day_of_reading_is_not_the_date_of_a_figure(talk: Talk, name: str) -> None:
    for intent in ("ask_city_population", "compare_cities"):
        reply = talk.ask(intent, *cities(name, "malaga"), text="population")
        assert "year not given" in reply.text("en")
        assert "未注明统计年份" in reply.text("zh")
        assert "2026" not in reply.text("en") + reply.text("zh")
    fresh = talk.ask("ask_freshness")
    assert "freshness.undated" in fresh.says


def test_it_is_known_of_every_figure_what_it_counts(library: Library) -> None:
    told = [one for city in library.of_kind("city") for one in figures.of_city(city)]
    assert len(told) > 25
    assert [one.city.ref for one in told if one.counts is None] == []
    assert {one.counts for one in told if one.city.country == "CN"} == {"whole"}


def test_two_figures_of_one_city_are_in_one_unit(talk: Talk) -> None:
    reply = talk.ask("ask_city", *cities("wuhan"))
    assert "12,326,500人或12,447,718人" in reply.text("zh")
    assert "2,723,637人" in talk.ask("ask_city", *cities("longyan")).text("zh")


def test_a_missing_figure_is_said_to_be_missing(talk: Talk) -> None:
    reply = talk.ask("compare_cities", *cities("taicang", "rome"), text="is Taicang bigger than Rome")
    assert reply.says[:1] == ["compare.no_figure"]
    assert "compare.no_verdict" in reply.says


def test_a_fifth_city_is_listed_by_one_criterion_and_else_said_to_be_left_out(talk: Talk) -> None:
    five = cities("barcelona", "rome", "nice", "prague", "malaga")
    whole = talk.ask("compare_cities", *five, text="compare them all")
    assert "left out: Málaga" in whole.text("en")
    assert len(table(whole)["columns"]) == 5
    for intent in ("compare_cities", "ask_city_population"):
        listed = talk.ask(intent, *five, text="population of all")
        assert len(table(listed)["rows"]) == 5
        assert "compare.left_out" not in listed.says
    assert "Málaga" in talk.ask("ask_city", *five, text="tell me about all").first(1)


def test_who_has_more_partners_and_whether_they_are_the_same(talk: Talk) -> None:
    pair = cities("chongqing", "kunming")
    more = talk.ask("ask_city_partners", *pair, text="Who has worked with more partners, Chongqing or Kunming?")
    assert more.first(1) == "Chongqing (3) has more partners in our records than Kunming (1)."
    same = talk.ask("ask_city_partners", *cities("chongqing", "longyan"), text="重庆和龙岩有相同的伙伴吗")
    assert same.text("zh").startswith("重庆和龙岩有共同的伙伴：曼海姆。")
    other = talk.ask(
        "ask_city_partners", *cities("mannheim", "stuttgart"), text="Did they work with the same Chinese city?"
    )
    assert other.says[0] == "compare.partners_differ"
    shared = talk.ask("compare_cities", *cities("barcelona", "bologna"), text="What do they have in common?")
    assert "compare.common" in shared.says


@pytest.mark.parametrize(
    ("text", "expected"),
    [("compare both", 6), ("那它们俩比一比", 6), ("Which is bigger?", 1), ("两个城市比较一下人口", 1)],
)
def test_without_names_the_last_two_cities_are_compared(talk: Talk, text: str, expected: int) -> None:
    talk.ask("ask_city_population", *cities("chongqing"))
    talk.ask("ask_same_for", *cities("chengdu"))
    talk.ask("ask_programme", ("programme", "programmes/iuc"))
    reply = talk.ask("compare_cities", text=text)
    assert set(reply.answer.spoken) == {"cities/chongqing", "cities/chengdu"}
    assert len(table(reply)["rows"]) == expected


def test_a_city_is_compared_with_its_only_partner_when_both_were_told(talk: Talk) -> None:
    talk.ask("ask_city_partners", *cities("haikou"))
    reply = talk.ask("compare_cities", text="Which is bigger?")
    assert set(reply.answer.spoken) == {"cities/haikou", "cities/nice"}


def test_two_out_of_three_are_asked_for_and_three_are_compared(talk: Talk) -> None:
    talk.ask("find_cities", ("country", "IT"))
    assert talk.ask("compare_cities", text="compare the two").says[0] == "ask.cities"
    talk.ask("find_cities", ("country", "IT"))
    assert len(talk.ask("compare_cities", text="compare them").answer.spoken) == 3


def test_a_third_city_joins_a_comparison(talk: Talk) -> None:
    talk.ask("compare_cities", *cities("rome", "prague"), text="Compare Rome and Prague")
    reply = talk.ask("ask_same_for", *cities("nice"), text="再加上尼斯")
    assert set(reply.answer.spoken) == {"cities/rome", "cities/prague", "cities/nice"}


def test_a_programme_stands_once_in_a_cell(talk: Talk) -> None:
    assert "Programmes: International Urban Cooperation (IUC), 2017 to 2020\n" in talk.ask(
        "ask_city", *cities("mannheim")
    ).text("en")
    reply = talk.ask("ask_city_pilot", *cities("liuzhou"))
    assert "International Urban Cooperation (IUC), 2018 to 2020;" in reply.first(1)


def test_years_that_touch_are_one_time() -> None:
    periods = [Period("2019", "2020"), Period("2014", "2014"), Period("2018", "2018"), Period("2019-03", None)]
    assert rounds.joined(periods) == [Period("2014", "2014"), Period("2018", "2020"), Period("2019-03", None)]


@pytest.mark.parametrize(
    ("intent", "text", "beside"),
    [
        ("ask_city_pilot", "请问rome和Atlantis哪个参加过", True),
        ("ask_city", "Atlantis and rome", True),
        ("ask_city_partners", "Atlantis or rome - who was in it?", True),
        ("ask_city_population", "People in Atlantis say that rome is large", False),
    ],
)
def test_the_second_of_two_names_is_not_dropped(talk: Talk, intent: str, text: str, beside: bool) -> None:
    reply = talk.ask(intent, ("unknown_name", "Atlantis"), *cities("rome"), text=text)
    assert ("city.unknown" in reply.says) is beside
    assert "cities/rome" in reply.answer.spoken


def test_two_unknown_names_are_both_said_to_be_unknown(talk: Talk) -> None:
    reply = talk.ask("ask_city_pilot", ("unknown_name", "Atlantis"), ("unknown_name", "Utopia"))
    assert all(name in reply.text(language) for name in ("Atlantis", "Utopia") for language in LANGUAGES)
