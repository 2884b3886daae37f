"""What a start and a first message cost is paid at training."""

from __future__ import annotations

import pytest

from knowledge.library import default_folder, load
from nlu import generation, known_questions
from nlu.normalise import plain
from nlu.question_index import questions
from tests.loaded_brain import loaded

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]


def test_a_start_encodes_no_question_that_training_has_encoded() -> None:
    loaded()
    known = generation.process._vectors

    missing = [text for text, _, _, _ in questions(load(default_folder())) if plain(text) not in known]

    assert missing == []


def test_a_question_without_the_name_of_its_record_is_encoded_too() -> None:
    loaded()
    now = generation.current()
    cities = now.library.of_kind("city")

    missing = [text for city in cities for text in now.own.texts(city) if text not in generation.process._vectors]

    assert missing == []


def test_vectors_are_the_same_after_saving(tmp_path) -> None:
    loaded()
    some = dict(list(generation.process._vectors.items())[:3])

    known_questions.save(some, tmp_path)

    read = known_questions.read(tmp_path)
    assert list(read) == list(some)
    assert all((read[text] == some[text]).all() for text in some)
