"""A person takes over, and the assistant neither talks over them nor falls silent afterwards."""

from __future__ import annotations

import re
import time

import pytest

from bot.wording.catalogue import catalogue
from bot.wording.values import Words
from desk import cases, conversations, messages, ownership
from desk.messages import Reply
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain, answer, echo, says
from tests.bot.takeover import case_of, staff_says
from tests.bot.visitor import Visitor, buttons

PERSON = {"en": "Talk to a person", "zh": "转人工服务"}
REFERENCE = re.compile(r"CB-\d{4}-[0-9A-Z]{6}")


def reference_in(message: dict[str, object]) -> str:
    found = REFERENCE.search(str(message["text"]))
    assert found, message["text"]
    return found.group()


def sentence(key: str, language: str) -> str:
    return Words(catalogue(), language).sentence(key)


def take(gateway: RunningGateway, visitor: Visitor, person: str = "anna") -> None:
    with gateway.database.write() as connection:
        talk = conversations.by_id(connection, visitor.session["conversation_id"])
        ownership.take(connection, talk, person, gateway.gateway.clock())


def hand_back(gateway: RunningGateway, visitor: Visitor) -> None:
    with gateway.database.write() as connection:
        talk = conversations.by_id(connection, visitor.session["conversation_id"])
        ownership.hand_back(connection, talk, gateway.gateway.clock())


def wishing(effect: dict[str, object]) -> object:
    return lambda turn: answer(turn, {"type": "effect", "index": 0}, effects=(effect,))


@pytest.mark.parametrize(
    ("language", "title", "office", "said"),
    [("en", "Talk to a person", "brussels", "Until then"), ("zh", "转人工服务", "beijing", "在此之前")],
)
def test_button_asks_for_a_person_and_says_when_to_expect_one(
    both: RunningGateway, language: str, title: str, office: str, said: str
) -> None:
    visitor = both.visitor(language)
    reply = visitor.answer_after(visitor.press(title).json()["seq"])
    with both.database.read() as connection:
        case = cases.of_reference(connection, visitor.session["conversation_id"], reference_in(reply))

    assert visitor.owner() == "queue"
    assert said in reply["text"]
    assert case is not None
    assert (case.kind, case.office, case.language, case.channel) == ("escalation", office, language, "web")


def test_asking_twice_is_the_same_case(both: RunningGateway, brain: StandInBrain) -> None:
    brain.script = wishing({"type": "ask_person"})  # type: ignore[assignment]
    visitor = both.visitor()
    first, second = visitor.ask("a person please"), visitor.ask("I said a person please")

    assert reference_in(first) == reference_in(second)
    assert "already been asked" in second["text"]


def test_while_a_person_is_awaited_the_assistant_helps_and_says_so(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    asked = visitor.answer_after(visitor.press("Talk to a person").json()["seq"])
    reply = visitor.ask("meanwhile a question")

    assert reply["text"].startswith("You said: meanwhile a question")
    assert f"still waiting for a person ({reference_in(asked)})" in reply["text"]
    assert [item["title"] for item in buttons(reply)] == ["More", "Stop waiting"]


def test_stop_waiting_gives_the_word_back_and_closes_the_case(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    asked = visitor.answer_after(visitor.press("Talk to a person").json()["seq"])
    stopped = visitor.answer_after(visitor.press("Stop waiting").json()["seq"])
    reply = visitor.ask("and now a question")
    with both.database.read() as connection:
        case = cases.of_reference(connection, visitor.session["conversation_id"], reference_in(asked))

    assert reference_in(stopped) == reference_in(asked)
    assert visitor.owner() == "assistant"
    assert case is not None and case.status == "closed"
    assert "waiting" not in reply["text"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_stops_waiting_after_a_person_took_over_is_told_so(gateway: RunningGateway, language: str) -> None:
    title = {name: sentence("gateway.person", name) for name in ("en", "zh")}[language]
    visitor = gateway.visitor(language)
    asked = visitor.answer_after(visitor.press(title).json()["seq"])
    staff_says(gateway, visitor, "Hello, 您好")
    told = visitor.answer_after(visitor.press(sentence("gateway.stop_waiting", language)).json()["seq"])

    assert [item.get("while") for item in buttons(asked)] == ["queue"]
    assert told["text"] == sentence("gateway.person_here", language)
    assert visitor.owner().startswith("person")
    assert case_of(gateway, visitor).status == "assigned"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("effect", "key"),
    [({"type": "stop_waiting"}, "gateway.not_waiting"), ({"type": "request_status"}, "case.none_here")],
)
def test_who_has_no_case_is_told_that_there_is_none(
    gateway: RunningGateway, brain: StandInBrain, language: str, effect: dict[str, object], key: str
) -> None:
    brain.script = wishing(effect)  # type: ignore[assignment]
    text = {"en": "and what about me, please?", "zh": "那我的呢，请问？"}[language]

    assert gateway.visitor(language).ask(text)["text"].startswith(sentence(key, language))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("cancels", [True, False])
def test_who_asks_whether_it_is_cancelled_hears_yes_or_no_and_the_status(
    gateway: RunningGateway, brain: StandInBrain, language: str, cancels: bool
) -> None:
    visitor = gateway.visitor(language)
    reference = reference_in(visitor.answer_after(visitor.press(PERSON[language]).json()["seq"]))
    text = {"en": "is it cancelled now?", "zh": "现在取消了吗？"}[language]
    if cancels:
        brain.script = wishing({"type": "stop_waiting"})  # type: ignore[assignment]
        visitor.ask(text)
    brain.script = wishing({"type": "request_status", "asks": "cancelled"})  # type: ignore[assignment]
    said = visitor.ask(text)["text"]

    assert said.startswith(sentence("case.is_cancelled" if cancels else "case.not_cancelled", language))
    status = {"en": ": ", "zh": "："}[language] + sentence("case.status_cancelled", language)
    assert reference in said and (status in said) == cancels


def test_assistant_is_silent_while_a_person_has_the_word(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    take(both, visitor)
    seqs = [visitor.post(text).json()["seq"] for text in ("hello anna", "are you there")]
    time.sleep(0.5)
    with both.database.read() as connection:
        stored = [messages.by_seq(connection, visitor.session["conversation_id"], seq) for seq in seqs]

    assert brain.asked == []
    assert [message["direction"] for message in visitor.messages()] == ["out", "in", "in"]
    assert [message.status for message in stored if message] == ["done", "done"]
    assert visitor.owner() == "person"


def test_reply_of_a_person_reaches_the_visitor_without_their_name(both: RunningGateway) -> None:
    visitor = both.visitor()
    take(both, visitor)
    words = Reply("person:anna", "Good morning", [{"type": "text", "text": "Good morning"}], [], "en")
    with visitor.listening(after=1) as stream:
        with both.database.write() as connection:
            messages.say(connection, visitor.session["conversation_id"], "web", words, both.gateway.clock())
        came = stream.wait_for(2)

    assert [(message["author"], message["text"]) for message in came] == [("staff", "Good morning")]
    assert "anna" not in str(stream.events)


def test_late_answer_never_lands_after_a_person_took_over(both: RunningGateway, brain: StandInBrain) -> None:
    brain.delay = lambda _: 0.6
    visitor = both.visitor()
    visitor.post("a slow question")
    time.sleep(0.25)
    take(both, visitor)
    time.sleep(1.2)

    assert len(brain.asked) == 1
    assert [message["direction"] for message in visitor.messages()] == ["out", "in"]


def test_question_is_answered_anew_when_the_word_came_back_meanwhile(both: RunningGateway, brain: StandInBrain) -> None:
    brain.delay = lambda _: 0.5 if len(brain.asked) == 1 else 0.0
    visitor = both.visitor()
    seq = visitor.post("a slow question").json()["seq"]
    time.sleep(0.2)
    take(both, visitor)
    hand_back(both, visitor)
    reply = visitor.answer_after(seq)
    time.sleep(0.3)

    assert reply["text"].startswith("You said: a slow question")
    assert len(visitor.messages()) == 3


def test_assistant_answers_again_when_it_is_handed_back(both: RunningGateway) -> None:
    visitor = both.visitor()
    take(both, visitor)
    with visitor.listening() as stream:
        visitor.post("hello anna")
        stream.wait_for(2)
        time.sleep(0.3)
    hand_back(both, visitor)

    assert visitor.ask("and you, assistant?")["text"].startswith("You said: and you, assistant?")


def test_cooperation_case_is_opened_in_its_place_of_the_answer(both: RunningGateway, brain: StandInBrain) -> None:
    wish = {"type": "open_case", "kind": "cooperation", "asked": "a pilot", "records": ["cities/chongqing"]}
    brain.script = lambda turn: answer(
        turn, says("Thank you.", "谢谢。"), {"type": "effect", "index": 0}, says("Goodbye.", "再见。"),
        effects=(wish,),
    )  # fmt: skip
    reply = both.visitor("zh").ask("我们想合作")
    lines = reply["text"].split("\n\n")

    assert (lines[0], lines[2]) == ("谢谢。", "再见。")
    assert "合作需求已收到" in lines[1] and reference_in(reply) in lines[1]


def test_status_is_told_only_where_the_request_was_made(both: RunningGateway, brain: StandInBrain) -> None:
    owner, stranger = both.visitor(), both.visitor()
    reference = reference_in(owner.answer_after(owner.press("Talk to a person").json()["seq"]))
    brain.script = wishing({"type": "request_status", "reference": reference.lower()})  # type: ignore[assignment]
    known, foreign = owner.ask("what became of it"), stranger.ask("what became of it")
    brain.script = wishing({"type": "request_status", "reference": "CB-2026-000000"})  # type: ignore[assignment]
    unknown = stranger.ask("and of this one")
    brain.script = wishing({"type": "request_status", "reference": None})  # type: ignore[assignment]
    latest = owner.ask("and of my last one")

    assert f"Request {reference}" in known["text"] and "received, not yet assigned" in known["text"]
    assert reference in latest["text"]
    assert foreign["text"] == unknown["text"] and reference not in foreign["text"]


def test_language_can_be_chosen(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor("en")
    brain.script = wishing({"type": "set_language", "language": "zh"})  # type: ignore[assignment]
    chosen = visitor.ask("please speak Chinese")
    brain.script = echo
    name_only = visitor.ask("Chongqing")

    assert chosen["text"] == "好的，接下来我用中文回答。"
    assert name_only["language"] == "zh"
