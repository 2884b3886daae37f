"""The menu under the chat of an official account. It has one language only, so each name stands in both."""

from __future__ import annotations

from typing import Any

from bot.channels.wechat.events import COMMAND
from bot.wording.catalogue import catalogue

_MORE = ("request", "language", "mydata", "delete")


def menu() -> dict[str, Any]:
    """Return the menu as WeChat takes it: three entries, the last one with what is below it."""
    more = {"name": _name("more"), "sub_button": [_entry(name, name) for name in _MORE]}
    return {"button": [_entry("ask", "help"), _entry("human", "human"), more]}


def _entry(name: str, command: str) -> dict[str, str]:
    return {"type": "click", "name": _name(name), "key": COMMAND + command}


def _name(name: str) -> str:
    return catalogue().text(f"menu.{name}", "zh")
