"""Which office is asked: language, holidays and who writes what decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from desk.database import Database
from desk.routing import Route, route
from desk.staff import accounts
from desk.staff.accounts import Profile
from tests.databases import NOW

ANNA = Profile("anna@desk.example", "Anna", "agent", "brussels", ["en"], "en")
LI = Profile("li@desk.example", "Li", "agent", "beijing", ["zh"], "zh")
ORDINARY = datetime.fromisoformat("2026-11-28T10:00+00:00")  # an ordinary weekend
NATIONAL_DAY = datetime.fromisoformat("2026-10-01T08:00+00:00")
BOTH_CLOSED = datetime.fromisoformat("2026-04-04T08:00+00:00")  # Qingming and Easter end alike


def choose(database: Database, language: str, now: datetime, *people: Profile) -> Route:
    with database.write() as connection:
        for person in people:
            accounts.create(connection, person, NOW)
        return route(connection, language, now)


@pytest.mark.parametrize(
    ("language", "now", "people", "expected"),
    [
        ("zh", NATIONAL_DAY, (), Route("beijing")),
        ("zh", NATIONAL_DAY, (ANNA, LI), Route("beijing")),
        ("zh", NATIONAL_DAY, (replace(ANNA, languages=["en", "zh"]), LI), Route("brussels", "beijing")),
        ("zh", NATIONAL_DAY, (replace(ANNA, languages=["zh"], role="viewer"), LI), Route("beijing")),
        ("zh", ORDINARY, (replace(ANNA, languages=["en", "zh"]), LI), Route("beijing")),
        ("zh", BOTH_CLOSED, (replace(ANNA, languages=["en", "zh"]), LI), Route("beijing")),
        ("zh", NOW, (replace(ANNA, languages=["en", "zh"]),), Route("brussels")),
        ("en", NOW, (LI, ANNA), Route("brussels")),
        ("en", NOW, (replace(LI, languages=["en", "zh"]),), Route("beijing")),
    ],
)
def test_office_is_chosen(
    database: Database, language: str, now: datetime, people: tuple[Profile, ...], expected: Route
) -> None:
    assert choose(database, language, now, *people) == expected
