"""Recognises short messages that ask for one's own data or its deletion; needs neither brain nor database."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

SHOW, DELETE, YES, NO = "show", "delete", "yes", "no"
_LONGEST = 100
_END = " .!?~\u3002\uff01\uff1f\u2026"


@lru_cache(maxsize=1)
def _forms() -> dict[str, re.Pattern[str]]:
    loaded = YAML(typ="safe").load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return {name: re.compile("|".join(f"(?:{form})" for form in forms)) for name, forms in loaded.items()}


def says(name: str, text: str) -> bool:
    """Tell whether a whole message is one of the forms of SHOW, DELETE, YES or NO."""
    if len(text) > _LONGEST:
        return False
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'").split())
    return _forms()[name].fullmatch(plain.strip(_END)) is not None
