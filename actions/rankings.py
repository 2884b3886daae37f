"""The one sentence that answers who is bigger, who has more partners, and what several cities have in common."""

from __future__ import annotations

from typing import TypeVar

from actions import criteria, figures, labels, pairings, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.figures import Figure
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record

T = TypeVar("T")


def people(answer: Answer, question: Question, found: list[Record]) -> list[Record]:
    """Say which city has more inhabitants, and whether the figures may be compared at all.

    Returns: the cities in the order of their figures, those without one last.
    """
    chosen = figures.to_compare(found)
    without = [city for city in found if all(one.city is not city for one in chosen)]
    up = criteria.asks(question, "fewest")
    for one in chosen:
        answer.tells(one.city, one.fact.name)
    ranked = sorted(chosen, key=lambda one: one.numbers[0], reverse=not up)
    if len(ranked) >= 2:
        _verdict(answer, question, chosen[0].city, ranked, up)
    if without:
        answer.say("compare.no_figure", names=values.listed([values.names(city) for city in without], "and"))
        if len(ranked) < 2:
            answer.say("compare.no_verdict")
    return [*[one.city for one in ranked], *without]


def _verdict(answer: Answer, question: Question, subject: Record, ranked: list[Figure], up: bool) -> None:
    alike = figures.alike(ranked)
    named = [_named(one, counted=not alike) for one in ranked]
    evidence = _of_figures(ranked)
    if len(ranked) == 2 and not alike:
        first, second = named if not up else (named[1], named[0])
        answer.say("compare.unlike_two", evidence, first=first, second=second)
    elif len(ranked) == 2:
        said = values.say("compare.fewer_people" if up else "compare.more_people", first=named[0], second=named[1])
        if criteria.asks(question, "than"):
            said = values.say("compare.yes" if ranked[0].city is subject else "compare.no", text=said)
        answer.add({"type": "text", **said}, evidence)
    else:
        key = "compare.fewest_first" if up else "compare.most_first"
        answer.say(key, evidence, figures=values.listed(named, "semicolon"))
        if not alike:
            answer.say("compare.unlike")
    _explain(answer, question, ranked, alike)


def _explain(answer: Answer, question: Question, ranked: list[Figure], alike: bool) -> None:
    single = all(len(one.numbers) == 1 for one in ranked)
    if alike and single and len(ranked) == 2 and criteria.asks(question, "difference"):
        count = abs(ranked[0].numbers[0] - ranked[1].numbers[0])
        answer.say("compare.difference", number=values.number(count, figures.PERSON))
    other = [main for one in ranked if (main := figures.main(one.city)) is not None and main.fact is not one.fact]
    if other and ranked[0].counted is not None:
        answer.say("compare.alike", counted=ranked[0].counted)
        named = [_named(one, counted=True) for one in other]
        answer.say("city.also_counted", _of_figures(other), figures=values.listed(named, "semicolon"))


def _named(figure: Figure, counted: bool) -> Typed:
    given = {"name": values.names(figure.city), "population": figure.number}
    if not counted or figure.counted is None:
        return values.say("compare.figure", **given)
    return values.say("compare.figure_counted", **given, counted=figure.counted)


def _of_figures(found: list[Figure]) -> Evidence:
    sources = tuple(dict.fromkeys(key for one in found for key in one.fact.sources))
    dates = {one.as_of for one in found}
    return Evidence(tuple(one.city.ref for one in found), sources, dates.pop() if len(dates) == 1 else None)


def partners(answer: Answer, question: Question, found: list[Record], library: Library) -> list[Record]:
    """Say which city has the most partners in our records.

    Returns: the cities in the order of the numbers of their partners.
    """
    counts = {city.ref: len(pairings.partners(pairings.of_city(city, library))) for city in found}
    up = criteria.asks(question, "fewest")
    ranked = sorted(found, key=lambda city: counts[city.ref], reverse=not up)
    named = [_with_number(city, counts[city.ref]) for city in ranked]
    if len(set(counts.values())) == 1:
        every = values.listed([values.names(city) for city in found], "and")
        answer.say("compare.partners_equal", names=every, number=values.number(counts[found[0].ref]))
    elif len(found) == 2:
        key = "compare.partners_fewer" if up else "compare.partners_more"
        answer.say(key, first=named[0], second=named[1])
    else:
        answer.say("compare.partners_ranked", names=values.listed(named))
    return ranked


def _with_number(city: Record, count: int) -> Typed:
    return values.say("compare.partners_number", name=values.names(city), number=values.number(count))


def common(answer: Answer, found: list[Record], library: Library, partners: bool) -> None:
    """Say what cities have in common: their partners where those are asked for, else everything."""
    names = values.listed([values.names(city) for city in found], "and")
    met = _shared([pairings.partners(pairings.of_city(city, library)) for city in found])
    if partners:
        if met:
            shared = values.listed([pairings.name(one, library) for one in met], "and")
            answer.say("compare.partners_same", names=names, partners=shared)
        else:
            answer.say("compare.partners_differ", names=names)
        return
    rows = [
        ("partners", [pairings.name(one, library) for one in met]),
        ("programmes", programmes(found, library)),
        ("clusters", _clusters(found, library)),
        ("topics", [{"text": {"en": en, "zh": zh}} for en, zh in _shared([_topics(city) for city in found])]),
    ]
    if len({city.country for city in found}) == 1:
        rows.insert(0, ("country", [labels.of_country(found[0].country or "")]))
    told = [
        values.say("compare.common_row", label=values.say(f"label.{name}"), value=values.listed(row))
        for name, row in rows
        if row
    ]
    if told:
        answer.items(told, values.say("compare.common", names=names))
    else:
        answer.say("compare.nothing_common", names=names)


def _shared(lists: list[list[T]]) -> list[T]:
    return [one for one in lists[0] if all(one in others for others in lists[1:])]


def _topics(city: Record) -> list[tuple[str, str]]:
    return list(zip(city.topics.en, city.topics.zh))


def programmes(found: list[Record], library: Library) -> list[Typed]:
    """Give the programmes that all of some cities took part in, by name."""
    taken = [list(dict.fromkeys(one.part.programme for one in pairings.of_city(city, library))) for city in found]
    return [values.names(record) for ref in _shared(taken) if (record := library.get(ref)) is not None]


def _clusters(found: list[Record], library: Library) -> list[Typed]:
    refs = [list(fact.refs) if (fact := city.facts.get("clusters")) else [] for city in found]
    return [values.names(record) for ref in _shared(refs) if (record := library.get(ref)) is not None]
