"""A cooperation request that is being written: what was said so far, what is asked, and what comes next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

SLOT = "request_form"
INTENT = "request_cooperation"
ENTITY = "answer"
"""What a button of a question holds."""
CONSENT, SUMMARY, CHANGE = "consent", "summary", "change"
ASKING, PAUSED, CANCELLED, SENT = "asking", "paused", "cancelled", "sent"
HELD = {
    "organisation": ("organisation", "city"),
    "country": ("country",),
    "contact": ("email", "phone"),
    "topic": ("topics", "topic_words", "description"),
}
"""Questions that more than one value, or one of another name, answers."""
CLEARS = {
    "organisation": ("organisation", "city", "city_ref", "country"),
    "topic": ("topics", "topic_words"),
    "partner": ("partner", "partner_refs"),
}
"""What is forgotten when a question is asked anew."""
SUGGEST = "suggest"
HAN = re.compile(r"[\u3400-\u9fff]")
EDGES = " \t,，.。;；:：!！\"'“”"
"""What stands around a value and is no part of it."""


@dataclass(frozen=True)
class Draft:
    """A request as the conversation remembers it.

    Args:
        answers: field of the request → what was said; the fields are those of `desk.requests.Request`.
        asking: the question that waits for an answer, SUMMARY or CHANGE.
        skipped: questions that shall not be asked again.
        consent: version of the text that was agreed to; empty: none yet.
        stage: ASKING, PAUSED, CANCELLED or SENT.
        unclear: how often in a row an answer was not understood.
        reminded: how often in a row another question was answered in between.
        consent_shown: whether the text to agree to was shown and still stands above.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    asking: str = CONSENT
    skipped: tuple[str, ...] = ()
    consent: str = ""
    stage: str = ASKING
    unclear: int = 0
    reminded: int = 0
    consent_shown: bool = False

    @staticmethod
    def of(slots: Mapping[str, Any]) -> Draft | None:
        """Read the request that a conversation remembers."""
        kept = slots.get(SLOT)
        if not isinstance(kept, Mapping):
            return None
        known = {name: kept[name] for name in Draft.__dataclass_fields__ if name in kept}
        return Draft(**{**known, "skipped": tuple(known.get("skipped") or ())})

    def kept(self) -> dict[str, Any]:
        """Give the request as a conversation remembers it."""
        return {**asdict(self), "answers": dict(self.answers), "skipped": list(self.skipped)}

    @property
    def waits(self) -> bool:
        """Whether a question of it waits for an answer."""
        return self.stage == ASKING

    @property
    def is_open(self) -> bool:
        """Whether it can be gone on with."""
        return self.stage in (ASKING, PAUSED)

    def has(self, name: str) -> bool:
        """Tell whether a question is answered."""
        if name == CONSENT:
            return bool(self.consent)
        return any(self.answers.get(part) for part in HELD.get(name, (name,)))

    def is_done(self, name: str) -> bool:
        """Tell whether a question need not be asked: it is answered, was skipped, or does not arise."""
        if name == "description" and not self.has("topic"):
            return True  # the question for the topic brings the description with it
        return self.has(name) or name in self.skipped

    @property
    def next(self) -> str:
        """Give the next question; SUMMARY where none is left."""
        return next((name for name in questions() if not self.is_done(name)), SUMMARY)

    @property
    def progress(self) -> tuple[int, int]:
        """Give the place of the question that is asked, and how many there are; neither moves with the answers."""
        listed = [name for name in questions() if name != CONSENT]
        return listed.index(self.asking) + 1, len(listed)

    @property
    def changes(self) -> bool:
        """Whether the question is asked again although nothing else is left to ask."""
        return all(self.is_done(name) for name in questions() if name != self.asking) and self.is_done(self.asking)

    def with_(self, said: Mapping[str, Any]) -> Draft:
        """Give the request with what was said; the newest word counts."""
        answers = {**self.answers, **said}
        if "city" in said and "city_ref" not in said:
            answers.pop("city_ref", None)
        if "organisation" in said and "city" not in said:
            answers.pop("city", None)
            answers.pop("city_ref", None)
        if "topics" in said and "topic_words" not in said:
            answers.pop("topic_words", None)
        if "partner" in said and "partner_refs" not in said:
            answers.pop("partner_refs", None)
        kept = {name: value for name, value in answers.items() if value not in (None, "", [])}
        skipped = tuple(name for name in self.skipped if not any(part in said for part in HELD.get(name, (name,))))
        return replace(self, answers=kept, skipped=skipped)

    def with_the_rest_left_out(self) -> Draft:
        """Give the request with every open question skipped, as by somebody who submits before the end."""
        return replace(self, skipped=(*self.skipped, *(name for name in questions() if not self.is_done(name))))

    def without(self, name: str) -> Draft:
        """Give the request as if a question had not been answered."""
        gone = CLEARS.get(name, HELD.get(name, (name,)))
        answers = {key: value for key, value in self.answers.items() if key not in gone}
        return replace(self, answers=answers, skipped=tuple(one for one in self.skipped if one != name))

    def asked(self, name: str | None = None) -> Draft:
        """Give the request with another question open: the one named, else the next one."""
        return replace(self, asking=name or self.next, stage=ASKING, unclear=0, reminded=0)


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Give what stands in request_form.yml."""
    loaded: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("request_form.yml").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=4096)  # of more forms than it holds, each would be compiled again with every message
def form(pattern: str) -> re.Pattern[str]:
    """Give a form of request_form.yml."""
    return re.compile(pattern, re.IGNORECASE)


def plain(text: str) -> str:
    """Give a message as the forms expect it: one kind of apostrophe, no space around."""
    return text.replace("\u2019", "'").strip()


def says(command: str, text: str) -> bool:
    """Tell whether a message gives one of the commands of request_form.yml."""
    return any(form(one).search(plain(text)) for one in words()["commands"][command])


def without_around(name: str, text: str) -> str:
    """Give an answer without what people write around it: "my name is …"."""
    shown = text.strip(EDGES)
    return form(words()["around"][name]).sub("", plain(shown), count=1) or shown


def questions() -> tuple[str, ...]:
    """Give the questions in their order."""
    return tuple(words()["questions"])


def is_required(name: str) -> bool:
    """Tell whether a question must be answered."""
    return name in words()["required"]


def waits(slots: Mapping[str, Any]) -> bool:
    """Tell whether a request waits for an answer in a conversation."""
    draft = Draft.of(slots)
    return draft is not None and draft.waits
