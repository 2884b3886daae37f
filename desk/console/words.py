"""The words of the console, in both languages, and how it writes dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from ruamel.yaml import YAML

from desk.hours import OFFICES

FILE = Path(__file__).parent / "strings.yml"
LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN"}
TAGS = {"en": "en", "zh": "zh-Hans"}
GAPS = {"en": " ", "zh": ""}
"""What stands between two sentences."""
_WRITTEN = (("%Y-%m-%d", "date.day"), ("%Y-%m", "date.month"), ("%Y", "date.year"))


@lru_cache(maxsize=1)
def strings() -> Mapping[str, Mapping[str, str]]:
    """Return all sentences, key → language → text, read once."""
    return dict(YAML(typ="safe").load(FILE.read_text("utf-8")))


class Words:
    """Says things in one language.

    Args:
        language: "en" or "zh".
        office: whose time is told.
    """

    def __init__(self, language: str, office: str = "brussels") -> None:
        self.language = language
        self.tag = TAGS[language]
        self.gap = GAPS[language]
        self._zone = OFFICES[office].zone

    def __call__(self, key: str, **values: Any) -> str:
        """Return a sentence.

        Raises:
            KeyError: strings.yml has no such sentence, or a placeholder has no value.
        """
        return strings()[key][self.language].format(**values)

    def knows(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in strings()

    def field(self, name: str) -> str:
        """Return the name of a field of a request; empty for one that stands behind another, such as its record."""
        key = next((key for key in (f"request.{name}", f"filter.{name}", f"export.{name}") if self.knows(key)), None)
        return self(key) if key else ""

    def fields(self, names: Iterable[str]) -> str:
        """Return the names of fields of a request as one list."""
        return self("log.gap").join(dict.fromkeys(shown for name in names if (shown := self.field(name))))

    def moment(self, at: datetime) -> str:
        """Return day and time in the office's zone."""
        local = at.astimezone(self._zone)
        return str(format_datetime(local, self("date.moment"), locale=LOCALES[self.language]))

    def ago(self, at: datetime, now: datetime) -> str:
        """Return how long ago a moment was, in its largest unit."""
        past = max(now - at, timedelta(0))
        return str(format_timedelta(past, granularity="minute", threshold=1.5, locale=LOCALES[self.language]))

    def near(self, at: datetime, now: datetime) -> str:
        """Return how far a moment is from now, before or after it: "5 minutes ago", "in 2 days"."""
        away, locale = at - now, LOCALES[self.language]
        return str(format_timedelta(away, granularity="minute", threshold=1.5, add_direction=True, locale=locale))

    def day(self, at: datetime) -> str:
        """Return a day in the office's zone."""
        return str(format_date(at.astimezone(self._zone), self("date.day"), locale=LOCALES[self.language]))

    def date(self, day: date) -> str:
        """Return a day of the calendar."""
        return str(format_date(day, self("date.day"), locale=LOCALES[self.language]))

    def written(self, day: str) -> str:
        """Return a day, month or year that is kept as text, such as "2026-11-21" or "2026"; other words stay."""
        for form, key in _WRITTEN:
            try:
                found = datetime.strptime(day, form)
            except ValueError:
                continue
            return str(format_date(found, self(key), locale=LOCALES[self.language]))
        return day

    def country(self, code: str) -> str:
        """Return the name of a country; a code that is none is its own name."""
        return str(Locale.parse(LOCALES[self.language]).territories.get(code, code))
