"""Questions about the schemes that were listed: which closes next, is easiest, pays most; since when, for whom."""

from __future__ import annotations

from datetime import date

from actions import context, funding, funding_overview, funding_points, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.dates import first_day, last_day
from knowledge.library import Library
from knowledge.records import Call, Fact, Record
from knowledge.state import open_calls

MOST_OFFERED = 3


def _listed(question: Question, library: Library) -> list[Record]:
    return [one for one in context.records(library, question.remembered("shown")) if one.kind == "funding"]


def deadline(question: Question, library: Library, today: date) -> Answer:
    """Say which of the schemes that were listed closes next; where no call is open, the last dates that are known."""
    found = _listed(question, library)
    answer = Answer()
    running = [
        (call, one) for one in found if funding.takes_applications(one, today) for call in open_calls(one, today)
    ]
    coming = [(call, one) for one in found for call in _calls(one) if call.opens and first_day(call.opens) > today]
    if running:
        answer.say("funding.nearest_deadline", names=values.listed_names(found))
        _list(answer, sorted(running, key=_closing), "funding.title_open_calls")
    else:
        shown = values.date(today.isoformat())
        answer.say("funding.no_deadline", names=values.listed_names(found), today=shown)
    if coming:
        _list(answer, sorted(coming, key=_closing), "funding.title_coming_calls")
    past = [(call, one) for one in found for call in _last_past(one, today)]
    if past:
        _list(answer, sorted(past, key=_closing, reverse=True), "funding.title_past_calls")
    undated = [one for one in found if not _calls(one)]
    if len(undated) == len(found):
        answer.say("funding.no_dates_at_all")
    elif undated:
        answer.say("funding.no_dates", names=values.listed_names(undated))
    return _end(answer, found, library)


def _calls(scheme: Record) -> tuple[Call, ...]:
    fact = scheme.facts.get("calls")
    return tuple(fact.calls) if fact else ()


def _closing(row: tuple[Call, Record]) -> date:
    return last_day(row[0].closes)


def _last_past(scheme: Record, today: date) -> list[Call]:
    past = [call for call in _calls(scheme) if last_day(call.closes) < today]
    return [max(past, key=lambda one: last_day(one.closes))] if past else []


def _list(answer: Answer, rows: list[tuple[Call, Record]], title: str) -> None:
    for _, one in rows:
        answer.tells(one, "calls")
    items = [
        values.say(
            "funding.call_row", name=values.names(one), call=values.text(call.name), closes=values.date(call.closes)
        )
        for call, one in rows
    ]
    sources = dict.fromkeys(key for call, one in rows for key in call.sources or one.facts["calls"].sources)
    answer.items(items, values.say(title), evidence=Evidence(tuple(one.ref for _, one in rows), tuple(sources)))


def easy(question: Question, library: Library, today: date) -> Answer:
    """Say that the records do not rate how easy a scheme is, and tell for each of those listed what bears on it."""
    return _who(Answer().say("funding.ease_unrated"), question, library, today)


def _who(answer: Answer, question: Question, library: Library, today: date) -> Answer:
    found = _listed(question, library)
    for one in found[:MOST_OFFERED]:
        begun = len(answer.blocks)
        funding.tell(answer, one, ("who", "china"), library)
        told = answer.blocks[begun:]
        del answer.blocks[begun:]
        keys = dict.fromkeys(key for row in told for key in row.get("sources", ()))
        rows = [{part: row[part] for part in ("say", "text", "with") if part in row} for row in told]
        answer.items(rows, heading(one, today), evidence=Evidence((one.ref,), tuple(keys)))
    if len(found) > MOST_OFFERED:
        answer.say("funding.also_listed", names=values.listed_names(found[MOST_OFFERED:]))
    return _end(answer, found, library)


def heading(scheme: Record, today: date) -> values.Typed:
    """Say how a scheme stands, with the date of it."""
    state = states.now(scheme, today)
    key = "funding.open_state"
    if not funding.takes_applications(scheme, today):
        key = f"funding.state_{funding_overview.state_name(scheme, today)}"
    if key == "funding.state_closed":
        since = values.date(state.since) if state is not None and state.since else values.date(today.isoformat())
        return values.say("funding.item_closed", name=values.names(scheme), since=since)
    return values.say(key, name=values.names(scheme), as_of=values.date(state.as_of if state else today.isoformat()))


def most(question: Question, library: Library, today: date) -> Answer:
    """Say how much one project gets from each of the schemes that were listed, as far as that is recorded."""
    found = _listed(question, library)
    known = [(one, said) for one in found if one.fits is not None and (said := funding_points.amount(one.fits))]
    known.sort(key=lambda row: -((row[0].fits.most if row[0].fits else 0) or 0))
    answer = Answer()
    if known:
        answer.say("funding.most_known")
        rows = [values.say("funding.amount_row", name=values.names(one), amount=said) for one, said in known]
        facts = [fact for one, _ in known for fact in one.facts.values() if fact.unit in funding.AMOUNT_UNITS]
        sources = tuple(dict.fromkeys(key for fact in facts for key in fact.sources))
        answer.items(rows, evidence=Evidence(tuple(one.ref for one, _ in known), sources))
    else:
        answer.say("funding.most_unknown")
    rest = [one for one in found if all(one is not other for other, _ in known)]
    if rest:
        answer.say("funding.no_amounts", names=values.listed_names(rest))
    return _end(answer, found, library)


def periods(question: Question, library: Library, today: date) -> Answer:
    """Say from when until when the scheme that is spoken of runs, else each of those listed, as far as it is known."""
    named = context.mentioned(question, library, "funding")
    found = named or context.just_spoken_of(question, library, "funding") or _listed(question, library)
    rows = [(one, fact) for one in found if (fact := _period(one)) is not None]
    answer = Answer().about(*(found if len(found) == 1 else ()))
    for one, fact in rows:
        answer.tells(one, fact.name)
    told = [_period_row(one, fact, library) for one, fact in rows]
    sources = tuple(dict.fromkeys(key for _, fact in rows for key in fact.sources))
    answer.items(told, values.say("funding.periods"), evidence=Evidence(tuple(one.ref for one, _ in rows), sources))
    rest = [one for one in found if all(one is not other for other, _ in rows)]
    if rest:
        answer.say("funding.no_periods", names=values.listed_names(rest))
    if len(found) > 1:
        return _end(answer, found, library)
    for one in found:
        states.tell(answer, one, today)
        funding.closing(answer, one, library)
    return answer


def _period(scheme: Record) -> Fact | None:
    """Give the fact that tells from when until when a scheme runs, whatever it is called in its record."""
    own = scheme.facts.get("period")
    return own or next((fact for fact in scheme.facts.values() if fact.period is not None), None)


def _period_row(scheme: Record, fact: Fact, library: Library) -> values.Typed:
    period: values.Typed = values.of_fact(fact, library.records) or {}
    given = {"name": values.names(scheme), "period": period}
    if fact.note is None:
        return values.say("funding.period_row", **given)
    return values.say("funding.period_row_note", **given, note=values.text(fact.note))


def who(question: Question, library: Library, today: date) -> Answer:
    """Say who may apply to the schemes that were listed, those listed first before the others."""
    return _who(Answer().say("funding.who_of_listed"), question, library, today)


def _end(answer: Answer, found: list[Record], library: Library) -> Answer:
    funding_overview.end(answer, library, found)
    answer.shown = [one.ref for one in found]
    for one in found[:MOST_OFFERED]:
        profiles.offer(answer, one)
    return answer.button(values.say("button.person"), "ask_for_person")
