"""Reads what is asked on in a talk about a city and its partners, a pilot, or an action plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from actions import (
    aspects,
    consents,
    context,
    forms,
    funding_guide,
    not_told,
    pairings,
    pairs,
    request_draft,
    tie_facts,
)
from actions.context import Question
from actions.moves import Move
from knowledge.library import Library
from knowledge.records import Record

LONGEST = 160
FACT, PARTNERS, CONTACT, FAQ = "ask_fact", "ask_city_partners", "ask_contact", "ask_faq"
ASIDE = frozenset({"country", "role", "programme", "method", "theme", "topic"})
"""What a message may name beside a city without asking for it alone."""
OLD_CONTACTS = "faq/old_contacts"
EXAMPLES = "faq/example_plans"
PLANS = frozenset({"faq/write_action_plan", "faq/action_plan_template", EXAMPLES, "faq/lap_ucap_cap", "method/lap"})
PAIR = 2
MOST_PARTNERS = 3


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether no question of ours is open, and the message is no long letter."""
    wish, draft = slots.get(consents.SLOT) or {}, slots.get(request_draft.SLOT) or {}
    if draft.get("stage") == request_draft.ASKING or wish.get("waiting"):
        return False
    return len(text) <= LONGEST and funding_guide.asking(dict(slots)) is None


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Give what a message asks on; None where it means what it says."""
    if question.pressed or question.denied:
        return None
    return next((move for rule in RULES if (move := rule(question, library)) is not None), None)


def says(form: str, question: Question) -> bool:
    """Tell whether a message holds one of the forms of pair_talk.yml."""
    return forms.form("pair_talk", form).search(question.text.lower().strip().replace("\u2019", "'")) is not None


def _of_us(question: Question, library: Library) -> Move | None:
    """Tell of the city of those who write, or of its partners: the one named, else the one spoken of."""
    if not says("ours", question) or says("wish", question) or question.unknown_names:
        return None
    intent = PARTNERS if says("our_partner", question) else "ask_city" if says("about_us", question) else None
    if intent is None or any(one.kind not in ASIDE | {"city", "unknown_name"} for one in question.entities):
        return None
    named = context.mentioned(question, library, "city")
    cities = named or _talk(question, library)[:1]
    return Move(intent, cities=() if named else (cities[0].ref,)) if len(cities) == 1 else None


def _still(question: Question, library: Library) -> Move | None:
    """Tell that it is not known whether those spoken of still work together, or on what they did."""
    cities = _talk(question, library)
    of_pilot = question.intent == FACT and context.just_spoken_of(question, library, "pilot")
    if not cities or of_pilot or _named(question):
        return None
    if says("subjects", question):
        return _tie(cities, "done")
    return _tie(cities, "now") if says("still", question) and says("of_now", question) else None


def _elsewhere(question: Question, library: Library) -> Move | None:
    """Tell with whom the partner of the city spoken of worked besides."""
    if _named(question) or not says("elsewhere", question) or not says("partner", question):
        return None
    cities = _talk(question, library)
    found = cities[1:] or (_partners(cities[0], library) if cities else [])
    own = "CN" in question.named("country")
    if len(cities) == PAIR and question.named("country"):
        found = [one for one in cities if (one.country == "CN") != own]
    return Move(PARTNERS, cities=tuple(one.ref for one in found[:MOST_PARTNERS])) if found else None


def _reached(question: Question, library: Library) -> Move | None:
    """Tell how those spoken of are reached, or the people of the city that is named."""
    if says("old_contact", question):
        return Move(FAQ, choice=("faq", OLD_CONTACTS))
    if says("reach_people", question) and len(question.named("city")) == 1:
        return Move(CONTACT)
    if _named(question) or not says("reach_them", question):
        return None
    cities = _talk(question, library)
    if len(cities) == PAIR:  # who writes in Chinese looks for the European side
        chinese = forms.form("focus", "han").search(question.text) is not None
        cities = sorted(cities, key=lambda one: (one.country == "CN") == chinese)
    return Move(CONTACT, cities=(cities[0].ref,)) if cities else None


def _that_city(question: Question, library: Library) -> Move | None:
    """Hear which partner of the city spoken of is meant by its country alone: "the Spanish one"."""
    cities, countries = _talk(question, library), question.named("country")
    if len(cities) != 1 or len(countries) != 1 or {one.kind for one in question.entities} != {"country"}:
        return None
    if not says("that_one", question) or not says("that_city", question):
        return None
    found = [one for one in _partners(cities[0], library) if one.country == countries[0]]
    return _tie([cities[0], found[0]], "done") if len(found) == 1 else None


def _of_pilot(question: Question, library: Library) -> Move | None:
    """Tell who led the pilot spoken of, why it was chosen, or what it teaches."""
    pilot = _pilot(question, library)
    if pilot is None or question.named("programme"):
        return None
    about = ("pilot", pilot.ref)
    if says("learn", question) and "lessons" in pilot.facts:
        return Move(FACT, choice=("fact", "lessons"), about=about)
    if _named(question):
        return None
    if says("why", question):
        return Move(FACT, not_told.UNTOLD, about=about)
    return Move(FACT, not_told.SILENT, about=about) if says("who_led", question) else None


def _of_plan(question: Question, library: Library) -> Move | None:
    """Tell where a plan of others is to be read, and that it is not known who must agree to one."""
    told = {row["ref"] for row in question.last.get("told") or ()}
    about = told & PLANS
    if not about or _named(question):
        return None
    if says("approves", question):
        return Move(FACT, not_told.SILENT, about=("faq", min(about)))
    return Move(FAQ, choice=("faq", EXAMPLES)) if says("show_one", question) else None


def _named(question: Question) -> bool:
    """Tell whether a message names something itself, and not only what stands around it."""
    return any(one.kind not in ASIDE - {"programme"} for one in question.entities if one.kind != "guide")


def _talk(question: Question, library: Library) -> list[Record]:
    """Give the city that the last answer was about, or the two cities of a pair or a pilot."""
    last = question.last
    if last.get("open"):
        return []
    asked_of = [str(row["value"]) for row in last.get("entities") or () if row["entity"] == "city"]
    cities = context.records(library, list(dict.fromkeys(asked_of)))
    if len(cities) == 1 or (len(cities) == PAIR and pairs.of(cities)):
        return cities
    found = context.just_spoken_of(question, library, "city")
    pilot = _pilot(question, library)
    if not cities and not found and pilot is not None and "cities" in pilot.facts:
        found = context.records(library, list(pilot.facts["cities"].refs))
    return found if not cities and (len(found) == 1 or pairs.of(found)) else []


def _pilot(question: Question, library: Library) -> Record | None:
    """Give the pilot that was spoken of just now, also where we asked back since."""
    found = context.just_spoken_of(question, library, "pilot")
    if found:
        return found[0]
    asked_of = [str(row["value"]) for row in question.last.get("entities") or () if row["entity"] == "city"]
    cities = context.records(library, list(dict.fromkeys(asked_of)))
    common = [one for one in library.of_kind("pilot") if len(cities) == PAIR and tie_facts.of_both(one, cities)]
    return common[0] if len(common) == 1 else None


def _partners(city: Record, library: Library) -> list[Record]:
    refs = [pairings.ref_of(one, city, library) for one in pairings.partners(pairings.of_city(city, library))]
    return context.records(library, list(dict.fromkeys(ref for ref in refs if ref)))


def _tie(cities: list[Record], what: str) -> Move:
    return Move(FACT, choice=(aspects.ENTITY, f"tie:{what}"), cities=tuple(one.ref for one in cities))


RULES: tuple[Callable[[Question, Library], Move | None], ...] = (
    _of_us,
    _still,
    _elsewhere,
    _reached,
    _that_city,
    _of_pilot,
    _of_plan,
)
