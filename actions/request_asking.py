"""Puts the questions of a cooperation request: with what was said so far, the choices, help and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from actions import clusters, context, labels, values
from actions.answer import Answer
from actions.context import Question
from actions.request_draft import (
    CHANGE,
    CONSENT,
    ENTITY,
    HELD,
    INTENT,
    PAUSED,
    SLOT,
    SUGGEST,
    SUMMARY,
    Draft,
    is_required,
    words,
)
from actions.request_moves import AGREE, ANSWER, CANCEL, CORRECT, DELETE, DISAGREE, RESUME, SKIP, SUBMIT, WHY
from actions.values import Typed
from knowledge.library import Library

MOST_BUTTONS = 9
MOST_UNCLEAR = 3
"""Answers in a row that were not understood, after which a person is offered."""
MOST_REMINDERS = 3
MOST_OFFERED = 3
SHOWN = ("organisation", "city", "country", "name", "role", "email", "phone", "topics", "description", "partner",
         "timeframe", "budget", "contacts")  # fmt: skip
"""Fields in the order in which they are shown."""

PERSONAL = ("name", "email", "phone")


def ask(answer: Answer, draft: Draft, question: Question, library: Library) -> Answer:
    """Ask the open question of a request and remember that it is open."""
    answer.continues = True
    answer.most_buttons = MOST_BUTTONS
    answer.slots[SLOT] = draft.kept()
    if draft.asking == SUMMARY:
        return _summary(answer, draft, library)
    if draft.asking == CONSENT:
        answer.slots[SLOT] = replace(draft, consent_shown=True).kept()
        return _consent(answer, draft, library)
    if draft.asking == CHANGE:
        return _change(answer)
    number, count = draft.progress
    asked = values.say(f"request.ask_{draft.asking}")
    if draft.changes:
        answer.say(f"request.ask_{draft.asking}")
    else:
        answer.say("request.question", number=values.number(number), count=values.number(count), question=asked)
    if draft.unclear >= MOST_UNCLEAR:
        answer.button(values.say("button.person"), "ask_for_person")
    buttons(answer, draft, question, library)
    return answer


def buttons(answer: Answer, draft: Draft, question: Question, library: Library) -> None:
    """Add the choices of the open question, and the ways past it."""
    for value, title in _choices(draft, question, library):
        answer.button(title, INTENT, ("guide", ANSWER), (ENTITY, value))
    if not is_required(draft.asking):
        answer.button(values.say("request.skip"), INTENT, ("guide", SKIP))
    answer.button(values.say("request.why"), INTENT, ("guide", WHY))


def _choices(draft: Draft, question: Question, library: Library) -> Iterable[tuple[str, Typed]]:
    if draft.asking == "topic":
        return [(one.ref, values.names(one)) for one in clusters.numbered(library)]
    if draft.asking == "partner":
        recent = context.records(library, question.remembered("recent_cities"))
        is_chinese = draft.answers.get("country") == "CN"
        known = bool(draft.answers.get("country"))
        other = [city for city in recent if known and (city.country == "CN") != is_chinese]
        return [(SUGGEST, values.say("request.suggest")), *((one.ref, values.names(one)) for one in other[-2:])]
    listed = words()["choices"].get(draft.asking, ())
    return [(one, values.say(f"request.{draft.asking}_{one}")) for one in listed]


def _consent(answer: Answer, draft: Draft, library: Library) -> Answer:
    if draft.consent_shown:
        answer.say("request.unclear_consent")
    else:
        answer.say("request.intro")
        held = held_back(draft)
        known(
            answer, {name: draft.answers[name] for name in draft.answers if name not in held}, library, "request.known"
        )
        if held:
            answer.say("request.personal_waits")
        answer.say("request.consent_first").say(f"request.consent.v{version()}")
    answer.button(values.say("request.agree"), INTENT, ("guide", AGREE))
    answer.button(values.say("request.disagree"), INTENT, ("guide", DISAGREE))
    return answer.button(values.say("request.why"), INTENT, ("guide", WHY))


def held_back(draft: Draft) -> list[str]:
    """Give what is not shown before there is consent to keep it: personal data, and the words around them."""
    if not any(name in draft.answers for name in PERSONAL):
        return []
    return [name for name in SHOWN if name in (*PERSONAL, "description", "contacts") and name in draft.answers]


def put_off(draft: Draft) -> Draft:
    """Give a request that waits until it is asked for again; without consent it keeps nothing that was held back."""
    gone = () if draft.consent else held_back(draft)
    answers = {name: value for name, value in draft.answers.items() if name not in gone}
    return replace(draft, stage=PAUSED, answers=answers)


def version() -> str:
    """Give the version of the consent that is asked for."""
    return str(words()["consent"])


def _summary(answer: Answer, draft: Draft, library: Library) -> Answer:
    known(answer, draft.answers, library, "request.summary")
    answer.say("request.ask_submit")
    answer.button(values.say("request.submit"), INTENT, ("guide", SUBMIT))
    answer.button(values.say("request.change"), INTENT, ("guide", CORRECT))
    return answer.button(values.say("request.cancel"), INTENT, ("guide", CANCEL))


def _change(answer: Answer) -> Answer:
    answer.say("request.ask_change")
    answer.most_buttons = len(words()["parts"]) + 1
    for part in words()["parts"]:
        answer.button(values.say(f"request.part_{part}"), INTENT, ("guide", CORRECT), (ENTITY, part))
    return answer.button(values.say("request.nothing"), INTENT, ("guide", RESUME))


def rows_of_change(before: Mapping[str, Any], after: Mapping[str, Any], library: Library) -> list[Typed]:
    """Give the fields that differ with what they say now, one that was taken out as such."""
    rows = []
    for name in SHOWN:
        parts = (name, "topic_words") if name == "topics" else (name,)
        if all(before.get(part) == after.get(part) for part in parts):
            continue
        shown = shown_value(name, after, library)
        gone = values.say("request.taken_out") if not any(after.get(part) for part in parts) else None
        if value := shown or gone:
            rows.append(values.say("request.row", label=values.say(f"request.field_{name}"), value=value))
    return rows


def known(answer: Answer, said: Mapping[str, Any], library: Library, title: str) -> Answer:
    """List what was said, field by field; nothing where nothing was."""
    rows = [values.say("request.row", label=values.say(f"request.field_{name}"), value=shown)
            for name in SHOWN if (shown := shown_value(name, said, library)) is not None]  # fmt: skip
    return answer.items(rows, values.say(title))


def shown_value(name: str, said: Mapping[str, Any], library: Library) -> Typed | None:
    """Give the value of a field in words; None where there is none, or where another field says it."""
    value = said.get(name)
    if name == "topics" and not value and said.get("topic_words"):
        return values.string(str(said["topic_words"]))
    if not value or (name == "city" and said.get("organisation")):
        return None
    if name == "topics":
        names = values.listed_names(context.records(library, value))
        written = said.get("topic_words")
        return values.say("request.topic_shown", words=values.string(written), names=names) if written else names
    if name == "country":
        return labels.of_country(value)
    if name == "partner" and value == SUGGEST:
        return values.say("request.suggest_shown")
    return values.say(f"request.{name}_{value}") if name in words()["choices"] else values.string(str(value))


def noted(answer: Answer, said: Mapping[str, Any], draft: Draft, library: Library) -> None:
    """Say what was taken from an answer, where it is more, or other, than what was typed."""
    asked = draft.asking in ("topic", "description")
    told = {**said, "topics": said.get("topics") or said.get("topic_words")}
    fields = [name for name in SHOWN if told.get(name) and (name != "description" or not asked)]
    aside = bool(fields) and fields[0] not in HELD.get(draft.asking, (draft.asking,))
    if len(fields) > 1 or aside or (fields and fields[0] in ("phone", "topics", "email")):
        shown = {name: said[name] for name in (*fields, "topic_words") if name in said}
        known(answer, shown, library, "request.noted")


def unclear(answer: Answer, draft: Draft) -> None:
    """Say that an answer was not understood: first how it can be given, in the end that a person can help."""
    if draft.asking == CONSENT:
        return  # the question itself says that a plain yes is needed
    if draft.asking in (SUMMARY, CHANGE):
        answer.say(f"request.unclear_{draft.asking}")
        return
    answer.say("request.help", how=values.say(f"request.how_{draft.asking}"))
    if draft.unclear >= MOST_UNCLEAR:
        answer.say("request.person")


def paused(answer: Answer, draft: Draft) -> Answer:
    """Say that a request waits, and how it goes on or is deleted."""
    answer.say("request.paused" if draft.consent else "request.paused_empty")
    answer.button(values.say("request.go_on"), INTENT, ("guide", RESUME))
    answer.button(values.say("request.delete"), INTENT, ("guide", DELETE))
    return answer.button(values.say("button.person"), "ask_for_person")


def saved(answer: Answer, draft: Draft) -> Answer:
    """Mirror the request in the desk's own table, once there is consent to keep it."""
    if draft.consent:
        kept = {**draft.kept(), "stage": PAUSED}
        answer.effects.append({"type": "save_draft", "draft": kept, "consent": draft.consent})
    return answer
