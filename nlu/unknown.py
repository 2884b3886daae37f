"""Notice a place that no record knows: better to say "not in our records" than to guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import ahocorasick
import jieba
import jieba.posseg
from pypinyin import Style, lazy_pinyin
from ruamel.yaml import YAML

from nlu import patterns
from nlu.normalise import Normalised, is_han, plain
from nlu.patterns import Mention

ENTITY = "unknown_name"
_WORD = "[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,}"
_CAPITALISED = re.compile(rf"(?<![\w'’-]){_WORD}(?:[ -](?:[a-z]{{2,3}}[ -])?{_WORD}){{0,2}}(?!\w)")
_BEFORE_NAME = re.compile(r"(?:\b(?:in|about|of|with|from|for|to|and|is|does|did|near|city|like)|,)\s+$", re.IGNORECASE)
PLACE_TAGS = frozenset({"ns", "nr", "nrt"})
"""jieba takes many transliterated places for persons; in a question about a city both mean an unknown one."""


@lru_cache(maxsize=1)
def _tagger() -> jieba.posseg.POSTokenizer:
    tagger = jieba.posseg.POSTokenizer(jieba.Tokenizer())
    tagger.initialize()
    return tagger


@lru_cache(maxsize=1)
def _places() -> ahocorasick.Automaton:
    """Return the well-known places of both sides, Chinese ones in pinyin too."""
    rows = YAML(typ="safe").load(Path(__file__).with_name("places.yml"))
    automaton = ahocorasick.Automaton()
    for name in rows["latin"]:
        automaton.add_word(plain(name), plain(name))
    for name in rows["han"]:
        syllables = "".join(lazy_pinyin(name, style=Style.NORMAL))
        for form in (plain(name), syllables):
            automaton.add_word(form, form)
    automaton.make_automaton()
    return automaton


@lru_cache(maxsize=1)
def _not_places() -> frozenset[str]:
    return frozenset(patterns.data()["not_places"])


def mentions(text: str, normalised: Normalised, taken: list[Mention], vocabulary: frozenset[str]) -> Iterator[Mention]:
    """Find places that no record knows: well-known ones by their name, others by how they are written.

    Args:
        text: the message as typed (capital letters matter).
        normalised: the same, normalised.
        taken: what has been recognised.
        vocabulary: words of the training phrases; they are no names.
    """
    found: list[tuple[int, int]] = []
    for start, end in (
        *_listed(normalised.text),
        *_latin(text, vocabulary, normalised),
        *_han(normalised.text, vocabulary),
    ):
        free = not any(start < m.end and m.start < end for m in taken)
        if start < end and free and not any(start < right and left < end for left, right in found):
            found.append((start, end))
            yield Mention(ENTITY, normalised.text[start:end], start, end, normalised.text[start:end], 0.5)


def _listed(text: str) -> Iterator[tuple[int, int]]:
    spans = [(last - len(form) + 1, last + 1) for last, form in _places().iter(text)]
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        before = start > 0 and text[start - 1].isascii() and text[start - 1].isalnum()
        after = end < len(text) and text[end].isascii() and text[end].isalnum()
        if not (text[start].isascii() and (before or after)):
            yield (start, end)


def _latin(text: str, vocabulary: frozenset[str], normalised: Normalised) -> Iterator[tuple[int, int]]:
    others = _not_places()
    for match in _CAPITALISED.finditer(text):
        words = match.group().lower().split()
        if any(word in vocabulary or word in others for word in words) or not _BEFORE_NAME.search(
            text[: match.start()]
        ):
            continue
        places = [i for i, offset in enumerate(normalised.offsets) if match.start() <= offset < match.end()]
        if places:
            yield (places[0], places[-1] + 1)


def _han(text: str, vocabulary: frozenset[str]) -> Iterator[tuple[int, int]]:
    if not any(is_han(character) for character in text):
        return
    position = 0
    for piece in _tagger().cut(text):
        end = position + len(piece.word)
        known = piece.word in vocabulary or len(piece.word) < 2 or not is_han(piece.word[0])
        if piece.flag in PLACE_TAGS and not known:
            yield (position, end)
        position = end
