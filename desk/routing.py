"""Which office is asked: the one of the language, unless nobody there can write it or it is closed for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from desk import hours
from desk.cases import OFFICES
from desk.staff import accounts
from desk.staff.accounts import AGENT


@dataclass(frozen=True)
class Route:
    """The office that is asked, and the usual one where it is another that is closed for long.

    Args:
        office: brussels or beijing.
        instead_of: the usual office; None if that one is asked, or if nobody there writes the language.
    """

    office: str
    instead_of: str | None = None


def route(connection: Connection, language: str, now: datetime) -> Route:
    """Choose the office for a case.

    Args:
        connection: a transaction.
        language: of the person who asks.
        now: the time.

    Returns:
        The usual office of the language. The other one if only there somebody writes the language, or if the usual one
        is closed for long and the other opens earlier and can write it.
    """
    usual = OFFICES[language]
    writers = {
        person.office
        for person in accounts.everybody(connection)
        if person.active and person.may(AGENT) and language in person.languages
    }
    others = [office for office in hours.OFFICES if office != usual and office in writers]
    if not others:
        return Route(usual)
    if usual not in writers:
        return Route(others[0])
    soonest = min(others, key=lambda office: hours.closed_for(office, now))
    away = hours.closed_for(usual, now)
    if away > hours.LONG and hours.closed_for(soonest, now) < away:
        return Route(soonest, usual)
    return Route(usual)
