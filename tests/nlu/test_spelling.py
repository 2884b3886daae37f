"""Slips of the keyboard are corrected towards the words of the phrases; real words and names stay as they are."""

from __future__ import annotations

import pytest

from knowledge.library import Library, default_folder, load
from nlu.normalise import normalise
from nlu.reading import Reader
from nlu.vocabulary import FREQUENT, Vocabulary

PHRASES = [
    "which partner does the city have",
    "how does the partnership begin, step by step",
    "who pays for the funding of a municipality",
    "合作的步骤有哪些",
    "怎么签备忘录",
    "友城怎么申请",
    "试点城市有哪些",
] * FREQUENT


@pytest.fixture(scope="module")
def library() -> Library:
    return load(default_folder())


@pytest.fixture(scope="module")
def reader(library: Library) -> Reader:
    return Reader(library, Vocabulary.of(PHRASES))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("which partenr does Rome have", "which partner does rome have"),
        ("fundnig for a municipalty", "funding for a municipality"),
        ("how does the partnershipp begin", "how does the partnership begin"),
        ("合作步奏有哪些", "合作步骤有哪些"),
        ("备望录怎么签", "备忘录怎么签"),
        ("点试城市有哪些", "试点城市有哪些"),
        ("友城城怎么申请", "友城怎么申请"),
    ],
)
def test_a_slip_is_read_as_the_word_that_was_meant(reader: Reader, typed: str, meant: str) -> None:
    assert reader.read(typed).normalised.text == meant


@pytest.mark.parametrize(
    "text",
    [
        "the weather in the harbour",  # real words that no phrase holds
        "steep prices for parting",
        "本市城建处请教贵台",
        "我市拟与欧方结好",
        "meet me in wuppertal",
    ],
)
def test_what_is_written_rightly_stays(reader: Reader, text: str) -> None:
    assert reader.read(text).normalised.text == text


def test_names_keep_their_own_rules(reader: Reader) -> None:
    assert reader.read("柳洲的步奏").values("city") == ["cities/liuzhou"]


def test_places_in_the_original_stay_true(reader: Reader) -> None:
    text = "Which PARTENR does Mannheim have"
    reading = reader.read(text)
    mention = next(one for one in reading.mentions if one.value == "cities/mannheim")
    start, end = reading.normalised.span(mention.start, mention.end)
    assert text[start:end] == "Mannheim"


def test_a_piece_is_replaced_with_true_places() -> None:
    replaced = normalise("ab cd").replaced(0, 2, "xyz")
    assert replaced.text == "xyz cd"
    assert replaced.span(4, 6) == (3, 5)


def test_words_of_the_phrases_are_never_corrected(reader: Reader) -> None:
    assert all(reader.read(phrase).normalised.text == phrase for phrase in PHRASES)
