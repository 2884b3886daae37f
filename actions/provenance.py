"""Answers about answers: where the last one is from, and how old it is."""

from __future__ import annotations

from datetime import date

from actions import context, figures, pairings, profiles, values
from actions.answer import Answer, Evidence
from actions.context import KINDS, Question
from knowledge.library import Library
from knowledge.records import Fact, Record, Source

MOST_SOURCES = 8
THEN = "then"
"""Where it is kept that the sources of the last answer were asked for: "and for Rome?" asks for both."""
WHOLE = "faq/reliability"
"""Says where the records as a whole are from: the sources of no answer in particular."""
LISTED_BY = ("when", "cooperation")
"""Facts by which events and cities are listed."""


def sources(question: Question, library: Library, today: date) -> Answer:
    """Name the sources of what the message names, else of the last answer."""
    answer = Answer(continues=True)
    named = _named(question, library)
    told = {*(question.last.get("records") or ()), *(row["ref"] for row in question.last.get("told") or ())}
    if not named and WHOLE in told:
        answer.say("source.after_an_answer")
        return answer.button(values.say("button.person"), "ask_for_person")
    keys = _keys_of(named, question) if named else _last_keys(question, library)
    found = [library.sources[key] for key in keys if key in library.sources]
    if not found:
        whole = library.get(WHOLE)
        if not question.last:
            answer.say("source.no_answer_yet")
        elif named or question.last.get("records") or whole is None or whole.answer is None:
            answer.say("source.none")
        else:
            evidence = Evidence((whole.ref,), whole.sources, whole.as_of, whole.sure)
            answer.tells(whole, None).add({"type": "text", **values.text(whole.answer)}, evidence)
        return answer.button(values.say("button.person"), "ask_for_person")
    answer.about(*named[:1])
    answer.slots["last_intent"] = {**question.last, THEN: question.intent}
    answer.say("source.found", count=values.number(len(found)))
    answer.items([_line(source) for source in found[:MOST_SOURCES]])
    if len(found) > MOST_SOURCES:
        answer.say("source.more", count=values.number(len(found) - MOST_SOURCES))
    return answer.button(values.say("button.freshness"), "ask_freshness", *[(one.kind, one.ref) for one in named[:1]])


def _named(question: Question, library: Library) -> list[Record]:
    return context.mentioned(question, library, *KINDS)


def _keys_of(records: list[Record], question: Question) -> list[str]:
    keys: list[str] = []
    for record in records:
        hit = question.hit_on(record)
        kept = [record.facts[hit]] if hit else list(record.facts.values())
        keys += [key for fact in kept for key in fact.sources]
        keys += [key for fact in kept for part in fact.cooperation for key in part.sources]
    return list(dict.fromkeys(keys))


def _last_keys(question: Question, library: Library) -> list[str]:
    kept = list(question.last.get("sources") or ())
    if kept:
        return list(dict.fromkeys(kept))
    refs = question.last.get("records") or question.remembered("shown")
    return _keys_of(context.records(library, list(refs)), question)


def _line(source: Source) -> values.Typed:
    with_ = {
        "title": values.string(source.title),
        "publisher": values.string(source.publisher),
        "read": values.date(source.read),
    }
    if source.url:
        return values.say("source.item", **with_, url=values.string(source.url))
    return values.say("source.item_no_url", **with_)


def freshness(question: Question, library: Library, today: date) -> Answer:
    """Tell of when the last answer is, when its records were last checked and when they are due again."""
    named = _named(question, library)
    listed = [] if named or question.last.get("told") else last_listed(question, library)
    if len(listed) > 1:
        said = _of_list(listed, today)
        ties = [part for city in listed if city.kind == "city" for part in pairings.of_city(city, library)]
        if ties and pairings.all_over(ties, library, today):
            said.say("city.pairings_over")
        return said
    found = named or _last_records(question, library)
    if not found:
        answer = Answer(continues=True).say("freshness.general")
        return answer.button(values.say("button.person"), "ask_for_person")
    answer = Answer(continues=True).about(*found[:1])
    for record in found[:3]:
        _tell(answer, record, question, today)
    answer.button(
        values.say("button.sources"),
        "ask_source",
        *[(one.kind, one.ref) for one in found[:1] if one.kind in KINDS],
    )
    for record in found[:1]:
        profiles.offer(answer, record)
    return answer


def last_listed(question: Question, library: Library) -> list[Record]:
    """Give what the last answer listed: among its records only what was shown, not what the list is about."""
    last = question.last.get("records") or ()
    return context.records(library, [ref for ref in question.remembered("shown") if ref in last])


def _of_list(listed: list[Record], today: date) -> Answer:
    """Tell of when the entries of a list are, the oldest and the newest, and when they were checked."""
    answer = Answer(continues=True)
    dates = sorted(as_of for record in listed for as_of in _dates(record))
    count = values.number(len(listed))
    if dates:
        oldest, newest = values.date(dates[0]), values.date(dates[-1])
        key = "freshness.list_dated" if dates[0] == dates[-1] else "freshness.list_dated_between"
        answer.say(key, count=count, oldest=oldest, newest=newest)
    last = min(record.reviewed.last for record in listed)
    due = min(record.reviewed.due for record in listed)
    key = "freshness.list_overdue" if due < today else "freshness.list_checked"
    answer.say(key, last=values.date(last.isoformat()), due=values.date(due.isoformat()))
    answer.button(values.say("button.sources"), "ask_source")
    for record in listed[:2]:
        profiles.offer(answer, record)
    return answer


def _dates(record: Record) -> list[str]:
    """Give the dates of what a list says of a record: of its state, else of the fact it is listed by."""
    if record.state is not None:
        return [record.state.as_of]
    by = [record.facts[name] for name in LISTED_BY if name in record.facts]
    return [fact.as_of for fact in by[:1] or record.facts.values() if not fact.unknown]


def _last_records(question: Question, library: Library) -> list[Record]:
    last = question.last
    told = [row["ref"] for row in last.get("told") or ()]
    return context.records(library, list(dict.fromkeys([*(last.get("records") or ()), *told])))


def _tell(answer: Answer, record: Record, question: Question, today: date) -> None:
    kept = _facts(record, question)
    dated = {fact.as_of for fact in kept if not figures.undated(fact)}
    dates = sorted(dated | ({record.as_of} if record.as_of else set()))
    name = values.say("freshness.this_answer") if record.kind == "faq" else values.names(record)
    checked = {
        "name": name,
        "last": values.date(record.reviewed.last.isoformat()),
        "due": values.date(record.reviewed.due.isoformat()),
    }
    key = "freshness.overdue" if record.reviewed.due < today else "freshness.checked"
    answer.say(key, Evidence((record.ref,)), **checked)
    if len(dates) == 1 or (dates and all(dates[-1].startswith(one) for one in dates)):
        answer.say("freshness.dated", name=name, as_of=values.date(dates[-1]))
    elif dates:
        oldest, newest = values.date(dates[0]), values.date(dates[-1])
        answer.say("freshness.dated_between", name=name, oldest=oldest, newest=newest)
    if any(figures.undated(fact) for fact in kept):
        answer.say("freshness.undated", name=name)


def _facts(record: Record, question: Question) -> list[Fact]:
    """Give the facts of the last answer, else all of a record, without those that say what is not known."""
    told = [row["fact"] for row in question.last.get("told") or () if row["ref"] == record.ref]
    kept = [fact for fact in record.facts.values() if fact.name in told] or list(record.facts.values())
    return [fact for fact in kept if not fact.unknown]
