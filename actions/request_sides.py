"""Tells whose side the places of a message are on: the writer's own city and country, or the wished partner's."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions import forms
from actions.context import Question
from actions.request_draft import HAN, form, plain, words

MOST_WORDS, MOST_HAN = 5, 12
"""Up to here a message is nearly nothing but the place that it names."""


def speaks_of_partner(text: str) -> bool:
    """Tell whether a text speaks of the other side: "with a Chinese city"."""
    return form(words()["partner_side"]).search(plain(text)) is not None


def is_wish(text: str) -> bool:
    """Tell whether a text says what is wished for, and not who writes."""
    return speaks_of_partner(text) or form(words()["wish"]).search(plain(text)) is not None


def own_part(text: str) -> str:
    """Give a text without what speaks of the other side."""
    return form(words()["partner_side"]).sub(" ", plain(text)).strip()


def is_short(text: str) -> bool:
    """Tell whether a text is hardly more than a name."""
    return len(HAN.findall(text)) <= MOST_HAN if HAN.search(text) else len(text.split()) <= MOST_WORDS


def own_country(text: str, question: Question) -> str | None:
    """Give the code of the country that a text names as the writer's own."""
    own = own_part(text)
    is_bare = own == plain(text) and is_short(own)
    if not own or not (is_bare or form(words()["own_country"]).search(own)):
        return None
    named = [one for one in question.entities if one.kind == "country" and one.value != "EU"]
    return next((one.value for one in named if one.text.lower() in own.lower() or is_short(text)), None)


def country_of(text: str) -> str | None:
    """Give the country of a large city that has no record, where a text names one."""
    found = city_of(text)
    return found[1] if found else None


def city_of(text: str) -> tuple[str, str] | None:
    """Give a large city without a record that a text names, as it is written, with its country."""
    for pattern, code in _cities().items():
        if found := form(pattern).search(plain(text)):
            return found[0], code
    return None


def is_city(text: str) -> bool:
    """Tell whether a text is the name of such a city and nothing else."""
    end = forms.words("request_pieces")["city_end"]
    return any(form(f"(?:{pattern}){end}").fullmatch(plain(text)) for pattern in _cities())


def recalls_topic(question: Question) -> bool:
    """Tell whether a message asks what a city worked on: "what was Reggio's topic again?"."""
    text = plain(question.text)
    asks = form(words()["remembers"]).search(text) and form(words()["recalls_topic"]).search(text)
    return bool(asks) and bool(question.named("city"))


def part_named(text: str) -> str | None:
    """Give the part that a message names and nothing else: "the e-mail"."""
    said = plain(text).lower().strip(" .。!！")
    for name, called in words()["parts_named"].items():
        if re.fullmatch(f"{words()['parts_named_before']}(?:{called})", said):
            return str(name)
    return None


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    rows: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("request_cities.yml").read_text("utf-8"))
    return {str(pattern): code for code, pattern in rows.items()}
