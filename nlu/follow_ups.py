"""After an answer about a thing, a short question that names nothing is likelier a question about that thing."""

from __future__ import annotations

import re

from knowledge.records import Record
from nlu import patterns
from nlu.reading import Reading

Ranking = list[tuple[str, float]]


def in_context(ranking: Ranking, reading: Reading, about: Record | None) -> Ranking:
    """Return the ranking with what was spoken of taken into account.

    Args:
        ranking: (intent, probability), best first.
        reading: the message.
        about: the record that the last answer was about.
    """
    rows = patterns.data("follow_ups")["follow_ups"]
    ranking = _with_own_words(_not_a_language(ranking, reading), reading)
    if about is None or reading.mentions or len(reading.words) > rows["longest"]:
        return ranking
    likelier = rows.get(about.kind, ())
    weighed = [(intent, p * rows["likelier"] if intent in likelier else p) for intent, p in ranking]
    rest = 1 - sum(p for _, p in ranking)
    whole = sum(p for _, p in weighed) + max(rest, 0.0)
    return sorted(((intent, p / whole) for intent, p in weighed), key=lambda row: -row[1])


def _not_a_language(ranking: Ranking, reading: Reading) -> Ranking:
    """Take the change of language out where nothing asks for it: "the British one" is a city."""
    rows, text = patterns.data("follow_ups"), reading.normalised.text
    if re.search(rows["language_asked"], text) and not re.search(rows["language_not_meant"], text):
        return ranking
    return [row for row in ranking if row[0] != "switch_language"] or ranking


def _with_own_words(ranking: Ranking, reading: Reading) -> Ranking:
    """Take out the intents about this chat itself that a message has no word for; the others gain in proportion."""
    forms, against = patterns.data("intents")["own_words"], patterns.data("intents")["not_own_words"]
    text = reading.normalised.text
    firm = patterns.data("intents")["own_words_firm"]
    kept = [
        row for row in ranking if row[0] not in forms or row[1] >= firm or re.search(forms[row[0]], text) is not None
    ]
    kept = [row for row in kept if row[0] not in against or re.search(against[row[0]], text) is None]
    whole = sum(p for _, p in kept)
    if not whole:
        return ranking
    gain = sum(p for _, p in ranking) / whole
    return [(intent, p * gain) for intent, p in kept]
