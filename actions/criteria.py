"""What a question about several cities asks for: which rows, who has most, how two are tied."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import forms
from actions.context import Entity, Question
from knowledge.records import Text

PLACES = frozenset({"city", "unknown_name"})
POPULATION = "population"
PARTNERS = "partners"


def _said(question: Question) -> str:
    return question.text.lower().strip().replace("\u2019", "'")


def asks(question: Question, form: str) -> bool:
    """Tell whether a message holds one of the forms of criteria.yml (most, fewest, common, closed, tie …)."""
    return forms.form("criteria", form).search(_said(question)) is not None


def rows(question: Question) -> list[str]:
    """Give the rows of the table that a message names, in the order of the table; none if it names none."""
    found = [
        name for name in forms.words("criteria")["rows"] if forms.form("criteria", "rows", name).search(_said(question))
    ]
    if POPULATION in found and asks(question, "not_size"):
        found.remove(POPULATION)
    return found


def compares(question: Question) -> bool:
    """Tell whether a question about figures or partners wants them held against each other."""
    return any(asks(question, form) for form in ("most", "fewest", "difference", "common", "than"))


def tied(question: Question) -> bool:
    """Tell whether a message asks how two places are tied to each other, not who the partners of each are."""
    if asks(question, "tie"):
        return True
    asked = asks(question, "closed") or asks(question, "when")
    return asked and asks(question, "tied") and not asks(question, "each") and not asks(question, "common")


def yes_or_no(question: Question) -> bool:
    """Tell whether a question is one of yes or no."""
    return asks(question, "closed") and not asks(question, "when")


def places(question: Question) -> list[Entity]:
    """Give the places that a message names, known or not, each once, in the order of the message."""
    text = _said(question)
    found: dict[str, Entity] = {}
    for one in sorted(question.entities, key=lambda one: _place(one, text)):
        if one.kind in PLACES:
            found.setdefault(one.value, one)
    return _whole(list(found.values()), text)


def asks_of_place(question: Question) -> bool:
    """Tell whether a message asks for somebody of a city that it names, and not for a person of this desk."""
    text = _said(question)
    framed = [text.replace(one.text.lower(), "§") for one in question.entities if one.kind == "city" and one.text]
    return any(forms.form("criteria", "of_place").search(one) for one in framed)


def _whole(named: list[Entity], text: str) -> list[Entity]:
    """Put together the parts of one name without a record, which was taken for several."""
    found: list[Entity] = []
    for one in named:
        last = found[-1] if found else None
        if last and last.kind == one.kind == "unknown_name" and last.text and (last.text + one.text).lower() in text:
            found[-1] = replace(last, value=last.value + one.value, text=last.text + one.text)
        else:
            found.append(one)
    return found


def _place(one: Entity, text: str) -> int:
    return text.find(one.text.lower()) if one.text else -1


def beside(question: Question) -> list[Entity]:
    """Give the names without a record that stand side by side with another place, as in "Rome or Atlantis"."""
    text = _said(question)
    spans = [(_place(one, text), one) for one in places(question)]
    found: list[Entity] = []
    for (start, one), (following, other) in zip(spans, spans[1:]):
        between = text[start + len(one.text) : following]
        if start >= 0 and forms.form("criteria", "joint").fullmatch(between):
            found += [each for each in (one, other) if each.kind == "unknown_name"]
    return list(dict.fromkeys(found))


def bare_name(name: str) -> str:
    """Give a name without the kind of place at its end, as people say it: "Lazio" for "Lazio Region"."""
    return forms.form("criteria", "name_endings").sub("", name.lower())


def holds(question: Question, name: Text) -> bool:
    """Tell whether a message names a place that is only a name in a record."""
    text = _said(question)
    return any(bare_name(one) in text for one in (name.en, name.zh))


def denies(words: str) -> bool:
    """Tell whether a record's own words deny a tie."""
    return forms.form("criteria", "denies").search(words) is not None


def clauses(words: str) -> list[str]:
    """Give the parts of a record's own words, one statement each."""
    return [part for part in re.split(r"[.;\u3002\uff1b]", words) if part.strip()]
