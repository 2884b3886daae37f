"""What the page of settings shows: facts about this installation, none of them secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One line.

    Args:
        name: of the line; `setting.<name>` is its label.
        value: data, shown as it is.
        code: `value.<code>` is the sentence that says it, with {value} in it if there is one.
        variables: of the environment, by which it is set.
        needs_care: whether somebody should do something about it.
    """

    name: str
    value: str = ""
    code: str = ""
    variables: Sequence[str] = ()
    needs_care: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the page; `part.<name>` is its heading."""

    name: str
    facts: Sequence[Fact]
