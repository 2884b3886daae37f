"""Tells what was said where another answer was asked for: a topic or a place for a name, a name for a body."""

from __future__ import annotations

import re
from typing import Any

from actions import forms, request_pieces, sums
from actions import subjects as known_subjects
from actions.context import Question
from actions.request_choices import choice, covered, names_place
from actions.request_contacts import CN
from actions.request_draft import CHANGE, CONSENT, EDGES, HAN, SUGGEST, SUMMARY, Draft, form, plain, says, words
from actions.request_people import introduced, is_organisation, organisation, person
from actions.request_sides import country_of, is_city
from actions.request_wishes import free, only_suggest, partner, subjects, topics_named
from knowledge.library import Library

NEARLY_ALL = 0.6
"""How much of a piece a topic's words must make up to be what it says."""
IN_PART = 0.3
"""The same where a text has no capital letters, without which names are hardly ever written."""
LONGEST_LATIN, LONGEST_HAN = 32, 12
"""Characters up to which a message may be nothing but a time or a sum."""
_SENTENCES = ("description", "contacts")
_FACTS = ("role", "country", "contact", "timeframe", "budget")
"""Questions whose answer is no topic."""
_TOPICAL = ("cluster", "theme", "topic", "sdg")
_WORD = re.compile(r"[a-z]*", re.IGNORECASE)
Said = dict[str, Any]


def elsewhere(question: Question, library: Library, draft: Draft) -> Said | None:
    """Give what answers another question than the open one, whatever that is; None where it may be the answer.

    Args:
        question: the message.
        library: all records.
        draft: the request; nothing that it holds is said again.
    """
    text = question.text.strip(EDGES)
    if draft.asking in (CONSENT, SUMMARY, CHANGE):
        return None
    if draft.asking == "organisation" and text.islower() and (kind := _only_kind(question, library)):
        return kind
    if draft.asking in _FACTS and says("suggest", question.text) and question.named("city"):
        return {} if draft.has("partner") else partner(text, question, library, draft)
    if draft.asking != "partner" and only_suggest(question.text):
        return {} if draft.has("partner") else {"partner": SUGGEST}
    if draft.asking not in _SENTENCES and form(_names()["had_contact"]).search(plain(text)):
        return {} if draft.has("contacts") else free("contacts", text)
    if draft.asking in (*_SENTENCES, "budget", "name") and (other := _choice(question, library, draft.asking)):
        return {name: value for name, value in other.items() if not draft.has(name)} or None
    if draft.asking in ("topic", "description") and _is_only_side(question):
        return {} if draft.has("partner") else partner(text, question, library, draft)
    if draft.asking in _FACTS:
        listed = request_pieces.topics(text)
        if listed and _are_topics(listed, question, library) and not names_place(question):
            return {} if draft.has("topic") else topics_named(listed, question, library)
    return None


def _names() -> dict[str, str]:
    found: dict[str, str] = forms.words("request_names")
    return found


def _choice(question: Question, library: Library, asking: str) -> Said:
    """Give the time or the sum that a message is and nothing else: 明年, "no budget"."""
    text = question.text.strip(EDGES)
    if len(text) > (LONGEST_LATIN if text.isascii() else LONGEST_HAN):
        return {}
    for name in ("timeframe", "budget"):
        is_all = covered(name, text) >= NEARLY_ALL * len(text) or (name == "budget" and sums.band(text.lower()))
        if name != asking and is_all and (said := choice(name, text, question, library)):
            return said
    return {}


def _only_kind(question: Question, library: Library) -> Said:
    """Give the kind of a body where no name of one stands: "public authority"."""
    text = question.text.strip(EDGES)
    return choice("role", text, question, library) if covered("role", text) >= NEARLY_ALL * len(text) else {}


def _is_only_side(question: Question) -> bool:
    """Tell whether a message names a country, or a city of it, and nothing that could be a topic."""
    rest, named = question.text, [one for one in question.entities if one.kind in ("city", "country") and one.text]
    for one in named:
        rest = re.sub(re.escape(one.text), " ", rest, flags=re.IGNORECASE)
    is_side = form(_names()["only_side"]).search(rest.strip() or "a") is not None
    return bool(named) and is_side and (rest.strip(EDGES) != "" or all(one.kind == "country" for one in named))


def misplaced(question: Question, library: Library, draft: Draft) -> Said | None:
    """Give what a message says in the place of another answer; None where it may be the answer.

    Args:
        question: the message.
        library: all records.
        draft: the request; nothing that it holds is said again.
    """
    text = question.text.strip(EDGES)
    if draft.asking == "organisation":
        return _own_name(text, question)
    if draft.asking != "name" or introduced(question.text):
        return None
    listed = request_pieces.topics(text)
    if listed and _are_topics(listed, question, library):
        found = topics_named(listed, question, library)
        return {} if draft.has("topic") else found
    return _place(text, question, library, draft) if _is_place(text, question) else None


def _own_name(text: str, question: Question) -> Said | None:
    """Take who presents themselves where a body was asked for: "I'm Anna Müller", 我叫黄晓明."""
    if is_organisation(introduced(text) or "", question) or form(words()["organisation_words"]).search(text):
        return None
    name = request_pieces.own_name(text) or introduced(text) or bare_han_name(text) or _bare_name(text, question)
    return {"name": name} if name and country_of(name) is None else None


def bare_han_name(text: str) -> str | None:
    """Give a text that is a surname and two characters: nothing else is so, where a place is known for one."""
    is_long = len(text) > 2 or form(_names()["han_given"]).search(text)
    is_name = is_long and form(words()["name_in_han"]).fullmatch(text) and country_of(text) is None
    return text if is_name and not form(request_pieces.rows()["never_name_end"]).search(text) else None


def _bare_name(text: str, question: Question) -> str | None:
    """Give a text in Latin letters that is a person's name and nothing else: "Anna Larsson", and no "Stara Zagora"."""
    kinds = ("city", "country", "programme", "contact", "cluster", "theme")
    if HAN.search(text) or any(one.kind in kinds for one in question.entities):
        return None
    signs = ("given", "ends", "pinyin")
    return person(text, asked=False) if any(form(_names()[sign]).search(text) for sign in signs) else None


def _are_topics(listed: list[str], question: Question, library: Library) -> bool:
    """Tell whether pieces are topics and no persons: each is one, or one is and none looks like a name."""
    known = [is_topic(one, question, library) for one in listed]
    others = [one for one, is_known in zip(listed, known) if not is_known]
    return any(known) and not any(_like_name(one) for one in others) and (not others or len(listed) > 1)


def is_topic(text: str, question: Question, library: Library) -> bool:
    """Tell whether a text is the name of a topic that the records or the list of subjects know."""
    about = request_pieces.about(question, text)
    covered = sum(len(one.text) for one in about.entities if one.kind in _TOPICAL and one.text)
    if not covered:
        covered = sum(_length(one, text) for one in known_subjects.read(about))
    enough = IN_PART if text.isascii() and text.islower() else NEARLY_ALL
    return covered >= enough * len(text) and bool(subjects(about, library) or known_subjects.read(about))


def _length(subject: known_subjects.Subject, text: str) -> int:
    """Give how many characters of a text name a subject, to the end of a Latin word."""
    found = subject.form.search(text.lower())
    return len(found[0]) + len(_WORD.match(text, found.end())[0]) if found else 0  # type: ignore[index]


def _like_name(text: str) -> bool:
    if HAN.search(text):
        return form(words()["name_in_han"]).fullmatch(text) is not None or "·" in text
    return len(text.split()) > 1 and person(text, asked=False) is not None


def _is_place(text: str, question: Question) -> bool:
    """Tell whether a message is nothing but the name of a place."""
    said = plain(text).casefold()
    named = [one.text.casefold() for one in question.entities if one.kind in ("city", "country") and one.text]
    return said in named or is_city(text)


def _place(text: str, question: Question, library: Library, draft: Draft) -> Said:
    """Take a place for the city of the body that writes, or for the wished partner on the other side."""
    said = organisation(text, question, library)
    home, there = draft.answers.get("country"), said.get("country")
    if home and there and (home == CN) != (there == CN):
        return {} if draft.has("partner") else {"partner": text}
    if not names_place(question) and there is None:
        return {}
    held = str(draft.answers.get("organisation") or "")
    if not held:
        return said
    is_known = draft.answers.get("city") or country_of(held) is not None or text.casefold() in held.casefold()
    return {} if is_known else {"city": text, **({"country": there} if there and not home else {})}
