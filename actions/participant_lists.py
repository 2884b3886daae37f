"""Which facts of a programme name its participants, as participants.yml says."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from knowledge import mentions
from knowledge.mentions import Place
from knowledge.records import Fact, Record

SIDES = ("cn", "eu")
NAMING = (*SIDES, "both")


@lru_cache(maxsize=1)
def lists() -> dict[str, dict[str, list[str]]]:
    """Give the names of the facts by programme and side."""
    loaded: dict[str, dict[str, list[str]]] = YAML(typ="safe").load(Path(__file__).with_name("participants.yml"))
    return loaded


def facts_of(programme: Record, *sides: str) -> list[Fact]:
    """Give the facts of a programme that name its participants of some sides, or count them."""
    rows = lists().get(programme.ref, {})
    return [programme.facts[key] for side in sides for key in rows.get(side, ()) if key in programme.facts]


def is_partial(programme: Record, *sides: str) -> bool:
    """Tell whether only some of the participants of some sides are known; a side without a list does not count."""
    rows = lists().get(programme.ref, {})
    listed = [side for side in (*sides, "both") if any(not fact.unknown for fact in facts_of(programme, side))]
    partial = [
        side
        for side in listed
        if any(fact.unknown or fact.name in rows.get("partly", ()) for fact in facts_of(programme, side))
    ]
    own = [side for side in listed if side in SIDES]
    return bool(partial) and all(side in partial for side in own)


def is_list(record: Record, fact: Fact | None, place: Place) -> bool:
    """Tell whether a fact names a place in a list of participants."""
    return fact is not None and fact in facts_of(record, *NAMING) and mentions.lists_it(place, fact)
