"""What is over is said to be over from its day on, whatever was written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.dates import first_day, last_day
from knowledge.library import load
from knowledge.records import Record
from knowledge.state import is_over, open_calls, state_on
from tests.knowledge import samples
from tests.knowledge.samples import changed


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
