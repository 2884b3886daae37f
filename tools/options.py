"""Reads the arguments of the tools, which are words and key=value pairs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tools.strings import say


class UsageError(Exception):
    """The tool was called in a way that it does not understand; the message says how to call it."""


def read(arguments: Iterable[str], allowed: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """Split arguments into words and options; an option without a value counts as not given.

    Args: arguments: as typed; allowed: the option names that the tool knows.
    Raises: UsageError: an option is unknown.
    """
    words: list[str] = []
    options: dict[str, str] = {}
    for argument in arguments:
        key, equals, value = argument.partition("=")
        if not equals:
            words.append(argument)
        elif key not in allowed:
            raise UsageError(say("unknown_option", name=key, allowed=", ".join(allowed)))
        elif value:
            options[key] = value
    return words, options


def day(options: dict[str, str], key: str, otherwise: date) -> date:
    """Return an option that is a day.

    Raises: UsageError: it is not written YYYY-MM-DD.
    """
    try:
        return date.fromisoformat(options[key]) if key in options else otherwise
    except ValueError as error:
        raise UsageError(say("not_a_day", value=options[key])) from error
