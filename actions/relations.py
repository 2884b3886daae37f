"""How two cities are tied: partners in a programme, sister cities outside it, or nothing that we know of."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from actions import context, criteria, facts, pairings, places, profiles, rankings, rounds, sister_ties, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.pairings import Pairing
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record, Text


def between(question: Question, library: Library, today: date) -> Answer | None:
    """Answer how two named places are tied; None where a message asks something else."""
    if not criteria.tied(question):
        return None
    found = _pair(question, library)
    if len(found) == 2:
        return of_two(question, found[0], found[1], library, today)
    return with_place(question, found[0], library, today) if len(found) == 1 else None


def _pair(question: Question, library: Library) -> list[Record]:
    """Give the cities that a message asks about: two that it names, or those it points back to."""
    refs = [one.value for one in criteria.places(question) if one.kind == "city"]
    named = context.records(library, refs)
    if len(named) < 2 and not question.unknown_names and criteria.asks(question, "pronoun"):
        before = [one for one in question.remembered("recent_cities") if one not in refs]
        named = [*context.records(library, before[len(named) - 2 :]), *named]
    return named if len(criteria.places(question)) <= 2 else []


def of_two(question: Question, one: Record, other: Record, library: Library, today: date) -> Answer:
    """Tell how two cities are tied, and where no tie is known, with whom each of them worked."""
    answer = Answer().about(one, other)
    met = [part for part in pairings.of_city(one, library) if other.ref in part.partners]
    yes, no = sister_ties.sister(one, sister_ties.names_of(other), library)
    more_yes, more_no = sister_ties.sister(other, sister_ties.names_of(one), library)
    no = [*no, *more_no]
    yes = [] if no else [*yes, *more_yes]
    if yes and (criteria.asks(question, "sister") or not met):
        _tell_sisters(answer, question, yes, library)
        if not met and not any(criteria.asks(question, form) for form in ("sister", "when")):
            answer.say("relation.sisters_only")
    elif met:
        _tell_partners(answer, question, one, values.names(other), met, library)
        if criteria.asks(question, "sister"):
            if no:
                facts.tell(answer, no[0][0], no[0][1], library)
            else:
                answer.say("relation.not_sisters")
        if pairings.all_over(met, library, today):
            answer.say("city.pairings_over")
    else:
        _tell_none(answer, question, one, other, library)
    return _offers(answer, one, other)


def tell_tie(answer: Answer, question: Question, one: Record, other: Record, library: Library) -> None:
    """Say in a sentence in which programmes two cities were partners, or that no tie is known."""
    met = [part for part in pairings.of_city(one, library) if other.ref in part.partners]
    if met:
        _tell_partners(answer, replace(question, text=""), one, values.names(other), met, library)
    else:
        answer.say("relation.none", first=values.names(one), second=values.names(other))


def _tell_sisters(answer: Answer, question: Question, told: list[sister_ties.Told], library: Library) -> None:
    """Tell that two places are sister cities; asked when, by the fact that has a date."""
    dated = [row for row in told if criteria.asks(question, "when") and any(c.isdigit() for c in _words(row[1].text))]
    record, fact = (dated or told)[0]
    if fact.text is None:
        return
    answer.tells(record, fact.name)
    said: Typed = facts.own_words(record, fact.text, library)
    if criteria.yes_or_no(question):
        said = values.say("relation.yes", text=said)
    answer.add({"type": "text", **said}, Evidence.of(record, fact))


def _words(text: Text | None) -> str:
    return text.en if text else ""


def _tell_partners(
    answer: Answer, question: Question, one: Record, other: Typed, met: list[Pairing], library: Library
) -> None:
    rests = evidence(one, met)
    taken = values.listed(rounds.once([part.part for part in met], library), "semicolon")
    said = values.say("relation.partners", first=values.names(one), second=other, rounds=taken)
    if criteria.yes_or_no(question) and not any(criteria.asks(question, form) for form in ("sister", "now")):
        said = values.say("relation.yes", text=said)
    answer.tells(one, "cooperation")
    answer.add({"type": "text", **said}, rests)
    topics = list(dict.fromkeys(part.part.topics for part in met if part.part.topics is not None))
    if topics:
        answer.say("relation.topics", topics=values.listed([values.text(topic) for topic in topics], "semicolon"))


def topics_once(answer: Answer) -> None:
    """Leave out the line of topics where a sentence that was told names all of them, in both languages."""
    told = [block["text"] for block in answer.blocks if isinstance(block.get("text"), dict)]
    told += [text for block in answer.blocks for text in _texts(block.get("with"))]
    for block in [one for one in answer.blocks if one.get("say") == "relation.topics"]:
        topics = _texts(block["with"])
        others = [text for text in told if text not in topics]
        if topics and any(all(_holds(text, topic) for topic in topics) for text in others):
            answer.blocks.remove(block)


def _holds(text: dict[str, str], topic: dict[str, str]) -> bool:
    return all(part in text[side] for side in ("en", "zh") for part in re.split(r"[,;、；，] ?", topic[side]))


def _texts(node: object) -> list[dict[str, str]]:
    """Give the texts in both languages that stand in a block."""
    if isinstance(node, dict):
        if isinstance(node.get("en"), str) and isinstance(node.get("zh"), str):
            return [node]
        return [text for one in node.values() for text in _texts(one)]
    return [text for one in node for text in _texts(one)] if isinstance(node, list) else []


def evidence(city: Record, parts: list[Pairing]) -> Evidence:
    """Give what parts of a city rest on."""
    fact = city.facts.get("cooperation")
    return Evidence((city.ref,), pairings.sources(parts), fact.as_of if fact else None)


def _tell_none(answer: Answer, question: Question, one: Record, other: Record, library: Library) -> None:
    """Say that no tie is known, and whom either of the two worked with."""
    key = "relation.no" if criteria.yes_or_no(question) else "relation.none"
    answer.add({"type": "text", **values.say(key, first=values.names(one), second=values.names(other))})
    shared = rankings.programmes([one, other], library)
    if shared and criteria.asks(question, "tie"):
        answer.say("relation.both_in", programmes=values.listed(shared, "and"))
    answer.say("relation.otherwise")
    for city in (one, other):
        _tell_others(answer, city, library)


def _tell_others(answer: Answer, city: Record, library: Library) -> None:
    """Tell whom a city worked with, and in which programmes its partner is not known."""
    parts = pairings.of_city(city, library)
    met = pairings.partners(parts)
    rests = evidence(city, parts)
    answer.tells(city, "cooperation")
    if met:
        named = values.listed([pairings.name(partner, library) for partner in met], "and")
        answer.say("city.partners", rests, name=values.names(city), partners=named)
    else:
        answer.say("city.partners_none", rests, name=values.names(city))
    without = dict.fromkeys(part.part.programme for part in parts if not part.partners) if met else {}
    if without:
        taken = values.listed([values.names(one) for one in context.records(library, list(without))], "and")
        answer.say("relation.partner_unknown", name=values.names(city), programmes=taken)


def with_place(question: Question, city: Record, library: Library, today: date) -> Answer | None:
    """Answer how a city is tied to a place without a record: a partner by name, or one that its record speaks of."""
    parts = pairings.of_city(city, library)
    for partner in pairings.partners(parts):
        if isinstance(partner, Text) and criteria.holds(question, partner):
            met = [part for part in parts if partner in part.partners]
            answer = Answer().about(city)
            _tell_partners(answer, question, city, values.text(partner), met, library)
            if pairings.all_over(met, library, today):
                answer.say("city.pairings_over")
            return _offers(answer, city)
    for name in [one.text or one.value for one in criteria.places(question) if one.kind == "unknown_name"]:
        yes, _ = sister_ties.sister(city, [name], library)
        answer = Answer().about(city)
        if yes:
            _tell_sisters(answer, question, yes, library)
            return _offers(answer, city)
        near = [city, *context.records(library, [one for one in pairings.partners(parts) if isinstance(one, str)])]
        if not any(sister_ties.tell(answer, one, name, library) for one in near):
            only = [one for one in question.entities if one.kind == "unknown_name" and name in (one.text, one.value)]
            places.tell(answer, replace(question, entities=tuple(only)), library)
        _tell_others(answer, city, library)
        return _offers(answer, city)
    return None


def _offers(answer: Answer, *found: Record) -> Answer:
    for city in found:
        answer.button(
            values.say("button.partners_of", name=values.names(city)), "ask_city_partners", ("city", city.ref)
        )
    for city in found:
        profiles.offer(answer, city)
    answer.shown = [city.ref for city in found]
    return answer
