"""What people who ask for a person are told beside their reference; the sentences are in bot/wording/reception.yml."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot import phrases
from bot.phrases import Block
from desk import hours
from desk.cases import Case
from desk.routing import Route

ADDRESS_ASK, ADDRESS_ASK_STAFF = "reception.address_ask", "reception.address_ask_staff"
ADDRESS_KEPT = "reception.address_kept"
WINDOW_ADDRESS_ASK = "channel.window_address"
FORGET_ADDRESS = {"type": "forget_address"}


def _opening(office: str, now: datetime) -> dict[str, Any] | None:
    at = hours.opens_at(office, now)
    if at is None:
        return None
    moment = {"moment": at.isoformat()}
    return {"say": f"reception.moment_{office}", "with": {"moment": moment}}


def opening(case: Case, chosen: Route, now: datetime) -> list[Block]:
    """Return whether the office is open or when it opens, and why another than the usual one was asked.

    Args:
        case: the case.
        chosen: how its office was found.
        now: the time.
    """
    said: list[Block] = []
    away = _opening(chosen.instead_of, now) if chosen.instead_of else None
    if chosen.instead_of and away:
        names = {"usual": {"say": f"office.{chosen.instead_of}"}, "office": {"say": f"office.{case.office}"}}
        said.append(phrases.text("reception.instead", moment=away, **names))
    until = _opening(case.office, now)
    said.append(phrases.text("reception.closed", moment=until) if until else phrases.text("reception.open"))
    return said


def address_question(by_letter: bool) -> str:
    """Return the key of the question for an address; without letters none is promised."""
    return ADDRESS_ASK if by_letter else ADDRESS_ASK_STAFF


def address_ask(by_letter: bool) -> Block:
    """Return the question for an address, with what it is for: whoever then gives one agrees to that."""
    return phrases.text(address_question(by_letter))


def window() -> list[Block]:
    """Return what people who ask for a person are told where the app lets us write only for a time after they did."""
    return [phrases.text("channel.window")]


def window_of_request() -> list[Block]:
    """Return what they are told there when they have handed in a request."""
    return [phrases.text("channel.window_request")]


def window_address_ask() -> Block:
    """Return the question for an address that follows it: the staff see it, and no letter is promised."""
    return phrases.text(WINDOW_ADDRESS_ASK)


def address_kept(case: Case, address: str, by_letter: bool) -> list[Block]:
    """Return the confirmation of an address, with the way to take it back."""
    values = {"address": {"string": address}, "reference": {"string": case.reference}}
    key = ADDRESS_KEPT if by_letter else "reception.address_staff"
    undo = phrases.button("reception.address_forget", {"effects": [FORGET_ADDRESS]})
    return [phrases.text(key, **values), phrases.buttons(undo)]


def address_gone(was_there: bool) -> list[Block]:
    """Return what is said when an address was taken back."""
    return [phrases.text("reception.address_gone" if was_there else "reception.address_none")]
