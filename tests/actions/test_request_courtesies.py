"""What seems a greeting where a name was asked for: a name without a word of courtesy is the name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.library import Library
from tests.actions.test_request_form import asked, move


@pytest.mark.parametrize("text", ["Wang Xiaoming", "Zdravko Novak", "陈小敏"])
def test_a_name_that_seems_a_greeting_is_the_name_that_was_asked_for(library: Library, text: str) -> None:
    question = replace(asked(text, asking="name", intent="greet"), confidence=0.95)
    found = move(question, library, is_sure=True)

    assert found is not None and found.name == "answer"


@pytest.mark.parametrize("text", ["Hello again", "你好呀", "thank you very much"])
def test_a_courtesy_is_no_name(library: Library, text: str) -> None:
    intent = "thank" if "thank" in text else "greet"
    question = replace(asked(text, asking="name", intent=intent), confidence=0.95)
    found = move(question, library, is_sure=True)

    assert found is not None and found.name == "remind"
