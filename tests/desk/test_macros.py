"""The file of macros: what is wrong in it is named with its place, and what is shipped is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from desk import macros
from desk.macros import MacroWrong, load

GOOD = "- id: one\n  name: {en: One, zh: 一}\n  steps: "


def test_what_is_shipped_can_be_read_and_its_replies_are_those_of_a_new_desk() -> None:
    shortcuts = {entry["shortcut"] for entry in YAML(typ="safe").load(Path("desk/canned.yml").read_text("utf-8"))}
    found = load()

    assert len(found) >= 4 and macros.main() == 0
    assert {macro.shortcut for macro in found if macro.shortcut} <= shortcuts


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("a: 1", "must be a list of macros"),
        ("- [", "cannot be read"),
        ("- {id: one}", "macro 1: it needs id, name and steps"),
        ("- {id: O, name: {}, steps: []}", "macro 1: its id must be 2 to 24 letters"),
        ("- {id: one, name: {en: One}, steps: [{assign: me}]}", "one: its name needs en and zh"),
        (GOOD + "[]", "one: it needs a list of 1 to 8 steps"),
        (GOOD + "[assign]", "one, step 1: it must be one line such as"),
        (GOOD + "[{assign: me}, {delete: all}]", "one, step 2: there is no step 'delete'"),
        (GOOD + "[{assign: Bea}]", "one, step 1: assign must be me, not 'Bea'"),
        (GOOD + "[{priority: urgent}]", "priority must be low or normal or high"),
        (GOOD + "[{tags: []}]", "tags must be a list of up to 12 tags"),
        (GOOD + "[{finish: merged}]", "finish must be answered or closed"),
        (GOOD + "[{finish: closed}, {priority: high}]", "finish must be the last step"),
        (GOOD + "[{reply: bye}]", "reply needs “assign: me” before it"),
        (GOOD + "[{priority: high}, {priority: low}]", "the step priority is there twice"),
        (GOOD + "[{assign: me}]\n" + GOOD + "[{assign: me}]", "two macros have the id one"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, content: str, problem: str) -> None:
    file = tmp_path / "macros.yml"
    file.write_text(content, "utf-8")

    with pytest.raises(MacroWrong, match=r"macros\.yml") as wrong:
        load(file)
    assert problem in str(wrong.value)
