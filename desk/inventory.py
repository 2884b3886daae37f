"""The inventory of what is stored: every table and column with its kind, as desk/data_kinds.yml says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FILE = Path(__file__).with_name("data_kinds.yml")
CONVERSATION, CASE = "conversation", "case"
DELETED, EMPTIED, THINNED, STAYS = "deleted", "emptied", "thinned", "stays"
REQUESTER = "requester"
Both = Mapping[str, str]
"""A sentence in both languages."""


@dataclass(frozen=True)
class Kind:
    """A kind of data: whose it is, what it is called, why it is stored and how long."""

    personal: str
    name: Both
    why: Both
    kept: Both


@dataclass(frozen=True)
class Column:
    """A column: its kind, and its name for the person it is shown to; None if it is not shown."""

    kind: str
    name: Both | None


@dataclass(frozen=True)
class TableData:
    """A table.

    Args:
        name: for the person whose data it holds.
        leads: column → CONVERSATION or CASE; how a row leads to a person. Empty: to nobody who asks us.
        erasure: DELETED, EMPTIED, THINNED or STAYS.
        columns: all its columns.
        emptied: column → what takes the place of its value.
        kept: column → the values with which a row stays.
        internal: column → values of rows that only staff are shown.
    """

    name: Both
    leads: Mapping[str, str]
    erasure: str
    columns: Mapping[str, Column]
    emptied: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, list[str]] = field(default_factory=dict)
    internal: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Inventory:
    """Kinds, tables, and the sentences of the file that a person gets."""

    kinds: Mapping[str, Kind]
    tables: Mapping[str, TableData]
    page: Mapping[str, Both]


@lru_cache(maxsize=1)
def inventory() -> Inventory:
    """Return the inventory, read once.

    Raises:
        KeyError: a column has a kind that is not described.
    """
    loaded = YAML(typ="safe").load(FILE.read_text("utf-8"))
    kinds = {name: Kind(**said) for name, said in loaded["kinds"].items()}
    tables = {name: _table(said) for name, said in loaded["tables"].items()}
    for name, table in tables.items():
        for column, said in table.columns.items():
            if said.kind not in kinds:
                raise KeyError(f"{FILE.name}: {name}.{column} has the kind {said.kind!r}: add it to kinds")
    return Inventory(kinds, tables, loaded["page"])


def _table(said: Mapping[str, Any]) -> TableData:
    return TableData(**{**said, "columns": {name: _column(kind) for name, kind in said["columns"].items()}})


def _column(said: Any) -> Column:
    if isinstance(said, str):
        return Column(said, None)
    kind, english, chinese = said
    return Column(kind, {"en": english, "zh": chinese})
