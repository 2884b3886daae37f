"""Masks names of people in what somebody wrote: those that are known, and those that follow "my name is"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

FILE = Path(__file__).with_name("person_masks.yml")
NAME = "[name]"
_SHORTEST_KNOWN = 2
_SHORTEST_PART = 3


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    said = YAML(typ="safe").load(FILE.read_text("utf-8"))
    filled = (re.sub("@([a-zA-Z]+)@", lambda found: said["parts"][found[1]], each) for each in said["patterns"])
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in filled)


def without_people(text: str, known: Iterable[str] = ()) -> str:
    """Return a text with a mark in place of names and numbers of people.

    Args:
        text: as somebody wrote it.
        known: what the desk knows of them otherwise, such as a name, an address, a telephone number.
    """
    for said in sorted(_pieces(known), key=len, reverse=True):
        edge = r"\b" if said.isascii() and said[0].isalnum() and said[-1].isalnum() else ""
        text = re.sub(f"{edge}{re.escape(said)}{edge}", NAME, text, flags=re.IGNORECASE)
    for pattern in _patterns():
        text = pattern.sub(_mask, text)
    return text


def _mask(found: re.Match[str]) -> str:
    start, end = found.span("who")
    whole, begin = found.group(), found.start()
    return f"{whole[: start - begin]}{NAME}{whole[end - begin :]}"


def _pieces(known: Iterable[str]) -> set[str]:
    """Return the known words as a whole, and a name of several parts part by part."""
    whole = {said.strip() for said in known if len(said.strip()) >= _SHORTEST_KNOWN}
    parts = {part for said in whole for part in said.split() if len(part) >= _SHORTEST_PART}
    return whole | parts
