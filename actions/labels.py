"""Which names for facts and countries the wording has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from actions import values
from actions.values import Typed
from knowledge.records import Fact

WORDING = Path(__file__).parents[1] / "bot" / "wording"


@cache
def known(topic: str, folder: Path = WORDING) -> frozenset[str]:
    """Give the keys of one file of the wording.

    Args:
        topic: name of the file without `.yml`.
        folder: the folder of the wording.
    """
    loaded = YAML(typ="safe").load(folder / f"{topic}.yml")
    return frozenset(loaded)


def of_fact(fact: Fact) -> Typed:
    """Name a fact: by its own name, else by its unit or its kind, else just as a detail.

    A new record may have facts that no one has named yet; they are told all the same.
    """
    keys = (f"label.{fact.name}", f"label.unit.{(fact.unit or '').lower()}", f"label.kind.{fact.kind}")
    return values.say(next((key for key in keys if key in known("labels")), "label.other"))


def has_name(fact: Fact) -> bool:
    """Tell whether the wording names this very fact."""
    return f"label.{fact.name}" in known("labels")


def of_country(code: str) -> Typed:
    """Name a country by its ISO code; a code that the wording does not know is shown as it is."""
    key = f"country.{code.lower()}"
    return values.say(key) if key in known("countries") else values.string(code)
