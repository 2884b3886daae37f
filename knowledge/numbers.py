"""Finds the numbers that a sentence states, so that the English and the Chinese sentence can be compared.

A translation that says 3.2 million beside 32万 reads well in both languages; only the numbers give it away.
Months, 万 and 亿, million and billion, ranges and thousands separators are brought to one form. Numbers in
words ("five", 五个) and ordinals ("19th", 第一) may agree with digits on the other side, but need not be there.
A Chinese numeral counts only where it counts something (两个, 三页, 一周): in 一起, 统一 or 十分 it is no number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b")
# "May" is also a verb: it counts next to a number or after a word that introduces a time.
_BEFORE_MAY = re.compile(
    r"(?:\d|[–/-]|\b(?:in|of|since|until|from|to|by|early|mid|late|and|or|the|last|next))[ -]?$",
    re.IGNORECASE,
)
_AFTER_MAY = re.compile(r" ?(?:\d|[–/-])")
_DIGITS = r"\d+(?:[,  ]\d{3})*(?:\.\d+)?"
_SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12,
}  # fmt: skip
_SCALE = "thousand|million|billion|trillion|万亿|千万|百万|亿|万|千(?![米瓦克兆])"
_NUMBER = re.compile(rf"(?P<number>{_DIGITS})(?P<more>[余多]?)\s?-?(?P<scale>{_SCALE})?", re.IGNORECASE)
_RANGE = re.compile(rf"(?P<low>{_DIGITS})(?=\s?(?:[–—~～-]|to|and|至|到)\s?{_DIGITS}\s?(?P<scale>{_SCALE}))")
# COVID-19, H2020, CO2, 22@: part of a name, not a number. 2010s is a number.
_IN_NAME = re.compile(
    r"[A-Za-z]+-?(?!\d+[年月日个万亿])\d[\w.@+-]*|\d+(?!s\b|st\b|nd\b|rd\b|th\b)[A-Za-z@+]\w*", re.ASCII
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+", re.ASCII)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)\b|第\s?(\d+)")
_COUNT_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
_OTHER_WORDS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "once": 1,
    "twice": 2,
    "both": 2,
}
_WORDS = {word: number for number, word in enumerate(_COUNT_WORDS)} | _OTHER_WORDS
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)
_HAN_DIGITS = {han: number for number, han in enumerate("零一二三四五六七八九")} | {"两": 2}
_HAN_RUN = re.compile("[一二三四五六七八九十两]+")
_HAN_COMPOUND = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?")
_HAN_ABOUT = re.compile("一两|两三|三四|三五|四五|五六|六七|七八|八九")
_HAN_PAIR = re.compile("(?P<two>双)[方语向边份]|(?P<one>首)[次轮批届列趟个家份封站期]")
# What a numeral may count, if need be after the second part of a range (两至三天).
_COUNTED = "个名位份张页篇册项条件句次轮批届期场班列趟支笔座家所对组天周月年季倍遍封版者国市岁套台辆"
_COUNTED_FROM_TWO = _COUNTED + "方边地级步类种段块点日人处大部层"
_REST_OF_RANGE = "(?:[、或至到—～-]{1,2}[一二三四五六七八九十两]+)?[多余]?"
_COUNTS = re.compile(f"{_REST_OF_RANGE}[{_COUNTED_FROM_TWO}]")
_COUNTS_ONE = re.compile(f"{_REST_OF_RANGE}[{_COUNTED}]")
# Before 一 these make a word of their own: 统一, 唯一, 同一个, 另一家, 新一期, 下一次.
_WORD_WITH_ONE = frozenset("统唯单专逐同划归不万上下新另任某每哪这那进之")


@dataclass(frozen=True)
class Numbers:
    """The numbers that a sentence states, and those that it only suggests by words or ordinals."""

    stated: frozenset[Decimal]
    suggested: frozenset[Decimal]


def numbers(sentence: str) -> Numbers:
    """Return the numbers of an English or Chinese sentence."""
    plain = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", sentence))
    plain = re.sub(r"\{[^{}]*\}", " ", plain)
    suggested = {Decimal(one or other) for one, other in _ORDINAL.findall(plain)}
    plain = _IN_NAME.sub(" ", _ORDINAL.sub(" ", plain))
    stated = set(_months(plain))
    plain = _RANGE.sub(lambda found: f"{found.group('low')}{found.group('scale')}", plain)
    for found in _NUMBER.finditer(plain):
        scale = _SCALES[found.group("scale").lower()] if found.group("scale") else 1
        stated.add((Decimal(re.sub("[,  ]", "", found.group("number"))) * scale).normalize())
    suggested |= {Decimal(_WORDS[word.lower()]) for word in _WORD.findall(plain)}
    suggested |= {Decimal(number) for number in _han_numbers(plain)}
    return Numbers(frozenset(stated), frozenset(suggested))


def difference(english: str, chinese: str) -> tuple[list[str], list[str]]:
    """Return the numbers that only the English, and those that only the Chinese sentence states."""
    left, right = numbers(english), numbers(chinese)
    only_left = left.stated - right.stated - right.suggested
    only_right = right.stated - left.stated - left.suggested
    return [f"{one:f}" for one in sorted(only_left)], [f"{one:f}" for one in sorted(only_right)]


def _months(sentence: str) -> Iterator[Decimal]:
    for found in _MONTH.finditer(sentence):
        if found.group() == "May" and not (
            _BEFORE_MAY.search(sentence[: found.start()]) or _AFTER_MAY.match(sentence[found.end() :])
        ):
            continue
        yield Decimal(_MONTHS.index(found.group()) + 1)


def _han_numbers(sentence: str) -> Iterator[int]:
    """Read the small Chinese numbers that count something: 两个, 十九大, 第二, 一两页 (both), 双方."""
    for pair in _HAN_PAIR.finditer(sentence):
        yield 2 if pair.group("two") else 1
    for run in _HAN_RUN.finditer(sentence):
        word, before = run.group(), sentence[: run.start()]
        if before.endswith(("第", "百分之")) or (len(word) > 1 and _HAN_COMPOUND.fullmatch(word)):
            yield _han(word)
        elif before.endswith(("几", "数")) or (word == "一" and before[-1:] in _WORD_WITH_ONE):
            continue
        elif (_COUNTS_ONE if word == "一" else _COUNTS).match(sentence, run.end()):
            if _HAN_ABOUT.fullmatch(word):
                yield from (_han(one) for one in word)
            elif len(word) == 1:
                yield _han(word)


def _han(word: str) -> int:
    """Read a small Chinese number such as 五, 十九 or 二十; digits in a row (二〇) are not needed here."""
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return _HAN_DIGITS[word[-1]]
    return 10 * (_HAN_DIGITS[tens] if tens else 1) + (_HAN_DIGITS[ones] if ones else 0)
