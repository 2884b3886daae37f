"""Which Sustainable Development Goal is about something: found by the words of its name."""

from __future__ import annotations

import re
from datetime import date

from actions import forms, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

MOST = 3


def about(question: Question, library: Library) -> list[Record]:
    """Give the goals that are about the matter that a message asks for: "which SDG is about cities?"."""
    text = question.text.lower()
    asked = forms.form("criteria", "goal_about").search(text)
    if asked is None:
        return []
    matter = re.split(forms.words("criteria")["clause_ends"], text[asked.end() :])[0]
    goals = [one for one in library.of_kind("sdg") if one.facts["number"].value is not None]
    return [one for one in goals if _names(one, matter)][:MOST]


def _names(goal: Record, matter: str) -> bool:
    """Tell whether a matter holds a word of the name of a goal."""
    common = forms.form("criteria", "goal_common")
    english = [word for word in re.findall(r"[a-z]+", " ".join(goal.names.en).lower()) if not common.fullmatch(word)]
    chinese = [word for name in goal.names.zh for word in re.split(forms.words("criteria")["goal_joints"], name)]
    said = set(re.findall(r"[a-z]+", matter))
    return bool(said & set(english)) or any(len(word) > 1 and word in matter for word in chinese)


def told(found: list[Record], question: Question, library: Library, today: date) -> Answer:
    """Tell the goals, each in a line, and the summary of one alone."""
    answer = Answer()
    _say(answer, found)
    if len(found) == 1:
        profiles.summary(answer, found[0], library)
        profiles.related(answer, found[0], library)
    for one in found:
        profiles.offer(answer, one)
    return answer


def before(answer: Answer, question: Question, library: Library) -> Answer:
    """Put the goals that a message asks for beside something else before its answer."""
    found = about(question, library)
    if not found:
        return answer
    first = Answer()
    _say(first, found)
    for record in found:
        profiles.summary(first, record, library)
    answer.blocks = [*first.blocks, *answer.blocks]
    return answer


def _say(answer: Answer, found: list[Record]) -> None:
    sources = tuple(dict.fromkeys(key for one in found for key in one.facts["number"].sources))
    answer.about(*found)
    answer.say("sdg.is_it", Evidence(tuple(one.ref for one in found), sources), names=values.listed_names(found))
