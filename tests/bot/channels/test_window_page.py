"""What staff see of messengers on the page of a case: what may still be sent, and why something was not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.bot.channels.conftest import Connect
from tests.bot.channels.person import Person
from tests.bot.channels.telegram_api import StandInTelegram
from tests.bot.channels.wechat_api import Follower, StandInWeChat
from tests.desk.console.conftest import DESK, hire

REFERENCE = r"CB-\d{4}-[0-9A-Z]{6}"


def reference_in(text: str) -> str:
    found = re.search(REFERENCE, text)
    assert found
    return found.group()


@pytest.mark.parametrize(("language", "left"), [("en", "at most 4 more messages"), ("zh", "最多还可发送4条消息")])
def test_window_and_budget_of_wechat_stand_above_the_answer(
    connect_wechat: Connect, wechat_api: StandInWeChat, sqlite_url: str, language: str, left: str
) -> None:
    gateway = connect_wechat(sqlite_url, staff_authenticator="optional", **DESK)
    follower = Follower(wechat_api)
    follower.click("human")
    reference = reference_in(follower.sees("编号为CB-"))
    follower.say("在吗？")
    colleague = hire(gateway, "agent", "Bea", language)
    colleague.do(reference, "take")
    follower.sees("工作人员Bea")

    assert left in colleague.reads(f"/cases/{reference}")


def test_blocked_account_is_said_in_words(connect: Connect, api: StandInTelegram, sqlite_url: str) -> None:
    gateway = connect(sqlite_url, staff_authenticator="optional", **DESK)
    person = Person(api)
    person.say("/human")
    reference = reference_in(person.sees_text("CB-").text)
    colleague = hire(gateway, "agent", "Bea")
    api.blocked.add(person.number)
    colleague.do(reference, "take")

    def told() -> Any:
        return "failed (they have blocked our account in the app)" in colleague.reads(f"/cases/{reference}")

    assert api.wait(told)
