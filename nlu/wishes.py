"""Wishes that have consequences: when a message is a plain one, and what it is instead when it is not."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu import patterns
from nlu.reading import Reading

SURE = "sure"
BETWEEN = "between"
UNSURE = "unsure"
DID_YOU_MEAN = "did_you_mean"
COOPERATION = "request_cooperation"
FIND_PARTNER = "find_partner"


@lru_cache(maxsize=8)
def _form(name: str) -> re.Pattern[str]:
    return re.compile(patterns.data("wishes")[name], re.IGNORECASE)


@lru_cache(maxsize=1)
def _instead() -> tuple[tuple[str, str | None, re.Pattern[str]], ...]:
    rows = patterns.data("wishes")["asks_instead"]
    return tuple((row["intent"], row.get("kind"), re.compile(row["form"], re.IGNORECASE)) for row in rows)


def of(intent: str, reading: Reading, is_likely: bool) -> tuple[str, str]:
    """Decide on a wish that the classifier sees in a message.

    Args:
        intent: one of `binding` in forms/intents.yml.
        reading: the message.
        is_likely: whether the classifier is sure enough of it.

    Returns:
        Intent and band: the wish itself only where it is likely and plain; what is asked instead; a partner city for
        one who only describes a city; else a question back.
    """
    text = reading.normalised.text
    if intent == COOPERATION and not _form("files").search(text):
        for asked, kind, form in _instead():
            if form.search(text.rstrip("?？。. ")) and (kind is None or reading.values(kind)):
                return asked, BETWEEN if asked == DID_YOU_MEAN else SURE
        if _form("describes").search(text) and not _form("wish_words").search(text):
            return FIND_PARTNER, SURE
    return (intent, SURE) if is_likely else (DID_YOU_MEAN, BETWEEN)
