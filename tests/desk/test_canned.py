"""Canned replies: pairs with places that something fills, shared or one's own, and never changed over each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk import canned
from desk.canned import CannedWrong, Draft, UnknownCanned
from desk.database import Database
from desk.errors import EpochChanged
from tests.databases import NOW

HELLO = Draft("greet", "Greeting", "Wenhou", "Hello {name}, {reference}", "Nin hao {name}, {reference}")


def test_a_new_desk_has_a_set_to_begin_with_that_its_own_rules_accept(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("the tests empty the tables of this database")
    with database.read() as connection:
        entries = canned.available(connection, "anna")

    assert len(entries) >= 8
    fields = Draft.__dataclass_fields__
    assert all(Draft(**{field: getattr(entry, field) for field in fields}) for entry in entries)


@pytest.mark.parametrize(
    ("wrong", "code", "part"),
    [
        ({"text_en": "{nmae}", "text_zh": "{nmae}"}, "variable", "{nmae}"),
        ({"text_en": "{}", "text_zh": "{}"}, "variable", "{}"),
        ({"text_en": "{name.__class__}"}, "variable", "{name.__class__}"),
        ({"text_en": "{name!r:>9}"}, "variable", "{name!r:>9}"),
        ({"text_en": "{name} {reference", "text_zh": "{name}"}, "braces", "{ }"),
        ({"text_en": "{name}"}, "uneven", "{reference}"),
        ({"text_zh": "  "}, "field", "text_zh"),
        ({"title_en": "x" * 81}, "field", "title_en"),
        ({"text_en": "x" * 4001}, "field", "text_en"),
        ({"shortcut": "Gruss gott"}, "field", "shortcut"),
        ({"shortcut": "/"}, "field", "shortcut"),
    ],
)
def test_what_nothing_can_fill_is_refused_when_it_is_saved(wrong: dict[str, str], code: str, part: str) -> None:
    with pytest.raises(CannedWrong) as refusal:
        replace(HELLO, **wrong)

    assert (refusal.value.code, refusal.value.part) == (code, part)


def test_what_is_not_known_stays_a_place_that_can_be_found() -> None:
    text = canned.filled("Hello {name}, {reference} {city}", {"name": "{city}", "reference": "CB-1", "city": ""})

    assert text == "Hello {city}, CB-1 {city}"
    assert canned.places(text) == {"city"}


def test_ones_own_entry_is_nobody_elses(database: Database) -> None:
    with database.write() as connection:
        own = canned.create(connection, "anna", HELLO, False, NOW)
        shared = canned.create(connection, "anna", HELLO, True, NOW)

        assert canned.by_id(connection, "li", shared).is_shared
        assert own not in [entry.id for entry in canned.available(connection, "li")]
        with pytest.raises(UnknownCanned):
            canned.by_id(connection, "li", own)


def test_a_shortcut_is_taken_once_even_by_one_that_is_retired(database: Database) -> None:
    with database.write() as connection:
        entry = canned.by_id(connection, "li", canned.create(connection, "anna", HELLO, True, NOW))
        canned.retire(connection, entry, 1, True, NOW)
        assert entry.id not in [each.id for each in canned.available(connection, "li")]
        with pytest.raises(CannedWrong, match="taken"):
            canned.create(connection, "li", HELLO, True, NOW)


def test_a_change_over_a_colleagues_change_is_refused(database: Database) -> None:
    with database.write() as connection:
        entry = canned.by_id(connection, "anna", canned.create(connection, "anna", HELLO, True, NOW))
        assert canned.change(connection, entry, 1, replace(HELLO, title_en="Hi"), NOW) == ["title_en"]
        with pytest.raises(EpochChanged):
            canned.change(connection, entry, 1, replace(HELLO, title_en="Hey"), NOW)

        assert canned.by_id(connection, "anna", entry.id).title_en == "Hi"
