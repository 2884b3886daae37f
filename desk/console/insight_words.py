"""How figures are told in one language: numbers, days, names of intents, cities and subjects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from ruamel.yaml import YAML

from desk.console.words import LOCALES, Words
from desk.insights.report import KeyFigure
from desk.insights.scope import Period
from desk.insights.sheet import Cell

INTENTS = Path(__file__).parent / "intents.yml"
NONE = "\u2013"
_LEAST_BASE = 20
"""Below so many, a change is told in numbers: three after one are no "200 %" that anybody could use."""


@lru_cache(maxsize=1)
def intent_names() -> Mapping[str, Mapping[str, str]]:
    """Return what intents are called, intent → language → name, read once."""
    return dict(YAML(typ="safe").load(INTENTS.read_text("utf-8")))


class Told:
    """Tells figures.

    Args:
        words: of the reader.
        names: refs of records → names in the reader's language.
    """

    def __init__(self, words: Words, names: Mapping[str, str]) -> None:
        self.words = words
        self._names = names
        self._locale = LOCALES[words.language]

    def number(self, value: float) -> str:
        """Return a number; one that is not whole with one digit behind the point."""
        pattern = "#,##0" if isinstance(value, int) else "#,##0.0"
        return str(format_decimal(value, pattern, locale=self._locale))

    def cell(self, value: Cell) -> str:
        """Return what stands in a cell of a table."""
        if value is None:
            return NONE
        return value if isinstance(value, str) else self.number(value)

    def percent(self, value: float | None) -> str:
        """Return a share as a whole number of percent."""
        return NONE if value is None else self.words("insights.percent", number=format(value, ".0f"))

    def hours(self, value: float | None) -> str:
        """Return working hours."""
        return NONE if value is None else self.words("insights.hours", number=self.number(float(value)))

    def unit(self, unit: str, value: float | None) -> str:
        """Return a key figure."""
        if unit == "percent":
            return self.percent(value)
        return self.hours(value) if unit == "hours" else NONE if value is None else self.number(int(value))

    def change(self, figure: KeyFigure) -> str:
        """Return how a key figure differs from the period before: an arrow and by how much."""
        if figure.value is None or figure.before is None:
            return self.words("insights.no_before")
        away = figure.value - figure.before
        if abs(away) < (0.5 if figure.unit == "percent" else 0.05):
            return self.words("insights.same")
        arrow = "\u25b2" if away > 0 else "\u25bc"
        if figure.unit == "percent":
            said = self.words("insights.points", number=format(abs(away), ".0f"))
        elif figure.unit == "hours":
            said = self.hours(abs(away))
        else:
            relative = figure.before >= _LEAST_BASE
            said = self.percent(100 * abs(away) / figure.before) if relative else self.number(int(abs(away)))
        return f"{arrow} {said}"

    def day(self, day: date) -> str:
        """Return a day as it stands below an axis."""
        return str(format_date(day, self.words("insights.short_day"), locale=self._locale))

    def step(self, period: Period, day: date) -> str:
        """Return the day, week or month that begins on a day."""
        if period.length <= 200:
            return self.day(day)
        return str(format_date(day, self.words("insights.short_month"), locale=self._locale))

    def period(self, period: Period) -> str:
        """Return a period with its years."""
        first, last = (format_date(day, self.words("date.day"), locale=self._locale) for day in vars(period).values())
        return self.words("insights.from_to", first=first, last=last)

    def intent(self, intent: str | None) -> str:
        """Return what an intent is called; one without a name is its own name."""
        if intent is None:
            return self.words("insights.button")
        return intent_names().get(intent, {}).get(self.words.language, intent)

    def name(self, ref: str) -> str:
        """Return the name of a record."""
        return self._names.get(ref, ref)

    def place(self, city: str | None, country: str | None) -> str:
        """Return the name of a city; without a record, of which country it is."""
        if city is not None:
            return self.name(city)
        if country is None:
            return self.words("insights.nowhere")
        return self.words("insights.elsewhere", country=self.words.country(country))

    def joined(self, parts: Sequence[str]) -> str:
        """Return a short list."""
        return (", " if self.words.language == "en" else "\u3001").join(parts)
