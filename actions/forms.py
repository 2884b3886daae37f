"""The word lists beside the actions: the one place that reads and compiles them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


@cache
def words(name: str) -> Any:
    """Return the content of a word list.

    Args:
        name: of the file beside this module, without its ending.
    """
    return YAML(typ="safe").load(Path(__file__).with_name(f"{name}.yml").read_text("utf-8"))


@cache
def form(name: str, *keys: str) -> re.Pattern[str]:
    """Return one form of a word list, compiled.

    Args:
        name: of the file, as for `words`.
        keys: the key of the form, and of each level above it.
    """
    found = words(name)
    for key in keys:
        found = found[key]
    return re.compile(found)
