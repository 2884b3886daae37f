"""A long message is cut where its sentences end, and nowhere else."""

from __future__ import annotations

import pytest

from nlu.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who pays? And how much?", ["Who pays?", "And how much?"]),
        ("谁出钱？多少钱？", ["谁出钱？", "多少钱？"]),
        ("We are a city, e.g. Granada. What next?", ["We are a city, e.g. Granada.", "What next?"]),
        ("See www.iuc-asia.eu for details", ["See www.iuc-asia.eu for details"]),
        ("Dear Mr. Smith\nwe need help", ["Dear Mr. Smith", "we need help"]),
        ("about 2.5 million people", ["about 2.5 million people"]),
        ("", []),
    ],
)
def test_sentences_of_a_message(text: str, expected: list[str]) -> None:
    assert expected == sentences(text)
