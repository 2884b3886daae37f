"""Where those who look for a partner are at home: the country beside their own place, a region, a known place."""

from __future__ import annotations

import re

from actions import forms, regions
from actions.city_names import plain
from actions.context import Entity, Question
from knowledge import mentions
from knowledge.library import Library
from knowledge.mentions import Place

EU = "EU"


def home_of(question: Question, library: Library) -> tuple[str | None, list[Entity]]:
    """Give the country that the asker names as their own, and the countries that they name otherwise."""
    text = _text(question)
    home = told(question)
    others = [one for one in question.entities if one.kind == "country" and not _stands_as_home(text, one)]
    for name in question.unknown_names:
        place = mentions.place_of(name, library)
        start = text.find(plain(name))
        if place is not None and place.country and not (_is_partner(text, start) or wishes(place, text)):
            home = home if home not in (None, EU) else place.country
    return home, others


def told(question: Question) -> str | None:
    """Give the country that a message names as the asker's own, by its name or by that of a region in it."""
    text = _text(question)
    home = next((one.value for one in question.entities if one.kind == "country" and _stands_as_home(text, one)), None)
    for region in regions.find(question.text):
        if is_home(text, region.start, region.end - region.start):
            home = home if home not in (None, EU) else region.country
    return home


def _text(question: Question) -> str:
    return re.sub(r"(?<=\d)[,.](?=\d)", " ", plain(question.text).replace("\u2019", "'"))


def _stands_as_home(text: str, country: Entity) -> bool:
    return country.start is not None and bool(country.text) and is_home(text, country.start, len(country.text))


def is_home(text: str, start: int, length: int) -> bool:
    """Tell whether the name of a country or a region stands where people say where they are themselves.

    Args:
        text: the message in lower case.
        start: where the name begins.
        length: of the name.
    """
    home, before, after = forms.words("partner_case")["home"], text[:start], text[start + length :]
    if re.search(home["not_after"], after):
        return False
    if re.search(home["beside"], before) and re.match(home["beside_after"], after):
        return True
    return any(re.search(home[name], before) for name in ("before", "before_zh", "for_zh"))


def wishes(place: Place, text: str) -> bool:
    """Tell whether a message names a place as the partner that is wished for: "could X be our partner"."""
    frame = plain(text)
    for name in place.forms:
        frame = frame.replace(plain(name), "\u00a7")
    rows = forms.words("partner_case")
    if re.search(rows["home"]["example"], frame.partition("\u00a7")[0]):  # one like it is wished for
        return False
    return re.search(rows["wished"], frame) is not None


def _is_partner(text: str, start: int) -> bool:
    """Tell whether a place is the partner's: one to work with, or an example of what is looked for."""
    rows = forms.words("partner_case")["home"]
    return start >= 0 and any(re.search(rows[name], text[:start]) for name in ("not_before", "example"))
