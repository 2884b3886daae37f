"""Forms that are joined into one expression fit where any of them does."""

from __future__ import annotations

import re

import pytest

from nlu import patterns

ROWS = [row["forms"] for row in patterns.data("settled")["settled"]] + [patterns.data("intents")["general_forms"]]


@pytest.mark.parametrize("forms", ROWS)
def test_no_form_counts_groups_or_sets_flags_which_joining_would_move(forms: list[str]) -> None:
    assert all(re.compile(form).groupindex == {} for form in forms)
    assert not [form for form in forms if re.search(r"\\[1-9]|^\(\?[aiLmsux]", form)]


@pytest.mark.parametrize(("text", "fits"), [("is § open", True), ("was § open", False), ("§", True), ("§ or", False)])
def test_an_alternative_ends_with_its_form(text: str, fits: bool) -> None:
    joined = patterns.one_of([r"is § (?:open|closed)$", r"§$|§ still$"])
    assert (joined.match(text) is not None) is fits
