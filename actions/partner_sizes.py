"""A smaller, a larger or no big city instead of those that were suggested."""

from __future__ import annotations

from dataclasses import replace

from actions import city_sizes, context, figures, forms, partner_case
from actions.city_names import plain
from actions.context import Question
from actions.partner_case import Case
from actions.sums import numbers
from knowledge.library import Library


def changed(case: Case, before: Case, question: Question, library: Library) -> Case:
    """Give the search with the size that a message wants instead of that of the cities suggested.

    Args:
        case: the search with all that the message says in numbers.
        before: the search without the message.
        question: the message.
        library: all records.
    """
    shown = context.records(library, question.remembered("shown"))
    sizes = [max(one.numbers) for city in shown if (one := figures.main(city)) is not None]
    big = city_sizes.not_big(plain(question.text))
    if big and sizes and (case.most is None or max(sizes) <= case.most):  # none of those shown was so big
        case = replace(case, most=before.most)
    unwanted = _unwanted(question.text)
    if unwanted is not None:
        return replace(case, most=unwanted - 1, least=None)
    if sizes and partner_case.says("smaller", question.text) and case.most == before.most:
        return replace(case, most=min(sizes) - 1, least=None)
    if sizes and not big and partner_case.says("larger", question.text) and case.least == before.least:
        return replace(case, least=max(sizes) + 1, most=None)
    return case


def _unwanted(text: str) -> float | None:
    """Give the size of the cities shown as a message tells it to say that they are too big."""
    told = forms.form("partner_case", "shown_size").search(plain(text))
    if told is None or not any(partner_case.says(form, text) for form in ("smaller", "refuses")):
        return None
    return min((one.value for one in numbers(told.group()) if one.value >= partner_case.LEAST_PEOPLE), default=None)
