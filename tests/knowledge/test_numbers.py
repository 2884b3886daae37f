"""Numbers are compared across the two languages, whatever way they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.numbers import difference, numbers

SAME = [
    ("Launched on 15 March 2017.", "于2017年3月15日启动。"),
    ("From May to July 2018.", "2018年5月至7月。"),
    ("Cities may apply until 8 May 2018.", "城市可在2018年5月8日前申请。"),
    ("May cities apply? Yes.", "城市可以申请吗？可以。"),
    ("The fund has EUR 1.85 billion.", "资金规模18.5亿欧元。"),
    ("About 12.3–12.4 million people.", "约1230万至1240万人。"),
    ("EUR 200,000 to 400,000", "20万至40万欧元"),
    ("3 to 5 million", "3至5百万"),
    ("32,054,159 people", "3205.4159万人"),
    ("20 % of the costs", "费用的百分之二十"),
    ("the 19th congress", "十九大"),
    ("the 7th census", "第七次普查"),
    ("five cities", "5座城市"),
    ("COVID-19 in 2020", "2020年的新冠疫情"),
    ("the 2010s", "2010年代"),
    ("a 5G network in 2020", "2020年的5G网络"),
    ("the H2020 project of 2018", "H2020项目（2018年）"),
    ("IUC began in 2017", "IUC2017年启动"),
    ("see https://example.org/2019/05", "见 https://example.org/2019/05"),
    ("{population} people in 2020", "2020年有{population}人"),
    ("the first 2 rounds", "前2轮"),
    ("２０ cities", "20座城市"),
    ("within 1 week", "一个星期内"),
    ("1 page", "一页"),
    ("2 departments and 3 points", "两个部门、三点内容"),
    ("1 or 2 fields", "一两个领域"),
    ("2 to 3 days", "两至三天"),
    ("10 pairs", "十对城市"),
    ("12 months", "十二个月"),
    ("Two departments take part.", "2个部门参加。"),
    ("in 2 languages", "双语"),
]
DIFFERENT = [
    ("3 million", "30万", ["3000000"], ["300000"]),
    ("on 15 March 2017", "2017年3月16日", ["15"], ["16"]),
    ("in April 2018", "2018年", ["4"], []),
    ("20 cities", "城市", ["20"], []),
    ("cities", "20座城市", [], ["20"]),
    ("2 pages", "三页", ["2"], []),
    ("1 page", "一般写明", ["1"], []),
    ("2 to 3 days", "两至四天", ["3"], []),
    ("100 cities", "一百个城市", ["100"], []),
]


WORDS_WITH_A_NUMERAL = (
    "一起", "一般", "统一", "十分", "一定", "一并", "一致", "一样", "唯一的", "同一个", "另一家", "新一期", "进一步",
    "一些", "一点", "一段时间", "一级", "四川", "十几", "五一十",
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS_WITH_A_NUMERAL)
def test_a_word_that_only_looks_like_a_number_agrees_with_none(word: str) -> None:
    assert numbers(f"请双边{word}商定。").suggested == {Decimal(2)}


@pytest.mark.parametrize(("english", "chinese"), SAME)
def test_the_same_numbers_agree(english: str, chinese: str) -> None:
    assert difference(english, chinese) == ([], [])


@pytest.mark.parametrize(("english", "chinese", "only_en", "only_zh"), DIFFERENT)
def test_other_numbers_are_named(english: str, chinese: str, only_en: list[str], only_zh: list[str]) -> None:
    assert difference(english, chinese) == (only_en, only_zh)
