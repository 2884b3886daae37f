"""Messages whose very words tell what they want: a bare name, "what is …", a settled form, a record's own question."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu import patterns
from nlu.patterns import Mention
from nlu.question_index import Hit
from nlu.reading import Reading

_EDGES = " ?？!！.。,，"
_PUNCTUATION = re.compile(r"[^\w]+", re.UNICODE)


def bare_name(reading: Reading) -> str | None:
    """Return the kind of thing if a message is nothing but its name ("NKE?", "重庆"), else None."""
    text = reading.normalised.text
    for start, end in sorted({(m.start, m.end) for m in reading.mentions}, reverse=True):
        text = text[:start] + " " + text[end:]
    rest = [word for word in _PUNCTUATION.sub(" ", text).split() if word not in patterns.data("intents")["fillers"]]
    kinds = [m.entity for m in reading.mentions]
    intents = patterns.data("intents")["bare_names"]
    if rest or not kinds:
        return None
    return next((intents[kind] for kind in intents if kind in kinds), None)


GENERAL_KINDS = frozenset(
    {"programme", "cluster", "theme", "sdg", "policy", "city", "funding", "role", "method", "pilot"}
)


@lru_cache(maxsize=1)
def _general_forms() -> re.Pattern[str]:
    return patterns.one_of(patterns.data("intents")["general_forms"])


def general(reading: Reading) -> list[Hit]:
    """Return a full hit on each record whose name is all that a "what is …" question holds."""
    named = [mention for mention in reading.mentions if mention.entity in GENERAL_KINDS]
    if not named:
        return []
    first = named[0]
    if not _general_forms().match(_frame(reading, first)):
        return []
    return [Hit(one.value, None, 1.0, reading.normalised.text) for one in named if one.start == first.start]


def _frame(reading: Reading, name: Mention) -> str:
    """Return the message with "§" in the place of a name."""
    text = reading.normalised.text
    return (text[: name.start] + "§" + text[name.end :]).strip(_EDGES)


def says_more(reading: Reading) -> bool:
    """Tell whether a message is more than a name with a particle, such as 海口呢."""
    named = next(mention for mention in reading.mentions if mention.entity in GENERAL_KINDS)
    return len(_frame(reading, named)) > len("§呢")


@lru_cache(maxsize=1)
def _settled_forms() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = patterns.data("settled")["settled"]
    return tuple((row["intent"], row["kind"], patterns.one_of(row["forms"])) for row in rows)


def settled_intent(reading: Reading) -> str | None:
    """Return the intent of a message whose very words settle it ("is LIFE open?"), else None."""
    bare = reading.normalised.text.strip(_EDGES)
    framed = [(mention.entity, _frame(reading, mention)) for mention in reading.mentions]
    for intent, kind, forms in _settled_forms():
        if any(map(forms.match, [frame for entity, frame in framed if entity == kind] or [bare])):
            return intent
    return None


def word_for_word(near: tuple[Hit, ...], reading: Reading) -> bool:
    """Tell whether a message is, word for word, the question what a record is about."""
    if not near or near[0].fact not in (None, "general"):
        return False
    return near[0].question.strip(_EDGES) == reading.normalised.text.strip(_EDGES)
