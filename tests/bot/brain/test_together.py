"""The answers to several questions are one: nothing twice, sources and buttons once, what is left is offered."""

from __future__ import annotations

from typing import Any

from bot.brain.parts import Heard, Part
from bot.brain.together import MOST_BUTTONS, joined, short

Block = dict[str, Any]


def part(text: str) -> Part:
    return Part(text, ({"text": text},))


def text(key: str) -> Block:
    return {"type": "text", "say": key, "with": {}}


def sources(as_of: str, *keys: str) -> Block:
    return {"type": "sources", "sources": [{"key": key, "title": key} for key in keys], "as_of": as_of}


def buttons(*intents: str) -> Block:
    return {"type": "buttons", "items": [{"title": text(f"t.{one}"), "do": {"intent": one}} for one in intents]}


def says(blocks: list[Block]) -> list[str]:
    return [block["say"] for block in blocks if block["type"] == "text"]


def test_sentence_said_before_is_left_out_and_sources_and_buttons_come_once() -> None:
    first = [text("a.state"), text("a.one"), sources("2021", "S1", "S2"), buttons("x", "show_more")]
    second = [{**text("a.state"), "sources": ["S1"]}, text("a.two"), sources("2018", "S2", "S3"), buttons("x", "y")]

    blocks = joined(Heard((part("one?"), part("two?"))), [first, second])

    assert says(blocks) == ["a.state", "a.one", "a.two"]
    assert [block["type"] for block in blocks[3:]] == ["sources", "buttons"]
    assert [source["key"] for source in blocks[3]["sources"]] == ["S1", "S2", "S3"]
    assert blocks[3]["as_of"] == "2018"
    assert [item["do"]["intent"] for item in blocks[4]["items"]] == ["x", "y"]


def test_question_back_beside_an_answer_is_one_line_without_buttons() -> None:
    blocks = joined(Heard((part("one?"), part("what cost?"))), [[text("a.one")], [text("ask.funding"), buttons("f")]])

    assert says(blocks) == ["a.one", "parts.name_it"]
    assert blocks[1]["with"]["question"] == {"string": "what cost"}
    assert blocks[-1]["type"] == "text"


def test_question_that_is_not_understood_is_named() -> None:
    blocks = joined(Heard((part("one?"), Part("weather?"))), [[text("a.one")], []])

    assert says(blocks) == ["a.one", "parts.no_answer"]


def test_three_questions_have_headings_and_the_rest_is_offered_first() -> None:
    left = tuple({"text": f"q{number}?", "do": {"intent": f"i{number}"}} for number in range(2))
    said = [[text(f"a.{number}"), buttons(*(f"b{number}{one}" for one in range(4)))] for number in range(3)]

    blocks = joined(Heard(tuple(part(f"p{n}?") for n in range(3)), left, headed=True), said)

    assert says(blocks) == [key for n in range(3) for key in ("parts.heading", f"a.{n}")] + ["parts.also_asked"]
    assert len(blocks[-1]["items"]) == MOST_BUTTONS
    assert blocks[-1]["items"][0] == {"title": {"string": "q0"}, "do": {"intent": "i0"}}
    assert [item["do"]["intent"] for item in blocks[-1]["items"][2:5]] == ["b00", "b10", "b20"]


def test_single_answer_stays_as_it_is() -> None:
    said = [text("a.one"), sources("2021", "S1"), buttons("show_more")]

    assert joined(Heard((part("one?"),)), [said]) == said


def test_long_question_is_cut_for_a_button() -> None:
    assert short("Who signs an MoU?") == "Who signs an MoU"
    assert len(short("\u4eba" * 60)) == 21
