"""How a follow-up points back at the last answer: of them, in it, once more."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML


@lru_cache(maxsize=1)
def _forms() -> dict[str, re.Pattern[str]]:
    data = YAML(typ="safe").load(Path(__file__).with_name("follow_ups.yml"))
    return {name: re.compile(form) for name, form in data.items()}


def says(form: str, text: str) -> bool:
    """Tell whether a message points back in this way.

    Args:
        form: of_them, in_it, again or step.
        text: the message as written.
    """
    return _forms()[form].search(text.lower().strip()) is not None
