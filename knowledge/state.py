"""How a programme, scheme, contact or role stands on a given day: the calendar outranks what was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.dates import first_day, last_day
from knowledge.records import Call, Fact, Period, Record, State

#: The word for "over" in each kind, and the word for "going on".
OVER = {"funding": "closed", "contact": "historical", "role": "historical"}
GOING_ON = {"contact": "current", "role": "current"}
OVER_OTHERS, GOING_ON_OTHERS = "ended", "running"


def state_on(record: Record, on: date) -> State:
    """Say how a record stands on a day.

    A `period` that is over, or calls that are all past, make it over, whatever was written. What was
    written as over counts from its own date: on a day within the period before that, it was going on.

    Args: record: any record; one without a state gives `unknown`. on: the day that is asked about.
    """
    written = record.state or State("unknown", None, record.reviewed.last.isoformat(), "unknown", ())
    over = OVER.get(record.kind, OVER_OTHERS)
    end = _end(record, on)
    if end is not None:
        since, fact = end
        if written.is_ == over and written.since is not None and first_day(written.since) <= on:
            return written
        return replace(written, is_=over, since=since, as_of=fact.as_of, sure=fact.sure, sources=fact.sources)
    period = _period(record)
    if period is not None and written.is_ == over and _not_yet(written, on) and first_day(period.from_) <= on:
        return replace(written, is_=GOING_ON.get(record.kind, GOING_ON_OTHERS), since=period.from_)
    return written


def is_over(state: State) -> bool:
    """Say whether a state means that it is over."""
    return state.is_ in (OVER_OTHERS, *OVER.values())


def open_calls(record: Record, on: date) -> list[Call]:
    """Return the calls that take applications on a day, oldest first."""
    return [
        call
        for call in _calls(record)
        if (call.opens is None or first_day(call.opens) <= on) and on <= last_day(call.closes)
    ]


def _end(record: Record, on: date) -> tuple[str, Fact] | None:
    """Return the last day that is known to be past, as it was written, with the fact that says so."""
    period = record.facts.get("period")
    until = period.period.until if period is not None and period.period is not None else None
    if period is not None and until is not None and last_day(until) < on:
        return until, period
    calls = record.facts.get("calls")
    if calls is None or not calls.calls:
        return None
    last = max(calls.calls, key=lambda call: last_day(call.closes))
    return (last.closes, calls) if last_day(last.closes) < on else None


def _period(record: Record) -> Period | None:
    fact = record.facts.get("period")
    return fact.period if fact is not None else None


def _calls(record: Record) -> tuple[Call, ...]:
    fact = record.facts.get("calls")
    return fact.calls if fact is not None else ()


def _not_yet(written: State, on: date) -> bool:
    return written.since is not None and first_day(written.since) > on
