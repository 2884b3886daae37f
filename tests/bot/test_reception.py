"""Who asks for a person is told when to expect one, and hears of the answer by letter if they have gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.escalating import given_address
from desk import cases, conversations, escalations, handling
from desk.audit import Actor
from desk.handling import Worker
from desk.staff import accounts
from tests.bot.conftest import RunningGateway
from tests.bot.takeover import ADDRESS, ANNA, MONDAY, NATIONAL_DAY, SUNDAY, ask_person, at, case_of, member, staff_says
from tests.bot.visitor import buttons


@pytest.mark.parametrize(
    ("language", "title", "moment", "said", "asks"),
    [
        ("en", "Talk to a person", SUNDAY, "opens again on Monday 23 November, 09:00 (Brussels time)", True),
        ("zh", "转人工服务", SUNDAY, "11月23日（星期一）09:00（北京时间）恢复办公", True),
        ("en", "Talk to a person", MONDAY, "The office is open now.", False),
        ("zh", "转人工服务", MONDAY, "该办公室目前正常办公", False),
    ],
)
def test_opening_hours_are_told_and_an_address_is_asked_for_outside_them(
    gateway: RunningGateway, language: str, title: str, moment: datetime, said: str, asks: bool
) -> None:
    at(gateway, moment)
    reply = ask_person(gateway.visitor(language), title)

    assert said in reply["text"]
    assert ("e-mail address here" in reply["text"] or "填写电子邮箱" in reply["text"]) is asks


def test_office_on_a_long_holiday_is_replaced_by_one_that_writes_the_language(both: RunningGateway) -> None:
    at(both, NATIONAL_DAY)
    member(both)
    with both.database.write() as connection:
        accounts.create(connection, replace(ANNA, email="li@desk.example", office="beijing"), NATIONAL_DAY)
    visitor = both.visitor("zh")
    reply = ask_person(visitor, "转人工服务")

    assert case_of(both, visitor).office == "brussels"
    assert "北京办公室放假，将于10月8日（星期四）09:00（北京时间）恢复办公，已改请布鲁塞尔办公室" in reply["text"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (ADDRESS, ADDRESS),
        (f"My address is {ADDRESS}.", ADDRESS),
        (f"我的邮箱是{ADDRESS}", None),  # no blank: where it begins, nobody can tell
        (f"我的邮箱：{ADDRESS}，谢谢", ADDRESS),
        ("a@b.eu or c@d.eu", None),
        ("nobody@nowhere", None),
        ("Please ask the mayor of Lyon whether she has ever written to x@y.eu about water", None),
        ("What is the population of Lyon?", None),
    ],
)
def test_message_that_is_an_address_is_told_from_one_that_only_names_one(text: str, address: str | None) -> None:
    found = given_address(text)

    assert found == address or (address is None and found is not None and found.endswith(ADDRESS))


def test_address_is_kept_with_the_case_and_taken_back(both: RunningGateway, capsys: pytest.CaptureFixture[str]) -> None:
    at(both, SUNDAY)
    visitor = both.visitor()
    asked = ask_person(visitor)
    kept = visitor.ask(ADDRESS)
    with both.database.read() as connection:
        known = escalations.of_case(connection, case_of(both, visitor).id)
        history = cases.events(connection, case_of(both, visitor).id)

    assert "your e-mail address" in asked["text"] and "we will let you know" not in asked["text"], (
        "no letter can be sent"
    )
    assert known is not None and (known.address, known.consent) == (ADDRESS, "reception.address_ask_staff:en")
    assert ADDRESS in kept["text"] and [item["title"] for item in buttons(kept)] == ["Remove my address"]
    assert ADDRESS not in str(history)

    gone = visitor.answer_after(visitor.press("Remove my address").json()["seq"])
    with both.database.read() as connection:
        forgotten = escalations.of_case(connection, case_of(both, visitor).id)

    assert "removed" in gone["text"] and forgotten is not None and forgotten.address is None
    assert ADDRESS not in "".join(capsys.readouterr())


def test_address_of_somebody_who_waits_for_nobody_is_an_ordinary_message(gateway: RunningGateway) -> None:
    assert gateway.visitor().ask(ADDRESS)["text"].startswith("You said:")


def test_closed_and_written_again_the_assistant_answers_and_the_old_case_is_linked(both: RunningGateway) -> None:
    visitor = both.visitor()
    ask_person(visitor)
    staff_says(both, visitor, "Here is your answer")
    first = case_of(both, visitor)
    person = member(both)
    worker = Worker(person, Actor(person.id, "-"), both.gateway.clock(), lambda *_: None)
    with both.database.write() as connection:
        handling.finish(connection, worker, handling.find(connection, first.reference), first.version, "closed")
        talk = conversations.by_id(connection, visitor.session["conversation_id"])
    assert talk.owner == conversations.ASSISTANT

    assert visitor.ask("one more thing")["text"].startswith("You said: one more thing")
    ask_person(visitor)
    second = case_of(both, visitor)
    with both.database.read() as connection:
        known = escalations.of_case(connection, second.id)

    assert second.reference != first.reference
    assert known is not None and known.previous == first.reference
    assert visitor.owner() == "queue"
