"""Begins records from their templates, puts questions into them, and says what is still wrong or missing."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from knowledge import editorial, integrity, parsing
from knowledge.editorial import next_review
from knowledge.files import KINDS, Document, parse
from knowledge.library import Library, faults
from knowledge.problems import Problem
from knowledge.records import plain_name

ID = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
"""What an id may be."""
LONGEST_QUESTION, LONGEST_OTHER = 200, 160
"""Characters of the question of a FAQ record and of each other way of asking; the schema says the same."""
TO_FILL = "TO FILL"
"""Stands in the comment of every line that an editor has to complete."""
_TEMPLATES = Path(__file__).parent / "templates"
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_EMPTY = re.compile(r"^(?P<key> *(?:\w+): *(?:\"\"|\[\]|>-)?|sure:) *(?:# *(?P<comment>.*))?$")
_PARENTS = ("question:", "answer:", "also_asked:", "reviewed:")


def start(kind: str, name: str, today: date) -> str:
    """Return the template of a kind with its id and the days of its review.

    Args:
        kind: for example `city`.
        name: the id; whoever calls has seen that it fits ID.
        today: the day of the review.
    """
    template = (_TEMPLATES / f"{kind}.yml").read_text("utf-8")
    days = {'"TODAY"': f'"{today}"', '"DUE"': f'"{next_review(kind, today)}"'}
    text = template.replace("id: ID", f"id: {name}")
    for place, day in days.items():
        text = text.replace(place, day)
    return text


def faq(name: str, today: date, asked: Mapping[str, Sequence[str]]) -> str:
    """Return a FAQ record that begins with what people asked; what an editor must add is marked.

    Args:
        name: the id.
        today: the day of the review.
        asked: language → wordings, the most telling one first.
    """
    text = start("faq", name, today)
    for language, wordings in asked.items():
        told = _fitting(wordings, LONGEST_QUESTION)
        if not told:
            continue
        text = _filled(text, "question", language, f" {_quoted(told[0])}")
        others = _fitting(told[1:], LONGEST_OTHER)
        if others:
            text = _filled(text, "also_asked", language, "", others)
    return "\n".join(_marked(line) for line in text.split("\n"))


def more_asked(text: str, asked: Mapping[str, Sequence[str]]) -> str:
    """Return the file of a FAQ record with more ways of asking, below those that it has; nothing else changes.

    Args:
        text: of the file.
        asked: language → wordings; what the file has already is left out.

    Raises:
        ValueError: its `also_asked` is not one list a language, with one line a wording.
    """
    for language, wordings in asked.items():
        found = re.search(rf"(?m)^also_asked:.*\n(?:  .*\n)*?  {language}:[^\n\[]*\n(?:    - .*\n)+", text)
        if found is None:
            raise ValueError(f"also_asked.{language} is no list of lines")
        data, _ = parse(text, "")
        known = {plain_name(one) for part in ("question", "also_asked") for one in _listed(data[part][language])}
        new = [one for one in _fitting(wordings, LONGEST_OTHER) if plain_name(one) not in known]
        text = text[: found.end()] + "".join(f"    - {_quoted(one)}\n" for one in new) + text[found.end() :]
    return text


def check(text: str, ref: str, library: Library) -> list[Problem]:
    """Return what `make check` would say of a file if it lay in the knowledge folder.

    Args:
        text: of the file.
        ref: such as faq/visa.
        library: all other records; one of the same ref is replaced.
    """
    path = f"{ref}.yml"
    data, problems = parse(text, path)
    if problems or ref.rpartition("/")[0] not in KINDS:
        return problems or [Problem(path, "", "lies in no folder of records", "use one of " + ", ".join(KINDS))]
    document = Document(path, data, hashlib.sha256(text.encode()).hexdigest())
    if problems := faults(document):
        return problems
    others = [record for known, record in library.records.items() if known != ref]
    trial = Library([*others, parsing.record(document)], library.sources, library.glossary)
    return sorted({one for one in [*integrity.check(trial), *editorial.check(trial)] if one.file == path})


def _listed(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def _fitting(wordings: Sequence[str], longest: int) -> list[str]:
    """Return wordings on one line, each once, without those that are too long or say nothing."""
    plain = (" ".join(_visible(one).split()) for one in wordings)
    once = {plain_name(one): one for one in reversed([one for one in plain if len(one) <= longest])}
    return [one for key, one in reversed(list(once.items())) if key]


def _visible(text: str) -> str:
    """Return a text without characters that are not seen: they would hide in the file what is reviewed."""
    return "".join(" " if each.isspace() else each for each in text if each.isspace() or _is_seen(each))


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN


def _quoted(text: str) -> str:
    # A string of JSON without control characters is one of YAML.
    return json.dumps(text, ensure_ascii=False)


def _filled(text: str, block: str, language: str, value: str, lines: Sequence[str] = ()) -> str:
    pattern = re.compile(rf"(?m)^(?P<before>{block}:.*\n(?:  .*\n)*?  {language}:) *(?:\"\"|\[\]).*$")
    below = "".join(f"\n    - {_quoted(one)}" for one in lines)
    return pattern.sub(lambda found: f"{found['before']}{value}{below}", text, count=1)


def _marked(line: str) -> str:
    found = _EMPTY.match(line)
    if found is None or line.startswith((*_PARENTS, "#")) or found["key"].strip() in ("en:", "zh:"):
        return line
    comment = "; ".join(part for part in (TO_FILL, found["comment"]) if part)
    return f"{found['key'].rstrip():<27} # {comment}"
