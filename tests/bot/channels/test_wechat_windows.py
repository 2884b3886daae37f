"""Windows, budgets, tokens and errors of WeChat: counted here first, shown to staff, nothing lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from starlette.responses import Response

from desk import handling, shared_tokens, windows
from desk.cases import Case
from desk.channel_tables import tokens
from desk.models import outbox as rows
from tests.bot.channels.colleague import Colleague, conversation
from tests.bot.channels.conftest import Connect
from tests.bot.channels.wechat_api import Follower, StandInWeChat
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain


def waits(gateway: RunningGateway) -> list[str]:
    """Return why messages wait."""
    with gateway.database.read() as connection:
        found = connection.execute(select(rows.c.error).where(rows.c.state == "queued"))
        return [str(error) for error in found.scalars()]


def test_staff_see_the_window_and_what_comes_too_late_waits_for_the_person(
    both_wechat: RunningGateway, wechat_api: StandInWeChat, brain: StandInBrain
) -> None:
    follower = Follower(wechat_api)
    follower.say("人工")
    follower.click("human")
    follower.sees("编号为CB-")
    talk = conversation(both_wechat, "wechat", follower.user)
    colleague = Colleague(both_wechat, lambda: conversation(both_wechat, "wechat", follower.user))
    colleague.do(handling.take, Case)
    follower.sees("工作人员Li Hua")
    wechat_api.later = 49 * 3600.0
    colleague.do(handling.reply, "很抱歉让您久等了", colleague.talk().epoch)
    wechat_api.wait(lambda: waits(both_wechat) == [windows.CLOSED])
    follower.say("还在吗？")

    assert "服务台工作人员：\n很抱歉让您久等了" in follower.sees("很抱歉让您久等了")
    assert [turn["message"]["text"] for turn in brain.asked] == ["人工"]
    assert talk.channel == "wechat" and waits(both_wechat) == []


def test_sixth_message_waits_without_being_tried(wechat: RunningGateway, wechat_api: StandInWeChat) -> None:
    follower = Follower(wechat_api)
    follower.click("human")
    follower.say("你好")
    colleague = Colleague(wechat, lambda: conversation(wechat, "wechat", follower.user))
    colleague.do(handling.take, Case)
    follower.sees("为您服务")
    for number in range(5):
        colleague.do(handling.reply, f"第{number}条", colleague.talk().epoch)
    wechat_api.wait(lambda: waits(wechat) == [windows.SPENT])
    with wechat.database.read() as connection:
        window = windows.of(connection, colleague.talk().id)
    sent = wechat_api.calls.count("send")
    follower.say("收到")

    assert window is not None and window.left == 0
    assert sent == 5
    assert follower.sees("第4条")


def test_token_is_fetched_once_for_all_gateways_and_again_when_refused(
    wechat: RunningGateway, connect_wechat: Connect, wechat_api: StandInWeChat
) -> None:
    wechat_api.wait(lambda: wechat_api.menu)
    wechat_api.menu = {}
    connect_wechat(wechat.settings.database_url)
    wechat_api.wait(lambda: wechat_api.menu)
    fetched = wechat_api.calls.count("token")
    wechat_api.tokens = ["another"]
    wechat_api.menu = {}
    connect_wechat(wechat.settings.database_url)
    wechat_api.wait(lambda: wechat_api.menu)
    with wechat.database.read() as connection:
        sealed = connection.execute(select(tokens.c.sealed)).scalar_one()
        found = shared_tokens.find(connection, "wechat-access", wechat.gateway.clock())

    assert (fetched, wechat_api.calls.count("token")) == (1, 2)
    assert found == sealed and "token-" not in sealed


@pytest.mark.parametrize(("error", "code"), [(40164, "wechat_40164"), (48001, "wechat_48001"), (43004, "wechat_43004")])
def test_errors_are_named_for_the_staff(
    wechat: RunningGateway, wechat_api: StandInWeChat, error: int, code: str
) -> None:
    follower = Follower(wechat_api)
    follower.click("human")
    follower.say("你好")
    wechat_api.failures = [error]
    colleague = Colleague(wechat, lambda: conversation(wechat, "wechat", follower.user))
    colleague.do(handling.take, Case)

    def error_of_last() -> str | None:
        with wechat.database.read() as connection:
            return connection.execute(select(rows.c.error).where(rows.c.error.is_not(None))).scalar()

    assert wechat_api.wait(error_of_last) == code


@pytest.mark.parametrize("failure", [-1, Response("bad gateway", 502), Response("<html>", 200), 9.0])
def test_failure_of_wechat_delays_and_neither_loses_nor_reorders(
    wechat: RunningGateway, wechat_api: StandInWeChat, failure: int | float | Response
) -> None:
    follower = Follower(wechat_api)
    follower.click("human")
    follower.say("你好")
    colleague = Colleague(wechat, lambda: conversation(wechat, "wechat", follower.user))
    wechat_api.failures = [failure]
    colleague.do(handling.take, Case)
    for text in ("甲", "乙"):
        colleague.do(handling.reply, text, colleague.talk().epoch)
    follower.sees("乙")

    assert ["为您服务" in follower.seen[-3], "甲" in follower.seen[-2], "乙" in follower.seen[-1]] == [True] * 3


def test_after_a_press_in_the_menu_three_messages_go_out_and_the_rest_waits(
    wechat: RunningGateway, wechat_api: StandInWeChat
) -> None:
    follower = Follower(wechat_api)
    follower.click("human")
    colleague = Colleague(wechat, lambda: conversation(wechat, "wechat", follower.user))
    colleague.do(handling.take, Case)
    for number in range(3):
        colleague.do(handling.reply, f"第{number}条", colleague.talk().epoch)
    wechat_api.wait(lambda: waits(wechat) == [windows.SPENT])
    sent = wechat_api.calls.count("send")
    follower.say("收到")

    assert sent == 3
    assert follower.sees("第2条")


def test_token_that_ends_is_fetched_anew(wechat: RunningGateway, wechat_api: StandInWeChat) -> None:
    follower = Follower(wechat_api)
    follower.click("human")
    follower.say("你好")
    wechat_api.later = 7300.0  # only WeChat's clock: here the token is still taken for good
    colleague = Colleague(wechat, lambda: conversation(wechat, "wechat", follower.user))
    colleague.do(handling.take, Case)
    follower.sees("工作人员Li Hua")
    clock = wechat.gateway.clock
    wechat.gateway.clock = lambda: clock() + timedelta(seconds=7300)
    follower.say("还在吗")
    colleague.do(handling.reply, "在的", colleague.talk().epoch)
    follower.sees("在的")

    assert wechat_api.calls.count("token") == 3


@pytest.mark.parametrize(
    ("text", "told", "asked", "kept"),
    [
        ("请问怎么申请？", "只能在您最后一次留言后48小时内", "也可在此填写电子邮箱", "可以看到li@wuhan.example"),
        (
            "How do we apply?",
            "only for 48 hours after your last message",
            "write your e-mail address here",
            "Our staff see",
        ),
    ],
)
def test_who_waits_for_a_person_is_told_of_the_window_and_may_leave_an_address(
    connect_wechat: Connect, wechat_api: StandInWeChat, sqlite_url: str, text: str, told: str, asked: str, kept: str
) -> None:
    # Letters are on, but they tell of answers on the page, so none is promised to people on WeChat.
    connect_wechat(sqlite_url, mail_host="127.0.0.1", mail_from="desk@city.example")
    follower = Follower(wechat_api)
    follower.say(text)
    follower.click("human")
    reply = follower.seen[-1]
    follower.say("li@wuhan.example")

    assert told in reply and asked in reply
    assert kept in follower.seen[-1] and "li@wuhan.example" in follower.seen[-1]
