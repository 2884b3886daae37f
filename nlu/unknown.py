"""Notice a place that no record knows: better to say "not in our records" than to guess."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import ahocorasick
import jieba.posseg
from pypinyin import Style, lazy_pinyin
from ruamel.yaml import YAML

from nlu import patterns
from nlu.normalise import Normalised, is_han, plain
from nlu.patterns import Mention
from nlu.words import RUNS, dictionary

ENTITY = "unknown_name"
_WORD = "[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,}"
_INSIDE = "(?:am|an|auf|da|de|del|den|der|di|do|el|en|in|la|le|les|of|sur|upon)"
_CAPITALISED = re.compile(rf"(?<![\w'’-]){_WORD}(?:[ -](?:{_INSIDE}[ -])?{_WORD}){{0,2}}(?!\w)")
_BEFORE_NAME = re.compile(
    r"(?:\b(?:in|about|of|with|from|for|to|and|or|is|are|was|were|does|did|near|city|like|we['’]re|i['’]m)|,)\s+$",
    re.IGNORECASE,
)
_BESIDE_NAME = re.compile(r"\s*(?:,|&|/|\b(?:and|or)\b)", re.IGNORECASE)
"""What stands between the name at the beginning of a message and another name."""
_RUN = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._]+")
"""What the tagger looks at together."""
PLACE_TAGS = frozenset({"ns", "nr", "nrt"})
"""jieba takes many transliterated places for persons; in a question about a city both mean an unknown one."""


@lru_cache(maxsize=1)
def _tagger() -> jieba.posseg.POSTokenizer:
    # The module's own, which has loaded its 350,000 words with the import anyway: a second one takes 45 MB more. All of
    # the words stand in the dictionary too, so they are shared with it.
    tagger: jieba.posseg.POSTokenizer = jieba.posseg.dt
    tags, tagger.tokenizer = tagger.word_tag_tab, dictionary()
    tagger.word_tag_tab = {word: sys.intern(tags[word]) for word in dictionary().FREQ if word in tags}
    return tagger


@lru_cache(maxsize=1)
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("places.yml"))
    return rows


def _in_both(names: list[str]) -> tuple[str, ...]:
    """Give Chinese names, normalised, each in characters and in pinyin."""
    han = [(plain(name), "".join(lazy_pinyin(name, style=Style.NORMAL))) for name in names]
    return tuple(form for forms in han for form in forms)


@lru_cache(maxsize=1)
def well_known() -> tuple[str, ...]:
    """Return the well-known places of both sides, normalised, Chinese ones in pinyin too."""
    return (*map(plain, _rows()["latin"]), *_in_both(_rows()["han"]))


@lru_cache(maxsize=1)
def _provinces() -> frozenset[str]:
    return frozenset(_in_both(_rows()["provinces"]))


@lru_cache(maxsize=1)
def _goes_on() -> re.Pattern[str]:
    return re.compile(_rows()["goes_on"])


def _gone_on_with(text: str) -> Iterator[tuple[int, int]]:
    """Give the province that a message goes on with: "and Hebei?"."""
    match = _goes_on().match(text)
    name = match and ("en" if match["en"] else "zh")
    if match and name and match[name] in _provinces():
        yield match.span(name)


@lru_cache(maxsize=1)
def _places() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in well_known():
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


@lru_cache(maxsize=1)
def _not_places() -> frozenset[str]:
    return frozenset(patterns.data("unknown_names")["not_places"])


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    return frozenset(patterns.data("unknown_names")["english_function_words"])


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
        *_gone_on_with(normalised.text),
        *_latin(text, vocabulary, normalised),
        *_han(normalised.text, vocabulary),
    ):
        free = not any(start < m.end and m.start < end for m in taken)
        if start < end and free and not any(start < right and left < end for left, right in found):
            found.append((start, end))
            yield Mention(ENTITY, normalised.text[start:end], start, end, normalised.text[start:end], 0.5)


@lru_cache(maxsize=1)
def _institutions() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form) for form in patterns.data("unknown_names")["institutions"])


def without_institutions(text: str, found: list[Mention]) -> list[Mention]:
    """Leave out seats that stand for the institutions there: "money from Brussels", 北京办公室.

    Args:
        text: the message, normalised.
        found: what it names.
    """
    spans = [match.span() for form in _institutions() for match in form.finditer(text)]
    return [m for m in found if m.entity != ENTITY or not any(a <= m.start and m.end <= b for a, b in spans)]


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
        start, end = _without_verb(text, *match.span())
        words = text[start:end].lower().split()
        first = not text[:start].strip() and _BESIDE_NAME.match(text, end)
        if any(word in vocabulary or word in others for word in words) or not (
            first or _BEFORE_NAME.search(text[:start])
        ):
            continue
        places = [i for i, offset in enumerate(normalised.offsets) if start <= offset < end]
        if places:
            yield (places[0], places[-1] + 1)


def _without_verb(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the first word of a question, whose capital letter says nothing: Was | Springfield."""
    first, _, rest = text[start:end].partition(" ")
    return (end - len(rest), end) if rest and first.lower() in _function_words() else (start, end)


def _han(text: str, vocabulary: frozenset[str]) -> Iterator[tuple[int, int]]:
    if not any(is_han(character) for character in text):
        return
    last = (0, 0)
    for start, end in _pieces(text, vocabulary):
        start, end = _whole(text, start, end)
        if start <= last[1]:  # 雷焦卡拉 and 布里亚 are one name
            last = (last[0], max(end, last[1]))
            continue
        yield last
        last = (start, end)
    yield last


def _pieces(text: str, vocabulary: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Give the pieces of a text that the tagger takes for names."""
    for run in _RUN.finditer(text):
        for start, word in _places_of(run.group()):
            known = word in vocabulary or len(word) < 2 or not is_han(word[0])
            if not known and not _counted().match(word):
                yield (run.start() + start, run.start() + start + len(word))


@lru_cache(maxsize=RUNS)
def _places_of(run: str) -> tuple[tuple[int, str], ...]:
    """Give what the tagger takes for a place in a run of characters, and where it begins."""
    found: list[tuple[int, str]] = []
    position = 0
    for piece in _tagger().cut(run):
        if piece.flag in PLACE_TAGS:
            found.append((position, piece.word))
        position += len(piece.word)
    return tuple(found)


@lru_cache(maxsize=1)
def _counted() -> re.Pattern[str]:
    return re.compile(patterns.data("unknown_names")["counted_cities"])


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a piece of a transliterated name to the characters around it that only stand for sounds: 布|格拉."""
    sounds = patterns.data("unknown_names")["transliteration"]
    if all(character in sounds for character in text[start:end]):
        while start > 0 and text[start - 1] in sounds:
            start -= 1
        while end < len(text) and text[end] in sounds:
            end += 1
    return (start, end)
