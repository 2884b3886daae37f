"""Whole dialogues with the real brain: question, request, a person takes over and hands back, on both messengers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from desk import cases, handling
from desk.cases import Case
from tests.bot.channels.colleague import Colleague, conversation
from tests.bot.channels.conftest import Connect
from tests.bot.channels.person import Person
from tests.bot.channels.telegram_api import StandInTelegram
from tests.bot.channels.transcripts import talk_of
from tests.bot.channels.wechat_api import Follower, StandInWeChat
from tests.bot.served import free_port
from tests.import_graph import ROOT
from tools.environment import QUIET_RASA

MODEL = Path(os.environ.get("MODEL", str(ROOT / "models/citybridge.tar.gz")))
pytestmark = [
    pytest.mark.rasa,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not MODEL.is_file(), reason=f"no model at {MODEL}: make train"),
]
PATIENCE = 280.0


@pytest.fixture(scope="module")
def real_brain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running brain with the trained model."""
    port, log = free_port(), tmp_path_factory.mktemp("brain") / "brain.log"
    variables = {**os.environ, **QUIET_RASA, "BRAIN_PORT": str(port), "MODEL": str(MODEL)}
    with log.open("wb") as sink:
        command = [sys.executable, "-m", "bot.brain.service"]
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=sink, stderr=sink)  # noqa: S603
    url, end = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
    while not _is_ready(url):
        assert process.poll() is None and time.monotonic() < end, log.read_text("utf-8")[-2000:]
        time.sleep(0.2)
    yield url
    process.terminate()
    process.wait(30)


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=5, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


DIALOGUES = {
    "en": {
        "ask": ("Who is Nice paired with?", "Haikou"),
        "wish": (
            "We are the city of Bologna and want to cooperate with Wuhan on circular economy",
            "Wished partner: Wuhan",
        ),
        "agree": ("I agree", ""),
        "who": ("Anna Rossi, anna.rossi@comune.bologna.it", "Name: Anna Rossi"),
        "enough": ("please submit it", "This is your request:"),
        "yes": ("Submit", "CB-"),
        "human": "I have asked the staff of our Brussels office",
        "here": "You are now talking to Li Hua",
        "back": "handed the conversation back",
    },
    "zh": {
        "ask": ("尼斯的结对城市是谁？", "海口"),
        "wish": ("我市是武汉，希望与博洛尼亚在循环经济领域开展合作，请协助对接", "意向合作方：博洛尼亚"),
        "agree": ("同意", ""),
        "who": ("李明，liming@wuhan.gov.cn", "联系人：李明"),
        "enough": ("直接提交", "您的合作意向如下："),
        "yes": ("提交", "CB-"),
        "human": "已请北京办公室",
        "here": "工作人员Li Hua为您服务",
        "back": "工作人员已结束本次服务",
    },
}


ENDS = {
    "en": {
        "window": "48 hours after your last message", "rating": "How satisfied are you", "good": "Satisfied",
        "thanks": "has been noted: Satisfied", "delete": "Yes, delete everything", "gone": "Your data has been deleted",
    },
    "zh": {
        "window": "最后一次留言后48小时内", "rating": "是否满意", "good": "满意",
        "thanks": "评价已记录：满意", "delete": "确认全部删除", "gone": "您的信息已删除",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_whole_dialogue_on_telegram(
    connect: Connect, api: StandInTelegram, real_brain: str, sqlite_url: str, language: str
) -> None:
    gateway = connect(sqlite_url, brain_url=(real_brain,), brain_timeout=60.0)
    person, lines = Person(api, language=language), DIALOGUES[language]
    person.say("/start")
    person.sees(1)
    question, fact = lines["ask"]
    answered = person.ask(question)
    person.say(lines["wish"][0])
    person.sees_text(lines["wish"][1])
    before = len(person.shown())
    person.press(lines["agree"][0])
    person.sees(before + 1)
    for step in ("who", "enough"):
        person.say(lines[step][0])
        person.sees_text(lines[step][1])
    person.press(lines["yes"][0])
    person.sees_text(lines["yes"][1])
    person.say("/human")
    person.sees_text(str(lines["human"]))
    colleague = Colleague(gateway, lambda: talk_of(gateway, person))
    colleague.do(handling.take, Case)
    person.sees_text(str(lines["here"]))
    person.say(question)
    colleague.do(handling.reply, "<Li> & Hua", colleague.talk().epoch)
    person.sees_text("<Li> & Hua")
    before = len(person.shown())
    colleague.do(handling.hand_back, Case)
    person.sees_text(str(lines["back"]))
    person.say(question)
    again = person.sees(before + 2)[before + 1]
    with gateway.database.read() as connection:
        opened = [cases.latest_open(connection, talk_of(gateway, person).id, kind) for kind in cases.KINDS]
    person.say("/human")
    _ends_and_is_rated(person, colleague, ENDS[language])

    assert fact in answered.text and fact in again.text
    assert all(case is not None and case.channel == "telegram" for case in opened)
    assert api.floods == 0


def _ends_and_is_rated(person: Person, colleague: Colleague, lines: dict[str, str]) -> None:
    """Take the case of a person, finish it, and let the person say how it was."""
    colleague.do(handling.take, Case)
    colleague.do(handling.finish, Case, "closed")
    person.sees_text(lines["rating"])
    person.press(lines["good"])
    person.sees_text(lines["thanks"])


def _letter(answer: str, title: str) -> str:
    """Return the letter that stands for a button."""
    return next(line[0] for line in answer.splitlines() if line[1:].strip(" .．、)）:：") == title)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_whole_dialogue_on_wechat(
    connect_wechat: Connect, wechat_api: StandInWeChat, real_brain: str, sqlite_url: str, language: str
) -> None:
    gateway = connect_wechat(sqlite_url, brain_url=(real_brain,), brain_timeout=60.0)
    follower, lines, ends = Follower(wechat_api), DIALOGUES[language], ENDS[language]
    follower.send("event", Event="subscribe", EventKey="")
    follower.say(lines["ask"][0])
    follower.sees(lines["ask"][1])
    follower.say(lines["wish"][0])
    follower.say(_letter(follower.sees(lines["wish"][1]), lines["agree"][0]))
    follower.say(lines["who"][0])
    follower.sees(lines["who"][1])
    follower.say(lines["enough"][0])
    follower.say(_letter(follower.sees(lines["enough"][1]), lines["yes"][0]))
    assert ends["window"] in follower.sees(lines["yes"][1])
    follower.say("/human")
    follower.sees(str(lines["human"]))
    colleague = Colleague(gateway, lambda: conversation(gateway, "wechat", follower.user))
    colleague.do(handling.take, Case)
    follower.sees(str(lines["here"]))
    colleague.do(handling.reply, "<Li> & 李华", colleague.talk().epoch)
    follower.sees("<Li> & 李华")
    colleague.do(handling.hand_back, Case)
    follower.sees(str(lines["back"]))
    follower.say(lines["ask"][0])
    again = follower.seen[-1]
    colleague.do(handling.take, Case)
    colleague.do(handling.finish, Case, "closed")
    follower.say(_letter(follower.sees(ends["rating"]), ends["good"]))
    follower.sees(ends["thanks"])
    follower.say("/delete")
    follower.say(_letter(follower.seen[-1], ends["delete"]))
    follower.sees(ends["gone"])

    assert lines["ask"][1] in again
    assert all(len(text.encode()) <= 2048 for text in follower.seen)
