"""A cluster that fits a topic: where only the help desk counts the topic to it, the answer says so."""

from __future__ import annotations

from datetime import date

import pytest

from actions import clusters
from actions.answer import finished
from actions.context import Entity, Question
from knowledge.library import Library
from tests.actions.asking import Reply

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("word", "cluster", "is_ours"),
    [
        ("noise", "circular", True),
        ("噪声", "circular", True),
        ("heat waves", "circular", True),
        ("air quality", "circular", False),
        ("空气质量", "circular", False),
        ("smart city", "smart", False),
        ("铁路联通", "mobility", False),
    ],
)
def test_the_desks_own_sorting_of_a_topic_is_named(library: Library, word: str, cluster: str, is_ours: bool) -> None:
    named = Entity("topic", f"clusters/{cluster}", word, 0)
    answer = clusters.find(Question("find_cluster", word, (named,)), library, TODAY)
    reply = Reply(finished(answer, library), answer.effects, answer)
    assert ("cluster.fits_ours" in reply.says) is is_ours
