"""The demo fills an empty desk, stays away from real people, and goes without a trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import func, select

from bot.scene import Rules
from bot.settings import Settings
from desk import audit, canned, conversations
from desk.cases import MOVES
from desk.database import Database
from desk.migrate import migrate
from desk.models import canned as canned_rows
from desk.models import cases, messages, outbox
from desk.request_models import requests
from desk.staff import accounts
from desk.tables import metadata
from tests.databases import NOW
from tools.demo import rows, script
from tools.demo.__main__ import DemoRefused, fill, refuse, take_away
from tools.demo.play import Stage

OWN = ("audit", "canned")
"""Tables that hold something in an empty desk, or keep what was done."""


def counted(database: Database) -> dict[str, int]:
    with database.read() as connection:
        found = {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in metadata.sorted_tables
        }
    return {name: number for name, number in found.items() if number and name not in OWN}


def cases_of() -> list[script.Talk]:
    """Return the talks that become cases; the others only ask, and each question takes its time."""
    return [talk for talk in script.talks() if {"person", "request"} & {kind for kind, _ in talk.steps}]


def test_the_script_says_everything_in_both_languages_and_names_nobody_real() -> None:
    talks, people = script.talks(), script.people()

    assert Counter(talk.language for talk in talks)["en"] == Counter(talk.language for talk in talks)["zh"]
    assert len(talks) >= 60
    for said in [*people, *(talk.request for talk in talks if talk.request)]:
        assert said["email"].endswith("@example.org")
        assert any(mark in said["name"] for mark in ("(demo)", "（演示）"))
    for talk in talks:
        assert NOW - timedelta(days=33) < talk.begins(NOW) < NOW


@pytest.mark.parametrize(
    ("settings", "held", "again", "key"),
    [
        (Settings(public_url="https://help.city.example"), rows.Held(0, 0), False, "demo_production"),
        (Settings(telegram_token="1:x"), rows.Held(9, 0), True, "demo_production"),  # noqa: S106
        (Settings(), rows.Held(0, 1), False, "demo_real"),
        (Settings(), rows.Held(0, 1), True, "demo_real"),
        (Settings(), rows.Held(9, 1), False, "demo_there"),
    ],
)
def test_the_demo_stays_away_from_real_people(settings: Settings, held: rows.Held, again: bool, key: str) -> None:
    with pytest.raises(DemoRefused) as refused:
        refuse(settings, held, again)
    assert refused.value.key == key
    refuse(Settings(), rows.Held(0, 0), False)
    refuse(Settings(), rows.Held(9, 3), True)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A desk with the demo in it, and one real conversation that came later."""
    from tests.loaded_brain import loaded

    brain = loaded()
    brain.put_in_place()
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'citybridge.db'}")
    migrate(database)
    tokens = brain.run(fill(Stage(database, brain.brain.turn, "Test desk", Rules(2), NOW), cases_of()))
    assert len(tokens) == len(script.people())
    with database.write() as connection:
        conversations.open_for_user(connection, "rest", "somebody real", "en", NOW)
    yield database
    database.close()


@pytest.mark.rasa
@pytest.mark.timeout(300)
def test_the_desk_is_full_of_life(filled: Database) -> None:
    with filled.read() as connection:
        found = connection.execute(select(cases.c.status, cases.c.language, cases.c.due)).all()
        asked = int(connection.execute(select(func.count()).select_from(requests)).scalar_one())
        newest = connection.execute(select(func.max(messages.c.created))).scalar_one()
        waiting = connection.execute(select(func.count()).where(outbox.c.state == "queued")).scalar_one()
        sorry = connection.execute(select(func.count()).where(messages.c.status == "failed")).scalar_one()
        own = {one.owner for one in canned.available(connection, "demo-brussels-1") if one.owner}
        marked = rows.held(connection)

    assert {(status, language) for status, language, _ in found} == set(product(MOVES, ("en", "zh")))
    assert sum(due < NOW and status in ("new", "assigned") for status, _, due in found) >= 4
    assert asked == len([talk for talk in cases_of() if talk.request])
    assert newest <= NOW
    assert (waiting, sorry) == (0, 0)
    assert own == {"demo-brussels-1"}
    assert marked.real == 1


@pytest.mark.rasa
def test_the_demo_goes_without_a_trace_and_leaves_the_rest(filled: Database) -> None:
    assert take_away(filled, NOW) == len(cases_of())
    with filled.read() as connection:
        assert accounts.everybody(connection) == []
        kept = connection.execute(select(canned_rows.c.owner).distinct()).scalars().all()
        lines = {line.action for line in audit.page(connection)}

    assert counted(filled) == {"conversations": 1}
    assert kept == [""]
    assert lines == {"demo.add", "demo.remove"}
