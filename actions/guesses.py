"""What is said where the assistant is not sure: which question was meant, or what it can help with."""

from __future__ import annotations

from datetime import date

from actions import context, places, plans, profiles, values
from actions.answer import Answer
from actions.context import KINDS, Entity, Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record, Text

MOST_GUESSES = 3
SUBJECTS = {
    "ask_programme": "programme",
    "ask_programme_status": "programme",
    "ask_cluster": "cluster",
    "ask_themes": "theme",
    "ask_sdgs": "sdg",
    "ask_policy_focus": "policy",
    "ask_city": "city",
    "ask_city_population": "city",
    "ask_city_partners": "city",
    "ask_city_pilot": "city",
    "find_partner": "city",
    "ask_funding": "funding",
    "ask_funding_eligibility": "funding",
    "ask_funding_amount": "funding",
    "ask_funding_deadline": "funding",
    "ask_contact": "contact",
    "ask_role": "role",
    "ask_method": "method",
    "ask_pilots": "pilot",
    "ask_timeline": "event",
}
"""Intents whose title can name a record (`intent.ask_city` with {name}, `intent.ask_city.any` without)."""
NO_TITLE = frozenset(
    {
        "out_of_scope",
        "nlu_fallback",
        "did_you_mean",
        "ask_faq",
        "ask_fact",
        "greet",
        "thank",
        "say_goodbye",
        "affirm",
        "deny",
    }
    | {"ask_same_for", "select_item", "show_more", "stop_waiting", "ask_if_machine"}
)
"""Intents that nobody is asked back about: they name no question, or need the message itself."""
HEARD = "heard"
"""Name of the move by which a statement that asks nothing is heard; help is offered."""
HELP_WITH = ("programmes", "cities", "funding", "steps", "people")


def did_you_mean(question: Question, library: Library, today: date) -> Answer:
    """Offer up to three questions that may have been meant."""
    ended = plans.ended(question, library, today)
    if ended is not None and plans.wants_in(question):
        return plans.answer(ended, library, today)
    answer = Answer(continues=True)
    if places.near(answer, question, library):
        return answer.button(values.say("button.person"), "ask_for_person")
    _from_index(answer, question, library, most=2)
    for intent in question.candidates:
        if len(answer.buttons) < MOST_GUESSES and intent not in NO_TITLE:
            _offer_intent(answer, intent, question, library)
    if not answer.buttons:
        return out_of_scope(question, library, today)
    answer.say("guess.did_you_mean")
    return answer.button(values.say("button.person"), "ask_for_person")


def _from_index(answer: Answer, question: Question, library: Library, most: int) -> None:
    for hit in question.hits:
        found = context.records(library, [hit.ref])
        if not found or len(answer.buttons) >= most:
            continue
        record = found[0]
        if hit.fact is None:
            profiles.offer(answer, record)
            continue
        asked = question_of(record, hit.fact)
        if asked is not None and hit.fact:
            answer.button(
                {"text": {"en": asked.en, "zh": asked.zh}},
                "ask_fact",
                (record.kind, record.ref),
                ("fact", hit.fact),
            )


def question_of(record: Record, fact: str | None) -> Text | None:
    """Give the question that a fact answers, as a title."""
    known = record.facts.get(fact or "")
    if known is None or not known.asked.en or not known.asked.zh:
        return None
    english = known.asked.en[0]
    return Text(f"{english[0].upper()}{english[1:].rstrip('?')}?", f"{known.asked.zh[0].rstrip('？')}？")


def _offer_intent(answer: Answer, intent: str, question: Question, library: Library) -> None:
    entities = [(one.kind, one.value) for one in question.entities if one.kind != "unknown_name"]
    kind = SUBJECTS.get(intent)
    found = context.mentioned(question, library, kind) or context.remembered(question, library, kind) if kind else []
    if found and kind:
        named = values.say(f"intent.{intent}", name=values.names(found[0]))
        others = [row for row in entities if row[0] != kind]
        answer.button(named, intent, (kind, found[0].ref), *others)
    else:
        answer.button(title(intent), intent, *entities)


def title(intent: str) -> Typed:
    """Give the title of an intent that names no record."""
    return values.say(f"intent.{intent}.any" if intent in SUBJECTS else f"intent.{intent}")


def out_of_scope(question: Question, library: Library, today: date) -> Answer:
    """Say that this is not known here, what comes near it, what is, and offer a person."""
    answer = Answer(continues=True)
    if places.near(answer, question, library):
        return answer.button(values.say("button.person"), "ask_for_person")
    _from_index(answer, question, library, most=2)
    if answer.buttons:
        return answer.say("scope.perhaps").button(values.say("button.person"), "ask_for_person")
    answer.say("scope.unknown")
    near = context.mentioned(question, library, *KINDS)[:1]
    for record in near:
        answer.say("scope.near", name=values.names(record))
        profiles.offer(answer, record)
    answer.say("scope.helps_with")
    answer.items([values.say(f"scope.{subject}") for subject in HELP_WITH])
    answer.button(values.say("button.person"), "ask_for_person")
    return answer.button(values.say("button.capabilities"), "ask_capabilities")


def capabilities(question: Question, library: Library, today: date) -> Answer:
    """Tell what the assistant can do, with questions to start from."""
    if HEARD in question.named("guide"):
        return _heard()
    answer = Answer(continues=True).say("assistant.capabilities")
    answer.items([values.say(f"scope.{subject}") for subject in HELP_WITH])
    answer.say("assistant.limits")
    for intent in ("list_programmes", "find_partner", "list_funding"):
        answer.button(title(intent), intent)
    return answer.button(values.say("button.person"), "ask_for_person")


def _heard() -> Answer:
    """Offer help where something was said that asks nothing."""
    answer = Answer(continues=True).say("scope.heard")
    answer.items([values.say(f"scope.{subject}") for subject in HELP_WITH])
    answer.button(values.say("button.person"), "ask_for_person")
    return answer.button(values.say("button.capabilities"), "ask_capabilities")


def as_entities(rows: list[dict[str, str]]) -> tuple[Entity, ...]:
    """Read entities as slots and buttons keep them."""
    return tuple(Entity(row["entity"], row["value"]) for row in rows)
