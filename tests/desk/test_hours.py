"""By when an answer may be expected, and when an office is open."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from desk import holidays
from desk.hours import answer_by, closed_for, opens_at


@pytest.mark.parametrize(
    ("office", "asked", "days", "expected"),
    [
        ("brussels", "2026-11-23T10:00+01:00", 2, "2026-11-25T17:00+01:00"),  # Monday → Wednesday
        ("brussels", "2026-11-23T18:00+01:00", 2, "2026-11-26T17:00+01:00"),  # after closing time
        ("brussels", "2026-11-27T10:00+01:00", 2, "2026-12-01T17:00+01:00"),  # Friday → Tuesday
        ("brussels", "2026-11-28T10:00+01:00", 0, "2026-11-30T17:00+01:00"),  # Saturday → Monday
        ("beijing", "2026-11-22T23:30+00:00", 1, "2026-11-24T17:00+08:00"),  # Sunday here, Monday there
        ("brussels", "2026-12-24T10:00+01:00", 2, "2026-12-29T17:00+01:00"),  # over Christmas and a weekend
        ("brussels", "2027-05-05T18:00+02:00", 0, "2027-05-07T17:00+02:00"),  # Ascension lies between
        ("beijing", "2026-09-30T10:00+08:00", 2, "2026-10-09T17:00+08:00"),  # over the National Day week
        ("beijing", "2026-10-09T18:00+08:00", 0, "2026-10-10T17:00+08:00"),  # a Saturday that is worked
        ("beijing", "2026-02-13T10:00+08:00", 1, "2026-02-14T17:00+08:00"),  # another, before the Spring Festival
        ("brussels", "2030-12-24T10:00+01:00", 1, "2030-12-25T17:00+01:00"),  # no list: Monday to Friday
        ("brussels", "2026-03-27T10:00+01:00", 1, "2026-03-30T17:00+02:00"),  # over the change of clocks
    ],
)
def test_answer_is_due_at_closing_time_of_a_working_day(office: str, asked: str, days: int, expected: str) -> None:
    assert answer_by(office, datetime.fromisoformat(asked), days) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("office", "now", "opens"),
    [
        ("brussels", "2026-11-23T09:00+01:00", None),
        ("brussels", "2026-11-23T17:00+01:00", "2026-11-24T09:00+01:00"),
        ("brussels", "2026-11-23T08:59+01:00", "2026-11-23T09:00+01:00"),
        ("brussels", "2026-11-11T10:00+01:00", "2026-11-12T09:00+01:00"),
        ("beijing", "2026-09-30T17:00+08:00", "2026-10-08T09:00+08:00"),
        ("beijing", "2026-10-10T10:00+08:00", None),
    ],
)
def test_office_says_when_it_opens(office: str, now: str, opens: str | None) -> None:
    expected = datetime.fromisoformat(opens) if opens else None
    moment = datetime.fromisoformat(now)

    assert opens_at(office, moment) == expected
    assert closed_for(office, moment) == (expected - moment if expected else timedelta(0))


def test_lists_are_of_their_year_with_source_and_date() -> None:
    for office, years in holidays.calendar().items():
        for number, year in years.items():
            assert {day.year for day in year.off | year.works} == {number}, (office, number)
            assert year.source.strip() and year.as_of.year <= number, (office, number)
            assert not year.off & year.works, (office, number)
            assert all(day.weekday() >= 5 for day in year.works), (office, number)


def test_days_of_easter_lie_where_easter_puts_them() -> None:
    for year, easter in ((2026, date(2026, 4, 5)), (2027, date(2027, 3, 28))):
        moving = {easter + timedelta(days=after) for after in (1, 39, 50)}

        assert moving <= holidays.calendar()["brussels"][year].off


def test_missing_list_is_named_before_its_year_begins() -> None:
    assert holidays.missing(date(2026, 10, 31)) == []
    assert holidays.missing(date(2026, 11, 1)) == [("brussels", 2027, True), ("beijing", 2027, True)]
    assert holidays.missing(date(2027, 11, 1)) == [
        ("brussels", 2027, True),
        ("brussels", 2028, False),
        ("beijing", 2027, True),
        ("beijing", 2028, False),
    ]


def test_entry_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-02-02/2026-02-01"):
        list(holidays.days("2026-02-02/2026-02-01"))
