"""Sums of money as people write them, brought into three bands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

SMALL, MEDIUM, LARGE = "small", "medium", "large"
SMALL_UNTIL, MEDIUM_UNTIL = 100_000, 1_000_000
CNY_PER_EUR = 8
"""Only to choose a band for a sum in yuan; no amount is ever told in a currency other than its own."""


@dataclass(frozen=True)
class _Forms:
    currency: re.Pattern[str]
    yuan: re.Pattern[str]
    above: re.Pattern[str]
    number: re.Pattern[str]
    worded: re.Pattern[str]
    little: re.Pattern[str]
    much: re.Pattern[str]
    not_money: re.Pattern[str]
    not_before: re.Pattern[str]
    han: re.Pattern[str]
    scales: dict[str, int]
    digits: dict[str, int]


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    data = YAML(typ="safe").load(Path(__file__).with_name("sums.yml"))
    scale = "|".join(sorted(data["scales"], key=len, reverse=True))
    number = re.compile(rf"(?P<number>{data['number']})\s?(?P<scale>(?:{scale})(?![a-z]))?")
    rest = ("worded", "little", "much", "not_money", "not_money_before", "han")
    currency, yuan, above = (re.compile(data[name]) for name in ("currency", "yuan", "above"))
    worded, little, much, not_money, not_before, han = (re.compile(data[name]) for name in rest)
    return _Forms(
        currency, yuan, above, number, worded, little, much, not_money, not_before, han, data["scales"], data["digits"]
    )


def band(text: str, bare: bool = False) -> str | None:
    """Give the band of the largest sum in a text.

    Args:
        text: in lower case.
        bare: any number without a currency is a sum too, since one was asked for; otherwise only one in thousands,
            such as "50k", that counts nothing else. In a Chinese text such a sum is one in yuan.
    Returns: small (up to 100,000 euro), medium (up to 1 million), large; None where no sum is named.
    """
    forms = _forms()
    money = bool(forms.currency.search(text))
    found = [one.value for one in numbers(text) if bare or money or _may_be_money(text, one)]
    if not found:
        return SMALL if forms.little.search(text) else LARGE if forms.much.search(text) else None
    yuan = forms.yuan.search(text) or (not money and forms.han.search(text))
    euro = max(found) / (CNY_PER_EUR if yuan else 1)
    euro *= 1.01 if forms.above.search(text) else 1
    return SMALL if euro <= SMALL_UNTIL else MEDIUM if euro <= MEDIUM_UNTIL else LARGE


def _may_be_money(text: str, one: Number) -> bool:
    forms = _forms()
    return one.scale > 1 and not (forms.not_money.match(text[one.end :]) or forms.not_before.search(text[: one.start]))


@dataclass(frozen=True)
class Number:
    """A number in a text, "2", "2 million" or "200万", with its place and its scale (1 where none is written)."""

    value: float
    scale: int
    start: int
    end: int


def numbers(text: str) -> list[Number]:
    """Give the numbers of a text, in their order; words such as "a million" and "百万" count too.

    Args:
        text: in lower case.
    """
    forms = _forms()
    found = [
        Number(_value(one), forms.scales.get(one["scale"] or "", 1), one.start(), one.end())
        for one in forms.number.finditer(text)
    ]
    for one in forms.worded.finditer(text):
        if all(one.end() <= other.start or other.end <= one.start() for other in found):
            scale = forms.scales[one["scale"]]
            found.append(Number(scale / 2 if one.group().startswith("half") else scale, scale, one.start(), one.end()))
    return _joined(sorted(found, key=lambda one: one.start))


def _joined(found: list[Number]) -> list[Number]:
    """Add up numbers that stand together, the larger scale first: two wan and five thousand are one number."""
    kept: list[Number] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is not None and last.end == one.start and last.scale > one.scale > 1:
            kept[-1] = Number(last.value + one.value, last.scale, last.start, one.end)
        else:
            kept.append(one)
    return kept


def _value(match: re.Match[str]) -> float:
    written, forms = match["number"], _forms()
    scale = forms.scales.get(match["scale"] or "", 1)
    if written in forms.digits:
        return float(forms.digits[written] * scale)
    if scale == 1 or re.fullmatch(r"\d{1,3}(?:[,. ]\d{3})+", written):
        return float(re.sub(r"[,. ]", "", written)) * scale
    marks = written.count(".") + written.count(",")
    return float(written.replace(" ", "").replace(",", ".")) * scale if marks < 2 else 0.0
