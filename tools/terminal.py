"""Prints the words of the tools in the language of the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.strings import say

_ASKED_IN_THIS_ORDER = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(environment: Mapping[str, str]) -> str:
    """Return "zh" in a Chinese terminal, else "en".

    Args:
        environment: such as os.environ; the first of LC_ALL, LC_MESSAGES and LANG that is set decides.
    """
    locale = next((environment[name] for name in _ASKED_IN_THIS_ORDER if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


class Terminal:
    """Says sentences of strings.yml in one language.

    Args:
        language: "en" or "zh".
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, key: str, **values: Any) -> str:
        """Return a sentence with its placeholders filled.

        Raises:
            KeyError: strings.yml has no such sentence, or a placeholder has no value.
        """
        return say(key, self.language, **values)

    def say(self, key: str, **values: Any) -> None:
        """Print a sentence at once, also when the output is a pipe."""
        print(self.text(key, **values), flush=True)
