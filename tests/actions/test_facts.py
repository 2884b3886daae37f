"""One question, one fact: what was asked leads, and how sure it is is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.library import load
from tests.actions.asking import Talk
from tests.knowledge import samples
from tests.knowledge.samples import changed

SENTENCE = {"en": "It had 3 halls.", "zh": "共有3个厅。"}


def test_the_fact_that_was_asked_for_leads(talk: Talk) -> None:
    reply = talk.ask("ask_programme", ("programme", "programmes/uec"), hits=(("programmes/uec", "coord"),))
    assert "NTNU" in reply.first(1)
    assert "state.programme.ended" in reply.says[:2]


def test_a_doubtful_hit_does_not_lead(talk: Talk) -> None:
    hits = (("programmes/uec", "coord"),)
    reply = talk.ask("ask_programme", ("programme", "programmes/uec"), hits=hits, score=0.56)
    assert "NTNU" not in reply.first(2)


def test_a_question_about_the_whole_record_is_not_answered_by_a_part(talk: Talk) -> None:
    hits = (("funding/he", None), ("funding/he", "portal"))
    reply = talk.ask("ask_funding", ("funding", "funding/he"), hits=hits)
    assert "research and innovation programme" in reply.first(1)


def test_a_hit_on_another_record_does_not_lead(talk: Talk) -> None:
    reply = talk.ask("ask_programme", ("programme", "programmes/iuc"), hits=(("programmes/uec", "coord"),))
    assert "NTNU" not in reply.text("en")


def test_a_hit_names_the_record_where_the_message_does_not(talk: Talk) -> None:
    reply = talk.ask("ask_role", hits=(("roles/drc", "centre"),))
    assert reply.answer.spoken == ["roles/drc"]


def test_the_record_spoken_of_wins_over_a_closer_hit_on_another(talk: Talk) -> None:
    talk.ask("ask_programme", ("programme", "programmes/iurc"))
    hits = (("programmes/uec", "coord"), ("programmes/iurc", "team"))
    assert talk.ask("ask_programme", hits=hits).answer.spoken == ["programmes/iurc"]


@pytest.mark.parametrize(
    ("sure", "key"),
    [("single", "sure.single"), ("own", "sure.own"), ("confirmed", None), ("founding", None)],
)
def test_how_sure_a_fact_is_is_said(folder: Path, sure: str, key: str | None) -> None:
    fact: dict[str, Any] = {"text": SENTENCE, **samples.PROOF, "sure": sure, "sources": ["S1"]}
    made_up = load(samples.write(folder, changed("programmes/twins", "facts/halls", fact)))
    reply = Talk(made_up).ask("ask_fact", hits=(("programmes/twins", "halls"),))
    assert "It had 3 halls." in reply.first(1)
    assert [say for say in reply.says if say.startswith("sure.")] == ([key] if key else [])


def test_what_is_not_known_is_said_with_what_is_known(folder: Path) -> None:
    fact = {"unknown": True, "text": {"en": "The prize was not found.", "zh": "奖金未查到。"}, **samples.PROOF}
    made_up = load(samples.write(folder, changed("programmes/twins", "facts/prize", {**fact, "sure": "unknown"})))
    reply = Talk(made_up).ask("ask_programme", ("programme", "programmes/twins"), hits=(("programmes/twins", "prize"),))
    assert reply.first(1) == "The prize was not found."
    assert "It paired cities" in reply.text("en")


def test_a_conflict_tells_its_text(talk: Talk) -> None:
    reply = talk.ask("ask_fact", hits=(("programmes/uec", "powerhouse_award"),))
    assert "the place is not confirmed" in reply.first(1)


def test_a_button_on_a_fact_answers_with_it(talk: Talk) -> None:
    reply = talk.ask("ask_fact", ("programme", "programmes/uec"), ("fact", "tianjin"))
    assert "Tianjin" in reply.first(1)


def test_a_summary_is_filled_from_the_facts(talk: Talk) -> None:
    assert "2016 to 2020" in talk.ask("ask_programme", ("programme", "programmes/iuc")).text("en")


def test_a_fact_without_any_hit_is_not_invented(talk: Talk) -> None:
    reply = talk.ask("ask_faq")
    assert reply.says[0] == "faq.not_found"
    assert reply.buttons[0][0] == "ask_for_person"
