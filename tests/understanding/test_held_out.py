"""The held-out sentences are understood at least as well as when they were last measured, a few points aside.

The figures themselves come from `make eval`; these floors only notice when a change makes understanding worse.
"""

from __future__ import annotations

import pytest

from tests.loaded_brain import LoadedBrain, loaded
from tools.evaluation.cases import CONFIRMATION, LONG, TWO, cases
from tools.evaluation.measures import accuracy, refused, rejected, share
from tools.evaluation.names import NameOutcome, name_cases, read_names
from tools.evaluation.outcomes import Outcome, understood

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def brain() -> LoadedBrain:
    return loaded()


@pytest.fixture(scope="module")
def first(brain: LoadedBrain) -> list[Outcome]:
    return brain.run(understood(brain.brain, cases()))


@pytest.fixture(scope="module")
def confirmation(brain: LoadedBrain) -> list[Outcome]:
    return brain.run(understood(brain.brain, cases(CONFIRMATION)))


@pytest.mark.parametrize(("group", "floor"), [("en", 79.0), ("zh", 81.0), ("mixed", 89.0), (LONG, 80.0), (TWO, 60.0)])
def test_unobvious_messages_are_understood(first: list[Outcome], group: str, floor: float) -> None:
    assert accuracy(first, group) >= floor


@pytest.mark.parametrize("group", ["en", "zh"])
def test_ordinary_messages_are_understood(confirmation: list[Outcome], group: str) -> None:
    assert accuracy(confirmation, group) >= 91.0


def test_neither_language_is_understood_much_better(confirmation: list[Outcome]) -> None:
    assert abs(accuracy(confirmation, "en") - accuracy(confirmation, "zh")) <= 3.0


def test_hardly_anything_in_scope_is_refused(first: list[Outcome], confirmation: list[Outcome]) -> None:
    assert refused(first + confirmation) <= 2.0


@pytest.mark.parametrize(("group", "floor"), [("near", 90.0), ("far", 95.0)])
def test_what_is_out_of_scope_gets_no_guessed_answer(first: list[Outcome], group: str, floor: float) -> None:
    assert rejected(first, group) >= floor


@pytest.fixture(scope="module")
def names(brain: LoadedBrain) -> list[NameOutcome]:
    return brain.run(read_names(brain.brain, name_cases()))


@pytest.mark.parametrize(("kind", "floor"), [("negation", 85.0), ("homonyms", 80.0)])
def test_names_that_are_denied_or_easily_confused_are_taken_as_meant(
    names: list[NameOutcome], kind: str, floor: float
) -> None:
    assert share(one.right for one in names if one.case.kind == kind) >= floor
