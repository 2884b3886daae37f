"""Macros: frequent steps on a case, read from desk/macros.yml and checked before anybody sees them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from desk.cases import CLOSED, PRIORITIES, RESOLVED
from desk.errors import DeskError
from desk.labelling import LONGEST_TAG, MOST_TAGS

FILE = Path(__file__).with_name("macros.yml")
ASSIGN, REPLY, PRIORITY, TAGS, OFFICE, HAND_BACK, FINISH = (
    "assign", "reply", "priority", "tags", "office", "hand_back", "finish",
)  # fmt: skip
ENDS = {"answered": RESOLVED, "closed": CLOSED}
_LAST = (OFFICE, HAND_BACK, FINISH)
_NAME = re.compile("[a-z0-9-]{2,24}")
_LANGUAGES = {"en", "zh"}
_LONGEST_NAME, _MOST_STEPS = 80, 8


class MacroWrong(DeskError):
    """desk/macros.yml cannot be used; the text says where and what to do."""


@dataclass(frozen=True)
class Step:
    """One step: what is done, and with what."""

    do: str
    value: Any


@dataclass(frozen=True)
class Macro:
    """One macro.

    Args:
        id: its name in addresses and in the audit log.
        name: language → what staff read.
        steps: in their order.
    """

    id: str
    name: Mapping[str, str]
    steps: Sequence[Step]

    @property
    def shortcut(self) -> str | None:
        """The canned reply that it sends; None if it sends none."""
        return next((str(step.value) for step in self.steps if step.do == REPLY), None)


def _is_tags(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= MOST_TAGS and all(_is_tag(each) for each in value)


def _is_tag(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TAG


_VALUES: dict[str, tuple[Callable[[Any], bool], str]] = {
    ASSIGN: (lambda value: value == "me", "me"),
    REPLY: (lambda value: isinstance(value, str) and bool(_NAME.fullmatch(value)), "the shortcut of a canned reply"),
    PRIORITY: (lambda value: value in PRIORITIES, " or ".join(PRIORITIES)),
    TAGS: (_is_tags, f"a list of up to {MOST_TAGS} tags of up to {LONGEST_TAG} characters"),
    OFFICE: (lambda value: value == "other", "other"),
    HAND_BACK: (lambda value: value == "assistant", "assistant"),
    FINISH: (lambda value: value in ENDS, " or ".join(ENDS)),
}
"""What a step may say, and how that is told."""


def load(file: Path = FILE) -> tuple[Macro, ...]:
    """Return the macros of a file, in its order.

    Raises:
        MacroWrong: something in it cannot be used.
    """
    try:
        read = YAML(typ="safe").load(file.read_text("utf-8"))
    except (OSError, YAMLError) as problem:
        raise MacroWrong(f"{file.name} cannot be read: {problem}") from problem
    if not isinstance(read, list):
        raise MacroWrong(f"{file.name} must be a list of macros, each beginning with “- id:”.")
    found = tuple(_macro(file.name, number, said) for number, said in enumerate(read, 1))
    ids = [macro.id for macro in found]
    for macro in found:
        if ids.count(macro.id) > 1:
            raise MacroWrong(f"{file.name}: two macros have the id {macro.id}; give one another.")
    return found


@lru_cache(maxsize=1)
def known() -> tuple[Macro, ...]:
    """Return the macros of desk/macros.yml, read once."""
    return load()


def _macro(file: str, number: int, said: Any) -> Macro:
    where = f"{file}, macro {number}"
    if not isinstance(said, dict) or set(said) != {"id", "name", "steps"}:
        raise MacroWrong(f"{where}: it needs id, name and steps, and nothing else.")
    if not isinstance(said["id"], str) or not _NAME.fullmatch(said["id"]):
        raise MacroWrong(f"{where}: its id must be 2 to 24 letters a–z, digits or hyphens, not {said['id']!r:.40}.")
    where, name = f"{file}, {said['id']}", said["name"]
    if not isinstance(name, dict) or set(name) != _LANGUAGES or not all(_is_name(each) for each in name.values()):
        raise MacroWrong(f"{where}: its name needs en and zh, each of 1 to {_LONGEST_NAME} characters.")
    if not isinstance(said["steps"], list) or not 0 < len(said["steps"]) <= _MOST_STEPS:
        raise MacroWrong(f"{where}: it needs a list of 1 to {_MOST_STEPS} steps.")
    steps = tuple(_step(f"{where}, step {at}", each) for at, each in enumerate(said["steps"], 1))
    _check_order(where, [step.do for step in steps])
    return Macro(said["id"], name, steps)


def _is_name(text: Any) -> bool:
    return isinstance(text, str) and 0 < len(text.strip()) <= _LONGEST_NAME


def _step(where: str, said: Any) -> Step:
    if not isinstance(said, dict) or len(said) != 1:
        raise MacroWrong(f"{where}: it must be one line such as “priority: high”.")
    ((do, value),) = said.items()
    if do not in _VALUES:
        raise MacroWrong(f"{where}: there is no step {do!r:.40}; use one of {', '.join(_VALUES)}.")
    fits, told = _VALUES[do]
    if not fits(value):
        raise MacroWrong(f"{where}: {do} must be {told}, not {value!r:.40}.")
    return Step(do, value)


def _check_order(where: str, steps: list[str]) -> None:
    twice = next((do for do in steps if steps.count(do) > 1), None)
    if twice:
        raise MacroWrong(f"{where}: the step {twice} is there twice; keep one.")
    early = next((do for do in steps[:-1] if do in _LAST), None)
    if early:
        raise MacroWrong(f"{where}: {early} must be the last step; nothing can follow it.")
    for do in (REPLY, HAND_BACK):
        if do in steps and ASSIGN not in steps[: steps.index(do)]:
            raise MacroWrong(f"{where}: {do} needs “assign: me” before it, since only who has the case may do it.")


def main() -> int:
    """Check the file; print what is wrong."""
    try:
        load()
    except MacroWrong as problem:
        print(problem)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
