"""What is over is said to be over from its day on, whatever was written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.dates import first_day, last_day
from knowledge.library import default_folder, load
from knowledge.records import Record
from knowledge.state import is_over, open_calls, state_on
from tests.knowledge import samples
from tests.knowledge.samples import changed

DAYS = [
    date(2018, 3, 1), date(2025, 6, 1), date(2026, 2, 9), date(2026, 2, 10), date(2026, 2, 11),
    date(2026, 11, 22), date(2027, 6, 1), date(2028, 1, 1),
]  # fmt: skip
"""Days before and after the last call and the last period that the records know."""

SCHEMES = load(default_folder()).of_kind("funding")
each_scheme = pytest.mark.parametrize("scheme", SCHEMES, ids=[scheme.id for scheme in SCHEMES])


def record(folder: Path, ref: str, path: str = "owner", value: Any = None) -> Record:
    found = load(samples.write(folder, changed(ref, path, value) if value is not None else {})).get(ref)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("on", "state", "since"),
    [
        (date(2016, 1, 1), "running", "2016"),
        (date(2020, 12, 31), "running", "2016"),
        (date(2021, 1, 1), "ended", "2020"),
    ],
)
def test_a_programme_ends_with_its_period_though_it_says_running(
    tmp_path: Path, on: date, state: str, since: str
) -> None:
    found = state_on(record(tmp_path, "programmes/twins"), on)
    assert (found.is_, found.since) == (state, since)


@pytest.mark.parametrize(
    ("on", "state"), [(date(2018, 5, 1), "running"), (date(2020, 3, 1), "ended"), (date(2026, 1, 1), "ended")]
)
def test_a_programme_that_says_ended_ran_before_that(tmp_path: Path, on: date, state: str) -> None:
    written = {"is": "ended", "since": "2020-03", **samples.PROOF}
    assert state_on(record(tmp_path, "programmes/twins", "state", written), on).is_ == state


def test_the_day_that_was_written_is_kept(tmp_path: Path) -> None:
    written = {"is": "ended", "since": "2020-03", **samples.PROOF}
    assert state_on(record(tmp_path, "programmes/twins", "state", written), date(2026, 1, 1)).since == "2020-03"


@pytest.mark.parametrize(
    ("on", "state", "names"),
    [
        (date(2025, 1, 14), "running", []),
        (date(2025, 1, 15), "running", ["Call 1"]),
        (date(2025, 6, 1), "running", []),
        (date(2026, 2, 10), "running", ["Call 2"]),
        (date(2026, 2, 11), "closed", []),
    ],
)
def test_a_scheme_closes_after_its_last_call(tmp_path: Path, on: date, state: str, names: list[str]) -> None:
    scheme = record(tmp_path, "funding/seed")
    assert state_on(scheme, on).is_ == state
    assert [call.name.en for call in open_calls(scheme, on)] == names


def test_a_closed_scheme_says_since_when(tmp_path: Path) -> None:
    found = state_on(record(tmp_path, "funding/seed"), date(2026, 11, 22))
    assert (found.is_, found.since, found.sources) == ("closed", "2026-02-10", ("A1", "A2"))
    assert is_over(found)


def test_a_call_without_a_first_day_is_open_until_its_last(tmp_path: Path) -> None:
    calls = [{"name": {"en": "Call 1", "zh": "第1期"}, "closes": "2026-02", "sources": ["A1"]}]
    scheme = record(tmp_path, "funding/seed", "facts/calls/calls", calls)
    assert len(open_calls(scheme, date(2026, 2, 28))) == 1
    assert open_calls(scheme, date(2026, 3, 1)) == []


@pytest.mark.parametrize(
    ("since", "state", "names"),
    [("2026-02-10", "running", ["Call 2"]), ("2026-02", "running", ["Call 2"]), ("2026-01-20", "closed", [])],
)
def test_the_last_day_of_a_call_is_a_day_of_it_unless_the_scheme_closed_before(
    tmp_path: Path, since: str, state: str, names: list[str]
) -> None:
    written = {"is": "closed", "since": since, **samples.PROOF}
    scheme = record(tmp_path, "funding/seed", "state", written)
    assert state_on(scheme, date(2026, 2, 10)).is_ == state
    assert [call.name.en for call in open_calls(scheme, date(2026, 2, 10))] == names


def test_a_record_without_a_state_is_unknown(tmp_path: Path) -> None:
    found = state_on(record(tmp_path, "clusters/water"), date(2026, 1, 1))
    assert (found.is_, found.since) == ("unknown", None)
    assert not is_over(found)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2020-02-03", date(2020, 2, 3), date(2020, 2, 3)),
    ],
)
def test_a_partial_date_reaches_from_its_first_to_its_last_day(written: str, first: date, last: date) -> None:
    assert (first_day(written), last_day(written)) == (first, last)


@pytest.mark.parametrize("written", ["2020-13", "2020-02-30", "2020-1-2-3", "soon"])
def test_what_is_no_date_is_an_error(written: str) -> None:
    with pytest.raises(ValueError):
        last_day(written)


def over_by_its_dates(scheme: Record, on: date) -> bool:
    """Say from the written dates alone whether a scheme is past: its period, its last call, or its closing."""
    period, calls = scheme.facts.get("period"), scheme.facts.get("calls")
    ends = [period.period.until] if period is not None and period.period is not None else []
    ends += [max((call.closes for call in calls.calls), key=last_day)] if calls is not None else []
    if scheme.state is not None and scheme.state.is_ == "closed" and not ends:
        ends = [scheme.state.since]
    return any(end is not None and last_day(end) < on for end in ends)


@each_scheme
@pytest.mark.parametrize("on", DAYS, ids=str)
def test_a_scheme_that_is_past_is_closed_and_takes_no_applications(scheme: Record, on: date) -> None:
    if over_by_its_dates(scheme, on):
        assert state_on(scheme, on).is_ == "closed"
    if is_over(state_on(scheme, on)):
        assert open_calls(scheme, on) == []


@each_scheme
def test_a_scheme_never_opens_again(scheme: Record) -> None:
    closed = [is_over(state_on(scheme, on)) for on in DAYS if on.year >= 2025]

    assert closed == sorted(closed)


@pytest.mark.parametrize(
    ("on", "state", "calls"),
    [
        (date(2025, 6, 1), "running", 0),
        (date(2026, 2, 9), "running", 1),
        (date(2026, 2, 10), "running", 1),
        (date(2026, 2, 11), "closed", 0),
        (date(2026, 11, 22), "closed", 0),
        (date(2027, 6, 1), "closed", 0),
    ],
)
def test_the_newest_call_of_the_records_is_open_until_its_last_day(on: date, state: str, calls: int) -> None:
    scheme = next(one for one in SCHEMES if one.id == "erasmus")

    assert (state_on(scheme, on).is_, len(open_calls(scheme, on))) == (state, calls)
