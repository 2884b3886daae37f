"""What was judged as good is a held-out sentence and another way than the one it was written for."""

from __future__ import annotations

from tools.evaluation.cases import CONFIRMATION, FOLDER, JUDGED, cases
from tools.evaluation.outcomes import Outcome


def test_every_judgement_is_of_a_held_out_sentence_and_of_another_way() -> None:
    judged = [case for folder in (FOLDER, CONFIRMATION) for case in cases(folder) if case.as_good]

    lines = JUDGED.read_text("utf-8").splitlines()
    assert len({case.text for case in judged}) == sum(line.startswith("- ") for line in lines)
    assert not [case.text for case in judged if case.as_good == case.intents]


def test_a_judgement_counts_for_the_very_way_that_was_read_and_never_for_the_strict_figure() -> None:
    case = next(case for case in cases() if case.as_good)

    as_read = Outcome(case, case.as_good, 0.9, case.as_good, ())
    otherwise = Outcome(case, ("did_you_mean",), 0.4, case.as_good, ())

    assert as_read.served and not as_read.right
    assert not otherwise.served
