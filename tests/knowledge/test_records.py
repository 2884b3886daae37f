"""The records of this repository are right, and quick to load."""

from __future__ import annotations

import time

from knowledge.check import check
from knowledge.library import default_folder, load
from knowledge.problems import errors


def test_the_records_of_the_repository_have_no_error() -> None:
    assert [str(problem) for problem in errors(check(default_folder()))] == []


def test_all_records_load_before_anyone_notices() -> None:
    """The goal is 3 s on 2 cores; twice that leaves room for a busy machine."""
    begin = time.perf_counter()
    load(default_folder())
    assert time.perf_counter() - begin < 6
