"""Masks what a log line must not hold even by mistake: addresses of e-mail, telephone numbers, tokens, passwords.

Lines hold codes and places by design (bot/logs.py). This stands behind that, for the texts of system failures and of
libraries, which quote addresses, and for whoever logs a value under a harmless name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

EMAIL, PHONE, TOKEN = "[e-mail]", "[phone]", "[token]"  # noqa: S105
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NAME = re.compile(r"[A-Za-z_./-]{0,39}")
"""What most values of a line are, such as the name of an event: no mask fits them, and looking for all takes time."""
_MASKS = (
    # Name and password in an address: scheme://name:password@host
    (re.compile(r"(?<=://)[^\s/@]+(?=@)"), TOKEN),
    # What follows the name of a secret: ?token=…, Bearer …, password: …
    (
        re.compile(
            r"(?i)\b(bearer|basic|(?:access[_-]?)?token|secret|password|passwd|api[_-]?key|authorization|key|code|t)"
            r"(\s*[=:]\s*|\s+(?=[^\s]{12}))(?!\[)[^\s&,;\"']+"
        ),
        rf"\1\2{TOKEN}",
    ),
    # The token of a Telegram bot, wherever it stands
    (re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}"), TOKEN),
    (re.compile(r"[^\s<>()\[\],;:\"'=/]+[@\uff20][^\s<>()\[\],;:\"'=/]+"), EMAIL),
    # Random text of 32 bytes or more; ids are shorter, and so are the numbers of turns behind them
    (re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{40,}(?:\.[A-Za-z0-9_-]+)*"), TOKEN),
    # With a plus anywhere, else standing alone; neither an address of the network nor a date
    (re.compile(r"[+\uff0b]\d(?:[ ().\-]{0,2}\d){6,14}"), PHONE),
    (
        re.compile(
            r"(?<![\w./+-])(?!\d{1,3}(?:\.\d{1,3}){3}(?!\d))(?!\d{4}-\d\d-\d\d)"
            r"[(]?\d(?:[ ().\-]{0,2}\d){7,14}(?![\w-])"
        ),
        PHONE,
    ),
)


def masked(text: str) -> str:
    """Return a text without what tells who somebody is or opens something.

    Args:
        text: of a log line.
    """
    if _NAME.fullmatch(text):
        return text
    found = _HIDDEN.sub("", text)
    for pattern, mask in _MASKS:
        found = pattern.sub(mask, found)
    return found


def mask_line(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Mask every value of a log line but its time, as a processor of structlog."""
    return {name: value if name == "timestamp" else _value(value) for name, value in line.items()}


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, (list, tuple)):
        return [_value(each) for each in value]
    return value
