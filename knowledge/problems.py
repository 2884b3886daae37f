"""A fault in a data file, said so that the person who wrote the file can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is, what is wrong, and what to do about it."""

    file: str
    field: str
    what: str
    do: str
    warning: bool = False

    def __str__(self) -> str:
        level = "WARN" if self.warning else "ERROR"
        place = f"{self.file}: {self.field}" if self.field else self.file
        return f"[{level}] {place}: {self.what} → {self.do}"


class KnowledgeError(Exception):
    """The records cannot be used as they are; `problems` says why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that must stop us; the others are warnings."""
    return [problem for problem in problems if not problem.warning]
