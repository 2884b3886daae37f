"""Two gateways, two brains, PostgreSQL, Redis and nginx on one machine, without containers."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from tools.environment import QUIET_RASA
from tools.processes import any_free_port
from tools.scale.parts import Part, PartFailed, nginx_part, redis_part
from tools.scale.wire import Wire

NGINX = Path("deploy/nginx")
BRAIN = ("-m", "bot.brain.service")
_HERE = "127.0.0.1"


class PostgreSQL:
    """A fresh database on a running server, behind a wire that can be cut.

    Args:
        server: address of the server, such as postgresql://postgres@127.0.0.1:5432/.
    """

    def __init__(self, server: str) -> None:
        self._server = make_url(server).set(drivername="postgresql+psycopg2")
        self._name = "citybridge_scale_" + secrets.token_hex(4)
        self.wire = Wire(self._server.host or _HERE, self._server.port or 5432)

    @property
    def url(self) -> str:
        """Return the address for gateways: over the wire."""
        near: URL = self._server.set(drivername="postgresql", host=_HERE, port=self.wire.port, database=self._name)
        return str(near.render_as_string(hide_password=False))

    def create(self) -> None:
        """Make the database."""
        self._administer(f"CREATE DATABASE {self._name}")

    def drop(self) -> None:
        """Remove the database, whoever still uses it."""
        self.wire.cut()
        self._administer(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")

    def end_connections(self) -> None:
        """Let the server end every connection to the database, as a restart would."""
        self._administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'")

    def apologies(self) -> int:
        """Return how many turns ended in an apology so far."""
        engine = create_engine(self._server.set(database=self._name), future=True)
        try:
            with engine.connect() as connection:
                return int(connection.execute(text("SELECT count(*) FROM turns WHERE outcome <> 'answered'")).scalar())
        finally:
            engine.dispose()

    def _administer(self, command: str) -> None:
        engine = create_engine(self._server.set(database="postgres"), future=True, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.execute(text(command))
        finally:
            engine.dispose()


@dataclass
class Installation:
    """All parts of it, and the token of its REST interface."""

    gateways: list[Part]
    brains: list[Part]
    redis: Part
    nginx: Part
    database: PostgreSQL
    token: str


@asynccontextmanager
async def installed(folder: Path, server: str, brain: Sequence[str] = BRAIN) -> AsyncIterator[Installation]:
    """Start everything, and end and remove everything afterwards.

    Args:
        folder: for logs and sockets.
        server: address of the PostgreSQL server.
        brain: arguments with which Python starts a brain; its port is in BRAIN_PORT.

    Raises:
        PartFailed: something did not start.
    """
    database = PostgreSQL(server)
    database.create()
    token = secrets.token_urlsafe(24)
    redis = redis_part(folder)
    brains = [_brain(number, folder, brain, token) for number in (1, 2)]
    gateways = [_gateway(number, folder, database.url, brains, redis, token) for number in (1, 2)]
    nginx = nginx_part(folder, gateways, NGINX)
    parts = [redis, *brains, *gateways, nginx]
    try:
        await asyncio.gather(*(part.start() for part in parts))
        yield Installation(gateways, brains, redis, nginx, database, token)
    finally:
        await asyncio.gather(*(_gone(part) for part in parts))
        await asyncio.to_thread(database.drop)


async def _gone(part: Part) -> None:
    try:
        await part.end()
    except PartFailed as problem:
        print(problem, file=sys.stderr)


def _brain(number: int, folder: Path, brain: Sequence[str], token: str) -> Part:
    port = any_free_port()
    variables = {**os.environ, **QUIET_RASA, "BRAIN_PORT": str(port), "BRAIN_TOKEN": token}
    log = folder / f"brain-{number}.log"
    return Part(f"brain-{number}", (sys.executable, *brain), variables, log, port, "/health")


def _gateway(number: int, folder: Path, database: str, brains: Sequence[Part], redis: Part, token: str) -> Part:
    port = any_free_port()
    variables = {
        **os.environ,
        "PORT": str(port),
        "DATABASE_URL": database,
        "BRAIN_URL": ",".join(brain.url for brain in brains),
        "BRAIN_TOKEN": token,
        "HELPDESK_API_TOKEN": token,
        "REDIS_URL": f"redis://{_HERE}:{redis.port}/0",
        "TRUSTED_PROXIES": _HERE,
        "ALLOWED_HOSTS": _HERE,
        "RATE_MESSAGES": "0",
        "RATE_MESSAGES_PER_NETWORK": "0",
        "RATE_SESSIONS_PER_NETWORK": "0",
    }
    log = folder / f"gateway-{number}.log"
    return Part(f"gateway-{number}", (sys.executable, "-m", "bot.app"), variables, log, port, "/health")
