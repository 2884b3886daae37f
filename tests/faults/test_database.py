"""While the database is away a message is refused in so many words, and what was taken before is answered once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url

from desk import database
from tests.bot.conftest import RunningGateway, Start
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.visitor import Visitor
from tools.scale.wire import Wire

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])
AWAY = {
    "en": "The service is not available at the moment. Please try again in 5 seconds.",
    "zh": "服务暂时不可用，请5秒后再试。",
}
LONG = "is this kept " * 300
"""Long enough to need a page of its own, where a full file has none left."""
LOCKER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
held.execute("ROLLBACK")
"""


@contextmanager
def locked(gateway: RunningGateway) -> Iterator[None]:
    """Let another process hold the lock of a SQLite file."""
    command = [sys.executable, "-c", LOCKER, str(gateway.database.url.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin and other.stdout and other.stdout.readline() == b"locked\n"
        try:
            yield
        finally:
            other.stdin.close()
            other.wait(20)


@contextmanager
def pragma(gateway: RunningGateway, on: str, off: str) -> Iterator[None]:
    """Let SQLite itself refuse what the gateway writes."""
    engine = gateway.gateway.database.engine
    wanted = [on]

    def before_use(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA {wanted[0]}")

    event.listen(engine, "checkout", before_use)
    yield
    wanted[0] = off
    engine.dispose()  # connections that lie in the pool would go on refusing
    event.remove(engine, "checkout", before_use)


Away = Callable[[RunningGateway], Any]
FAULTS: dict[str, Away] = {
    "locked": locked,
    "read-only": lambda gateway: pragma(gateway, "query_only = ON", "query_only = OFF"),
    "full": lambda gateway: pragma(gateway, "max_page_count = 1", "max_page_count = 1073741823"),
}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 1)


def refused(visitor: Visitor, language: str, client_id: str | None = None) -> httpx.Response:
    """Send a message that cannot be stored, and return the refusal."""
    return visitor.http.post(
        "/api/messages",
        json={"client_id": client_id or str(uuid.uuid4()), "text": LONG},
        headers={"Accept-Language": {"en": "en-GB", "zh": "zh-CN"}[language]},
    )


@LANGUAGES
@pytest.mark.parametrize("fault", FAULTS)
def test_message_that_cannot_be_stored_is_refused_and_kept_by_the_page(
    start: Start, sqlite_url: str, brain: StandInBrain, fault: str, language: str
) -> None:
    gateway = start(sqlite_url)
    visitor, client_id = gateway.visitor(language), str(uuid.uuid4())
    with FAULTS[fault](gateway):
        answer = refused(visitor, language, client_id)
        health = visitor.http.get("/health")
    again = [visitor.post(LONG, client_id=client_id).json()["seq"] for _ in range(2)]
    reply = visitor.answer_after(again[0])

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json()["error"] == {"code": "unavailable", "message": AWAY[language]}
    assert health.json()["gateway"] == "ok"
    assert again[0] == again[1] and LONG.strip() in reply["text"]
    assert [m["text"] for m in visitor.messages() if m["direction"] == "in"] == [LONG.strip()]


@pytest.mark.parametrize("fault", FAULTS)
def test_answer_that_cannot_be_stored_is_announced_and_comes_once(
    start: Start, sqlite_url: str, brain: StandInBrain, fault: str
) -> None:
    gateway = start(sqlite_url, brain_timeout=10.0)
    visitor = gateway.visitor()
    brain.delay = lambda _: 1.0
    with visitor.listening() as stream:
        stream.wait_for(1)
        seq = visitor.post(LONG).json()["seq"]
        with FAULTS[fault](gateway):
            end = time.monotonic() + 15
            while not any(name == "delayed" for name, _ in stream.events) and time.monotonic() < end:
                time.sleep(0.05)
        stream.wait_for(seq + 1)
        time.sleep(0.3)
        told = [data["on"] for name, data in stream.events if name == "delayed"]

    said = [m["text"].partition("\n")[0] for m in visitor.messages(seq)]
    assert said == [f"You said: {LONG.strip()}"]
    assert (told, len(brain.asked)) == ([True, False], 1)


def test_history_is_read_while_others_hold_the_lock(start: Start, sqlite_url: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 3)
    gateway = start(sqlite_url)
    visitor = gateway.visitor()
    with locked(gateway):
        writers = [threading.Thread(target=refused, args=(gateway_visitor(visitor), "en")) for _ in range(20)]
        for writer in writers:
            writer.start()
        time.sleep(0.5)
        visitor.messages()
        waiting = [writer for writer in writers if writer.is_alive()]
    for writer in writers:
        writer.join()

    assert waiting, "what was said was not read before the writers had given up"


def gateway_visitor(visitor: Visitor) -> Visitor:
    """Return a second window of a visitor."""
    return Visitor(str(visitor.http.base_url), token=visitor.token)


def administer(url: str, command: str) -> None:
    """Run a command on the server behind a database address."""
    address = make_url(url).set(drivername="postgresql+psycopg2", database="postgres")
    engine = create_engine(address, future=True, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()


@pytest.fixture
def line(postgres_url: str) -> Iterator[Wire]:
    """A line to PostgreSQL."""
    address = make_url(postgres_url)
    made = Wire(address.host or "127.0.0.1", address.port or 5432)
    yield made
    made.cut()


def through(line: Wire, url: str) -> str:
    """Return the address of a database at the near end of a line."""
    return str(make_url(url).set(host="127.0.0.1", port=line.port))


def test_connections_that_postgresql_ends_are_replaced_unnoticed(
    start: Start, postgres_url: str, brain: StandInBrain
) -> None:
    gateway = start(postgres_url)
    visitor = gateway.visitor()
    brain.delay = lambda _: 1.0
    seq = visitor.post("the first question").json()["seq"]
    administer(
        postgres_url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{make_url(postgres_url).database}' AND pid <> pg_backend_pid()",
    )

    assert visitor.answer_after(seq)["text"].startswith("You said: the first question")
    assert visitor.ask("the second question")["text"].startswith("You said: the second question")
    assert [m["direction"] for m in visitor.messages(1)] == ["in", "out", "in", "out"]


@LANGUAGES
@pytest.mark.parametrize("how", ["cut", "hold"])
def test_postgresql_that_is_gone_and_comes_back_loses_and_doubles_nothing(
    start: Start, postgres_url: str, line: Wire, brain: StandInBrain, how: str, language: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr("bot.transactions.LIMIT_SECONDS", 2.0)
    gateway = start(through(line, postgres_url), brain_timeout=5.0)
    visitor, client_id = gateway.visitor(language), str(uuid.uuid4())
    brain.delay = lambda _: 0.7
    seq = visitor.post("tell me about the city").json()["seq"]
    getattr(line, how)()
    answer = refused(visitor, language, client_id)
    health = visitor.http.get("/health")
    line.mend()
    first = visitor.answer_after(seq)
    later = visitor.post(LONG, client_id=client_id).json()["seq"]
    visitor.answer_after(later)

    assert (answer.status_code, answer.json()["error"]["message"]) == (503, AWAY[language])
    assert (health.status_code, health.json()["database"]) == (503, "down")
    assert "tell me about the city" in first["text"]
    assert [m["text"] for m in visitor.messages(1) if m["direction"] == "in"] == [
        "tell me about the city",
        LONG.strip(),
    ]
    assert [m["direction"] for m in visitor.messages(1)] == ["in", "out", "in", "out"]
