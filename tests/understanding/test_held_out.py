"""The held-out sentences are understood at least as well as when they were last measured, a few points aside.

The figures themselves come from `make eval`; these floors only notice when a change makes understanding worse.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from tests.loaded_brain import loaded
from tools.evaluation.cases import CONFIRMATION, LONG, TWO, cases
from tools.evaluation.measures import accuracy, refused, rejected
from tools.evaluation.outcomes import Outcome, understood

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return asyncio.run(run(Path(os.environ.get("MODEL", str(MODEL))), list(cases())))


@pytest.mark.parametrize(("group", "floor"), [("en", 72.0), ("zh", 75.0), ("mixed", 90.0)])
def test_intents_are_found_in(outcomes: list[Outcome], group: str, floor: float) -> None:
    assert accuracy(outcomes, group) >= floor


def test_hardly_anything_in_scope_is_refused(outcomes: list[Outcome]) -> None:
    assert refused(outcomes) <= 4.0


@pytest.mark.parametrize(("group", "floor"), [("near", 75.0), ("far", 92.0)])
def test_what_is_out_of_scope_gets_no_guessed_answer(outcomes: list[Outcome], group: str, floor: float) -> None:
    assert rejected(outcomes, group) >= floor
