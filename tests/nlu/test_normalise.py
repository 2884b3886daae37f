"""A message is brought into one form, and every character leads back to what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.normalise import normalise, plain


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  Hello   World ", "hello world"),
        ("ＩＵＣ　项目", "iuc 项目"),
        ("請問重慶", "请问重庆"),
        ("Málaga", "malaga"),
        ("Ma\u0301laga", "malaga"),
        ("重\u200b庆", "重庆"),
        ("a\x00b", "ab"),
        ("line\nbreak", "line break"),
        ("\ud800x", "x"),
        ("", ""),
    ],
)
def test_one_form_for_one_message(typed: str, expected: str) -> None:
    assert expected == plain(typed)


def test_a_span_leads_back_to_the_characters_typed() -> None:
    typed = "請問 Ｍálaga 的人口"
    found = normalise(typed)
    start = found.text.index("malaga")

    left, right = found.span(start, start + len("malaga"))

    assert "Ｍálaga" == typed[left:right]


@given(st.text(max_size=200))
def test_any_text_is_normalised_and_offsets_stay_inside(typed: str) -> None:
    found = normalise(typed)

    assert len(found.text) == len(found.offsets)
    assert all(0 <= offset < len(typed) for offset in found.offsets)
    assert list(found.offsets) == sorted(found.offsets)
    assert found.text == plain(found.text)
