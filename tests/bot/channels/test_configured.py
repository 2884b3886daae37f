"""A messenger is off until it is set up; a wrong setting stops that channel alone, and says so."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import httpx
import pytest

from bot.channels.configured import telegram_fault, wechat_fault
from bot.settings import Settings
from tests.bot.channels.conftest import telegram_settings
from tests.bot.channels.person import Person
from tests.bot.channels.telegram_api import TOKEN, StandInTelegram
from tests.bot.conftest import RunningGateway, Start
from tests.bot.served import free_port

TELEGRAM = {"telegram_token": TOKEN, "public_url": "https://help.city.example"}
WECHAT = {"wechat_app_id": "wx1", "wechat_app_secret": "s", "wechat_token": "abc"}


def health(gateway: RunningGateway) -> dict[str, Any]:
    answer = httpx.get(f"{gateway.url}/health", trust_env=False)
    assert answer.status_code == 200
    return dict(answer.json())


def test_without_settings_there_are_no_messengers(start: Start, sqlite_url: str) -> None:
    gateway = start(sqlite_url)
    doors = [httpx.post(f"{gateway.url}/webhooks/{name}", json={}).status_code for name in ("telegram", "wechat")]

    assert "channels" not in health(gateway)
    assert doors == [404, 404]


def test_libraries_of_messengers_are_not_loaded_without_need() -> None:
    program = "import sys, bot.app; print([name for name in ('telegram', 'defusedxml') if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "[]"


@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"telegram_token": "nonsense"}, "TELEGRAM_TOKEN"), ({"telegram_mode": "both"}, "TELEGRAM_MODE"),
        ({"public_url": ""}, "PUBLIC_URL"), ({"public_url": "help.city.example"}, "PUBLIC_URL"),
        ({"telegram_api": "ftp://x"}, "TELEGRAM_API"),
    ],
)  # fmt: skip
def test_wrong_setting_of_telegram_is_named(changes: dict[str, str], setting: str) -> None:
    fault = telegram_fault(Settings(**{**TELEGRAM, **changes}))

    assert fault.startswith(setting) and "nonsense" not in fault
    assert telegram_fault(Settings(**TELEGRAM)) == ""
    assert telegram_fault(Settings(telegram_token=TOKEN, telegram_mode="polling")) == ""


@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"wechat_app_id": ""}, "WECHAT_APP_ID"), ({"wechat_app_secret": ""}, "WECHAT_APP_SECRET"),
        ({"wechat_token": ""}, "WECHAT_TOKEN"), ({"wechat_token": "a b c"}, "WECHAT_TOKEN"),
        ({"wechat_aes_key": "short"}, "WECHAT_AES_KEY"), ({"wechat_api": "weixin"}, "WECHAT_API"),
    ],
)  # fmt: skip
def test_wrong_setting_of_wechat_is_named(changes: dict[str, str], setting: str) -> None:
    assert wechat_fault(Settings(**{**WECHAT, **changes})).startswith(setting)
    assert wechat_fault(Settings(**WECHAT)) == ""


def test_wrong_setting_stops_its_channel_alone(start: Start, sqlite_url: str, api: StandInTelegram) -> None:
    settings = telegram_settings(api, free_port())
    gateway = start(sqlite_url, **settings, wechat_app_id="wx1")
    person = Person(api)
    api.wait(lambda: api.webhook)
    person.ask("/start")
    found = api.wait(lambda: health(gateway) if health(gateway)["channels"]["telegram"] == "ok" else None)

    assert found["channels"]["wechat"].startswith("WECHAT_APP_SECRET is missing")
    assert gateway.visitor().ask("hello")["text"].startswith("You said: hello")


def test_token_that_telegram_refuses_is_seen_in_health_and_the_web_goes_on(
    start: Start, sqlite_url: str, api: StandInTelegram
) -> None:
    other = "987654321:AAE-a-token-that-nobody-gave-out-to-anybody"
    gateway = start(sqlite_url, **telegram_settings(api, free_port(), telegram_token=other))
    found = api.wait(lambda: health(gateway)["channels"] if "starting" not in str(health(gateway)) else None)

    assert found == {"telegram": "token"}
    assert gateway.visitor().ask("hello")
