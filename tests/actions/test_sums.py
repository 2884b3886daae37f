"""Sums of money, as officials write them in both languages, fall into three bands."""

from __future__ import annotations

import pytest

from actions import sums


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("about 50k euros", "small"),
        ("eur 80,000", "small"),
        ("up to 100,000 euro", "small"),
        ("eur 200,000", "medium"),
        ("150.000 €", "medium"),
        ("100,000 to 1 million euro", "medium"),
        ("about €1.5 million", "large"),
        ("more than 1 million euro", "large"),
        ("8万欧元左右", "small"),
        ("20万欧元", "medium"),
        ("几十万欧元", "medium"),
        ("三百万欧元", "large"),
        ("超过100万欧元", "large"),
        ("人民币60万元", "small"),
        ("人民币500万元", "medium"),
    ],
)
def test_a_sum_falls_into_its_band(text: str, band: str) -> None:
    assert sums.band(text) == band


@pytest.mark.parametrize("text", ["a city of 2 million people", "我们市有350万人口", "the 2019 call", "no idea"])
def test_a_number_without_a_currency_is_no_sum(text: str) -> None:
    assert sums.band(text) is None


def test_a_mere_number_is_a_sum_where_one_was_asked_for() -> None:
    assert sums.band("30000", bare=True) == "small"
    assert sums.band("一百万", bare=True) == "medium"
