"""Every dialogue is played; every one is there in both languages; together they cover all the assistant does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conversations.runner import Talker, play
from tests.conversations.stories import FOLDER, Story, files, stories

DIALOGUE = Path("bot/dialogue")
PLAYED = list(stories())
GAPS: dict[str, str] = YAML(typ="safe").load(Path("tests/known_gaps.yml").read_text("utf-8"))["conversations"]
"""Stories that the product does not pass yet, each with its reason."""
NOT_EXPECTED = {"nlu_fallback": "the decision component always names an intent"}
"""Intents with a rule that no message leads to, each with its reason."""


def name_of(story: Story) -> str:
    return f"{story.file}-{story.language}"


def played() -> list[Any]:
    gap = {name: [pytest.mark.xfail(reason=reason, strict=False)] for name, reason in GAPS.items()}
    return [pytest.param(story, id=name_of(story), marks=gap.get(name_of(story), [])) for story in PLAYED]


@pytest.mark.timeout(300)  # the first one loads the model
@pytest.mark.parametrize("story", played())
def test_story(talker: Talker, story: Story) -> None:
    found = play(story, talker)

    assert found == [], f"{story.file}: {story.name}\n" + "\n".join(found)


@pytest.mark.parametrize("file", files(), ids=lambda file: file.name)
def test_file_is_named_after_what_the_user_does(file: Path) -> None:
    assert file.name.startswith("test_user_")
    assert file.parent.parent == FOLDER


def test_every_known_gap_is_a_story() -> None:
    assert set(GAPS) <= {name_of(story) for story in PLAYED}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_rule_of_the_dialogue_is_played(language: str) -> None:
    rules = [
        rule for file in DIALOGUE.glob("*.yml") for rule in YAML(typ="safe").load(file.read_text("utf-8"))["rules"]
    ]
    ruled = {step["intent"] for rule in rules for step in rule["steps"] if "intent" in step}
    expected = {turn.expected.get("intent") for story in PLAYED if story.language == language for turn in story.turns}

    assert ruled - expected - set(NOT_EXPECTED) == set()
