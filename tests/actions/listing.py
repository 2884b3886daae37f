"""Asks for lists of cities in plain words: the real reader reads the names, the real records give the cities."""

from __future__ import annotations

from datetime import date
from functools import cache

from actions import answer as answers
from actions import city_lists
from actions.context import Question
from knowledge.library import Library, default_folder, load
from nlu.reading import Reader
from nlu.vocabulary import Vocabulary
from tests.actions.asking import Reply

VOCABULARY = Vocabulary(frozenset({"城市", "cities", "city", "clusters", "partners", "regions", "round"}))
TODAY = date(2026, 11, 22)


@cache
def library() -> Library:
    """Give the real records."""
    return load(default_folder())


@cache
def reader() -> Reader:
    """Give a reader of the real records."""
    return Reader(library(), VOCABULARY)


def question(text: str, intent: str = "find_cities") -> Question:
    """Read a message as the brain does, but for its intent."""
    reading = reader().read(text)
    spans = [reading.normalised.span(one.start, one.end) for one in reading.mentions]
    entities = [
        {"entity": one.entity, "value": one.value, "start": start, "end": end, "text": text[start:end]}
        for one, (start, end) in zip(reading.mentions, spans, strict=True)
    ]
    message = {"intent": {"name": intent}, "text": text, "entities": entities, "negated": sorted(reading.negated)}
    return Question.of(message, {})


def asked(text: str) -> Reply:
    """Ask for a list."""
    answer = city_lists.find(question(text), library(), TODAY)
    return Reply(answers.finished(answer, library()), answer.effects, answer)


def listed(text: str) -> list[str]:
    """Give the cities in the list itself, without those that are named below it."""
    answer = city_lists.find(question(text), library(), TODAY)
    rows = [block["items"] for block in answer.blocks if block["type"] == "list"]
    rows += [block["with"]["cities"]["list"] for block in answer.blocks if block.get("say") == "city.found_names"]
    counted = sum(len(one) for one in rows)
    refs = [*answer.shown[:counted], *(row["ref"] for row in answer.more if row["ref"])]
    return [ref.removeprefix("cities/") for ref in refs]
