"""Whole sentences in pinyin without tones: told from English, and written in characters to be understood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

LONGEST = 4
"""Words that may be written apart and are one: "wei shen me"."""
_WORD = re.compile(r"[A-Za-zÀ-ÿ0-9'’-]+|[^A-Za-zÀ-ÿ0-9\s'’-]+")


@lru_cache(maxsize=1)
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("pinyin.yml"))
    rows["words"] = {word: han for word, han in rows["words"].items() if word.isalpha()}
    return rows


@lru_cache(maxsize=1)
def _spelt() -> re.Pattern[str]:
    return re.compile(f"(?:{_rows()['syllable']})+")


def is_pinyin(words: Sequence[str]) -> bool:
    """Tell whether the Latin words of a message, its names put aside, are a sentence in pinyin.

    Args:
        words: in lower case, in their order.
    """
    rows = _rows()
    unspelt = [word for word in words if not _spelt().fullmatch(word)]
    said = [part for word in words for part in _parts(word)]
    plain = [part for part in said if part in rows["words"] and part not in rows["english"]]
    if len(unspelt) > min(1, len(plain) - 1):  # one name that nobody knows may stand in it
        return False
    whole = len(said) >= rows["fewest"] and all(part in rows["words"] for part in said)
    apart = len(_joined([word.lower() for word in words], {})) < len(words)
    return len(plain) >= (1 if whole or apart else rows["fewest"])


@lru_cache(maxsize=2_048)
def _parts(word: str) -> tuple[str, ...]:
    """Cut a word into words of the list, as long ones as there are; the word itself where that does not go."""
    known = _rows()["words"]
    if word in known:
        return (word,)
    for length in range(len(word) - 1, 0, -1):
        rest = _parts(word[length:]) if word[:length] in known else ()
        if rest and all(one in known for one in rest):
            return (word[:length], *rest)
    return (word,)


def _joined(words: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Put together what is one word and was written apart, and write it in characters."""
    known = {**_rows()["words"], **names}
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            one = "".join(words[at : at + length]).lower()
            if one in known:
                found.append(known[one])
                break
        else:
            length = 1
            parts = _parts(words[at].lower())
            found.append("".join(known.get(part, part) for part in parts) if len(parts) > 1 else words[at])
        at += length
    return found


def in_characters(text: str, names: Mapping[str, str]) -> str:
    """Write a sentence in pinyin in characters; what is no word of it stays.

    Args:
        text: as typed.
        names: how names are spelt in pinyin, and the name in characters.
    """
    pieces = _joined(_WORD.findall(text), names)
    written = ""
    for piece in pieces:
        apart = bool(written) and written[-1].isascii() and written[-1].isalnum() and piece[:1].isascii()
        written += (" " if apart and piece[:1].isalnum() else "") + piece
    return written
