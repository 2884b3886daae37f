"""Rules for what a record says: both languages, equal numbers, full stops, sources enough, our own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from knowledge.dates import months_later
from knowledge.integrity import path_of, sentences
from knowledge.numbers import difference
from knowledge.problems import Problem
from knowledge.records import Fact, Record, Text, plain_name

if TYPE_CHECKING:
    from knowledge.library import Library

HAN = re.compile(r"[㐀-䶿一-鿿]")
_STOP_EN = re.compile(r"[.!?][)\"'”’]*$")
_STOP_ZH = re.compile(r"[。！？…][）”’」』]*$")
_HALF_WIDTH = re.compile(r"[一-鿿][,;:?!](?!//)|[一-鿿]\.(?=$|[\s一-鿿])")
_ENGLISH_SENTENCE = re.compile(r"(?:\b[A-Za-z’'-]+ ){8,}[A-Za-z’'-]+")
_SENTENCE_END = re.compile(r"[。！？]|(?<![A-Z])(?<!e\.g)(?<!i\.e)(?<! no)(?<! c)[.!?](?=\s+[A-Z“\"]|$)")
FOUNDING = frozenset({"S1", "S2"})
#: Months until the next review, at most.
REVIEW_MONTHS = {"funding": 6, "contact": 6}
REVIEW_MONTHS_OTHERS = 12


def check(library: Library) -> list[Problem]:
    """Find what an editor would object to, in every record whatever its status."""
    rules: tuple[Callable[[Record], Iterator[Problem]], ...] = (_languages, _numbers, _stops, _sure, _review)
    problems = [problem for record in library.records.values() for rule in rules for problem in rule(record)]
    return problems + list(_glossary(library)) + list(_same_question(library))


def _full_sentences(record: Record) -> Iterator[tuple[str, Text]]:
    """List what must end with a full stop: summary, answer, reason and texts, not notes and items."""
    for field, words in sentences(record):
        if field in ("summary", "answer", "withdrawn") or field.endswith(".text"):
            yield field, words


def _languages(record: Record) -> Iterator[Problem]:
    path = path_of(record)
    for name in record.names.en:
        if HAN.search(name):
            yield Problem(path, "names.en", f"“{name}” has Chinese characters", "move it to zh or aliases")
    for field, words in sentences(record):
        if HAN.search(words.en):
            yield Problem(path, f"{field}.en", "has Chinese characters", "write it in English")
        if not HAN.search(words.zh) and words.zh != words.en:
            yield Problem(path, f"{field}.zh", "has no Chinese characters", "write it in Chinese")
        found = _ENGLISH_SENTENCE.search(words.zh)
        if found:
            yield Problem(path, f"{field}.zh", f"has English words in a row (“{found.group()}”)", "write it in Chinese")
        found = _HALF_WIDTH.search(words.zh)
        if found:
            yield Problem(path, f"{field}.zh", f"has Western punctuation at “{found.group()}”", "use ，。；：？！")


def _numbers(record: Record) -> Iterator[Problem]:
    for field, words in sentences(record):
        only_en, only_zh = difference(words.en, words.zh)
        if only_en or only_zh:
            english, chinese = ", ".join(only_en) or "–", ", ".join(only_zh) or "–"
            what = f"the numbers differ (only en: {english}; only zh: {chinese})"
            yield Problem(path_of(record), field, what, "say the same numbers in both, as digits")


def _stops(record: Record) -> Iterator[Problem]:
    path = path_of(record)
    for field, words in _full_sentences(record):
        if not _STOP_EN.search(words.en):
            yield Problem(path, f"{field}.en", f"ends with “{words.en[-1]}”", "end it with a full stop")
        if not _STOP_ZH.search(words.zh):
            yield Problem(path, f"{field}.zh", f"ends with “{words.zh[-1]}”", "end it with 。")
        if field not in ("answer", "withdrawn"):
            longest = 2 if field == "summary" else 3
            count = max(len(_SENTENCE_END.findall(words.en)), len(_SENTENCE_END.findall(words.zh)))
            if count > longest:
                yield Problem(path, field, f"has {count} sentences", f"keep to {longest}", warning=True)
    if record.question is not None:
        for language, mark in (("en", "?"), ("zh", "？")):
            if not record.question.in_(language).endswith(mark):
                yield Problem(path, f"question.{language}", "is not a question", f"end it with {mark}")


def _sure(record: Record) -> Iterator[Problem]:
    path = path_of(record)
    named = [(f"facts.{name}", fact.sure, _all_sources(fact)) for name, fact in record.facts.items()]
    named += [
        (f"facts.{name}.cooperation.{number}", part.sure, part.sources)
        for name, fact in record.facts.items()
        for number, part in enumerate(fact.cooperation)
    ]
    if record.state is not None:
        named.append(("state", record.state.sure, record.state.sources))
    if record.sure is not None:
        named.append(("answer", record.sure, record.sources))
    for field, sure, keys in named:
        yield from _enough(path, field, sure, keys)
    for name, fact in record.facts.items():
        nobody = bool(fact.cooperation) and all(part.partners_unknown for part in fact.cooperation)
        for key, there in (("unknown", fact.unknown), ("conflict", bool(fact.claims))):
            if key == "unknown" and nobody:
                continue
            if there != (fact.sure == key):
                part = "unknown: true" if key == "unknown" else "claims"
                what = f"{part} and sure: {key} go together, sure is {fact.sure}"
                yield Problem(path, f"facts.{name}", what, "correct one of the two")


def _all_sources(fact: Fact) -> tuple[str, ...]:
    keys = [*fact.sources, *(key for claim in fact.claims for key in claim.sources)]
    return tuple(dict.fromkeys(keys))


def _enough(path: str, field: str, sure: str, keys: tuple[str, ...]) -> Iterator[Problem]:
    if sure in ("confirmed", "single", "founding") and not keys:
        yield Problem(path, field, f"is {sure} without a source", "name the source or say own or unknown")
    elif sure == "confirmed" and len(keys) < 2:
        do = "name a second source or say single"
        yield Problem(path, field, f"is confirmed by {keys[0]} only", do, warning=True)
    elif sure == "conflict" and len(keys) < 2:
        yield Problem(path, field, "is a conflict with fewer than 2 sources", "name the sources of both claims")
    elif sure == "founding" and not FOUNDING & set(keys):
        yield Problem(path, field, "is founding without S1 or S2", "name the founding document or say single")


def next_review(kind: str, last: date) -> date:
    """Return the day on which a record of a kind must be reviewed again at the latest."""
    return months_later(last, REVIEW_MONTHS.get(kind, REVIEW_MONTHS_OTHERS))


def _review(record: Record) -> Iterator[Problem]:
    latest = next_review(record.kind, record.reviewed.last)
    if record.reviewed.due > latest:
        what = f"due {record.reviewed.due} is too late after last {record.reviewed.last}"
        yield Problem(path_of(record), "reviewed", what, f"choose {latest} or an earlier day")


def _glossary(library: Library) -> Iterator[Problem]:
    """A word that the glossary forbids is an error, unless it is part of a term that the glossary allows."""
    terms = {form for entry in library.glossary for form in (entry["en"], entry["zh"], *entry.get("also", ()))}
    rules = []
    for entry in library.glossary:
        for never in entry.get("never", ()):
            edge = "" if HAN.search(never) else r"\b"
            allowed = sorted((term for term in terms if never in term and never != term), key=len, reverse=True)
            rules.append((re.compile(f"{edge}{re.escape(never)}{edge}"), never, allowed, entry))
    for record in library.records.values():
        for field, words in sentences(record):
            for pattern, never, allowed, entry in rules:
                for language in ("en", "zh"):
                    said = words.in_(language)
                    if never in said and pattern.search(_without(said, allowed)):
                        do = f"write {entry['zh'] if language == 'zh' else entry['en']}"
                        yield Problem(path_of(record), f"{field}.{language}", f"says “{never}”", do)


def _without(sentence: str, terms: list[str]) -> str:
    for term in terms:
        sentence = sentence.replace(term, " ")
    return sentence


def _same_question(library: Library) -> Iterator[Problem]:
    seen: dict[str, tuple[Record, str]] = {}
    for record in library.records.values():
        questions = [*record.also_asked]
        if record.question is not None:
            questions += [record.question.en, record.question.zh]
        for question in questions:
            first, _ = seen.setdefault(plain_name(question), (record, question))
            if first is not record:
                what = f"“{question}” is also asked in {path_of(first)}"
                yield Problem(path_of(record), "also_asked", what, "keep it in the record that answers it best")
