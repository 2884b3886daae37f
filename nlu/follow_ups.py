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
    rows = patterns.data()["follow_ups"]
    ranking = _not_a_language(ranking, reading)
    if about is None or reading.mentions or len(reading.words) > rows["longest"]:
        return ranking
    likelier = rows.get(about.kind, ())
    weighed = [(intent, p * rows["likelier"] if intent in likelier else p) for intent, p in ranking]
    rest = 1 - sum(p for _, p in ranking)
    whole = sum(p for _, p in weighed) + max(rest, 0.0)
    return sorted(((intent, p / whole) for intent, p in weighed), key=lambda row: -row[1])


def _not_a_language(ranking: Ranking, reading: Reading) -> Ranking:
    """Take the change of language out where nothing asks for it: "the British one" is a city."""
    if re.search(patterns.data()["language_asked"], reading.normalised.text):
        return ranking
    return [row for row in ranking if row[0] != "switch_language"] or ranking
