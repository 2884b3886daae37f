"""A heat map as numbers: subjects down, cities across, the figure in every field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from desk.console.charts import LEVELS, Mark, Text

_HEAD, _FIELD = 40, 44
_SIDE = 22.0
"""Percent of the width for the names of the subjects."""
_LONGEST = {"en": (24, 11), "zh": (12, 6)}
"""Characters of a line of such a name, beside and above."""


@dataclass(frozen=True)
class Heat:
    """A heat map: fields whose series is how strong they are, and the names beside and above them."""

    kind: str
    height: int
    marks: tuple[Mark, ...]
    labels: tuple[Text, ...]
    legend: tuple[str, ...] = ()


def heat(down: Sequence[str], across: Sequence[str], values: Mapping[tuple[int, int], int], language: str) -> Heat:
    """Return a heat map.

    Args:
        down: names of the rows.
        across: names of the columns.
        values: (row, column) → figure; what is missing is 0.
        language: of the names; it decides how long a line may be.
    """
    wide, most = (100 - _SIDE) / max(len(across), 1), max([*values.values(), 1])
    marks: list[Mark] = []
    labels: list[Text] = []
    beside, above_all = _LONGEST[language]
    for column, name in enumerate(across):
        at = round(_SIDE + wide * (column + 0.5), 2)
        lines = folded(name, above_all)
        labels += [Text(at, 32 - 15 * (len(lines) - 1 - number), part) for number, part in enumerate(lines)]
    for row, name in enumerate(down):
        y = _HEAD + _FIELD * row
        lines = folded(name, beside)
        first = y + 26 - 7 * (len(lines) - 1)
        labels += [Text(0, first + 15 * number, part, "start") for number, part in enumerate(lines)]
        for column, above in enumerate(across):
            value = values.get((row, column), 0)
            level = ceil(LEVELS * value / most)
            x = round(_SIDE + wide * column + 0.25, 2)
            title = f"{name} · {above}: {value}"
            text = str(value) if value else ""
            marks.append(Mark(x, y + 2, round(wide - 0.5, 2), _FIELD - 4, level, title, text))
    return Heat("heat", _HEAD + _FIELD * len(down) + 4, tuple(marks), tuple(labels))


def folded(name: str, longest: int) -> list[str]:
    """Return a name in one line or two, broken at a space if it has one."""
    if len(name) <= longest:
        return [name]
    at = name.rfind(" ", 0, longest + 1)
    first, second = (name[:at], name[at + 1 :]) if at > 0 else (name[:longest], name[longest:])
    return [first, second if len(second) <= longest + 2 else second[:longest] + "\u2026"]
