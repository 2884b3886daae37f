"""Regions and provinces in a message: where an applicant is, and in which country that lies."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from actions.city_names import plain
from knowledge.records import Text


@dataclass(frozen=True)
class Region:
    """A region named in a message.

    Args:
        name: its name.
        country: ISO code of the country it lies in.
        start: first character in the message.
        end: one past the last.
    """

    name: Text
    country: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[re.Pattern[str], Text, str], ...]:
    listed = YAML(typ="safe").load(Path(__file__).with_name("regions.yml").read_text("utf-8"))
    rows = []
    for country, regions in listed.items():
        for en, zh, *also in regions:
            forms = "|".join(re.escape(bare(one)) for one in (en, zh, *also))
            rows.append((re.compile(rf"(?<![a-z])(?:{forms})(?![a-z])"), Text(en, zh), country))
    return tuple(rows)


def bare(text: str) -> str:
    """Give a text in lower case without accents, each character in its place."""
    return "".join(unicodedata.normalize("NFD", one)[:1] if one.isalpha() else one for one in plain(text))


def find(text: str) -> list[Region]:
    """Give the regions that a message names, in their order; one inside a longer name is not meant."""
    said = bare(text)
    found = [
        Region(name, country, match.start(), match.end())
        for form, name, country in _rows()
        for match in form.finditer(said)
    ]
    return sorted((one for one in found if not any(_wider(o, one) for o in found)), key=lambda one: one.start)


def _wider(one: Region, other: Region) -> bool:
    return one.start <= other.start and other.end <= one.end and one.end - one.start > other.end - other.start
