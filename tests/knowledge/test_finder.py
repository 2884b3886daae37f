"""Records are found by id, by name inside a sentence, and by the words that they are asked with."""

from __future__ import annotations

import pytest

from knowledge.finder import Finder, words
from knowledge.library import default_folder, load


@pytest.fixture(scope="module")
def finder() -> Finder:
    """An index over the records as they are."""
    return Finder(load(default_folder()))


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("cities/weinan", "cities/weinan"),
        ("weinan", "cities/weinan"),
        ("渭南", "cities/weinan"),
        ("What is the population of Mannheim?", "cities/mannheim"),
        ("请问曼海姆市的人口是多少", "cities/mannheim"),
        ("something about waste water", "clusters/circular"),
        ("垃圾分类怎么做", "clusters/circular"),
        ("Who pays the flights?", "faq/who_pays_travel"),
        ("谁承担差旅费", "faq/who_pays_travel"),
        ("Málaga", "cities/malaga"),
    ],
)
def test_the_record_that_is_meant_is_among_the_first(finder: Finder, text: str, ref: str) -> None:
    assert ref in [found.record.ref for found in finder.search(text)][:3]


def test_a_name_inside_another_word_is_not_meant(finder: Finder) -> None:
    assert "cities/rome" not in [found.record.ref for found in finder.search("metrometer")]


@pytest.mark.parametrize("text", ["", "   ", "?!", "zzqqy"])
def test_nothing_is_found_for_nothing(finder: Finder, text: str) -> None:
    assert finder.search(text) == []


def test_kinds_and_number_are_kept_to(finder: Finder) -> None:
    found = finder.search("city partner programme funding", 3, {"funding"})

    assert {each.record.kind for each in found} <= {"funding"}
    assert len(found) <= 3


def test_words_are_folded_and_han_is_cut_into_pairs() -> None:
    assert words("Málaga 2019, 垃圾分类 市") == ["malaga", "2019", "垃圾", "圾分", "分类", "市"]
