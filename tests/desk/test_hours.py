"""By when an answer may be expected."""

from __future__ import annotations

from datetime import datetime

import pytest

from desk.hours import answer_by


@pytest.mark.parametrize(
    ("office", "asked", "days", "expected"),
    [
        ("brussels", "2026-11-23T10:00+01:00", 2, "2026-11-25T17:00+01:00"),  # Monday → Wednesday
        ("brussels", "2026-11-23T18:00+01:00", 2, "2026-11-26T17:00+01:00"),  # after closing time
        ("brussels", "2026-11-27T10:00+01:00", 2, "2026-12-01T17:00+01:00"),  # Friday → Tuesday
        ("brussels", "2026-11-28T10:00+01:00", 0, "2026-11-30T17:00+01:00"),  # Saturday → Monday
        ("beijing", "2026-11-22T23:30+00:00", 1, "2026-11-24T17:00+08:00"),  # Sunday here, Monday there
        ("brussels", "2026-03-27T10:00+01:00", 1, "2026-03-30T17:00+02:00"),  # over the change of clocks
    ],
)
def test_answer_is_due_at_closing_time_of_a_working_day(office: str, asked: str, days: int, expected: str) -> None:
    assert answer_by(office, datetime.fromisoformat(asked), days) == datetime.fromisoformat(expected)
