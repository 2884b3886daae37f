"""Names that are denied or easily confused: is the right thing meant, and nothing else?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from tools.evaluation.cases import FOLDER

if TYPE_CHECKING:
    from bot.brain.agent import Brain

NAMES = FOLDER / "names"
WITHOUT_RECORD = frozenset({"unknown_name", "place"})


@dataclass(frozen=True)
class NameCase:
    """A held-out message whose names are the point.

    Args:
        text: the message.
        kind: negation or homonyms.
        language: en or zh.
        named: refs that are meant.
        denied: refs that are not.
        unknown: places without a record, as written.
    """

    text: str
    kind: str
    language: str
    named: tuple[str, ...]
    denied: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class NameOutcome:
    """What was taken as meant.

    Args:
        case: the message.
        meant: refs taken as meant.
        unknown: places noticed that have no record, in lower case.
    """

    case: NameCase
    meant: frozenset[str]
    unknown: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether all that is meant was found, nothing that is denied, and each place without a record noticed."""
        found = set(self.case.named) <= self.meant and not set(self.case.denied) & self.meant
        return found and all(any(name.lower() in one for one in self.unknown) for name in self.case.unknown)


def name_cases(folder: Path = NAMES) -> list[NameCase]:
    """Read the messages about names."""
    rows = [(file.stem, row) for file in sorted(folder.glob("*.yml")) for row in YAML(typ="safe").load(file)]
    return [
        NameCase(
            row["text"],
            kind,
            row["lang"],
            tuple(row.get("named", ())),
            tuple(row.get("denied", ())),
            tuple(row.get("unknown", ())),
        )
        for kind, row in rows
    ]


async def read_names(brain: Brain, chosen: Sequence[NameCase]) -> list[NameOutcome]:
    """Understand every message about names."""
    return [_outcome(case, await brain.read(case.text)) for case in chosen]


def _outcome(case: NameCase, parts: list[dict[str, Any]]) -> NameOutcome:
    entities = [entity for part in parts for entity in part["entities"]]
    denied = {ref for part in parts for ref in part.get("negated") or part["understood"].get("negated") or ()}
    meant = {str(entity["value"]) for entity in entities} - denied
    unknown = {str(entity.get("text") or "").lower() for entity in entities if entity["entity"] in WITHOUT_RECORD}
    return NameOutcome(case, frozenset(meant), frozenset(unknown))
