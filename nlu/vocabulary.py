"""The words of the training phrases: they are no unknown names, and what is nearly one of them is a slip."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nlu.normalise import is_han, plain
from nlu.words import WordCutter

FREQUENT = 3
"""Phrases in which a word must stand to be what a misspelt one is corrected to."""


@dataclass(frozen=True)
class Vocabulary:
    """Words of the training phrases, normalised.

    Args:
        words: every word.
        frequent: words that stand in several phrases.
        pairs: every two Chinese characters that stand side by side somewhere.
    """

    words: frozenset[str] = frozenset()
    frequent: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Vocabulary:
        """Collect the words of training phrases."""
        cutter = WordCutter()
        counts: Counter[str] = Counter()
        pairs: set[str] = set()
        for phrase in phrases:
            text = plain(phrase)
            counts.update({word.text for word in cutter.words(text)})
            pairs.update(a + b for a, b in zip(text, text[1:]) if is_han(a) and is_han(b))
        frequent = frozenset(word for word, count in counts.items() if count >= FREQUENT)
        return cls(frozenset(counts), frequent, frozenset(pairs))

    @classmethod
    def open(cls, file: Path) -> Vocabulary:
        """Read what `save` wrote."""
        data = json.loads(file.read_text(encoding="utf-8"))
        return cls(*(frozenset(data[name]) for name in ("words", "frequent", "pairs")))

    def save(self, file: Path) -> None:
        """Write the vocabulary to a file."""
        data = {name: sorted(getattr(self, name)) for name in ("words", "frequent", "pairs")}
        file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
