"""The same messages as hurried, spoken or otherwise written people would type them."""

from __future__ import annotations

import random
import string
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from opencc import OpenCC
from pypinyin import lazy_pinyin

from knowledge.library import default_folder, load
from nlu.normalise import is_han

Change = Callable[[str, random.Random], str]
SPOKEN = {"en": ("um so ", "well i wanted to ask ", "eh "), "zh": ("那个，", "嗯我想问一下啊，", "就是说，")}
EMOJI = ("🙂", "🙏", "👍", "😅")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def upper(text: str, _: random.Random) -> str:
    """Write everything in capitals."""
    return text.upper()


def bare(text: str, _: random.Random) -> str:
    """Leave out all punctuation."""
    return "".join(c for c in text if not unicodedata.category(c).startswith("P"))


def typos(percent: int) -> Change:
    """Return a change that spoils this share of the letters: swapped, lost, doubled or struck beside."""

    def change(text: str, chance: random.Random) -> str:
        letters = list(text)
        for place in range(len(letters)):
            if letters[place].isalnum() and chance.random() * 100 < percent:
                _spoil(letters, place, chance)
        return "".join(letters)

    return change


def _spoil(letters: list[str], place: int, chance: random.Random) -> None:
    kind = chance.choice(("swap", "lose", "double", "strike"))
    if kind == "swap" and place + 1 < len(letters):
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
    elif kind == "lose":
        letters[place] = ""
    elif kind == "strike" and letters[place].isascii():
        letters[place] = chance.choice(string.ascii_lowercase)
    else:
        letters[place] *= 2


def traditional(text: str, _: random.Random) -> str:
    """Write in Traditional characters."""
    return str(OpenCC("s2t").convert(text))


def full_width(text: str, _: random.Random) -> str:
    """Write Latin letters, digits and signs in full width."""
    return text.translate(FULL_WIDTH)


def pinyin(text: str, _: random.Random) -> str:
    """Write the names of Chinese cities in letters without tones."""
    for name in _city_names():
        text = text.replace(name, f" {''.join(lazy_pinyin(name))} ")
    return text


@lru_cache(maxsize=1)
def _city_names() -> tuple[str, ...]:
    names = (name for record in load(default_folder()).of_kind("city") for name in record.names.zh)
    return tuple(sorted((name for name in names if all(is_han(c) for c in name)), key=lambda name: -len(name)))


def emoji(text: str, chance: random.Random) -> str:
    """Add pictures at the end."""
    return f"{text} {chance.choice(EMOJI)}{chance.choice(EMOJI)}"


def spoken(text: str, chance: random.Random) -> str:
    """Write as dictated: filler words first, no capitals, no punctuation."""
    language = "zh" if any(is_han(c) for c in text) else "en"
    return chance.choice(SPOKEN[language]) + bare(text, chance).lower()


CHANGES: dict[str, Change] = {
    "upper case": upper,
    "no punctuation": bare,
    "typos in 3 % of letters": typos(3),
    "typos in 5 % of letters": typos(5),
    "typos in 10 % of letters": typos(10),
    "Traditional characters": traditional,
    "full width": full_width,
    "pinyin city names": pinyin,
    "emoji": emoji,
    "dictated": spoken,
}
