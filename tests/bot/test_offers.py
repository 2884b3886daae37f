"""A person is offered when there is a reason for it, once, and the case holds the reason and the question."""

from __future__ import annotations

from typing import Any

import pytest

from bot.offers import missed, rules
from bot.wording.catalogue import catalogue
from desk import cases, escalations
from desk.cases import Case
from desk.escalations import Escalation
from tests.bot.conftest import RunningGateway, Start
from tests.bot.stand_in_brain import StandInBrain, Turn, answer, says
from tests.bot.visitor import Visitor, buttons

PERSON = {"title": {"say": "button.person"}, "do": {"intent": "ask_for_person", "entities": []}}


def knowing(band: str = "sure", intent: str = "ask_city", *blocks: dict[str, Any]) -> Any:
    """Return a script: an answer of that kind, with the brain's own button for a person."""

    def script(turn: Turn) -> dict[str, Any]:
        understood = {"intent": intent, "confidence": 0.5, "band": band, "records": ["cities/chongqing"]}
        said = blocks or (says("Something", "回答"),)
        return answer(turn, *said, {"type": "buttons", "items": [PERSON]}, understood=understood)

    return script


def titles(message: dict[str, Any]) -> list[str]:
    return [item["title"] for item in buttons(message)]


def opened(running: RunningGateway, visitor: Visitor) -> tuple[Case, Escalation]:
    """Return the case of a visitor and why it is there."""
    with running.database.read() as connection:
        case = cases.latest(connection, visitor.session["conversation_id"])
        assert case is not None
        known = escalations.of_case(connection, case.id)
    assert known is not None
    return case, known


def press_last(visitor: Visitor, title: str) -> dict[str, Any]:
    return visitor.answer_after(visitor.press(title).json()["seq"])


def test_every_sentence_of_a_gap_is_one_that_exists() -> None:
    assert [key for key in rules()["gaps"] if key not in catalogue()] == []


def test_message_that_is_surely_about_something_else_is_understood() -> None:
    declined = {"intent": "out_of_scope", "band": "unsure", "confidence": 1.0}
    assert not missed(declined)
    assert missed({**declined, "confidence": 0.5})
    assert missed({**declined, "intent": "ask_city"})


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("en", "Pass my question to a person", "not understood you twice"),
        ("zh", "将问题转给工作人员", "连续两次没有理解"),
    ],
)
def test_two_misunderstandings_in_a_row_offer_a_person(
    both: RunningGateway, brain: StandInBrain, language: str, title: str, said: str
) -> None:
    brain.script = knowing("unsure", "out_of_scope")
    visitor = both.visitor(language)
    words = ("blorp one", "blorp two") if language == "en" else ("乱七八糟一", "乱七八糟二")
    first, second = (visitor.ask(each) for each in words)

    assert said not in first["text"] and title not in titles(first)
    assert said in second["text"] and titles(second) == [title]
    assert visitor.owner() == "assistant"  # offered, not forced

    press_last(visitor, title)
    case, known = opened(both, visitor)
    assert (known.why, case.asked, visitor.owner()) == ("misunderstood", "\n\n".join(words), "queue")


def test_one_that_was_understood_between_begins_the_count_anew(gateway: RunningGateway, brain: StandInBrain) -> None:
    visitor = gateway.visitor()
    said = []
    for band in ("unsure", "sure", "unsure"):
        brain.script = knowing(band)
        said.append(visitor.ask(f"{band} question"))

    assert all("not understood you twice" not in message["text"] for message in said)


def test_gap_offers_to_have_it_found_out_with_question_and_record(both: RunningGateway, brain: StandInBrain) -> None:
    gap = {"type": "text", "say": "city.population_unknown", "with": {"name": {"string": "Kunming"}}}
    brain.script = knowing("sure", "ask_city_population", {**gap, "records": ["cities/kunming"]})
    visitor = both.visitor()
    reply = visitor.ask("How many people live in Kunming?")

    assert titles(reply) == ["Have a person find out"]

    press_last(visitor, "Have a person find out")
    case, known = opened(both, visitor)
    assert (known.why, case.asked) == ("gap", "How many people live in Kunming?")
    assert case.records == ["cities/chongqing", "cities/kunming"]


def test_complaint_offers_a_person_who_sees_what_it_is_about(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    visitor.ask("Who funds IURC?")
    brain.script = knowing("sure", "complain")
    reply = visitor.ask("That is wrong!")

    assert titles(reply) == ["Have a person look at this"]

    press_last(visitor, "Have a person look at this")
    case, known = opened(both, visitor)
    assert (known.why, case.asked) == ("feedback", "Who funds IURC?\n\nThat is wrong!")


def test_failure_of_the_brain_leads_to_a_person_while_it_is_still_down(start: Start, database_url: str) -> None:
    running = start(database_url, brain_url=("http://127.0.0.1:9",), brain_timeout=0.3)
    visitor = running.visitor()
    sorry = visitor.ask("Who funds IURC?")
    reply = visitor.answer_after(visitor.post(button=buttons(sorry)[0]["key"]).json()["seq"])

    case, known = opened(running, visitor)
    assert (known.why, case.asked) == ("failure", "Who funds IURC?")
    assert case.reference in reply["text"] and visitor.owner() == "queue"


def test_button_for_a_person_passes_on_the_last_question_and_not_its_own_title(
    both: RunningGateway, brain: StandInBrain
) -> None:
    visitor = both.visitor()
    visitor.ask("Who funds IURC?")
    press_last(visitor, "Talk to a person")

    case, known = opened(both, visitor)
    assert (known.why, case.asked) == ("asked", "Who funds IURC?")


def wishing(turn: Turn) -> dict[str, Any]:
    """Answer as the brain does when somebody asks for a person, and as to a question, a courtesy or a request else."""
    understood: dict[str, Any] = {"intent": "ask_city", "confidence": 0.9, "band": "sure", "entities": []}
    text = turn["message"].get("text", "")
    if text == "a person, please":
        effects = ({"type": "ask_person"},)
        return answer(turn, effects=effects, understood={**understood, "intent": "ask_for_person"}, continues=True)
    if text == "Hello":
        understood["intent"] = "greet"
    if text == "Anna Berg":
        understood |= {"intent": "request_cooperation", "entities": [{"entity": "guide", "value": "answer"}]}
    return answer(turn, says("Something", "回答"), understood=understood)


def test_who_asks_for_a_person_in_words_passes_on_the_last_questions_in_their_order(
    both: RunningGateway, brain: StandInBrain
) -> None:
    brain.script = wishing
    visitor = both.visitor()
    for text in ("Who runs IURC?", "Who funds it?", "And in Lyon?", "Anna Berg", "Hello", "a person, please"):
        visitor.ask(text)

    assert opened(both, visitor)[0].asked == "Who funds it?\n\nAnd in Lyon?\n\na person, please"


def test_what_was_asked_before_an_earlier_case_is_not_asked_again(gateway: RunningGateway, brain: StandInBrain) -> None:
    brain.script = wishing
    visitor = gateway.visitor()
    for text in ("Who funds IURC?", "a person, please"):
        visitor.ask(text)
    first = opened(gateway, visitor)[0]
    with gateway.database.write() as connection:
        cases.set_status(connection, first, cases.CLOSED, "person:anna", gateway.gateway.clock())
    visitor.ask("a person, please")

    assert opened(gateway, visitor)[0].asked == "a person, please"


def test_nothing_is_offered_to_somebody_who_waits_already(gateway: RunningGateway, brain: StandInBrain) -> None:
    visitor = gateway.visitor()
    press_last(visitor, "Talk to a person")
    brain.script = knowing("unsure")
    visitor.ask("blorp one")

    assert "not understood you twice" not in visitor.ask("blorp two")["text"]
