"""What staff see of a record is what the assistant says to a visitor who asks what it is."""

from __future__ import annotations

from datetime import date

import pytest

from bot.brain.rehearsal import said
from bot.brain.service import read_turn
from bot.rehearsal import question
from bot.wording.render import render, with_buttons
from tests.loaded_brain import LoadedBrain

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_brain_says_of_one_record_of_each_kind_what_the_preview_shows(talker: LoadedBrain, language: str) -> None:
    library = talker.brain.watcher.library
    one_of_each = {record.kind: record for record in library.published()}
    different = []
    for record in one_of_each.values():
        asked = {**question(record, language), "today": TODAY.isoformat()}
        answer = talker.turn(read_turn(asked))
        if with_buttons(render(answer.blocks, language)) != said(library, record, language, TODAY):
            different.append(record.ref)

    assert different == []
