"""What facts are called and how their numbers are written, for those who look after records: as in answers."""

from __future__ import annotations

from bot.wording.catalogue import catalogue
from bot.wording.values import Words
from knowledge.records import Fact


class RecordWords:
    """Words of the assistant's own wording."""

    def fact_name(self, fact: Fact, language: str) -> str:
        """Return the name of a fact: its own, else that of its unit or its kind, else just "detail".

        Args:
            fact: of a record.
            language: "en" or "zh".
        """
        known = catalogue()
        keys = (f"label.{fact.name}", f"label.unit.{(fact.unit or '').lower()}", f"label.kind.{fact.kind}")
        return known.text(next((key for key in keys if key in known), "label.other"), language)

    def amount(self, number: float, unit: str | None, language: str) -> str:
        """Return a number with its unit, exactly as recorded.

        Args:
            number: the value.
            unit: such as person, EUR or percent; one that the wording does not know is written behind the number.
            language: "en" or "zh".
        """
        told = Words(catalogue(), language).value({"number": number, "unit": unit, "exact": True})
        is_told = unit is None or f"unit.{unit}" in catalogue() or unit in ("EUR", "CNY", "USD", "year")
        return told if is_told else f"{told} {unit}"
