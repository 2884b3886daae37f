"""People see what is stored about them and have it deleted by themselves, in words or by buttons, whoever answers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot import privacy_words
from desk import cases, conversations, handling, messages
from desk.audit import Actor
from desk.cases import Case
from desk.conversations import Conversation
from desk.database import Database
from desk.handling import Worker
from desk.models import conversations as talks
from desk.models import messages as rows
from desk.staff import accounts
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain, answer, says
from tests.bot.visitor import Visitor, buttons
from tests.databases import NOW
from tests.desk.staff.conftest import ANNA

SECRET = "my uncle knows the mayor of Chongqing"
YES, NO = {"en": "Yes, delete everything", "zh": "确认全部删除"}, {"en": "No, keep it", "zh": "暂不删除"}
DELETE = {"en": "please delete my data", "zh": "请删除我的数据"}
GONE = {"en": "Your data has been deleted", "zh": "您的信息已删除"}


def stored(database: Database) -> str:
    """Return all that every conversation and message holds."""
    with database.read() as connection:
        return str([connection.execute(select(table)).all() for table in (talks, rows)])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("typed", [True, False])
def test_who_confirms_is_told_goodbye_and_leaves_nothing(gateway: RunningGateway, language: str, typed: bool) -> None:
    visitor = gateway.visitor(language)
    visitor.ask(SECRET)
    asked = visitor.ask(DELETE[language])
    there = stored(gateway.database)
    posted = visitor.post("yes" if language == "en" else "是的") if typed else visitor.press(YES[language])
    farewell = visitor.answer_after(posted.json()["seq"])
    left = [message["text"] for message in visitor.messages()]

    assert [item["title"] for item in buttons(asked)] == [YES[language], NO[language]]
    assert SECRET in there and SECRET not in stored(gateway.database)
    assert farewell["text"].startswith(GONE[language]) and farewell["erased"] is True
    assert left == [YES[language], farewell["text"]]
    assert visitor.ask("hello")["seq"] > farewell["seq"], "who writes again is answered"


def test_nothing_goes_without_the_yes(gateway: RunningGateway) -> None:
    visitor = gateway.visitor()
    visitor.ask(SECRET)
    visitor.ask("delete my data")
    kept = visitor.ask("cancel")["text"]
    again = visitor.ask("yes")["text"]

    assert kept == "Nothing was deleted."
    assert again.startswith("You said"), "a later yes answers something else"
    assert SECRET in stored(gateway.database)


def test_brain_cannot_have_anything_deleted(gateway: RunningGateway, brain: StandInBrain) -> None:
    brain.script = lambda turn: answer(turn, says("Bye", "再见"), effects=({"type": "erase_data"},))
    visitor = gateway.visitor()
    said = visitor.ask(SECRET)["text"]

    assert "technical problem" in said
    assert SECRET in stored(gateway.database)


def test_what_is_stored_is_counted_and_the_whole_is_a_file_for_the_token_alone(gateway: RunningGateway) -> None:
    visitor, other = gateway.visitor(), gateway.visitor()
    visitor.ask(SECRET)
    other.ask("something of somebody else")
    shown = visitor.ask("What do you know about me?")
    file = visitor.http.get("/api/mydata", params={"form": "json"})
    page = visitor.http.get("/api/mydata", params={"form": "html", "language": "zh"})
    nobody = visitor.http.get("/api/mydata", headers={"Authorization": "Bearer " + "x" * 43})

    assert "4 messages" in shown["text"] and "/mydata" in shown["text"]
    assert SECRET in str(file.json()) and "somebody else" not in file.text
    assert "attachment" in file.headers["content-disposition"] and file.headers["cache-control"] == "no-store"
    assert SECRET in page.text and "您的个人信息" in page.text and "<script" not in page.text
    assert nobody.status_code == 401


def test_words_in_the_file_are_text(gateway: RunningGateway) -> None:
    visitor = gateway.visitor()
    visitor.ask('<script>alert(1)</script> <img src=x onerror="alert(2)">')
    page = visitor.http.get("/api/mydata", params={"form": "html"}).text

    assert "&lt;script&gt;" in page and "<script" not in page and "<img" not in page


def taken(gateway: RunningGateway, visitor: Visitor) -> tuple[Conversation, Case, Worker]:
    """Let a visitor ask for a person and a member of staff take the case."""
    visitor.answer_after(visitor.press("Talk to a person").json()["seq"])
    with gateway.database.write() as connection:
        talk = conversations.by_token(connection, visitor.token, gateway.gateway.clock())
        case = cases.open_escalation(connection, talk.id)
        assert case is not None
        anna = accounts.create(connection, ANNA, NOW)
        worker = Worker(anna, Actor(anna.id, "-"), gateway.gateway.clock(), lambda *_: None)
        handling.take(connection, worker, case, case.version)
    return talk, case, worker


def test_deletion_works_while_a_person_answers_and_closes_the_case(gateway: RunningGateway) -> None:
    visitor = gateway.visitor()
    talk, case, _ = taken(gateway, visitor)
    asked = visitor.ask("delete my data")["text"]
    gone = visitor.ask("yes")["text"]
    with gateway.database.read() as connection:
        after, now = cases.by_id(connection, case.id), conversations.by_id(connection, talk.id)
        reasons = [data.get("reason") for _, _, data in cases.events(connection, case.id)]
        said = messages.since(connection, talk.id, 0)

    assert case.reference in asked and gone.startswith(GONE["en"])
    assert after is not None and (after.status, after.asked, after.conversation) == ("closed", "", None)
    assert "erased" in reasons and now.owner == conversations.ASSISTANT
    assert len(said) == 2


def test_an_answered_case_is_not_told_as_one_that_is_still_open(gateway: RunningGateway) -> None:
    visitor = gateway.visitor()
    _, case, worker = taken(gateway, visitor)
    with gateway.database.write() as connection:
        now = cases.by_id(connection, case.id)
        assert now is not None
        handling.finish(connection, worker, now, now.version, "resolved")
    asked = visitor.ask("delete my data")["text"]

    assert case.reference not in asked


def test_it_works_while_the_brain_is_away(gateway: RunningGateway, brain: StandInBrain) -> None:
    visitor = gateway.visitor()
    brain.stop()
    visitor.ask("show my data")
    visitor.ask("delete my data")

    assert visitor.ask("yes")["text"].startswith(GONE["en"])


def test_a_repeat_of_the_confirmation_does_not_begin_a_new_conversation(gateway: RunningGateway) -> None:
    body = {"sender": "city-7", "message": "delete my data", "message_id": "1"}
    http = gateway.visitor().http
    ask: Any = lambda **more: http.post(  # noqa: E731
        "/webhooks/rest/webhook", json={**body, **more}, headers={"Authorization": "Bearer a-token-for-the-tests"}
    ).json()
    ask()
    first = ask(message="yes", message_id="2")
    again = ask(message="yes", message_id="2")

    assert first[0]["text"].startswith(GONE["en"])
    assert [each["text"] for each in again] == [each["text"] for each in first]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Please delete my personal data!", "delete"), ("forget me", "delete"),
        ("Erase everything I told you.", "delete"),
        ("把我的聊天记录都删了", "delete"), ("请帮我删除我的个人信息。", "delete"), ("忘掉我吧", "delete"),
        ("/delete", "delete"), ("你们保存了我的哪些信息？", "show"),
        ("what data do you have about me?", "show"), ("Can I see my data", "show"),
        ("我想查看我的个人信息", "show"), ("/mydata", "show"),
        ("delete the second city from my data", ""), ("how do I delete my data from the IUC platform", ""),
        ("My data on waste water are in the annex", ""), ("数据中心合作", ""), ("删除", "yes"), ("我的城市信息", ""),
    ],
)  # fmt: skip
def test_only_whole_short_messages_are_taken_for_it(text: str, form: str) -> None:
    forms = [name for name in ("show", "delete", "yes", "no") if privacy_words.says(name, text)]

    assert forms == ([form] if form else [])


def test_answer_about_privacy_has_both_buttons(gateway: RunningGateway, brain: StandInBrain) -> None:
    understood = {"intent": "ask_privacy", "confidence": 0.9, "band": "sure", "language": "en"}
    brain.script = lambda turn: answer(turn, says("Stored", "保存"), understood=understood)
    visitor = gateway.visitor()
    said = visitor.ask("who reads this")
    titles = [item["title"] for item in buttons(said)]

    assert titles[-2:] == ["Show my data", "Delete my data"]
    assert "deleted 365 days after your last message" in str(said)
