"""Answers about whom to contact and what each role does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions import context, criteria, facts, forms, funding, glossary, helpdesk, plans, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Fact, Record

REACHABLE = ("phone", "fax", "email", "url")
"""Units of the values by which an office is reached; they go into the card."""
KEY_CONTACT = "roles/key_contact"
CITY_OFFICES = (KEY_CONTACT, "roles/fao", "roles/drc")
"""Roles that every city has its own office or person for."""
OFFICES = {"programmes/iuc": "contacts/iuc_asia", "programmes/iurc": "contacts/iurc"}
"""The offices of programmes that had one of their own."""
OLD_OFFICE = "contacts/iuc_asia"


def contact(question: Question, library: Library, today: date) -> Answer:
    """Tell how to reach an office; the help desk's own contact always comes last."""
    found = context.mentioned(question, library, "contact", "role")
    towns = context.mentioned(question, library, "city")
    found = found or ([] if towns else context.hit(question, library, "contact", "role"))
    if not found and not towns:
        found = context.remembered(question, library, "contact")
    answer = Answer()
    programme = _ended_programme(question, library, today)
    if programme is not None:
        answer = _of_ended(question, programme, towns, library, today)
    elif towns and (not found or found[0].ref in CITY_OFFICES):
        _city(answer, towns[0], library, found)
    elif found and _asks_who(question, found[0]):
        _nobody(answer, question, library)
    elif found:
        answer = _office(question, found[0], library, today)
    else:
        _no_number(answer, question, library, today)
        _offices(answer, library, today)
    own(answer)
    return answer.button(values.say("button.person"), "ask_for_person")


def _offices(answer: Answer, library: Library, today: date) -> None:
    """List the offices and bodies, and apart from them those of programmes that have ended."""
    every = library.of_kind("contact")
    old = [one for one in every if states.is_over(one, today)]
    living = [one for one in every if one not in old]
    answer.say("contact.overview")
    profiles.listing(answer, living)
    answer.say("contact.of_old")
    profiles.listing(answer, old)
    for record in living[:2]:
        profiles.offer(answer, record)


def _asks_who(question: Question, record: Record) -> bool:
    """Tell whether a message asks for a contact person, and not what such a person does."""
    return record.ref == KEY_CONTACT and criteria.asks(question, "who_is")


def _nobody(answer: Answer, question: Question, library: Library) -> None:
    """Say that no contact person is known: of the city that was spoken of, else of any."""
    kept = context.remembered(question, library, "city")
    if kept:
        _city(answer, kept[0], library)
    else:
        answer.say("contact.nobody").say("contact.city_cn").say("contact.city_eu")


def _no_number(answer: Answer, question: Question, library: Library, today: date) -> None:
    """Say whose numbers the records do not hold, before the offices that they do."""
    offices = [name for name in question.unknown_names if _desk_office(name)]
    for name in offices:
        answer.say("contact.desk_office", name=values.string(name))
        for record in context.records(library, [OLD_OFFICE]):
            states.tell(answer, record, today)
            facts.tell(answer, record, record.facts[_desk_office(name)], library)
    for name in [one for one in question.unknown_names if one not in offices]:
        answer.say("contact.city_unknown", name=values.string(name))
    if not question.unknown_names and criteria.asks(question, "reach"):
        answer.say("contact.no_number")


def _desk_office(name: str) -> str:
    """Give the fact with the old number of a place where this help desk has an office; empty for any other place."""
    found = forms.words("criteria")["desk_offices"]
    return next((fact for fact in found if forms.form("criteria", "desk_offices", fact).match(name.lower())), "")


def _ended_programme(question: Question, library: Library, today: date) -> Record | None:
    """Give the ended programme whose contact is asked for: named beside no office, or just spoken of."""
    if context.mentioned(question, library, "contact"):
        return None
    named = context.mentioned(question, library, "programme")
    if not named and question.names_nothing and not context.hit(question, library, "contact", "role"):
        named = context.just_spoken_of(question, library, "programme")
    return next((one for one in named if states.is_over(one, today)), None)


def _of_ended(question: Question, programme: Record, towns: list[Record], library: Library, today: date) -> Answer:
    """Say that a programme has ended, then how it was reached."""
    opening = Answer().about(programme)
    states.tell(opening, programme, today)
    offices = context.records(library, [OFFICES[programme.ref]] if programme.ref in OFFICES else [])
    answer = Answer()
    if towns:
        _city(answer, towns[0], library)
    elif offices:
        answer = _office(question, offices[0], library, today, state_first=True)
    answer.blocks = opening.blocks + answer.blocks
    return answer.about(programme)


def _office(question: Question, record: Record, library: Library, today: date, state_first: bool = False) -> Answer:
    answer = Answer().about(record)
    hit = question.hit_on(record)
    asked = hit is not None and not _is_reachable(record.facts[hit])
    if hit is not None and asked and not state_first:
        profiles.lead(answer, record, hit, library, today)
    else:
        profiles.opening(answer, record, library, today, first=0)
        if hit is not None and asked:
            facts.tell(answer, record, record.facts[hit], library)
    _card(answer, record)
    for fact in [] if states.is_over(record, today) else profiles.untold(answer, record)[:1]:
        facts.tell(answer, record, fact, library)
    profiles.follow_up(answer, record, library)
    return answer


def _is_reachable(fact: Fact) -> bool:
    return fact.unit in REACHABLE and fact.value is not None


def _card(answer: Answer, record: Record) -> None:
    reached = [fact for fact in record.facts.values() if _is_reachable(fact)]
    if not reached:
        return
    rows = [{"label": values.say(f"label.unit.{(fact.unit or '').lower()}"), "value": _reach(fact)} for fact in reached]
    sources = tuple(dict.fromkeys(key for fact in reached for key in fact.sources))
    title = {"text": {"en": record.name.en, "zh": record.name.zh}}
    card = {"type": "card", "kind": "contact", "title": title, "rows": rows}
    answer.add(card, Evidence((record.ref,), sources, reached[0].as_of, reached[0].sure))
    for fact in reached:
        answer.tells(record, fact.name)


def _reach(fact: Fact) -> values.Typed:
    value = values.string(str(fact.value))
    return value if fact.note is None else values.say("fact.noted", value=value, note=values.text(fact.note))


def _city(answer: Answer, city: Record, library: Library, offices: list[Record] | None = None) -> None:
    """Say that no contact of a city is known, and which office to ask."""
    answer.about(city).say("contact.city_unknown", name=values.names(city))
    for office in [one for one in offices or [] if one.ref != KEY_CONTACT][:1]:
        answer.say("contact.office_unknown", office=values.names(office), name=values.names(city))
    website = city.facts.get("website")
    if website is not None and website.value is not None:
        facts.tell(answer, city, website, library)
    side = "contact.city_cn" if city.country == "CN" else "contact.city_eu"
    answer.say(side)
    profiles.offer(answer, city)
    for record in offices or context.records(library, ["roles/drc"] if city.country == "CN" else [KEY_CONTACT]):
        profiles.offer(answer, record)


def still_valid(record: Record, library: Library, today: date) -> Answer:
    """Tell whether a contact may still be used: by its state, and the day on which it was read."""
    answer = Answer().about(record)
    if states.is_over(record, today):
        answer.say("contact.not_valid", name=values.names(record))
        states.tell(answer, record, today)
    else:
        answer.say("contact.not_checked", name=values.names(record))
    _card(answer, record)
    own(answer)
    return answer.button(values.say("button.person"), "ask_for_person")


def own(answer: Answer) -> None:
    """Say how to reach this help desk itself."""
    set_contact = helpdesk.contact()
    if set_contact:
        answer.say("contact.own", contact=values.string(set_contact))
    else:
        answer.say("contact.own_here")


def role(question: Question, library: Library, today: date) -> Answer:
    """Tell what a role does; a bare "deadline?" after a scheme asks for the one of it."""
    if criteria.asks(question, "deadline") and context.just_spoken_of(question, library, "funding"):
        return funding.deadline(replace(question, entities=(), hits=()), library, today)
    asked = glossary.term_asked(question)
    explained = glossary.term(asked, library) if asked else None
    if explained is not None:
        return explained
    found = context.spoken_of(question, library, "role")
    if not found and context.mentioned(question, library, "contact", "programme"):
        return _through_others(question, library, today)
    if not found:
        return profiles.ask_which("role", "ask_role", library.of_kind("role"))
    record = found[0]
    hit = question.hit_on(record)
    answer = Answer().about(record)
    ended = plans.ended(question, library, today)
    if ended is not None:
        states.tell(answer, ended, today)
    if hit is not None:
        profiles.lead(answer, record, hit, library, today)
    else:
        profiles.opening(answer, record, library, today, first=0)
        if "duties" in record.facts:
            facts.tell(answer, record, record.facts["duties"], library)
    profiles.follow_up(answer, record, library)
    return answer


def _through_others(question: Question, library: Library, today: date) -> Answer:
    record = context.mentioned(question, library, "contact", "programme")[0]
    answer = profiles.profile(question, record, library, today)
    if record.kind == "contact" or states.is_over(record, today):
        own(answer)
    return answer
