"""Reads the phrases the assistant learns from and the held-out sentences that test it; needs no model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.files import parse
from knowledge.library import Library
from knowledge.problems import Problem

LANGUAGES = ("en", "zh")
FAQ_INTENT = "ask_faq"
_FORM = "see another file of nlu/intents for the form"


@dataclass(frozen=True)
class Phrase:
    """One sentence with its intent and language; `intent` is empty for the questions that a fact answers."""

    text: str
    intent: str
    language: str
    file: str
    records: tuple[str, ...] = ()


def read_intents(folder: Path) -> tuple[list[Phrase], list[Problem]]:
    """Read nlu/intents/<topic>/<intent>.yml; faults of form are named, the rest is returned."""
    phrases: list[Phrase] = []
    problems: list[Problem] = []
    for file in sorted(folder.glob("*/*.yml")):
        path = file.relative_to(folder.parents[1]).as_posix()
        data, faults = parse(file.read_text("utf-8"), path)
        problems += faults
        if faults:
            continue
        entries = data.get("nlu") if isinstance(data, dict) else None
        if not isinstance(entries, list):
            problems.append(Problem(path, "nlu", "is missing", _FORM))
            continue
        for entry in entries:
            fault = _fault(entry, file)
            if fault:
                problems.append(Problem(path, "nlu", fault, _FORM))
                continue
            language = entry["metadata"]["language"]
            phrases += [Phrase(line, entry["intent"], language, path) for line in lines(entry["examples"])]
    return phrases, problems


def _fault(entry: Any, file: Path) -> str:
    if not isinstance(entry, dict) or not {"intent", "metadata", "examples"} <= set(entry):
        return "an entry needs intent, metadata and examples"
    if not isinstance(entry["metadata"], dict) or entry["metadata"].get("language") not in LANGUAGES:
        return "metadata.language must be en or zh"
    if entry["intent"] not in (file.stem, file.parent.name):
        return f"intent {entry['intent']} does not stand in a file or folder of that name"
    if not isinstance(entry["examples"], str):
        return "examples must be a | block with one phrase per line"
    if any(line.strip() and not line.startswith("- ") for line in entry["examples"].splitlines()):
        return "every line of examples must begin with “- ”"
    return ""


def lines(examples: str) -> list[str]:
    """Return the phrases of an examples block."""
    return [line[2:].strip() for line in examples.splitlines() if line.startswith("- ")]


def of_faq(library: Library) -> list[Phrase]:
    """List the questions of the published FAQ; they train one intent."""
    phrases: list[Phrase] = []
    for record in library.of_kind("faq"):
        for language in LANGUAGES:
            own = [record.question.in_(language)] if record.question else []
            phrases += [
                Phrase(text, FAQ_INTENT, language, f"knowledge/{record.ref}.yml")
                for text in (*own, *record.also_asked.in_(language))
            ]
    return phrases


def of_facts(library: Library) -> list[Phrase]:
    """List the questions that single facts answer; they are searched, and belong to no intent."""
    return [
        Phrase(text, "", language, f"knowledge/{record.ref}.yml")
        for record in library.published()
        for fact in record.facts.values()
        for language in LANGUAGES
        for text in fact.asked.in_(language)
    ]


def read_held_out(folder: Path) -> tuple[list[Phrase], list[Problem]]:
    """Read tests/understanding/<topic>.yml and the folders below.

    A file maps intents to languages to sentences (out_of_scope: to near and far first), or it lists sentences
    that carry their own language and intent (long messages) or intents (several questions in one message).
    """
    sentences: list[Phrase] = []
    problems: list[Problem] = []
    for file in sorted(folder.rglob("*.yml")):
        path = file.relative_to(folder.parents[1]).as_posix()
        data, faults = parse(file.read_text("utf-8"), path)
        problems += faults
        if faults or data is None:
            continue
        listed = data.items() if isinstance(data, dict) else [("", data)]
        for intent, node in listed:
            sentences += _sentences(node, str(intent), "", path)
    for sentence in sentences:
        if not sentence.intent:
            what = f"“{sentence.text}” has no intent"
            problems.append(Problem(sentence.file, "", what, "write it under an intent, or give it the key intent"))
    return [sentence for sentence in sentences if sentence.intent], problems


def _sentences(node: Any, intent: str, language: str, path: str) -> Iterator[Phrase]:
    if isinstance(node, dict) and "text" in node:
        intents = node.get("intents", [node.get("intent", intent)])
        for one in intents:
            spoken = language or str(node.get("language", ""))
            yield Phrase(str(node["text"]), str(one), spoken, path, tuple(node.get("records", ())))
    elif isinstance(node, dict):
        for key, part in node.items():
            yield from _sentences(part, intent, str(key), path)
    elif isinstance(node, list):
        for part in node:
            yield from _sentences(part, intent, language, path)
    elif node is not None:
        yield Phrase(str(node), intent, language, path)
