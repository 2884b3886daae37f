"""Every table and every column is in the inventory, and the documents say the same."""

from __future__ import annotations

import pytest

from desk.inventory import DELETED, EMPTIED, REQUESTER, STAYS, THINNED, inventory
from desk.tables import metadata
from tests.import_graph import ROOT

TABLES = sorted(metadata.tables)


def test_no_table_is_left_out_or_gone() -> None:
    assert set(inventory().tables) == set(TABLES), "describe the table in desk/data_kinds.yml"


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_kind(name: str) -> None:
    described, there = set(inventory().tables[name].columns), set(metadata.tables[name].c.keys())

    assert described == there, f"desk/data_kinds.yml, {name}: {sorted(described ^ there)}"


@pytest.mark.parametrize("name", TABLES)
def test_what_is_personal_is_reached_by_erasure(name: str) -> None:
    said = inventory().tables[name]
    personal = {column for column, kind in said.columns.items() if inventory().kinds[kind.kind].personal == REQUESTER}
    stays = {DELETED: set(), EMPTIED: personal - set(said.emptied), THINNED: personal - {"data"}, STAYS: personal}

    assert stays[said.erasure] == set()
    assert bool(said.leads) == (said.erasure != STAYS)


def test_every_kind_is_used() -> None:
    used = {kind.kind for table in inventory().tables.values() for kind in table.columns.values()}

    assert used == set(inventory().kinds)


@pytest.mark.parametrize(("document", "language"), [("privacy.md", "en"), ("privacy.zh.md", "zh")])
def test_the_document_says_what_the_inventory_says(document: str, language: str) -> None:
    lines = (ROOT / "docs" / document).read_text("utf-8").splitlines()
    rows = [
        f"| {kind.name[language]} | {kind.why[language]} | {kind.kept[language]} |"
        for kind in inventory().kinds.values()
    ]

    assert [row for row in rows if row not in lines] == []
