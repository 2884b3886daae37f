"""How a programme, scheme, contact or role stands on a given day: the calendar outranks what was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.dates import first_day, last_day
from knowledge.records import Call, Fact, Record, State

#: The word for "over" in each kind, and the word for "going on".
OVER = {"funding": "closed", "contact": "historical", "role": "historical"}
GOING_ON = {"contact": "current", "role": "current"}
OVER_OTHERS, GOING_ON_OTHERS = "ended", "running"


def state_on(record: Record, on: date) -> State:
    """Say how a record stands on a day.

    A `period` that is over, or calls that are all past, make it over, whatever was written. What was
    written as over counts from its own date: on a day within the period before that, it was going on,
    and so it was on the days of a call that closed no later than the record.

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
    begun = _begun(record, on)
    if written.is_ == over and (_before_its_end(record, written, on) or (begun and _not_yet(written, on))):
        return replace(written, is_=GOING_ON.get(record.kind, GOING_ON_OTHERS), since=begun)
    return written


def is_over(state: State) -> bool:
    """Say whether a state means that it is over."""
    return state.is_ in (OVER_OTHERS, *OVER.values())


def open_calls(record: Record, on: date) -> list[Call]:
    """Return the calls that take applications on a day, oldest first; none of a record that is over."""
    return [] if is_over(state_on(record, on)) else _calls_on(record, on)


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


def _begun(record: Record, on: date) -> str | None:
    """Return since when a period goes on, as it was written, or None before it and without one."""
    fact = record.facts.get("period")
    period = fact.period if fact is not None else None
    return period.from_ if period is not None and first_day(period.from_) <= on else None


def _calls_on(record: Record, on: date) -> list[Call]:
    fact = record.facts.get("calls")
    return [
        call
        for call in (fact.calls if fact is not None else ())
        if (call.opens is None or first_day(call.opens) <= on) and on <= last_day(call.closes)
    ]


def _before_its_end(record: Record, written: State, on: date) -> bool:
    """Say whether a call is open that closes no later than the record: its last day is still a day of it."""
    ended = last_day(written.since) if written.since is not None else None
    return ended is not None and any(last_day(call.closes) <= ended for call in _calls_on(record, on))


def _not_yet(written: State, on: date) -> bool:
    return written.since is not None and first_day(written.since) > on
