"""Colleagues named in a note (@Anna): they are told, and the case stands out in their inbox until they open it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.engine import Connection

from desk.models import cases
from desk.notification_models import mentions
from desk.staff import accounts
from desk.staff.accounts import Staff

_SIGN = re.compile(r"(?<![A-Za-z0-9_.])[@\uff20]\s?(?=\S)")
"""A sign within a word is part of an address."""
_SHORT = re.compile(r"[^\s(\uff08]+")
_SHORTEST = 2
_WITHIN = ("-", "'", "_")
"""What goes on with a name, beside letters and digits."""


def named(text: str, people: Iterable[Staff]) -> list[str]:
    """Return the ids of the accounts that a note names, in the order in which it does.

    A name is written whole, or to its first space or bracket if nobody else's begins so; capitals make no difference.
    Of two names of which one goes on where the other ends, the longer one is meant.

    Args:
        text: the note.
        people: who can be named.
    """
    names = _names([person for person in people if person.active])
    text, found = " ".join(text.split()), list[str]()
    for sign in _SIGN.finditer(text):
        rest = text[sign.end() :].casefold()
        whole = next((name for name in sorted(names, key=len, reverse=True) if _begins(rest, name)), None)
        if whole is not None:
            found.append(names[whole])
    return list(dict.fromkeys(found))


def _names(people: Sequence[Staff]) -> dict[str, str]:
    """Return what each can be called → their id; what fits two people is no name."""
    called: dict[str, set[str]] = {}
    for person in people:
        short = _SHORT.match(person.name)
        for name in {person.name, short[0] if short else ""}:
            if len(name) >= _SHORTEST:
                called.setdefault(name.casefold(), set()).add(person.id)
    return {name: ids.pop() for name, ids in called.items() if len(ids) == 1}


def _begins(rest: str, name: str) -> bool:
    """Whether a text begins with a name; one that ends with a letter of the alphabet does not go on with another."""
    after = rest[len(name) : len(name) + 1]
    is_cut = name[-1].isascii() and name[-1].isalnum() and (after in _WITHIN or (after.isascii() and after.isalnum()))
    return rest.startswith(name) and not (after and is_cut)


def note(connection: Connection, case: int, text: str, author: str, now: datetime) -> list[str]:
    """Mark a case for the colleagues whom a note on it names; return their ids.

    Args:
        connection: the write transaction of the note.
        case: row id of the case.
        text: the note.
        author: id of the account that wrote it; who names themselves is not told.
        now: the time.
    """
    told = [person for person in named(text, accounts.everybody(connection)) if person != author]
    for person in told:
        mine = (mentions.c.case_id == case) & (mentions.c.staff == person)
        if connection.execute(update(mentions).where(mine).values(at=now)).rowcount == 0:
            connection.execute(insert(mentions).values(case_id=case, staff=person, at=now))
    return told


def open_for(connection: Connection, person: str, among: Sequence[int]) -> set[int]:
    """Return which of some cases name somebody in a note since they opened it last."""
    mine = (mentions.c.staff == person) & mentions.c.case_id.in_(among)
    return set(connection.execute(select(mentions.c.case_id).where(mine)).scalars())


def number(connection: Connection, person: str) -> int:
    """Return how many cases name somebody in a note since they opened them last."""
    query = select(func.count()).select_from(mentions).where(mentions.c.staff == person)
    return int(connection.execute(query).scalar_one())


def is_named(person: str) -> Any:
    """Return the condition that a case names somebody in a note that they have not opened."""
    return exists().where((mentions.c.case_id == cases.c.id) & (mentions.c.staff == person))


def read(connection: Connection, case: int, person: str) -> None:
    """Take the mark of a case away, since somebody has opened it."""
    connection.execute(delete(mentions).where((mentions.c.case_id == case) & (mentions.c.staff == person)))
