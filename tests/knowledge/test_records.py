"""The records of this repository are right, and quick to load."""

from __future__ import annotations

import time

from knowledge.check import check
from knowledge.library import default_folder, load
from knowledge.problems import errors


def test_the_records_of_the_repository_have_no_error() -> None:
    assert [str(problem) for problem in errors(check(default_folder()))] == []


def test_all_records_load_before_anyone_notices() -> None:
    """The goal is 3 s; twice that leaves room for a slow processor, and what others use meanwhile is not counted."""
    begin = time.thread_time()
    load(default_folder())
    assert time.thread_time() - begin < 6
