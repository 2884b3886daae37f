"""Answers about Urban Agenda themes, Sustainable Development Goals and the Chinese policy focus."""

from __future__ import annotations

from datetime import date

from actions import context, criteria, facts, goals, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record


def themes(question: Question, library: Library, today: date) -> Answer:
    """Tell about one theme, or list all themes with those that matter for IUC Asia marked."""
    answer = _one_or_all("theme", question, library, today)
    return goals.before(answer, question, library) if context.mentioned(question, library, "sdg") else answer


def sdgs(question: Question, library: Library, today: date) -> Answer:
    """Tell about one goal, or list those that matter for IUC Asia."""
    return _one_or_all("sdg", question, library, today)


def _one_or_all(kind: str, question: Question, library: Library, today: date) -> Answer:
    found = context.mentioned(question, library, kind) or context.hit(question, library, kind)
    meant = goals.about(question, library) if kind == "sdg" else []
    if meant and not any(_is_numbered(one) for one in found):
        return goals.told(meant, question, library, today)
    if found and _asks_which(question, found[0]):
        answer = Answer().about(found[0])
        profiles.lead(answer, found[0], question.hit_on(found[0]) or "", library, today)
        _list(answer, kind, library)
        return answer.button(values.say("button.clusters"), "list_clusters")
    if found and (_is_numbered(found[0]) or _asks_fact(question, found[0])):
        return profiles.profile(question, found[0], library, today)
    whole = [one for one in library.of_kind(kind) if not _is_numbered(one)]
    answer = Answer()
    for record in whole[:1]:
        answer.about(record)
        profiles.summary(answer, record, library)
    _list(answer, kind, library)
    for record in whole[:1]:
        answer.more = [
            {"ref": record.ref, "fact": fact.name}
            for fact in profiles.untold(answer, record)
            if not fact.items  # the list just given, once more
        ]
        if answer.more:
            answer.button(values.say("button.more"), "show_more")
        profiles.related(answer, record, library)
    return answer.button(values.say("button.clusters"), "list_clusters")


def _asks_which(question: Question, whole: Record) -> bool:
    """Tell whether a question of number also asks which they are."""
    hit = question.hit_on(whole)
    counted = hit is not None and not whole.facts[hit].items and not _is_numbered(whole)
    return counted and criteria.asks(question, "which_ones")


def _asks_fact(question: Question, whole: Record) -> bool:
    """Tell whether a question is for one fact of the whole; a list of some is told only where some are asked for."""
    hit = question.hit_on(whole)
    return hit is not None and (not whole.facts[hit].items or criteria.asks(question, "some_of"))


def _is_numbered(record: Record) -> bool:
    fact = record.facts.get("number")
    return fact is not None and fact.value is not None


def _number(record: Record) -> int:
    value = record.facts["number"].value
    return int(value) if value is not None else 0


def _list(answer: Answer, kind: str, library: Library) -> None:
    found = sorted((one for one in library.of_kind(kind) if _is_numbered(one)), key=_number)
    marked = [one for one in found if _is_relevant(one)]
    kept = [one.facts["number"] for one in found]
    sources = tuple(dict.fromkeys(key for fact in kept for key in fact.sources))
    as_of = min((fact.as_of for fact in kept), default=None)
    evidence = Evidence(tuple(one.ref for one in found), sources, as_of)
    count = {"count": values.number(len(found)), "relevant": values.number(len(marked))}
    answer.say(f"{kind}.counted", evidence, **count)
    answer.items([_line(one, kind) for one in found], ordered=True)
    answer.shown += [one.ref for one in found]


def _is_relevant(record: Record) -> bool:
    fact = record.facts.get("relevant_iuc_asia")
    return fact is not None and fact.value == "yes"


def _line(record: Record, kind: str) -> Typed:
    """Name one entry; the goals are all relevant, so only themes are marked."""
    if kind == "theme" and _is_relevant(record):
        return values.say("theme.item_relevant", name=values.names(record))
    return values.names(record)


def policies(question: Question, library: Library, today: date) -> Answer:
    """Tell about the Chinese policy focus: the record that is asked for, or all in short."""
    found = context.mentioned(question, library, "policy") or context.hit(question, library, "policy")
    if found:
        return profiles.profile(question, found[0], library, today)
    every = library.of_kind("policy")
    answer = Answer().about(*every[:1])
    for record in every:
        profiles.summary(answer, record, library)
        for fact in profiles.untold(answer, record)[:1]:
            if fact.items:
                facts.tell(answer, record, fact, library)
    answer.shown = [record.ref for record in every]
    for record in every:
        profiles.offer(answer, record)
    return answer
