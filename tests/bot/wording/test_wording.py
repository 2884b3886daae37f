"""Every sentence exists in both languages, and values look as people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.wording.catalogue import LANGUAGES, WordingError, catalogue, load, placeholders
from bot.wording.render import plain, render
from bot.wording.values import Words

VALUES: list[tuple[dict[str, Any], str, str]] = [
    ({"number": 32054159, "unit": "person"}, "32,054,159", "32,054,159人"),
    ({"number": 20000, "unit": "person"}, "20,000", "2万人"),
    ({"number": 0}, "0", "0"),
    ({"number": 1.5, "unit": "percent"}, "1.5 %", "1.5%"),
    ({"number": 1, "unit": "city"}, "1 city", "1个城市"),
    ({"number": 28, "unit": "city"}, "28 cities", "28个城市"),
    ({"number": 2017, "unit": "year"}, "2017", "2017"),
    ({"number": 5, "unit": "parsec"}, "5", "5"),
    ({"money": 5000000, "currency": "EUR"}, "€5 million", "500万欧元"),
    ({"money": 12345678, "currency": "EUR"}, "€12,345,678", "12,345,678欧元"),
    ({"money": 1250000000, "currency": "CNY"}, "CNY 1,250 million", "12.5亿元人民币"),
    ({"number": 300000, "unit": "EUR"}, "€300,000", "30万欧元"),
    ({"date": "2017"}, "2017", "2017年"),
    ({"date": "2017-03"}, "March 2017", "2017年3月"),
    ({"date": "2017-03-15"}, "15 March 2017", "2017年3月15日"),
    ({"period": {"from": "2017-03", "until": "2018"}}, "March 2017 to 2018", "2017年3月至2018年"),
    ({"period": {"from": "2017"}}, "since 2017", "2017年起"),
    ({"period": {"until": "2017"}}, "until 2017", "至2017年"),
    ({"names": {"en": "Chongqing", "zh": "重庆"}}, "Chongqing", "重庆"),
    ({"text": {"en": "yes", "zh": "是"}}, "yes", "是"),
    ({"string": "CB-2026-7K3Q9F"}, "CB-2026-7K3Q9F", "CB-2026-7K3Q9F"),
    ({"list": ["a", "b", "c"]}, "a, b and c", "a、b和c"),
    ({"list": ["a", "b"], "join": "or"}, "a or b", "a或b"),
    ({"list": ["a", "b", "c"], "join": "comma"}, "a, b, c", "a、b、c"),
    ({"list": ["a"]}, "a", "a"),
    ({"list": []}, "", ""),
    ({"say": "office.beijing"}, "Beijing", "北京办公室"),
]


@pytest.mark.parametrize(("value", "en", "zh"), VALUES, ids=[str(row[0])[:40] for row in VALUES])
def test_value_is_written_as_people_write_it(value: dict[str, Any], en: str, zh: str) -> None:
    assert [Words(catalogue(), language).value(value) for language in LANGUAGES] == [en, zh]


@pytest.mark.parametrize(
    "value",
    [None, 5, {}, {"number": "5"}, {"number": True}, {"date": "15.3.2017"}, {"date": "2017-13"}, {"period": {}},
     {"money": 5, "currency": "ABC"}, {"names": {"de": "x"}}, {"text": "x"}, {"list": ["a", "b"], "join": "xor"}],
)  # fmt: skip
def test_value_of_no_known_type_is_refused(value: Any) -> None:
    with pytest.raises(WordingError):
        Words(catalogue(), "en").value(value)


def test_all_files_of_the_folder_load() -> None:
    loaded = load()

    assert "gateway.hello" in loaded
    assert all(placeholders(loaded.text(key, "en")) == placeholders(loaded.text(key, "zh")) for key in loaded.keys())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('a.b: {en: "x"}', "needs exactly en and zh"),
        ('a.b: {en: "x", zh: "y", de: "z"}', "needs exactly en and zh"),
        ('a.b: {en: "x {name}", zh: "y"}', "other placeholders"),
        ('a.b: {en: "x", zh: ""}', "not empty"),
        ('a.b: {en: 5, zh: "y"}', "not empty"),
        ('a.b: {en: "x", zh: "y"}\na.b: {en: "x", zh: "y"}', "stands twice"),
        ('gateway.hello: {en: "x", zh: "y"}\nnokey: {en: "x", zh: "y"}', "topic.name"),
        ("- a", "holds no keys"),
        ("a: {", "not readable"),
    ],
)
def test_faulty_file_is_named_with_its_problem(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "faulty.yml").write_text(content, "utf-8")
    with pytest.raises(WordingError, match=f"faulty.yml.*{problem}"):
        load(tmp_path)


def test_key_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yml").write_text('a.b: {en: "x", zh: "y"}', "utf-8")
    with pytest.raises(WordingError, match="two.yml: a.b: also in one.yml"):
        load(tmp_path)


BLOCKS: list[dict[str, Any]] = [
    {"type": "text", "text": {"en": "{city} has {n}.", "zh": "{city}有{n}。"},
     "with": {"city": {"names": {"en": "Rome", "zh": "罗马"}}, "n": {"number": 3, "unit": "city"}}},
    {"type": "list", "title": {"say": "gateway.can"}, "items": [{"text": {"en": "one", "zh": "一"}}], "ordered": True},
    {"type": "card", "kind": "city", "title": {"names": {"en": "Rome", "zh": "罗马"}},
     "rows": [{"label": "office.beijing", "value": {"number": 5}}]},
    {"type": "table", "columns": [{"string": "a"}, {"string": "b"}], "rows": [[{"number": 1}, {"date": "2017"}]]},
    {"type": "sources", "as_of": "2020-11-01", "sources": [
        {"key": "Q1", "title": "Census", "url": "https://census.example", "as_of": "2020-11-01"},
        {"key": "own", "title": {"en": "Own", "zh": "自编"}, "url": None, "as_of": None}]},
    {"type": "buttons", "items": [{"title": {"say": "gateway.person"}, "do": {"intent": "ask_for_person"}}]},
]  # fmt: skip


def test_blocks_become_parts_in_chinese() -> None:
    parts = render(BLOCKS, "zh")

    assert parts == [
        {"type": "text", "text": "罗马有3个城市。"},
        {"type": "list", "title": "您可以向我咨询：", "items": ["一"], "ordered": True},
        {"type": "card", "kind": "city", "title": "罗马", "rows": [{"label": "北京办公室", "value": "5"}]},
        {"type": "table", "columns": ["a", "b"], "rows": [["1", "2017年"]]},
        {
            "type": "sources",
            "text": "来源：Census；自编（截至2020年11月1日）。",
            "items": [
                {"title": "Census", "url": "https://census.example", "as_of": "2020年11月1日"},
                {"title": "自编", "url": None, "as_of": None},
            ],
        },
        {"type": "buttons", "items": [{"title": "转人工服务", "do": {"intent": "ask_for_person"}}]},
    ]


def test_parts_become_plain_text() -> None:
    assert plain(render(BLOCKS, "en")) == (
        "Rome has 3 cities.\n\nYou can ask me about:\n1. one\n\nRome\nBeijing: 5\n\na | b\n1 | 2017\n\n"
        "Source: Census; Own (as of 1 November 2020)."
    )


def test_long_list_of_sources_is_cut_in_the_line_only() -> None:
    sources = [{"title": f"Source {number}", "url": None} for number in range(5)]
    (part,) = render([{"type": "sources", "sources": sources}], "en")

    assert part["text"] == "Source: Source 0; Source 1; Source 2; and 2 more."
    assert len(part["items"]) == 5


def test_value_cannot_bring_in_another_placeholder() -> None:
    block = {"type": "text", "text": {"en": "{a}", "zh": "{a}"}, "with": {"a": {"string": "{b} {0.__class__}"}}}

    assert render([block], "en")[0]["text"] == "{b} {0.__class__}"


@pytest.mark.parametrize("block", [{}, {"type": "poem"}, {"type": "list"}, {"type": "table", "columns": 5, "rows": []}])
def test_block_that_cannot_be_rendered_is_refused(block: dict[str, Any]) -> None:
    with pytest.raises(WordingError):
        render([block], "en")
