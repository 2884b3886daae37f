"""What is asked on about a programme or a pilot is told from its record or said to be unknown; wishes go on."""

from __future__ import annotations

import pytest

from actions import aspects, knowledge, resuming, timeline
from actions.context import Question
from nlu import aspects as spoken
from tests.actions.asking import Talk

EVERY = aspects.ASPECTS


def test_every_fact_of_the_aspects_exists() -> None:
    library = knowledge.current()
    for rows in aspects.rows().values():
        for ref, names in rows.items():
            record = library.get(ref)
            assert record is not None, ref
            for aspect, facts in names.items():
                assert aspect in EVERY, (ref, aspect)
                assert all(name == "summary" or name in record.facts for name in facts), (ref, aspect, facts)


def test_every_faq_on_a_document_exists() -> None:
    library = knowledge.current()
    assert all(library.get(faq) is not None for _, _, faq, _ in spoken._documents())


@pytest.mark.parametrize("aspect", EVERY)
def test_every_aspect_of_every_programme_and_pilot_is_answered(talk: Talk, aspect: str) -> None:
    library = knowledge.current()
    for kind in ("programme", "pilot"):
        for record in library.of_kind(kind):
            reply = talk.ask("ask_fact", (kind, record.ref), ("aspect", aspect))
            assert record.ref in reply.answer.spoken, (record.ref, aspect)
            assert reply.answer.blocks, (record.ref, aspect)


def test_who_paid_for_a_pilot_is_not_guessed(talk: Talk) -> None:
    reply = talk.ask("ask_fact", ("pilot", "pilots/nice_haikou"), ("aspect", "payer"))
    assert reply.says[:2] == ["aspect.not_told_payer", "aspect.of_programme"]


def test_the_same_aspect_is_told_of_another_programme(talk: Talk) -> None:
    talk.ask("ask_fact", ("programme", "programmes/cetregio"), ("aspect", "payer"))
    reply = talk.ask("ask_same_for", ("programme", "programmes/iuc"))
    assert "Partnership Instrument" in reply.first(1)


def test_nothing_stopped_is_said(talk: Talk) -> None:
    assert talk.ask("show_more", ("guide", "resume")).says[0] == "resume.nothing"


@pytest.mark.parametrize(
    ("text", "kept", "moves"),
    [
        ("actually, do continue", {"what": {"funding": {}}, "fresh": True}, True),
        ("算了还是继续吧", {"what": {"wish": {}}, "fresh": True}, True),
        ("carry on", {"what": {"funding": {}}, "fresh": True}, True),
        ("carry on", {"what": {"funding": {}}, "fresh": False}, False),
        ("let's get back to my request", {"what": {"wish": {}}, "fresh": False}, True),
        ("还是等人工吧", {"what": {"funding": {}}, "fresh": True}, False),
        ("算了还是继续吧", None, True),
        ("continue", None, False),
    ],
)
def test_a_wish_to_go_on_is_known(text: str, kept: dict[str, object] | None, moves: bool) -> None:
    slots = {"stopped": kept}
    assert resuming.waits(text, slots)
    move = resuming.move_of(Question("show_more", text, slots=slots), knowledge.current(), False, True)
    assert (move is not None) == moves


@pytest.mark.parametrize("text", ["I want to talk to a person", "我还是想了解资金", "Rome", "继续介绍一下昆明"])
def test_other_messages_take_nothing_up_again(text: str) -> None:
    assert not resuming.waits(text, {})


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("visits of September 2018", 9),
        ("2018年9月有哪些访问", 9),
        ("十一月", 11),
        ("events in 2018", None),
        ("12月", 12),
    ],
)
def test_a_month_is_read(text: str, month: int | None) -> None:
    assert timeline.month_of(text) == month
