"""Goes on from the last answer: more of it, a pick from its list, the same question for another thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from actions import (
    catalogue,
    changes,
    choices,
    context,
    facts,
    funding_guide,
    guesses,
    languages,
    pointing_back,
    profiles,
    provenance,
    resuming,
    values,
)
from actions.answer import Answer, memory
from actions.context import KINDS, Entity, Hit, Question
from knowledge.library import Library
from knowledge.records import Record

MORE_AT_ONCE = 3
MORE_RECORDS_AT_ONCE = 16
REPEATABLE = {kind: kind for kind in (*KINDS, "country", "year", "topic", "reference", "faq", "aspect")}
NOT_REPEATED = frozenset({"request_cooperation", "ask_for_person", "complain", "stop_waiting", "switch_language"})
"""Intents that set something going: "and Rome?" is no order to do it once more."""
OF_A_SIDE = frozenset({"ask_funding_amount", "ask_funding_eligibility"})
"""Intents that are asked again of the other side: "and the European side?" after what China pays."""
LISTED = {
    "find_cities": "city",
    "list_programmes": "programme",
    "list_clusters": "cluster",
    "list_funding": "funding",
}
"""What the lists of everything are made of: a name of that kind is one of them and narrows nothing."""
SOURCES = "ask_source"
TOLD_BY_HIT = frozenset({"ask_faq", "ask_fact"})
"""Intents whose answer is chosen by a hit of the question index alone."""


def more(question: Question, library: Library, today: date) -> Answer:
    """Tell the next facts or records that the last answer left out; or go on with what was stopped."""
    if resuming.asked(question):
        return resuming.resumed(question, library, today)
    rest = [row for row in question.slots.get("shown_more") or () if isinstance(row, dict)]
    answer = Answer(continues=True)
    if not rest:
        answer.say("more.nothing")
        for record in _last_records(question, library)[:1]:
            profiles.related(answer, record, library, most=3)
        return answer.button(values.say("button.person"), "ask_for_person")
    now, later = _next(rest)
    for row in now:
        _tell(answer, row, library)
    listed = context.records(library, [row["ref"] for row in now if row["fact"] is None])
    profiles.listing(answer, listed)
    answer.slots["shown_more"] = later
    if later:
        answer.button(values.say("button.more"), "show_more")
    for record in listed[:2]:
        profiles.offer(answer, record)
    for ref in dict.fromkeys(row["ref"] for row in now if row["fact"]):
        for record in context.records(library, [ref]):
            profiles.related(answer, record, library)
    answer.slots["shown"] = answer.shown or question.remembered("shown")
    return answer


def _next(rest: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    size = MORE_RECORDS_AT_ONCE if rest[0]["fact"] is None else MORE_AT_ONCE
    return rest[:size], rest[size:]


def _tell(answer: Answer, row: Mapping[str, Any], library: Library) -> None:
    for record in context.records(library, [row["ref"]]):
        if row["fact"] in record.facts:
            answer.about(record)
            facts.tell(answer, record, record.facts[row["fact"]], library)


def _last_records(question: Question, library: Library) -> list[Record]:
    return context.records(library, list(question.last.get("records") or ()))


def select(question: Question, library: Library, today: date) -> Answer:
    """Answer for the one that the message picks from the list shown last."""
    if pointing_back.at_step(question):
        return _compose(question.asking("ask_steps", *pointing_back.numbers(question)), library, today)
    shown = context.records(library, question.remembered("shown"))
    picks = [_place(ordinal, len(shown)) for ordinal in question.named("ordinal")]
    chosen = [shown[place] for place in picks if place is not None]
    if not shown:
        return Answer(continues=True).say("select.nothing_shown")
    if not chosen:
        answer = Answer(continues=True).say("select.which", count=values.number(len(shown)))
        for record in shown[:4]:
            profiles.offer(answer, record)
        return answer
    record = chosen[0]
    intent = question.last.get("intent") if question.last.get("open") else None
    kind_intent = "ask_faq" if record.kind == "faq" else profiles.PROFILE_INTENTS[record.kind]
    entity = Entity(record.kind, record.ref)
    kept = [] if intent is None else _others(question.last, {record.kind})
    answer = _compose(question.asking(intent or kind_intent, entity, *kept), library, today)
    answer.shown = answer.shown or question.remembered("shown")  # "the second one", then "and the third"
    return answer


def _place(ordinal: str, size: int) -> int | None:
    place = size if ordinal == "last" else int(ordinal) if ordinal.isdigit() else 0
    return place - 1 if 1 <= place <= size else None


def _compose(question: Question, library: Library, today: date) -> Answer:
    answer = catalogue.ANSWERS[question.intent](question, library, today)
    answer.asked_as = question
    return answer


def cluster(question: Question, library: Library, today: date) -> Answer:
    """Name the cluster of a topic; after a question back on partners, a bare topic answers that question."""
    last = question.last
    if last.get("open") and last.get("intent") == "find_partner" and question.confidence == 1.0:
        kept = _others(last, {"topic"})
        return _compose(question.asking("find_partner", *question.entities, *kept), library, today)
    return catalogue.ANSWERS["find_cluster"](question, library, today)


def _others(last: Mapping[str, Any], kinds: set[str]) -> list[Entity]:
    kept = guesses.as_entities(list(last.get("entities") or ()))
    return [one for one in kept if one.kind not in kinds and one.kind in REPEATABLE]


def same_for(question: Question, library: Library, today: date) -> Answer:
    """Answer the last question again, for the thing that this message names; with its sources, if those were asked."""
    return _with_sources(_same_for(question, library, today), question, library, today)


def _same_for(question: Question, library: Library, today: date) -> Answer:
    if changes.CHANGE in question.named("guide"):
        return changes.changed(question, library, today)
    intent = question.last.get("intent")
    new = [one for one in question.entities if one.kind in REPEATABLE]
    beside = [one for one in question.entities if one.kind == "unknown_name"]
    if not new and question.unknown_names:
        wanted = intent if intent == "ask_city_pilot" else "ask_city"
        return _compose(question.asking(wanted, *question.entities, *_others(question.last, {"city"})), library, today)
    if new and all(one.kind == "country" for one in new):
        if intent in OF_A_SIDE:
            return _compose(question.asking(intent, *new, *_others(question.last, {"country"})), library, today)
        return _of_country(question, new, library, today)
    searching = intent == "find_funding" and funding_guide.asking(question.slots) is not None
    if not new or intent not in catalogue.ANSWERS or intent in NOT_REPEATED or searching:
        return _without_last(question, [*new, *beside], library, today)
    kind = guesses.SUBJECTS.get(intent)
    kinds = {one.kind for one in new}
    if LISTED.get(intent) in kinds:  # "and Kunming?" after a list of all cities asks about Kunming
        return _without_last(question, new, library, today)
    if kind and kind not in kinds and kinds & set(KINDS):
        return _without_last(question, [*new, *beside], library, today)
    again = question.asking(intent, *new, *beside, *_others(question.last, kinds))
    return _compose(replace(again, hits=()), library, today)


def _with_sources(answer: Answer, question: Question, library: Library, today: date) -> Answer:
    """Add the sources one by one, where they were asked for right before."""
    if question.last.get(provenance.THEN) != SOURCES:
        return answer
    last = memory(question, answer)["last_intent"]
    listed = provenance.sources(Question(SOURCES, slots={"last_intent": last}), library, today)
    answer.blocks += listed.blocks
    return answer


def _of_country(question: Question, new: list[Entity], library: Library, today: date) -> Answer:
    """Choose by country among what was listed last; where nothing was, list the cities of the country."""
    shown = choices.listed(question, library)
    found = choices.there(shown, question.named("country"))
    if len(found) == 1:
        city = Entity("city", found[0].ref)
        return _compose(question.asking("ask_city", city), library, today)
    if shown:
        return choices.tell(question, shown, library)
    kept = _others(question.last, {"country"}) if question.last.get("intent") == "find_cities" else []
    again = question.asking("find_cities", *new, *kept)
    return _compose(replace(again, hits=()), library, today)


def language(question: Question, library: Library, today: date) -> Answer:
    """Change the language; where the message wants the last answer in it, give that answer once more."""
    if languages.of_partners(question):
        faq = Entity("faq", languages.PARTNERS)
        return _compose(replace(question, hits=()).asking("ask_faq", faq), library, today)
    if not languages.is_meant(question):
        return _other_than_language(question, library, today)
    changed = languages.switch(question, library, today)
    intent = question.last.get("intent")
    again = changed.effects and pointing_back.says("again", question.text)
    if not again or intent not in catalogue.ANSWERS or intent in NOT_REPEATED | {"find_funding"}:
        return changed
    named = guesses.as_entities(list(question.last.get("entities") or ()))
    silent = [{"ref": ref, "fact": None} for ref in question.last.get("records") or ()]
    told = [*(question.last.get("told") or ()), *silent][:1] if intent in TOLD_BY_HIT else []
    asked = Question(intent, "", named, hits=tuple(Hit(row["ref"], row["fact"], 1.0) for row in told))
    answer = _compose(replace(asked, slots=question.slots), library, today)
    answer.effects += changed.effects
    answer.slots.update(changed.slots)
    return answer


def _other_than_language(question: Question, library: Library, today: date) -> Answer:
    """Answer a message that was taken for a wish about the language and names none: a country, else ask back."""
    countries = [one for one in question.entities if one.kind == "country"]
    if countries:
        return _of_country(question, countries, library, today)
    return catalogue.ANSWERS["did_you_mean"](question, library, today)


def _without_last(question: Question, new: list[Entity], library: Library, today: date) -> Answer:
    """Tell about the thing itself where there is no question to repeat."""
    for record in context.mentioned(question, library, *KINDS):
        intent = profiles.PROFILE_INTENTS[record.kind]
        return _compose(question.asking(intent, *new), library, today)
    answer = Answer(continues=True).say("select.same_for_what")
    for record in context.records(library, question.remembered("shown"))[:3]:
        profiles.offer(answer, record)
    return answer


def bare(question: Question, library: Library, today: date) -> Answer:
    """Answer a message about a thing; if it only gives the name just asked for, answer that question.

    "Which city?" – "Granada": the classifier sees a question about Granada, the person answers ours.
    """
    last = question.last
    intent = last.get("intent")
    named = [one for one in question.entities if one.kind in KINDS and one.text]
    only_name = bool(named) and len(question.text.strip(" ?？.。!！")) <= max(len(one.text) for one in named) + 4
    if last.get("open") and intent in catalogue.ANSWERS and only_name:
        again = question.asking(intent, *named, *_others(last, {one.kind for one in named}))
        return _compose(again, library, today)
    return catalogue.ANSWERS[question.intent](question, library, today)
