"""The words that the tools print, from strings.yml, in English or Chinese."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML


@cache
def _strings() -> dict[str, dict[str, str]]:
    strings: dict[str, dict[str, str]] = YAML(typ="safe").load(Path(__file__).with_name("strings.yml"))
    return strings


def say(key: str, language: str = "en", /, **values: object) -> str:
    """Return a sentence of strings.yml with its placeholders filled.

    Raises: KeyError: there is no such sentence.
    """
    return _strings()[key][language].format(**values)
