"""Lists of cities by inhabitants, and by the rounds of a programme."""

from __future__ import annotations

import pytest

from tests.actions.listing import asked, listed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("small European cities under 200,000 inhabitants", "akk reggio"),
        ("European cities of between 200 000 and 250k people", "barnsley granada burgas"),
        ("人口超过一千万的中方城市有哪些？", "chongqing chengdu guangzhou tianjin zhengzhou wuhan"),
        ("Cities bigger than 10 million", "chongqing chengdu guangzhou tianjin zhengzhou wuhan"),
        ("人口在200万到500万之间的中国城市", "weinan liuzhou haikou longyan"),
        ("cities with 2 to 5 million inhabitants in China", "weinan liuzhou haikou longyan"),
    ],
)
def test_limits_of_size(text: str, expected: str) -> None:
    assert listed(text) == expected.split()
    assert "city.item_sized" in asked(text).says or "city.item_sized_note" in asked(text).says


@pytest.mark.parametrize(
    ("text", "first", "key"),
    [
        ("which is the largest Chinese city?", "chongqing", "city.largest"),
        ("哪个中国城市人口最少？", "longyan", "city.smallest"),
        ("欧洲人口最多的伙伴城市是哪个", "rome", "city.largest"),
        ("中国城市按人口从大到小排列", "chongqing", "city.largest_first"),
    ],
)
def test_orders_of_size(text: str, first: str, key: str) -> None:
    assert listed(text)[0] == first
    assert key in asked(text).says


@pytest.mark.parametrize(
    "text", ["cities between 2017 and 2019", "IUC, 2017, 2018", "cities with projects over 50,000 euro"]
)
def test_years_and_money_are_no_inhabitants(text: str) -> None:
    assert not {"city.filter_over", "city.filter_under", "city.filter_between"} & set(asked(text).says)


def test_a_city_without_a_figure_is_named() -> None:
    assert "Hangzhou, Taicang, Yangzhou" in asked("which of the Chinese cities are under 5 million").text("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("哪些中国城市参加了2018年第二轮IUC？", "haikou kunming liuzhou weinan yantai"),
        ("IUC第一批五个中方城市是哪五个", "changchun chongqing longyan shantou zhengzhou"),
        ("Chinese cities of the first IUC round", "changchun chongqing longyan shantou zhengzhou"),
    ],
)
def test_rounds(text: str, expected: str) -> None:
    assert listed(text) == expected.split()


def test_a_round_of_no_complete_list_says_so() -> None:
    assert "complete list of the third round was not found" in asked("third round of IUC").text("en")
