"""Where the one who asks is at home and where the partner shall be, as said before any partner was looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from actions import partner_case, partner_countries, partner_homes
from actions.city_names import plain
from actions.context import Entity, Question
from actions.partner_case import CN, EU

HEARD = "partner_heard"
"""The slot that keeps it."""


def read(text: str, named: Iterable[Entity], before: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Read what a message says of the own country and of the side of a partner, whatever it asks.

    Args:
        text: the whole message.
        named: the countries in it.
        before: what was heard so far.

    Returns:
        all that has been heard; None where the message adds nothing.
    """
    countries = tuple(one for one in named if one.kind == "country")
    home = partner_homes.told(Question("", text, countries))
    others = [one for one in countries if one.value != home]
    wanted = partner_countries.with_city(plain(text), others) if partner_case.says("heard", text) else []
    sides = {CN if code == CN else EU for code in wanted}
    said = {"home": home, "side": sides.pop() if len(sides) == 1 else None}
    news = {name: value for name, value in said.items() if value}
    return {**(before or {}), **news} if news else None


def of(question: Question) -> Mapping[str, Any] | None:
    """Give the beginning of a search that is known from earlier messages: where the one who asks is at home."""
    home = (question.slots.get(HEARD) or {}).get("home")
    return {"home": home, "side": EU if home == CN else CN} if home else None


def side(question: Question) -> str | None:
    """Give the side on which a partner was spoken of earlier."""
    found: str | None = (question.slots.get(HEARD) or {}).get("side")
    return found
