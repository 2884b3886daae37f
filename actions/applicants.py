"""Another applicant for the scheme spoken of: what its record says of who may apply, and how Chinese bodies stand."""

from __future__ import annotations

from actions import context, forms, funding_case
from actions.context import Question
from actions.moves import Move
from knowledge.library import Library

UNCLEAR = frozenset({"did_you_mean", "out_of_scope", "find_funding"})


def rule(question: Question, library: Library, asks: bool) -> Move | None:
    """Give the question who may apply, where a message says or asks of another kind of applicant and names no scheme.

    Args:
        question: the message.
        library: all records.
        asks: whether it is worded as a question.
    """
    told = context.just_spoken_of(question, library, "funding")
    if not told or not question.names_nothing or question.unknown_names:
        return None
    corrects, does = _says("corrects", question), _says("does", question)
    if not (does if asks and not corrects else corrects) or (does and question.intent not in UNCLEAR):
        return None
    if _says("money", question) or funding_case.said(question, library).who in (None, funding_case.PERSON):
        return None
    return Move("ask_funding_eligibility", choice=("funding", told[0].ref))


def _says(form: str, question: Question) -> bool:
    return forms.form("applicants", form).search(question.text.lower().strip().replace("\u2019", "'")) is not None
