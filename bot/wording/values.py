"""Numbers, dates, money and names as people write them in each language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from bot.wording.catalogue import PLACEHOLDER, Catalogue, WordingError

LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN"}
_LARGE = {"en": 1_000_000, "zh": 100_000_000}
_SMALL = {"en": 1, "zh": 10_000}
_CURRENCIES = ("EUR", "CNY", "USD")
_DATE_PARTS = {1: "date.year", 2: "date.month", 3: "date.day"}


class Words:
    """Formats values and fills sentences in one language.

    Args:
        catalogue: the sentences.
        language: "en" or "zh".
    """

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        if language not in LOCALES:
            raise WordingError(f"language {language!r} is neither en nor zh")
        self._catalogue = catalogue
        self.language = language

    def sentence(self, key: str, values: Mapping[str, Any] | None = None) -> str:
        """Return the sentence of a key, filled.

        Args:
            key: such as city.population.
            values: typed values by placeholder.

        Raises:
            WordingError: key or value missing, or a value of unknown type.
        """
        return self.fill(self._catalogue.text(key, self.language), values, key)

    def fill(self, text: str, values: Mapping[str, Any] | None, origin: str) -> str:
        """Replace each {placeholder} of a text by its value.

        Raises:
            WordingError: a value is missing or of unknown type.
        """
        given = values or {}

        def replace(match: Any) -> str:
            name = match.group(1)
            if name not in given:
                raise WordingError(f"{origin}: no value for {{{name}}} → give it in `with`")
            return self.value(given[name])

        return PLACEHOLDER.sub(replace, text)

    def textish(self, item: Any) -> str:
        """Return a text-ish thing ({say, with} or {text: {en, zh}, with}) as a string.

        Raises:
            WordingError: it is none.
        """
        if not isinstance(item, Mapping):
            raise WordingError(f"{type(item).__name__} is no text: use {{say, with}} or {{text: {{en, zh}}}}")
        if "say" in item:
            return self.sentence(str(item["say"]), item.get("with"))
        if isinstance(item.get("text"), Mapping):
            return self.fill(self._side(item["text"]), item.get("with"), "text of a record")
        return self.value(item)

    def value(self, value: Any) -> str:
        """Return a typed value as a string.

        Raises:
            WordingError: its type is unknown.
        """
        if isinstance(value, str):
            return value
        if isinstance(value, Mapping):
            for kind, form in self._forms.items():
                if kind in value:
                    return form(self, value)
        raise WordingError(f"{value!r:.80} is no typed value → see bot/wording/values.py")

    def number(self, number: Any) -> str:
        """Return an exact number with its thousands grouped; round Chinese ones in 万 and 亿."""
        amount = _decimal(number)
        if self.language == "zh" and abs(amount) >= _SMALL["zh"]:
            return self._scaled(amount) or self._grouped(amount)
        return self._grouped(amount)

    def _grouped(self, amount: Decimal) -> str:
        return str(format_decimal(amount, locale=LOCALES[self.language], decimal_quantization=False))

    def _scaled(self, amount: Decimal) -> str | None:
        """Return 5 million or 500万, if that is exact with at most two decimals."""
        for key, scale in (("amount.large", _LARGE[self.language]), ("amount.small", _SMALL[self.language])):
            if scale > 1 and abs(amount) >= scale and (amount * 100) % scale == 0:
                return self.sentence(key, {"number": self._grouped((amount / scale).normalize())})
        return None

    def _side(self, pair: Any) -> str:
        text = pair.get(self.language) if isinstance(pair, Mapping) else None
        if isinstance(text, list) and text:
            text = text[0]
        if not isinstance(text, str):
            raise WordingError(f"{pair!r:.80} has no {self.language} text")
        return text

    def _names(self, value: Mapping[str, Any]) -> str:
        return self._side(value["names"])

    def _text(self, value: Mapping[str, Any]) -> str:
        return self.fill(self._side(value["text"]), value.get("with"), "text of a record")

    def _string(self, value: Mapping[str, Any]) -> str:
        return str(value["string"])

    def _say(self, value: Mapping[str, Any]) -> str:
        return self.sentence(str(value["say"]), value.get("with"))

    def _number(self, value: Mapping[str, Any]) -> str:
        unit = value.get("unit")
        if unit in _CURRENCIES:
            return self._money({"money": value["number"], "currency": unit})
        if unit == "year":
            return str(value["number"])
        exact = bool(value.get("exact"))  # numbers beside each other are told in one unit
        number = self._grouped(_decimal(value["number"])) if exact else self.number(value["number"])
        single = f"unit.{unit}.one"
        if _decimal(value["number"]) == 1 and single in self._catalogue:
            return self.sentence(single, {"number": number})
        key = f"unit.{unit}"
        return self.sentence(key, {"number": number}) if key in self._catalogue else number

    def _money(self, value: Mapping[str, Any]) -> str:
        amount = _decimal(value["money"])
        text = self._scaled(amount) or self._grouped(amount)
        key = f"money.{str(value.get('currency')).lower()}"
        return self.sentence(key, {"amount": text})

    def _date(self, value: Mapping[str, Any]) -> str:
        parts = str(value["date"]).split("-")
        try:
            key = _DATE_PARTS[len(parts)]
            day = date(*(int(part) for part in [*parts, "1", "1"][:3]))
        except (KeyError, ValueError) as problem:
            raise WordingError(f"{value['date']!r:.40} is no date → YYYY, YYYY-MM or YYYY-MM-DD") from problem
        pattern = self._catalogue.text(key, self.language)
        return str(format_date(day, pattern, locale=LOCALES[self.language]))

    def _moment(self, value: Mapping[str, Any]) -> str:
        """Return day and hour as they are in the zone that the moment is given in."""
        pattern = self._catalogue.text("date.moment", self.language)
        at = datetime.fromisoformat(str(value["moment"]))
        return str(format_datetime(at, pattern, locale=LOCALES[self.language]))

    def _period(self, value: Mapping[str, Any]) -> str:
        period = value["period"]
        known = {side: {"date": period[side]} for side in ("from", "until") if period.get(side)}
        if not known:
            raise WordingError("a period needs from or until")
        return self.sentence("period." + "_".join(known), known)

    def _list(self, value: Mapping[str, Any]) -> str:
        items = [self.value(item) for item in value["list"]]
        join = str(value.get("join", "and"))
        if join == "quoted" and self.language == "zh":  # Chinese puts words in quotation marks side by side
            return "".join(items)
        if join == "quoted":
            join = "comma"
        if join in ("comma", "semicolon"):
            return self._catalogue.text(f"join.{join}", self.language).join(items)
        comma = self._catalogue.text("join.comma", self.language)
        if len(items) < 2:
            return comma.join(items)
        last = self._catalogue.text(f"join.{join}", self.language)
        return comma.join(items[:-1]) + last + items[-1]

    _forms = {
        "names": _names,
        "string": _string,
        "number": _number,
        "money": _money,
        "date": _date,
        "moment": _moment,
        "period": _period,
        "list": _list,
        "say": _say,
        "text": _text,
    }


def _decimal(number: Any) -> Decimal:
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        raise WordingError(f"{number!r:.40} is no number")
    return Decimal(str(number))
