"""The sentences of every *.yml file in this folder, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import YAMLError

LANGUAGES = ("en", "zh")
FOLDER = Path(__file__).parent
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


class WordingError(Exception):
    """A sentence is missing or cannot be filled; the text names the key and what to do."""


def placeholders(text: str) -> set[str]:
    """Return the names in braces of a text."""
    return set(PLACEHOLDER.findall(text))


class Catalogue:
    """All sentences, by key and language.

    Args:
        sentences: key → language → text.
    """

    def __init__(self, sentences: Mapping[str, Mapping[str, str]]) -> None:
        self._sentences = dict(sentences)

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def keys(self) -> list[str]:
        """Return all keys."""
        return list(self._sentences)

    def text(self, key: str, language: str) -> str:
        """Return a sentence with its placeholders unfilled.

        Raises:
            WordingError: no file has this key.
        """
        try:
            return self._sentences[key][language]
        except KeyError as problem:
            raise WordingError(f"{key}: no sentence in {language} → add it to bot/wording/<topic>.yml") from problem


def load(folder: Path = FOLDER) -> Catalogue:
    """Read every *.yml of a folder.

    Args:
        folder: where the files are.

    Returns:
        The catalogue.

    Raises:
        WordingError: all problems at once: unreadable file, key given twice, language missing,
            different placeholders in the two languages.
    """
    sentences: dict[str, Mapping[str, str]] = {}
    origin: dict[str, str] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        for key, pair in _read(path, problems).items():
            if key in origin:
                problems.append(f"{path.name}: {key}: also in {origin[key]} → keep one")
            origin[key] = path.name
            problems.extend(f"{path.name}: {key}: {what}" for what in _problems_of(key, pair))
            sentences[key] = pair
    if problems:
        raise WordingError("\n".join(problems))
    return Catalogue(sentences)


def _read(path: Path, problems: list[str]) -> dict[str, Any]:
    try:
        content = YAML(typ="safe").load(path.read_text("utf-8"))
    except DuplicateKeyError as problem:
        problems.append(f"{path.name}: a key stands twice → keep one ({problem.problem})")
        return {}
    except YAMLError as problem:
        problems.append(f"{path.name}: not readable as YAML → {problem}")
        return {}
    if not isinstance(content, dict):
        problems.append(f"{path.name}: holds no keys → write `key: {{en: …, zh: …}}`")
        return {}
    return content


def _problems_of(key: str, pair: Any) -> list[str]:
    if not isinstance(pair, dict) or set(pair) != set(LANGUAGES):
        return ["needs exactly en and zh"]
    if not all(isinstance(pair[language], str) and pair[language].strip() for language in LANGUAGES):
        return ["en and zh must be texts that are not empty"]
    found = [] if _KEY.fullmatch(key) else ["is not of the form topic.name"]
    if placeholders(pair["en"]) != placeholders(pair["zh"]):
        found.append("has other placeholders in en than in zh → use the same in both")
    return found


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the catalogue of this folder, read once."""
    return load()
