"""How things of one kind differ: a practical answer on the very two, else they are set side by side."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge.library import Library
from nlu import aspects
from nlu.patterns import Mention
from nlu.question_index import Hit
from nlu.reading import Reading
from nlu.understanding import ASK_FACT, ASK_FAQ, SURE, Understanding

ASKED = "detail:differ"
"""What `Understanding.asks` is where a message asks how things differ."""
PROGRAMME, CLUSTER, TOPIC = "programme", "cluster", "topic"
CLUSTERS = "clusters/"
"""Folder of the records that a topic may stand for."""
OTHERS = frozenset({"city", "funding", "pilot", "contact", "unknown_name"})
"""Kinds of names that make it a question of another comparison."""


@lru_cache(maxsize=1)
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("differences.yml"))
    return rows


@lru_cache(maxsize=2)
def _form(name: str) -> re.Pattern[str]:
    return re.compile(_rows()[name])


def asked(reading: Reading, library: Library) -> list[str]:
    """Give the refs of the things of one kind that a message wants to be told apart; nothing for another question.

    Args:
        reading: the message.
        library: all records.
    """
    text = _without_names(reading)
    if not _form("asks").search(text) or _form("not").search(text) or reading.negated:
        return []
    if any(one.entity in OTHERS for one in reading.mentions):
        return []
    for kind in _rows()["kinds"]:
        places = {one.start: one.value for one in reading.mentions if _is_of(one, kind)}
        found = [library.get(ref) for ref in dict.fromkeys(places.values())]
        refs = [one.ref for one in found if one is not None and one.status == "published"]
        if len(refs) > 1:
            return refs
    return []


def _is_of(one: Mention, kind: str) -> bool:
    """Tell whether a name is of a kind; a cluster is named by its topic too ("smart city group")."""
    if kind == CLUSTER and one.entity == TOPIC:
        return one.value.startswith(CLUSTERS)
    return one.entity == kind


def _without_names(reading: Reading) -> str:
    characters = list(reading.normalised.text)
    for one in reading.mentions:
        characters[one.start : one.end] = " " * (one.end - one.start)
    return "".join(characters)


def understood(result: Understanding, refs: list[str], library: Library) -> Understanding:
    """Give what a message wants as a question of how things differ.

    Args:
        result: what it wants by itself; a practical answer that is sure on other things than programmes stays.
        refs: the things.
        library: all records.
    """
    row = next((one for one in _rows()["answered"] if sorted(refs) == sorted(one["pair"])), None)
    first = library.get(refs[0])
    programmes = first is not None and first.kind == PROGRAMME
    if row is not None and "faq" in row:
        return aspects.answered_by(result, row["faq"])
    if row is not None or (result.intent == ASK_FAQ and result.band == SURE and not programmes):
        return result
    hits = tuple(Hit(ref, None, 1.0, "") for ref in refs)
    return Understanding(ASK_FACT, 1.0, SURE, result.candidates, hits, ASKED)
