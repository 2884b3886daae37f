"""What staff see of messengers on the page of a case: what may still be sent, and why something was not."""

from __future__ import annotations

import re
from datetime import timedelta
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


@pytest.mark.parametrize(
    ("language", "channel", "left"),
    [
        ("en", "They read your answer on WeChat", "Messages left under WeChat's rules: 4"),
        ("zh", "对方通过微信接收您的答复", "前还可发送4条消息"),
    ],
)
def test_channel_window_and_budget_of_wechat_stand_above_the_answer_and_keep_up(
    connect_wechat: Connect, wechat_api: StandInWeChat, sqlite_url: str, language: str, channel: str, left: str
) -> None:
    gateway = connect_wechat(sqlite_url, staff_authenticator="optional", **DESK)
    follower = Follower(wechat_api)
    follower.click("human")
    reference = reference_in(follower.sees("编号为CB-"))
    follower.say("在吗？")
    colleague = hire(gateway, "agent", "Bea", language)
    before = colleague.reads(f"/cases/{reference}")
    colleague.do(reference, "take")
    follower.sees("工作人员Bea")
    taken = [colleague.reads(f"/cases/{reference}{part}") for part in ("", "/live")]
    follower.say("还在吗？")

    assert channel in before and re.search(left.replace("4", "5"), before)
    assert all(re.search(left, page) for page in taken)
    assert re.search(left.replace("4", "5"), colleague.reads(f"/cases/{reference}/live"))


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


@pytest.mark.parametrize(
    ("language", "waits", "over"), [("en", "waits", "that time is over"), ("zh", "待发送", "现已超时")]
)
def test_what_waits_for_the_person_is_not_said_to_be_on_its_way(
    connect_wechat: Connect, wechat_api: StandInWeChat, sqlite_url: str, language: str, waits: str, over: str
) -> None:
    gateway = connect_wechat(sqlite_url, staff_authenticator="optional", **DESK)
    follower = Follower(wechat_api)
    follower.click("human")
    reference = reference_in(follower.sees("编号为CB-"))
    colleague = hire(gateway, "agent", "Bea", language)
    colleague.do(reference, "take")
    follower.sees("工作人员Bea")
    clock = gateway.gateway.clock
    gateway.gateway.clock = lambda: clock() + timedelta(seconds=61)
    for text in ("first", "second"):
        colleague.do(reference, "reply", text=text)
    page = f"/cases/{reference}/live"

    assert wechat_api.wait(lambda: colleague.get(page).text.count(f'class="delivery waiting">{waits}') == 2)
    assert over in colleague.reads(page)
    follower.say("收到")
    assert follower.sees("second")
