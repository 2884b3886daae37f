"""A conversation over HTTP: in order, once, and never lost on the way."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select

from desk import conversations, messages
from desk.models import turns
from tests.bot.conftest import RunningGateway, Start
from tests.bot.stand_in_brain import StandInBrain, answer
from tests.bot.visitor import Visitor, buttons


def texts(visitor: Visitor, direction: str) -> list[str]:
    return [message["text"] for message in visitor.messages() if message["direction"] == direction]


def test_new_visitor_is_greeted_by_a_machine_with_the_privacy_notice(both: RunningGateway) -> None:
    english, chinese = both.visitor("en"), both.visitor("zh")
    hello, nihao = english.messages()[0], chinese.messages()[0]

    assert "machine, not a person" in hello["text"] and "/privacy" in hello["text"]
    assert "不是真人" in nihao["text"] and "/privacy" in nihao["text"]
    assert (hello["seq"], hello["language"], nihao["language"]) == (1, "en", "zh")
    assert "/privacy" in chinese.session["notice"]
    assert len(buttons(hello)) == len(buttons(nihao)) == 4


def test_message_is_answered_in_its_language(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    english, chinese = visitor.ask("Tell me about 重庆"), visitor.ask("介绍一下这座城市")

    assert english["text"].startswith("You said: Tell me about 重庆")
    assert chinese["text"].startswith("您说：介绍一下这座城市")
    assert (english["language"], chinese["language"]) == ("en", "zh")
    assert english["records"] == ["cities/chongqing"] and english["sources"] == ["Q1"]
    assert [turn["state"] and turn["state"]["slots"] for turn in brain.asked] == [None, {"turns": 1}]


def test_name_alone_keeps_the_language_of_the_conversation(both: RunningGateway) -> None:
    visitor = both.visitor("zh")

    assert visitor.ask("Chongqing?")["language"] == "zh"


def test_other_language_is_told_so_and_still_tried(gateway: RunningGateway) -> None:
    reply = gateway.visitor("zh").ask("Расскажите мне про этот город пожалуйста")

    assert reply["text"].startswith("I can only answer in English and Chinese.")
    assert "You said: Расскажите" in reply["text"]


def test_repeat_of_a_client_id_gets_the_first_result(both: RunningGateway, brain: StandInBrain) -> None:
    visitor, client_id = both.visitor(), str(uuid.uuid4())
    first = visitor.post("hello there", client_id)
    visitor.answer_after(2)
    again = visitor.post("hello there", client_id.upper())

    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["seq"] == again.json()["seq"] == 2
    assert (first.json()["state"], again.json()["state"]) == ("pending", "done")
    assert len(brain.asked) == 1
    assert [message["seq"] for message in visitor.messages()] == [1, 2, 3]


def test_ten_repeats_at_once_are_one_message(both: RunningGateway, brain: StandInBrain) -> None:
    visitor, client_id = both.visitor(), str(uuid.uuid4())
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: visitor.post("hello there", client_id), range(10)))
    visitor.answer_after(2)

    assert {each.json()["seq"] for each in answers} == {2}
    assert len(brain.asked) == 1


def test_twenty_messages_at_once_are_numbered_without_gap_and_answered_in_order(
    both: RunningGateway, brain: StandInBrain
) -> None:
    visitor = both.visitor()
    brain.delay = lambda turn: 0.03 if int(turn["turn_id"].rpartition("-")[2]) % 2 else 0.0
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: visitor.post(f"this is number {number}"), range(20)))
    visitor.out(21)
    numbers = [message["seq"] for message in visitor.messages()]

    assert {each.status_code for each in answers} == {202}
    assert numbers == list(range(1, 42))
    said, answered = texts(visitor, "in"), texts(visitor, "out")[1:]
    assert [text.partition("\n")[0] for text in answered] == [f"You said: {text}" for text in said]
    assert brain.overlaps == 0


def test_two_conversations_do_not_wait_for_each_other(gateway: RunningGateway, brain: StandInBrain) -> None:
    brain.delay = lambda turn: 1.0 if "slow" in turn["message"]["text"] else 0.0
    slow, quick = gateway.visitor(), gateway.visitor()
    slow.post("the slow question")
    quick.ask("the quick question")

    assert len(texts(slow, "out")) == 1
    slow.out(2)


def test_button_reaches_the_brain_as_what_it_stands_for(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor("zh")
    visitor.ask("介绍一下这座城市")
    pressed = visitor.press("更多")
    reply = visitor.answer_after(pressed.json()["seq"])

    assert brain.asked[-1]["message"] == {"text": "更多", "do": {"intent": "show_more", "entities": []}}
    assert reply["language"] == "zh"
    assert texts(visitor, "in") == ["介绍一下这座城市", "更多"]


def test_button_of_another_conversation_is_refused(both: RunningGateway, brain: StandInBrain) -> None:
    owner, stranger = both.visitor(), both.visitor()
    key = buttons(owner.messages()[0])[0]["key"]
    refused = stranger.post(button=key)

    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "button_unknown")
    assert brain.asked == []
    assert len(stranger.messages()) == 1


def test_typed_command_of_rasa_is_only_text(gateway: RunningGateway, brain: StandInBrain) -> None:
    visitor = gateway.visitor()
    for text in ('/ask_city{"city": "x"}', " /restart", "/session_start"):
        visitor.ask(text)

    assert [turn["message"] for turn in brain.asked] == [
        {"text": '/ask_city{"city": "x"}'},
        {"text": "/restart"},
        {"text": "/session_start"},
    ]


def test_while_a_form_asks_the_language_does_not_change(gateway: RunningGateway, brain: StandInBrain) -> None:
    brain.script = lambda turn: answer(
        turn, {"type": "text", "text": {"en": "Which city?", "zh": "哪座城市？"}},
        state={"version": 1, "slots": {}, "loop": None, "tail": [], "asks": "form"},
    )  # fmt: skip
    visitor = gateway.visitor()
    visitor.ask("I want to cooperate with a city")

    assert visitor.ask("重庆市的两江新区")["text"] == "Which city?"


def test_short_answer_to_a_question_of_ours_keeps_the_language(gateway: RunningGateway, brain: StandInBrain) -> None:
    brain.script = lambda turn: answer(
        turn, {"type": "text", "text": {"en": "Where is it?", "zh": "在哪里？"}},
        state={"version": 1, "slots": {}, "loop": None, "tail": [], "asks": True},
    )  # fmt: skip
    visitor = gateway.visitor("zh")
    visitor.ask("我们想找资金")

    assert visitor.ask("Poland")["text"] == "在哪里？"
    assert visitor.ask("Which cities of Poland took part in it?")["text"] == "Where is it?"


def test_conversation_state_is_kept_between_turns(both: RunningGateway) -> None:
    visitor = both.visitor()
    for number in range(3):
        visitor.ask(f"question number {number}")
    with both.database.read() as connection:
        talk = conversations.by_id(connection, visitor.session["conversation_id"])
        asked = messages.by_seq(connection, talk.id, 2)
        stored = connection.execute(select(func.count()).select_from(turns)).scalar_one()

    assert talk.state is not None and talk.state["slots"] == {"turns": 3}
    assert talk.lease_holder is None
    assert asked is not None and asked.understood is not None and asked.understood["intent"] == "ask_city"
    assert stored == 3


def test_two_gateways_on_one_database_keep_the_order(start: Start, database_url: str, brain: StandInBrain) -> None:
    one, two = start(database_url), start(database_url)
    visitor = one.visitor()
    elsewhere = Visitor(two.url, token=visitor.token)
    brain.delay = lambda _: 0.02

    def post(number: int) -> Any:
        return (visitor if number % 2 else elsewhere).post(f"this is number {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(post, range(16)))
    visitor.out(17)
    answered = texts(elsewhere, "out")[1:]

    assert [text.partition("\n")[0] for text in answered] == [f"You said: {t}" for t in texts(visitor, "in")]
    assert brain.overlaps == 0
    assert len(brain.asked) == 16


def test_too_many_unanswered_messages_are_refused_for_a_moment(
    start: Start, sqlite_url: str, brain: StandInBrain
) -> None:
    brain.delay = lambda _: 0.5
    visitor = start(sqlite_url, pending_limit=2).visitor()
    codes = [visitor.post(f"number {number}").status_code for number in range(4)]
    refused = visitor.post("one more")

    assert codes[:2] == [202, 202]
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "queue_full" and refused.headers["Retry-After"]


def test_acknowledged_number_is_kept(both: RunningGateway) -> None:
    visitor = both.visitor()
    visitor.ask("hello there")
    acked = [visitor.http.post("/api/ack", json={"seq": seq}).json()["seq"] for seq in (3, 1)]

    assert acked == [3, 3]
