"""Reads what a cooperation request wishes for: its topic, its description, its partner."""

from __future__ import annotations

import re
from typing import Any

from actions import clusters, context, request_pieces
from actions.context import Question
from actions.request_draft import EDGES, HAN, Draft, form, plain, says, without_around, words
from knowledge.library import Library
from knowledge.records import Record

LONGEST = {"partner": 200, "contacts": 1000, "description": 3000}
SENTENCE_LATIN, SENTENCE_HAN = 5, 8
"""Words, or Han characters, from which on words about a topic are a description too, and not only its name."""

Said = dict[str, Any]


def subjects(question: Question, library: Library) -> list[Record]:
    """Give the clusters that a message is about, else the themes it names."""
    return clusters.fitting(question, library) or context.mentioned(question, library, "theme")


def topic(text: str, question: Question, library: Library) -> Said:
    """Give the clusters and themes that a text is about; a sentence is a description too."""
    listed = request_pieces.topics(text)
    is_list = len(listed) > 1 or request_pieces.is_labelled_topic(text)
    if listed and (is_list or not _is_sentence(listed[0])):
        return topics_named(listed, question, library)
    refs = [record.ref for record in subjects(question, library)]
    return {**({"topics": refs} if refs else {}), **free("description", text)}


def topics_named(listed: list[str], question: Question, library: Library) -> Said:
    """Give the clusters and themes of topics that a message lists, with the words for them.

    Args:
        listed: the names as they were written.
        question: the message.
        library: all records.
    """
    about = [request_pieces.about(question, one) for one in listed]
    refs = list(dict.fromkeys(record.ref for one in about for record in subjects(one, library)))
    names = [name for one in listed if (name := topic_words(one, refs, library))]
    return {"topics": refs, **({"topic_words": joined(listed)} if names or not refs else {})}


def joined(names: list[str]) -> str:
    """Give names as one list."""
    return ("、" if HAN.search("".join(names)) else ", ").join(names)


def _is_sentence(text: str) -> bool:
    return len(HAN.findall(text)) >= SENTENCE_HAN if HAN.search(text) else len(text.split()) >= SENTENCE_LATIN


def topic_words(text: str, refs: list[str], library: Library) -> Said:
    """Give the words that a topic was said in, where they are other words than the names of its records."""
    names = {name.casefold() for ref in refs if (record := library.get(ref)) for name in record.names.in_("en")}
    names |= {name.casefold() for ref in refs if (record := library.get(ref)) for name in record.names.in_("zh")}
    return {} if text.casefold() in names else {"topic_words": text}


def partner(text: str, question: Question, library: Library, draft: Draft) -> Said:
    """Give the wished partner that a text names; the own city is none."""
    own = draft.answers.get("city_ref")
    found = [city for city in context.mentioned(question, library, "city") if city.ref != own]
    shown = form(words()["around"]["partner_end"]).sub("", without_around("partner", text)).strip(EDGES)
    if not shown:
        return {}
    refs = {"partner_refs": [city.ref for city in found]} if found else {}
    return {"partner": shown[: LONGEST["partner"]], **refs}


def names_choice(question: Question) -> bool:
    """Tell whether a message names the cities among which one may be suggested: "Yantai or Haikou, whichever"."""
    rest = form(words()["commands"]["suggest"][0]).sub("", plain(question.text))
    rest = form(words()["commands"]["suggest"][1]).sub("", rest)
    if question.named("city") or question.unknown_names:
        return True
    return form(words()["either"]).search(rest) is not None


def partners(cities: list[Record], question: Question) -> Said:
    """Give cities of our records as the wished partner."""
    shown = [called(city, question) for city in cities]
    return {"partner": ", ".join(shown), "partner_refs": [city.ref for city in cities]}


def called(city: Record, question: Question) -> str:
    """Give the name of a city in the language of the conversation."""
    return city.names.in_(str(question.slots.get("language")))[0]


def free(name: str, text: str) -> Said:
    """Give a field that holds whatever was written."""
    shown = text.strip(" \t\n")
    around = words()["around"].get(name)
    shown = form(around).sub("", plain(shown), count=1) if around else shown
    return {name: shown[: LONGEST.get(name, 200)]} if re.search(r"\w", shown) else {}


def only_suggest(text: str) -> bool:
    """Tell whether a message asks for a suggestion and says nothing else."""
    return says("suggest", text) and not re.search(r"\w", form(words()["commands"]["suggest"][1]).sub("", _bare(text)))


def _bare(text: str) -> str:
    return form(words()["commands"]["suggest"][0]).sub("", plain(text))
