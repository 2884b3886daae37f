"""Digests: what happened to cases, gathered for each member of staff into one letter every few minutes.

A letter says case numbers, kinds, offices and times. What somebody wrote, and who, is never in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_datetime
from ruamel.yaml import YAML
from sqlalchemy import delete, func, or_, select
from sqlalchemy.engine import Connection

from desk import hours, letters, mentions, notifications
from desk.cases import OPEN, Case
from desk.models import cases
from desk.notification_models import notification_choices, notification_mails
from desk.notification_models import notifications as told
from desk.staff.accounts import Staff, by_id
from desk.staff.models import staff
from desk.unseen import waits_since

FILE = Path(__file__).with_name("digests.yml")
LETTER = "staff_digest"
GATHERED = timedelta(minutes=1)
"""What happens within this time after the first thing comes in the same letter."""
FORGOTTEN = timedelta(days=14)
"""What could not be told for so long, longer than any holiday, is told no more; the inbox has it."""
MOST_LINES = 20
_LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN"}
_case = [cases.c[name] for name in Case.__dataclass_fields__]


@dataclass(frozen=True)
class Told:
    """One thing that happened to a case."""

    kind: str
    case: Case


@lru_cache(maxsize=1)
def words() -> Mapping[str, Mapping[str, str]]:
    """Return the words of the letter, read once."""
    return dict(YAML(typ="safe").load(FILE.read_text("utf-8")))


def due(connection: Connection, now: datetime, apart: timedelta) -> list[str]:
    """Return whom to write to now: something waits for them, their last letter is a while ago, their office is open.

    Args:
        connection: a transaction.
        now: the time.
        apart: how much time lies between two letters to one person.
    """
    choices = notification_choices.c
    waits = select(notification_mails.c.staff, func.min(told.c.at).label("since")).join(told)
    waits = waits.group_by(notification_mails.c.staff).subquery()
    query = (
        select(staff.c.id, staff.c.office, func.coalesce(choices.always, False))
        .join(waits, waits.c.staff == staff.c.id)
        .outerjoin(notification_choices)
        .where(waits.c.since <= now - GATHERED)
        .where(or_(choices.mailed.is_(None), choices.mailed <= now - apart))
        .order_by(staff.c.id)
    )
    return [
        person
        for person, office, always in connection.execute(query)
        if always or hours.opens_at(office, now) is None
    ]  # fmt: skip


def write(connection: Connection, identity: str, site: str, now: datetime) -> int | None:
    """Queue one letter with everything that waits for somebody and still matters.

    Args:
        connection: a write transaction.
        identity: whose.
        site: where links lead, such as https://help.city.example.
        now: the time.

    Returns:
        Row id of the letter; None if nothing matters any more, or another gateway was faster.
    """
    # One gateway after the other: what the first one takes, the second one finds no more.
    connection.execute(select(staff.c.id).where(staff.c.id == identity).with_for_update())
    person, mine = by_id(connection, identity), notification_mails.c.staff == identity
    query = select(told.c.kind, *_case).select_from(notification_mails.join(told).join(cases))
    found = [Told(row[0], Case(*row[1:])) for row in connection.execute(query.where(mine).order_by(told.c.id))]
    connection.execute(delete(notification_mails).where(mine))
    waiting = waits_since(connection, [one.case.conversation for one in found if one.case.conversation])
    named = mentions.open_for(connection, identity, [one.case.id for one in found])
    kept = [one for one in found if _matters(one, person, waiting, named)]
    if not kept:
        return None
    notifications.remember(connection, identity, mailed=now)
    values = {"name": person.name, "number": str(len(_newest(kept))), "lines": _lines(kept, person.language, site)}
    links = {"link": f"{site}/desk/", "settings": f"{site}/desk/me"}
    return letters.enqueue(connection, person.email, LETTER, person.language, {**values, **links}, now)


def _matters(one: Told, person: Staff, waiting: Mapping[str, datetime], named: Collection[int]) -> bool:
    """Whether a case is still as it was told: one that was taken, answered or finished meanwhile calls for nobody."""
    case = one.case
    if one.kind == notifications.NAMED:
        return case.id in named
    if case.status not in OPEN or not person.may("agent"):
        return False
    if one.kind == notifications.WAITING and str(case.conversation) not in waiting:
        return False
    if case.assignee is not None:
        return case.assignee == person.id and one.kind not in (notifications.NEW, notifications.PASSED)
    return case.office == person.office and one.kind != notifications.GIVEN


def _newest(kept: Iterable[Told]) -> dict[str, Told]:
    """Return the last thing that happened to each case, in the order of what happened first."""
    return {one.case.reference: one for one in kept}


def _lines(kept: Iterable[Told], language: str, site: str) -> str:
    said = list(_newest(kept).values())
    lines = [_line(one, language, site) for one in said[:MOST_LINES]]
    if len(said) > MOST_LINES:
        lines.append(_say("more", language, number=len(said) - MOST_LINES))
    return "\n".join(lines)


def _line(one: Told, language: str, site: str) -> str:
    case = one.case
    named = {"kind": _say(f"kind.{case.kind}", language), "office": _say(f"office.{case.office}", language)}
    event = _say(f"event.{one.kind}", language)
    link = f"{site}/desk/cases/{case.reference}"
    return _say("line", language, reference=case.reference, event=event, due=_due(case, language), link=link, **named)


def _due(case: Case, language: str) -> str:
    if case.due is None:
        return _say("no_due", language)
    local = case.due.astimezone(hours.OFFICES[case.office].zone)
    moment = format_datetime(local, words()["moment"][language], locale=_LOCALES[language])
    return _say("due", language, moment=moment)


def _say(key: str, language: str, **values: Any) -> str:
    return words()[key][language].format(**values)


def is_stale(connection: Connection, before: datetime | None) -> bool:
    """Whether `forget` would find anything."""
    return connection.execute(select(notification_mails.c.staff).where(_old(before)).limit(1)).first() is not None


def forget(connection: Connection, before: datetime | None) -> int:
    """Forget what waits to be told by mail; return how much.

    Args:
        connection: a write transaction.
        before: only what happened before this moment; None for all, where no letters are sent.
    """
    return int(connection.execute(delete(notification_mails).where(_old(before))).rowcount)


def _old(before: datetime | None) -> Any:
    old = select(told.c.id).where(told.c.at < before) if before else select(told.c.id)
    return notification_mails.c.notification.in_(old)
