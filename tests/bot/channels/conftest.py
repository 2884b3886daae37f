"""What the tests of messengers share: stand-ins of their interfaces, and gateways that are connected to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.bot.channels.telegram_api import TOKEN, StandInTelegram
from tests.bot.channels.wechat_api import APP_ID, APP_SECRET, StandInWeChat
from tests.bot.channels.wechat_api import TOKEN as WECHAT_TOKEN
from tests.bot.conftest import RunningGateway, Start
from tests.bot.served import free_port

Connect = Callable[..., RunningGateway]


def telegram_settings(api: StandInTelegram, port: int, **changes: Any) -> dict[str, Any]:
    """Return the settings of a gateway that is connected to a stand-in."""
    public = f"http://127.0.0.1:{port}"
    return {"port": port, "public_url": public, "telegram_token": TOKEN, "telegram_api": api.url, **changes}


@pytest.fixture
def api() -> Iterator[StandInTelegram]:
    """A running stand-in of Telegram."""
    served = StandInTelegram()
    served.start()
    yield served
    served.stop()


@pytest.fixture
def connect(start: Start, api: StandInTelegram) -> Connect:
    """Start a gateway on Telegram, ready to be written to."""

    def connect_one(url: str, **changes: Any) -> RunningGateway:
        gateway = start(url, **telegram_settings(api, free_port(), **changes))
        api.wait(lambda: api.webhook or api.called("getUpdates"), "not set up")
        return gateway

    return connect_one


@pytest.fixture
def telegram(connect: Connect, sqlite_url: str) -> RunningGateway:
    """A gateway on Telegram with a fresh SQLite file."""
    return connect(sqlite_url)


@pytest.fixture
def both_telegram(connect: Connect, database_url: str) -> RunningGateway:
    """A gateway on Telegram on SQLite, and the same on PostgreSQL."""
    return connect(database_url)


def wechat_settings(api: StandInWeChat, port: int, **changes: Any) -> dict[str, Any]:
    """Return the settings of a gateway that is connected to a stand-in of WeChat."""
    account = {"wechat_app_id": APP_ID, "wechat_app_secret": APP_SECRET, "wechat_token": WECHAT_TOKEN}
    return {"port": port, "public_url": f"http://127.0.0.1:{port}", "wechat_api": api.url, **account, **changes}


@pytest.fixture
def wechat_api() -> Iterator[StandInWeChat]:
    """A running stand-in of WeChat."""
    served = StandInWeChat()
    served.start()
    yield served
    served.stop()


@pytest.fixture
def connect_wechat(start: Start, wechat_api: StandInWeChat) -> Connect:
    """Start a gateway on WeChat, ready to be written to."""

    def connect_one(url: str, **changes: Any) -> RunningGateway:
        port = free_port()
        gateway = start(url, **wechat_settings(wechat_api, port, **changes))
        wechat_api.gateway = f"http://127.0.0.1:{port}/webhooks/wechat"
        return gateway

    return connect_one


@pytest.fixture
def wechat(connect_wechat: Connect, sqlite_url: str) -> RunningGateway:
    """A gateway on WeChat with a fresh SQLite file."""
    return connect_wechat(sqlite_url)


@pytest.fixture
def both_wechat(connect_wechat: Connect, database_url: str) -> RunningGateway:
    """A gateway on WeChat on SQLite, and the same on PostgreSQL."""
    return connect_wechat(database_url)
