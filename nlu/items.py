"""Cut a message at the marks of a list that a person wrote: "1) … 2) …", "- … - …", "First, …; second, …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlu import patterns
from nlu.normalise import is_han

SHORTEST = 4
"""Letters of an English entry below which it is none; a Chinese one has at least `SHORTEST_HAN` characters."""
SHORTEST_HAN = 2
FEWEST = 2
_OPENING = ("", ":", "：")
"""What stands before a dash that begins a list, and not an aside."""


@dataclass(frozen=True)
class Listed:
    """A message that holds a list.

    Args:
        lead: what stands before the list.
        items: the entries, their marks left out.
    """

    lead: str
    items: tuple[str, ...]


@lru_cache(maxsize=1)
def _marks() -> tuple[tuple[re.Pattern[str], tuple[str, ...], bool], ...]:
    rows = patterns.data("parts")["list_marks"]
    return tuple(
        (re.compile(row["pattern"], re.IGNORECASE), tuple(row.get("order", ())), bool(row.get("opens"))) for row in rows
    )


def listed(text: str) -> Listed | None:
    """Find the list in a message.

    Args:
        text: as typed.

    Returns:
        Its lead and entries; None where there are not two marks in their order, each with an entry.
    """
    for pattern, order, opens in _marks():
        found = _run(pattern, order, text)
        if len(found) < FEWEST or (opens and text[: found[0].start()].strip()[-1:] not in _OPENING):
            continue
        ends = [*(mark.start() for mark in found[1:]), len(text)]
        items = [text[mark.end() : end].strip(" \t\r\n,，;；、") for mark, end in zip(found, ends)]
        if all(_says_something(item) for item in items):
            return Listed(text[: found[0].start()].strip(), tuple(items))
    return None


def _run(pattern: re.Pattern[str], order: tuple[str, ...], text: str) -> list[re.Match[str]]:
    """Give the marks that count up from the first one; of marks without an order, all."""
    found: list[re.Match[str]] = []
    for mark in pattern.finditer(text):
        if not order or (len(found) < len(order) and mark.group(1).lower() == order[len(found)]):
            found.append(mark)
    return found


def _says_something(item: str) -> bool:
    han = sum(is_han(character) for character in item)
    return han >= SHORTEST_HAN or len(item) >= SHORTEST
