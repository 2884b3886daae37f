"""The records of this repository are right."""

from __future__ import annotations

from knowledge.check import check
from knowledge.library import default_folder
from knowledge.problems import errors


def test_the_records_of_the_repository_have_no_error() -> None:
    assert [str(problem) for problem in errors(check(default_folder()))] == []
