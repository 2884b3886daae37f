"""WeChat, end to end: the real gateway, a stand-in of WeChat that keeps its limits, wechatpy for what is sealed."""

from __future__ import annotations

import json

import httpx
import pytest
from wechatpy.crypto import WeChatCrypto

from bot.channels.wechat.events import PASSIVE_SECONDS
from desk import handling, messages, outbox, ratings
from desk.cases import Case
from desk.messages import IN
from tests.bot.channels.colleague import Colleague, conversation
from tests.bot.channels.conftest import Connect
from tests.bot.channels.wechat_api import AES_KEY, APP_ID, TOKEN, Follower, StandInWeChat, signed
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain, answer, says


def received(gateway: RunningGateway, follower: Follower) -> list[str]:
    """Return what stands in the transcript of what a person sent."""
    with gateway.database.read() as connection:
        found = messages.since(connection, conversation(gateway, "wechat", follower.user).id, 0)
    return [message.text for message in found if message.direction == IN]


def test_quick_answer_is_the_response_itself(both_wechat: RunningGateway, wechat_api: StandInWeChat) -> None:
    follower = Follower(wechat_api)
    statuses = follower.say("重庆参加过哪些项目？")
    hello = follower.seen[0]

    assert statuses == [200]
    assert "我是机器程序" in hello and "您说：重庆参加过哪些项目？" in hello
    assert hello.count("回复字母即可选择") == 1 and "A. 更多" in hello
    assert "send" not in wechat_api.calls


def test_sealed_messages_are_opened_and_answers_sealed(
    connect_wechat: Connect, wechat_api: StandInWeChat, sqlite_url: str
) -> None:
    gateway = connect_wechat(sqlite_url, wechat_aes_key=AES_KEY)
    wechat_api.crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
    follower = Follower(wechat_api)
    follower.say("Which cities took part?")
    wechat_api.crypto = None
    plain = follower.say("not sealed")

    assert "You said: Which cities took part?" in follower.seen[0]
    assert plain == [401, 401, 401]
    assert received(gateway, follower) == ["Which cities took part?"]


def test_address_is_shown_to_be_ours(wechat: RunningGateway, wechat_api: StandInWeChat) -> None:
    query = {**wechat_api.query(), "echostr": "4711"}
    good = httpx.get(wechat_api.gateway, params=query, trust_env=False)
    bad = httpx.get(wechat_api.gateway, params={**query, "signature": signed("wrong")}, trust_env=False)

    assert (good.status_code, good.text, bad.status_code) == (200, "4711", 401)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<xml>", b"\xff\xfe", b"<xml><MsgType>text</MsgType></xml>",
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>',
        b"<xml><FromUserName>oSomebody</FromUserName><MsgType>text</MsgType><MsgId>x</MsgId></xml>",
    ],
)  # fmt: skip
def test_body_that_is_no_message_harms_nobody(wechat: RunningGateway, wechat_api: StandInWeChat, body: bytes) -> None:
    query = wechat_api.query()
    signed_one = httpx.post(wechat_api.gateway, params=query, content=body, trust_env=False)
    other = httpx.post(wechat_api.gateway, params={**query, "nonce": "other"}, content=body, trust_env=False)

    assert (signed_one.status_code, signed_one.text, other.status_code) == (200, "success", 401)


def test_slow_answer_comes_later_and_once(
    connect_wechat: Connect, wechat_api: StandInWeChat, brain: StandInBrain, sqlite_url: str
) -> None:
    connect_wechat(sqlite_url, brain_timeout=20.0)
    brain.delay = lambda _: PASSIVE_SECONDS + 1
    follower = Follower(wechat_api)
    statuses = follower.say("a difficult question")
    follower.sees("You said: a difficult question")

    assert statuses == [200]
    assert sum("a difficult question" in text for text in follower.seen) == 1
    assert "send" in wechat_api.calls


def test_response_that_was_not_heard_is_repeated_and_the_message_counts_once(
    both_wechat: RunningGateway, wechat_api: StandInWeChat, brain: StandInBrain
) -> None:
    follower = Follower(wechat_api)
    number = next(wechat_api.numbers)
    wechat_api.hears = False
    follower.say("one", number)
    wechat_api.hears = True
    follower.say("one", number)

    assert received(both_wechat, follower) == ["one"]
    assert len(brain.asked) == 1
    assert len(follower.seen) == 1 and "You said: one" in follower.seen[0]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("help", "您可以向我咨询"), ("human", "编号为CB-"), ("mydata", "我们不保存您的姓名"),
        ("delete", "删除后无法恢复"), ("language", "请选择答复所用的语言"),
    ],
)  # fmt: skip
def test_menu_does_what_the_commands_do(
    wechat: RunningGateway, wechat_api: StandInWeChat, command: str, said: str
) -> None:
    wechat_api.wait(lambda: wechat_api.menu)
    keys = json.dumps(wechat_api.menu)
    follower = Follower(wechat_api)
    follower.click(command)

    assert f"command:{command}" in keys and follower.sees(said)


def test_new_follower_is_greeted_once_and_a_letter_chooses(
    wechat: RunningGateway, wechat_api: StandInWeChat, brain: StandInBrain
) -> None:
    follower = Follower(wechat_api)
    event = {"Event": "subscribe", "EventKey": "", "CreateTime": "1800000000"}
    follower.send("event", **event)
    follower.send("event", **event)
    greeting = follower.seen[0]
    follower.say("ｂ")
    follower.say("Z")

    assert "我是机器程序" in greeting and "B. 哪些城市参加过？" in greeting
    assert [turn["message"]["text"] for turn in brain.asked] == ["哪些城市参加过？", "Z"]
    assert len(follower.seen) == 4 and follower.seen[1] == greeting


@pytest.mark.parametrize(
    ("kind", "mark", "said"),
    [
        ("image", "【图片】", "暂不能接收图片"), ("voice", "【语音】", "暂不能收听语音"),
        ("video", "【视频】", "暂不能接收视频"),
        ("location", "【位置】", "位置信息未被保存"), ("link", "【链接】", "无法打开您分享的页面"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_politely(
    wechat: RunningGateway, wechat_api: StandInWeChat, kind: str, mark: str, said: str
) -> None:
    follower = Follower(wechat_api)
    follower.send(kind, PicUrl="https://x.example/1", MediaId="m", Location_X="1", Label="secret street")

    assert said in follower.seen[0]
    assert received(wechat, follower) == [mark]


def test_long_answer_is_cut_by_bytes_and_points_at_the_page(
    wechat: RunningGateway, wechat_api: StandInWeChat, brain: StandInBrain
) -> None:
    sentence = "重庆市与欧洲城市开展了多项合作。"
    brain.script = lambda turn: answer(turn, says("x", sentence * 300))
    follower = Follower(wechat_api)
    follower.say("请介绍重庆的全部合作项目")
    wechat_api.wait(lambda: len(follower.seen) == 4)
    pieces = follower.seen[1:]

    assert all(len(piece.encode()) <= 2048 for piece in pieces)
    assert pieces[0].endswith("。") and pieces[0].startswith(sentence)
    assert pieces[2].endswith(f"更多信息请访问：{wechat.url}")


def test_deletion_is_confirmed_by_a_letter_and_told_before_all_is_gone(
    wechat: RunningGateway, wechat_api: StandInWeChat
) -> None:
    follower = Follower(wechat_api)
    follower.say("我舅舅认识市长")
    follower.click("delete")
    follower.say("A")
    follower.sees("您的信息已删除")
    with wechat.database.read() as connection:
        states = outbox.count_by_state(connection)

    assert received(wechat, follower) == ["确认全部删除"]
    assert set(states) == {"sent"}


def test_a_closed_case_is_rated_by_a_letter(
    wechat: RunningGateway, wechat_api: StandInWeChat, brain: StandInBrain
) -> None:
    follower = Follower(wechat_api)
    follower.click("human")
    follower.sees("CB-")
    colleague = Colleague(wechat, lambda: conversation(wechat, "wechat", follower.user))
    case = colleague.do(handling.finish, Case, "closed")
    assert "C. 不满意" in follower.sees("是否满意")
    follower.say("C")
    follower.sees("感谢您的评价")
    with wechat.database.read() as connection:
        rating = ratings.of_case(connection, case.id)

    assert rating is not None and rating.verdict == "poor" and brain.asked == []
