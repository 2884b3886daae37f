"""Subjects that a message names and no record does: they are named as left out, never taken for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from actions import city_topics, forms, profiles, subjects, values
from actions.answer import Answer
from actions.city_names import Name, plain
from actions.context import Entity, Question
from knowledge.library import Library

Span = tuple[int, int]
_PART = re.compile(r"[^,，;；?？.!。！]+")


@lru_cache(maxsize=16)
def _form(form: str) -> re.Pattern[str]:
    return re.compile(form)


def spans(text: str, taken: list[Span]) -> list[Span]:
    """Give where a message names subjects that nothing in it is known for.

    Args:
        text: the message in lower case and simplified characters.
        taken: what is known in it.
    """
    found: list[Span] = []
    for start, end in (*_listed(text), *_in_slots(text), *_alone(text)):
        free = not any(first < end and start < last for first, last in (*taken, *found))
        if free:
            found.append((start, end))
    return sorted(found)


def of(question: Question) -> list[str]:
    """Give the unknown subjects of a message in its own words."""
    text = plain(question.text)
    taken = [
        (one.start, one.start + len(one.text))
        for one in (*question.entities, *question.denied)
        if one.start is not None and one.text and text[one.start : one.start + len(one.text)] == plain(one.text)
    ]
    return list(dict.fromkeys(question.text[start:end] for start, end in spans(text, taken)))


def unnamed(question: Question, library: Library) -> list[str]:
    """Give the subjects of a message that the help desk counts to a cluster, but that no city's record names."""
    found = []
    for words in dict.fromkeys(one.text for one in question.entities if one.kind == "topic" and one.text):
        refs = tuple(one.value for one in question.entities if one.kind == "topic" and one.text == words)
        topic = city_topics.of([Name("topic", refs, words)], library)
        if not any(topic.named(city) for city in library.of_kind("city")):
            found.append(words)
    return found


def nearest(question: Question, library: Library) -> list[Entity]:
    """Give the unknown subjects of a message as topics: of the cluster that covers their field, or by their words.

    Args:
        question: the message.
        library: has the clusters.
    """
    text = plain(question.text)
    found = []
    for start, end in spans(text, []):
        refs = [f"{subjects.CLUSTER}{one.key}" for one in subjects.of_text(text[start:end])]
        refs = [ref for ref in refs if library.get(ref) is not None]
        words = question.text[start:end]
        if not refs and any(map(city_topics.of([Name("topic", (), words)], library).named, library.of_kind("city"))):
            refs = [words]  # no record's ref, but a topic by its words
        found += [Entity("topic", ref, words, start) for ref in refs]
    return found


def nothing_on(answer: Answer, subjects: list[str], library: Library) -> Answer:
    """Say that no record names a subject, and what the clusters are, of which one may come near."""
    answer.say("city.nothing_on", subjects=values.listed([values.string(one) for one in subjects]))
    clusters = library.of_kind("cluster")
    answer.items([values.names(one) for one in clusters])
    for cluster in clusters[:3]:
        profiles.offer(answer, cluster)
    answer.button(values.say("button.cities"), "find_cities", ("country", "CN"), ("country", "EU"))
    return answer.button(values.say("button.person"), "ask_for_person")


def _listed(text: str) -> Iterator[Span]:
    yield from (match.span() for match in _form(forms.words("unknown_topics")["subjects"]).finditer(text))


def _in_slots(text: str) -> Iterator[Span]:
    for slot in forms.words("unknown_topics")["slots"]:
        for match in _form(slot).finditer(text):
            yield from _subjects(text, *match.span("what"))


def _alone(text: str) -> Iterator[Span]:
    """Give the short parts between commas; a message of one part has none."""
    parts = [match.span() for match in _PART.finditer(text)]
    for start, end in parts if len(parts) > 1 else []:
        words = text[start:end].split()
        if text[start:end].isascii() and len(words) <= forms.words("unknown_topics")["longest"]:
            yield from _subjects(text, start, end)


def _subjects(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut what stands together, and give each part that can be a subject."""
    edges = [match.span() for match in _form(forms.words("unknown_topics")["joint"]).finditer(text, start, end)]
    starts, ends = [start, *(last for _, last in edges)], [*(first for first, _ in edges), end]
    for first, last in zip(starts, ends):
        first, last = _trimmed(text, first, last)
        words = text[first:last]
        if (
            len(words) > 1
            and len(words.split()) <= forms.words("unknown_topics")["longest"]
            and not _form(forms.words("unknown_topics")["no_subject"]).search(words)
        ):
            yield first, last


def _trimmed(text: str, start: int, end: int) -> Span:
    ends = _form(forms.words("unknown_topics")["ends"])
    while start < end:
        words = text[start:end]
        cut = ends.search(words)
        if words != words.strip():
            start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        elif cut:
            start, end = (start + cut.end(), end) if cut.start() == 0 else (start, start + cut.start())
        else:
            break
    return start, end
