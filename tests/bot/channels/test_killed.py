"""A gateway process is killed at the worst moments: nothing is lost, doubled or out of order."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from desk import conversations, messages, outbox
from desk.database import Database
from tests.bot.channels.conftest import telegram_settings, wechat_settings
from tests.bot.channels.person import Person
from tests.bot.channels.telegram_api import TOKEN, StandInTelegram, refusal
from tests.bot.channels.wechat_api import Follower, StandInWeChat
from tests.bot.served import free_port
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.test_restart import Program


@pytest.fixture
def program(database_url: str, brain: StandInBrain, api: StandInTelegram, tmp_path: Path) -> Iterator[Program]:
    port = free_port()
    settings = {name.upper(): str(value) for name, value in telegram_settings(api, port).items()}
    started = Program(database_url, brain.url, tmp_path, **settings)
    started.port, started.url = port, f"http://127.0.0.1:{port}"
    started.start()
    api.wait(lambda: api.webhook, "not set up")
    yield started
    assert started.process is not None
    if started.process.poll() is None:
        started.end(signal.SIGKILL)


def said(person: Person) -> list[str]:
    return [shown.text.partition("\n")[0] for shown in person.shown()[1:]]


def test_killed_before_the_answer_and_before_the_delivery(
    program: Program, api: StandInTelegram, brain: StandInBrain
) -> None:
    person = Person(api)
    person.say("/start")
    person.sees(1)
    brain.delay = lambda _: 60.0
    updates = [person.say(text) for text in ("one", "two", "three")]
    program.end(signal.SIGKILL)
    brain.delay = lambda _: 0.0
    late = person.update(text="four")
    assert api.post(late) == 0  # nobody there: Telegram keeps it
    program.start()
    for update in [*updates, late, late]:
        api.push(update)
    person.sees_text("You said: four")

    assert said(person) == [f"You said: {text}" for text in ("one", "two", "three", "four")]
    assert api.floods == 0


def test_killed_between_storing_and_delivering(
    program: Program, api: StandInTelegram, brain: StandInBrain, database_url: str
) -> None:
    person = Person(api)
    person.say("/start")
    person.sees(1)
    # Telegram asks for patience, so the answers are stored and wait.
    api.failures = [refusal(429, "Too Many Requests", retry_after=5)]
    for text in ("one", "two"):
        person.say(text)
    database = Database(database_url)

    def stored() -> bool:
        with database.read() as connection:
            waits = outbox.count_by_state(connection).get("queued") == 2
            talk = conversations.of_user(connection, "telegram", str(person.number))
        return waits and talk is not None and not api.failures

    api.wait(stored)
    program.end(signal.SIGKILL)
    shown_before = len(person.shown())
    program.start()
    person.sees_text("You said: two")
    database.close()

    assert shown_before == 1
    assert said(person) == ["You said: one", "You said: two"]


def test_ended_while_sending_it_reports_what_it_sent(program: Program, api: StandInTelegram) -> None:
    person = Person(api)
    person.say("/start")
    person.sees(1)
    person.say("one")
    person.sees_text("You said: one")
    code = program.end(signal.SIGTERM)
    program.start()
    person.say("two")
    person.sees_text("You said: two")

    assert code in (0, -signal.SIGTERM)
    assert said(person) == ["You said: one", "You said: two"]


def test_killed_while_wechat_waits(
    database_url: str, brain: StandInBrain, wechat_api: StandInWeChat, tmp_path: Path
) -> None:
    port = free_port()
    settings = {name.upper(): str(value) for name, value in wechat_settings(wechat_api, port).items()}
    program = Program(database_url, brain.url, tmp_path, **settings)
    program.port, program.url = port, f"http://127.0.0.1:{port}"
    program.start()
    wechat_api.gateway = f"{program.url}/webhooks/wechat"
    follower, database = Follower(wechat_api), Database(database_url)
    brain.delay = lambda _: 60.0
    waiting = Thread(target=follower.say, args=("one", 1))
    waiting.start()

    def stored() -> bool:
        with database.read() as connection:
            talk = conversations.of_user(connection, "wechat", follower.user)
            return talk is not None and any(each.text == "one" for each in messages.since(connection, talk.id, 0))

    wechat_api.wait(stored)
    program.end(signal.SIGKILL)
    waiting.join()
    brain.delay = lambda _: 0.0
    program.start()
    statuses = follower.say("one", 1)  # what was not answered is brought again
    follower.say("two", 2)
    follower.sees("You said: two")
    program.end(signal.SIGTERM)
    database.close()
    said = [line for text in follower.seen for line in text.splitlines() if line.startswith("You said:")]

    assert statuses == [200]
    assert said == ["You said: one", "You said: two"]


def test_log_holds_neither_words_nor_secrets(program: Program, api: StandInTelegram) -> None:
    person = Person(api)
    person.say("my secret is swordfish")
    person.sees(2)
    api.blocked.add(person.number)
    person.say("another swordfish")
    api.wait(lambda: "blocked_by_user" in program.log.read_text("utf-8"))
    log = program.log.read_text("utf-8")

    assert "swordfish" not in log
    assert TOKEN not in log and api.webhook["secret_token"] not in log


def test_wrong_setting_is_named_in_the_log_of_the_start(brain: StandInBrain, sqlite_url: str, tmp_path: Path) -> None:
    program = Program(sqlite_url, brain.url, tmp_path, WECHAT_APP_ID="wx1")
    program.start()
    program.end(signal.SIGTERM)

    assert "WECHAT_APP_SECRET is missing" in program.log.read_text("utf-8")
