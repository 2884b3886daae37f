"""What the tests of the gateway share: a stand-in brain and the real application on a real port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.app import create_app, server
from bot.gateway import Gateway
from bot.language import Decision
from bot.settings import Settings
from bot.wakeups import Wakeups
from desk.database import Database
from knowledge.library import Library
from nlu.language import LanguageDecider
from tests.bot.served import Served, free_port
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.visitor import Visitor, close_visitors
from tests.databases import database, database_url, postgres_url, redis_url, sqlite_url

__all__ = ["database", "database_url", "postgres_url", "redis_url", "sqlite_url"]

API_TOKEN = "a-token-for-the-tests"  # noqa: S105
QUICK = Settings(helpdesk_api_token=API_TOKEN, brain_timeout=2.0, rate_messages=0, wake_every=0.1)


class FixedDecider:
    """The real decision about the language, with two names known, and the records that a test gives it."""

    def __init__(self, library: Library | None = None) -> None:
        self._real = LanguageDecider(["Chongqing", "重庆"])
        self._library = library

    def load(self) -> None:
        """Nothing to read."""

    def is_ready(self) -> bool:
        """Always."""
        return True

    def decide(self, text: str, previous: str, opening: bool = False) -> Decision:
        """Decide."""
        return self._real.decide(text, previous, opening)

    def library(self) -> Library | None:
        """Return the records."""
        return self._library

    def close(self) -> None:
        """Nothing to let go of."""


class RunningGateway(Served):
    """The application on a port, with its gateway and a second door to its database."""

    def __init__(self, settings: Settings, channels: tuple[Any, ...] = (), library: Library | None = None) -> None:
        self.settings = replace(settings, port=settings.port or free_port())
        app = create_app(self.settings, FixedDecider(library), channels)
        self.app = app
        self.gateway: Gateway = app.state.gateway
        self.wakeups: Wakeups | None = app.state.wakeups
        self.database = Database(settings.database_url)
        super().__init__(server(app, self.settings))

    def visitor(self, language: str = "en") -> Visitor:
        """Return a new visitor."""
        return Visitor(self.url, language)

    def stop(self) -> None:
        """Stop serving and close the database."""
        close_visitors(self.url)
        super().stop()
        self.database.close()


@pytest.fixture
def brain() -> Iterator[StandInBrain]:
    """A running stand-in brain."""
    served = StandInBrain()
    served.start()
    yield served
    served.stop()


Start = Callable[..., RunningGateway]


@pytest.fixture
def start(brain: StandInBrain) -> Iterator[Start]:
    """Start gateways, with other settings than usual where a test needs them."""
    running: list[RunningGateway] = []

    def start_one(url: str, channels: tuple[Any, ...] = (), **changes: Any) -> RunningGateway:
        settings = replace(QUICK, port=0, database_url=url, brain_url=(brain.url,))
        gateway = RunningGateway(replace(settings, **changes), channels)
        gateway.start()
        running.append(gateway)
        return gateway

    yield start_one
    for gateway in running:
        gateway.stop()


@pytest.fixture(scope="module")
def brain_shared() -> Iterator[StandInBrain]:
    """One stand-in brain for a whole file."""
    served = StandInBrain()
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def shared(brain_shared: StandInBrain, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGateway]:
    """One gateway on SQLite for a whole file; for tests that leave nothing behind."""
    url = f"sqlite:///{tmp_path_factory.mktemp('shared') / 'citybridge.db'}"
    served = RunningGateway(replace(QUICK, port=0, database_url=url, brain_url=(brain_shared.url,)))
    served.start()
    yield served
    served.stop()


@pytest.fixture
def gateway(start: Start, sqlite_url: str) -> RunningGateway:
    """A gateway on a fresh SQLite file."""
    return start(sqlite_url)


@pytest.fixture
def both(start: Start, database_url: str) -> RunningGateway:
    """A gateway on SQLite, and the same on PostgreSQL."""
    return start(database_url)
