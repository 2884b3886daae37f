"""Cuts a message into its parts: who writes from the body they write for, and topics from one another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from actions import forms, request_contacts
from actions.context import Question
from actions.request_draft import EDGES, HAN, form, plain, words

MOST_WORDS_TOPIC, MOST_HAN_TOPIC = 5, 12
"""Up to here a piece of a list is the name of a topic."""
MOST_WORDS_NAME = 4


def rows() -> Mapping[str, Any]:
    """Give what stands in request_pieces.yml."""
    found: Mapping[str, Any] = forms.words("request_pieces")
    return found


@lru_cache(maxsize=1)
def _between() -> re.Pattern[str]:
    point = rows()["short_forms"] + r"\.\s+(?=[A-Z])"
    return re.compile(rf"[,，;；\n|]+|(?<=[\u3400-\u9fff])[。、]|{point}")


def pieces(text: str) -> list[str]:
    """Give the parts of a message without its addresses and numbers; a person and their body are two."""
    rest = request_contacts.without(text)
    found = [piece for part in _between().split(rest) if part and re.search(r"\w", piece := part.strip(EDGES))]
    found = [piece for piece in found if len(found) == 1 or not form(words()["filler"]).fullmatch(piece)]
    return [part for piece in found for part in apart(piece)]


def apart(piece: str) -> list[str]:
    """Give a body and the person of it as two: 柳州市发改委张敏, "Hans Gruber from the City of Salzburg"."""
    return _han_apart(piece) if HAN.search(piece) else _latin_apart(piece)


@lru_cache(maxsize=1)
def _body_and_name() -> re.Pattern[str]:
    one = rows()
    name = f"(?:{words()['name_in_han']}?|[\\u3400-\\u9fff]+·[\\u3400-\\u9fff·]+)"
    body = rf"(?P<body>[\u3400-\u9fff（）()]{{2,}}{one['body_end']})"
    return re.compile(rf"{one['who']}{body}(?:{one['of']}|[ ：:])*(?P<name>{name}){one['post']}?$")


def _han_apart(piece: str) -> list[str]:
    found = _body_and_name().match(piece.strip(EDGES))
    if found is None or form(rows()["never_name_end"]).search(found["name"]):
        return [piece]
    return [found["body"], found["name"]]


def _latin_apart(piece: str) -> list[str]:
    found = form(rows()["with_body"]).search(plain(piece))
    if found is None or not _is_full_name(found["name"]):
        return [piece]
    has_office = form(words()["organisation_words"]).search(found["body"]) is not None
    return [found["name"], found["body"]] if has_office or found["who"] else [piece]


def _is_full_name(text: str) -> bool:
    parts = text.split()
    is_office = form(words()["organisation_words"]).search(text) or form(words()["not_a_name"]).search(text)
    return not is_office and 2 <= len(parts) <= MOST_WORDS_NAME and all(part[0].isupper() for part in parts)


def about(question: Question, value: str) -> Question:
    """Give a message as if it were only one part of it."""
    named = [one for one in (*question.entities, *question.denied) if one.text and one.text.lower() in value.lower()]
    return replace(question, text=value, entities=tuple(named), denied=(), negated=frozenset(), hits=())


def own_name(text: str) -> str | None:
    """Give the name by which somebody presents themselves where a body was asked for: "I'm Anna Müller"."""
    for pattern in rows()["names_self"]:
        found = form(pattern).search(plain(text).strip(EDGES))
        if found is None:
            continue
        value = found["value"].strip(EDGES)
        if HAN.search(value):
            full = form(rf"(?:{words()['name_in_han']}|[\u3400-\u9fff]+·[\u3400-\u9fff·]+)(?:{rows()['post']})?")
            return value if full.fullmatch(value) and not form(rows()["never_name_end"]).search(value) else None
        return value if _is_full_name(value) and not form(rows()["not_self"]).search(value) else None
    return None


def presents(text: str) -> bool:
    """Tell whether somebody says who they are, by their name or with the body they write for."""
    return own_name(text) is not None or len(apart(text.strip(EDGES))) > 1


def topics(text: str) -> list[str]:
    """Give the topics that a text lists by their names, one or more; none where it is a sentence."""
    rest = bare_topic(form(rows()["topic_label"]).sub("", plain(text).strip(EDGES)))
    if form(rows()["not_topic"]).search(rest):
        return []
    found = [bare_topic(one) for one in form(rows()["topics_between"]).split(rest) if one]
    found = list(dict.fromkeys(one for one in found if one))
    return found if found and all(_is_short(one) for one in found) else []


def is_labelled_topic(text: str) -> bool:
    """Tell whether a text says itself that topics follow: "topics: …"."""
    return form(rows()["topic_label"]).search(plain(text).strip(EDGES)) is not None


def bare_topic(text: str) -> str:
    """Give the name of a topic without what stands around it: "and also circular economy, please"."""
    rest = form(rows()["topic_lead"]).sub("", text.strip(EDGES))
    return form(rows()["topic_edges"]).sub("", rest).strip(EDGES)


def _is_short(text: str) -> bool:
    if HAN.search(text):
        return len(HAN.findall(text)) <= MOST_HAN_TOPIC
    return len(text.split()) <= MOST_WORDS_TOPIC
