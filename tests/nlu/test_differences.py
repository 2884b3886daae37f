"""A question of how things of one kind differ is told from all other questions that name several of them."""

from __future__ import annotations

import pytest

from nlu import differences, generation


def asked(text: str) -> list[str]:
    now = generation.current()
    return differences.asked(now.reader.read(text), now.library)


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("IURC or World Cities, how do they differ?", ["programmes/iurc", "programmes/worldcities"]),
        ("世界城市项目跟IURC有啥不一样", ["programmes/worldcities", "programmes/iurc"]),
        ("tell the health cluster and the culture cluster apart", ["clusters/health", "clusters/culture"]),
        ("医疗集群和文化集群的差异", ["clusters/health", "clusters/culture"]),
        ("compare a letter of intent with a memorandum", ["method/letter_of_intent", "method/mou"]),
    ],
)
def test_things_that_are_held_against_each_other_are_found(text: str, refs: list[str]) -> None:
    assert asked(text) == refs


@pytest.mark.parametrize(
    "text",
    [
        "what are IURC and World Cities?",
        "how does the IUC differ?",
        "compare Nice and Rome",
        "how do LIFE and DUT differ?",
        "which cities of the health cluster and the culture cluster have different partners?",
        "健康集群和文化集群有哪些城市",
    ],
)
def test_another_question_on_several_things_is_left_alone(text: str) -> None:
    assert asked(text) == []
