"""Notice a place that no record knows: better to say "not in our records" than to guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import jieba
import jieba.posseg

from nlu import patterns
from nlu.normalise import Normalised, is_han
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


def mentions(text: str, normalised: Normalised, taken: list[Mention], vocabulary: frozenset[str]) -> Iterator[Mention]:
    """Find place-like names that are not known.

    Args:
        text: the message as typed (capital letters matter).
        normalised: the same, normalised.
        taken: what has been recognised.
        vocabulary: words of the training phrases; they are no names.
    """
    for start, end in (*_latin(text, vocabulary, normalised), *_han(normalised.text, vocabulary)):
        if start < end and not any(start < m.end and m.start < end for m in taken):
            yield Mention(ENTITY, normalised.text[start:end], start, end, normalised.text[start:end], 0.5)


def _latin(text: str, vocabulary: frozenset[str], normalised: Normalised) -> Iterator[tuple[int, int]]:
    ordinary = vocabulary | frozenset(patterns.data()["not_places"])
    for match in _CAPITALISED.finditer(text):
        words = match.group().lower().split()
        if any(word in ordinary for word in words) or not _BEFORE_NAME.search(text[: match.start()]):
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
