"""Cities that somebody objects to: "isn't Bologna inland? We need a port"."""

from __future__ import annotations

import re

from actions import forms
from actions.city_names import plain
from actions.context import Question


def cities(question: Question) -> tuple[str, ...]:
    """Give the refs of the cities that a message objects to while it says what is wanted instead."""
    named = [one for one in question.entities if one.kind == "city" and one.text]
    frame = plain(question.text).replace("\u2019", "'")
    for one in named:
        frame = frame.replace(plain(one.text), "\u00a7")
    rows = forms.words("partner_case")
    objects = re.search(rows["objects"], frame) and re.search(rows["wants"], frame)
    return tuple(dict.fromkeys(one.value for one in named)) if objects else ()
