"""How people on WeChat are spoken to: language, commands, links, what is lost while a person of the staff answers."""

from __future__ import annotations

import pytest

from desk import handling
from desk.cases import Case
from tests.bot.channels.colleague import Colleague, conversation
from tests.bot.channels.test_wechat import received
from tests.bot.channels.wechat_api import Follower, StandInWeChat
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain


@pytest.mark.parametrize(
    ("text", "hello", "other"),
    [
        ("Which cities took part?", "automatic assistant", "也可以直接用中文提问"),
        ("IUC", "我是机器程序", "You can also write in English"),
        ("重庆 and IUC projects", "我是机器程序", "You can also write in English"),
    ],
)
def test_first_words_are_greeted_in_their_language_and_the_other_one_is_offered(
    wechat: RunningGateway, wechat_api: StandInWeChat, text: str, hello: str, other: str
) -> None:
    follower = Follower(wechat_api)
    follower.say(text)

    assert hello in follower.seen[0] and other in follower.seen[0]


def test_command_that_is_typed_is_one_and_does_not_change_the_language(
    wechat: RunningGateway, wechat_api: StandInWeChat, brain: StandInBrain
) -> None:
    follower = Follower(wechat_api)
    follower.say("/mydata")
    follower.say("/weather")

    assert "我们不保存您的姓名" in follower.seen[0]
    assert [turn["message"]["text"] for turn in brain.asked] == ["/weather"]


def test_who_sends_a_picture_while_a_person_answers_is_told_that_nobody_sees_it(
    wechat: RunningGateway, wechat_api: StandInWeChat, brain: StandInBrain
) -> None:
    follower = Follower(wechat_api)
    follower.click("human")
    colleague = Colleague(wechat, lambda: conversation(wechat, "wechat", follower.user))
    colleague.do(handling.take, Case)
    follower.sees("工作人员Li Hua")
    follower.say("请看图")
    follower.send("image", PicUrl="https://x.example/1", MediaId="m")

    assert "您发送的图片未被保存" in follower.seen[-1]
    assert received(wechat, follower)[-2:] == ["请看图", "【图片】"] and brain.asked == []


def test_sources_are_links_where_there_is_room(wechat: RunningGateway, wechat_api: StandInWeChat) -> None:
    follower = Follower(wechat_api)
    follower.say("重庆参加过哪些项目？")

    assert '<a href="https://census.example">Census</a>' in follower.seen[0]
