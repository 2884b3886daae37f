"""Reads the script of the demo, desk/demo/*.yml, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from desk.cases import OFFICES as OFFICE_OF
from desk.holidays import is_worked
from desk.hours import OFFICES

FOLDER = Path(__file__).parents[2] / "desk" / "demo"
LANGUAGES = ("en", "zh")
STEPS = ("ask", "person", "think", "wait", "take", "give", "reply", "note", "tags", "priority", "hand_back", "finish")
"""What can happen in a talk."""
Step = tuple[str, Any]


class ScriptError(Exception):
    """The script cannot be played; the text says which talk and why."""


@dataclass(frozen=True)
class Talk:
    """One conversation, in one language.

    Args:
        language: en or zh.
        channel: web, telegram or wechat.
        steps: what happens, one after the other.
        days: how many days ago it begins; None if it was today.
        at: the time of day there, with the office of the language.
        minutes: how many minutes ago, where it was today.
        request: fields of the cooperation request that is handed in, if one is.
    """

    language: str
    channel: str
    steps: tuple[Step, ...]
    days: int | None
    at: time
    minutes: int
    request: Mapping[str, Any] | None = None

    def begins(self, now: datetime) -> datetime:
        """Return when it began: on a day on which the office worked, or today."""
        if self.days is None:
            return now - timedelta(minutes=self.minutes)
        office = OFFICE_OF[self.language]
        zone = OFFICES[office].zone
        day = now.astimezone(zone).date() - timedelta(days=self.days)
        while not is_worked(office, day):
            day -= timedelta(days=1)
        return datetime.combine(day, self.at, zone)


def _load(name: str) -> list[dict[str, Any]]:
    return list(YAML(typ="safe").load(FOLDER / f"{name}.yml"))


def people() -> list[dict[str, Any]]:
    """Return the accounts of the demo."""
    return _load("people")


def canned() -> list[dict[str, Any]]:
    """Return the canned replies of the demo."""
    return _load("canned")


def talks() -> list[Talk]:
    """Return every conversation of the demo, each of talks.yml in both languages.

    Raises:
        ScriptError: a step is unknown or stands in one language only.
    """
    return [*_pairs(), *(_request(each) for each in _load("requests"))]


def _pairs() -> Iterator[Talk]:
    for each in _load("talks"):
        for number, language in enumerate(LANGUAGES):
            days = each["days"][number] if "days" in each else None
            minutes = each["minutes"][number] if "minutes" in each else 0
            steps = tuple(_said(step, language) for step in each["steps"])
            yield Talk(language, each["channel"][number], steps, days, _time(each), minutes)


def _request(each: dict[str, Any]) -> Talk:
    steps = [("ask", each["ask"]), ("request", None), *(_said(step, each["language"]) for step in each["steps"])]
    days, minutes = each.get("days"), each.get("minutes", 0)
    return Talk(each["language"], each["channel"], tuple(steps), days, _time(each), minutes, each["request"])


def _time(each: dict[str, Any]) -> time:
    return time.fromisoformat(each.get("at", "10:00"))


def _said(step: dict[str, Any], language: str) -> Step:
    kind, value = next(iter(step.items()))
    if kind not in STEPS or len(step) != 1:
        raise ScriptError(f"{FOLDER.name}: {step}: a step is one of {', '.join(STEPS)}")
    if isinstance(value, dict):
        if set(value) != set(LANGUAGES):
            raise ScriptError(f"{FOLDER.name}: {step}: needs en and zh")
        value = value[language]
    return kind, value
