"""The held-out sentences as cases: what is said, and what would be right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path("tests/understanding")
CONFIRMATION = FOLDER / "confirmation"
JUDGED = Path(__file__).with_name("as_good.yml")
"""Answers that were read and found as good as the one that a message was written for."""
OUT_OF_SCOPE = "out_of_scope"
LONG = "long"
TWO = "two questions"


@dataclass(frozen=True)
class Case:
    """A held-out message.

    Args:
        text: the message.
        intents: what it asks, in order; one for most.
        group: en, zh, mixed, near, far, long or two questions.
        records: refs of which one must be named, found and answered from, where the writer gave them.
        as_good: intents whose answer was read and tells what was asked as well; empty for most.
    """

    text: str
    intents: tuple[str, ...]
    group: str
    records: tuple[str, ...] = ()
    as_good: tuple[str, ...] = ()

    @property
    def inside(self) -> bool:
        """Tell whether it is a question for this desk."""
        return OUT_OF_SCOPE not in self.intents

    def saying(self, text: str) -> Case:
        """Return the same case in other letters."""
        return replace(self, text=text)


def cases(folder: Path = FOLDER) -> list[Case]:
    """Read all held-out messages of a folder; folders below it are other sets."""
    judged = {row["text"]: tuple(row["as"]) for row in YAML(typ="safe").load(JUDGED)}
    found = (case for file in sorted(folder.glob("*.yml")) for case in _of_file(file))
    return [replace(case, as_good=judged.get(case.text, ())) for case in found]


def _of_file(file: Path) -> Iterator[Case]:
    data = YAML(typ="safe").load(file)
    if isinstance(data, list):
        yield from (_message(row) for row in data)
        return
    for intent, groups in (data or {}).items():
        for group, rows in groups.items():
            yield from _rows(intent, group, rows)


def _message(row: dict[str, Any]) -> Case:
    intents = tuple(row.get("intents") or [row["intent"]])
    return Case(row["text"], intents, TWO if len(intents) > 1 else LONG, tuple(row.get("records", ())))


def _rows(intent: str, group: str, rows: Any) -> Iterator[Case]:
    if isinstance(rows, dict):  # out_of_scope: near and far, then languages
        for language_rows in rows.values():
            yield from _rows(intent, group, language_rows)
        return
    for row in rows or []:
        text, records = (row, ()) if isinstance(row, str) else (row["text"], tuple(row.get("records", ())))
        yield Case(text, (intent,), group, records)
