"""`make bench-desk`: how fast inbox and search of the desk are when much is stored, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timezone
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from benchmarks import desk_report, machine
from benchmarks.assistants import gateway
from benchmarks.desk_filling import EACH, FINISHED, OPEN, Desk, Sentences, sentences
from benchmarks.desk_measuring import STAFF, Measured, indexed_again, pages, paths, writes
from benchmarks.verb import RESULTS, run
from desk.database import Database
from desk.migrate import migrate
from knowledge.library import default_folder, load
from tools import options
from tools.terminal import Terminal, language_of

OPTIONS = ("quick", "on", "out", "postgres")
SERVER = "postgresql://postgres@127.0.0.1:5432/"
ROUNDS, FEW = 12, 3


@contextmanager
def postgres(server: str) -> Iterator[str]:
    """Make a database that goes away again, and return its address.

    Args:
        server: address of a PostgreSQL server where databases may be made.

    Raises:
        OperationalError: there is none.
    """
    name = "citybridge_bench_" + secrets.token_hex(4)
    address = make_url(server).set(drivername="postgresql+psycopg2", database="postgres")
    engine = create_engine(address, future=True, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


async def measure(name: str, url: str, folder: Path, words: Sentences, rounds: int) -> Measured:
    """Fill one database and measure it.

    Args:
        name: for the report.
        url: of an empty database.
        folder: for logs.
        words: what is said.
        rounds: how often each page is opened.
    """
    database, desk = Database(url), Desk(words, datetime.now(timezone.utc))
    await asyncio.to_thread(migrate, database)
    began = time.perf_counter()
    token = await asyncio.to_thread(desk.fill, database)
    took = time.perf_counter() - began
    settings = {"DATABASE_URL": url, "DESK_SECRET": secrets.token_hex(16), "STAFF_AUTHENTICATOR": "optional"}
    async with gateway(folder, settings) as address:
        wanted = paths(desk)
        alone = await asyncio.to_thread(pages, address, token, wanted, rounds, 1)
        together = await asyncio.to_thread(pages, address, token, wanted, max(1, rounds // STAFF), STAFF)
    written = await asyncio.to_thread(writes, database, desk)
    database.close()
    again = await asyncio.to_thread(indexed_again, url)
    return Measured(name, ((OPEN + FINISHED) * EACH, took), alone, together, written, again)


async def bench(arguments: list[str]) -> int:
    """Measure, write the report and print it.

    Returns:
        0, or 1 if a goal was missed.

    Raises:
        UsageError: an option is unknown.
    """
    _, given = options.read(arguments, OPTIONS)
    day, results = options.day(given, "on", date.today()), Path(given.get("out", RESULTS))
    terminal, where = Terminal(language_of(os.environ)), machine.look()
    if where.busy:
        terminal.say("bench_busy", percent=round(where.others))
    words, rounds = sentences(load(default_folder())), FEW if given.get("quick") else ROUNDS
    with tempfile.TemporaryDirectory(prefix="citybridge-desk-") as name:
        folder = Path(name)
        terminal.say("bench_desk", name="SQLite")
        found = [await measure("SQLite", f"sqlite:///{folder / 'citybridge.db'}", folder, words, rounds)]
        try:
            with postgres(given.get("postgres", SERVER)) as url:
                terminal.say("bench_desk", name="PostgreSQL")
                found.append(await measure("PostgreSQL", url, folder, words, rounds))
        except OperationalError as problem:
            terminal.say("bench_no_postgres", reason=str(problem.orig).strip())
    results.mkdir(parents=True, exist_ok=True)
    report = results / f"{day}-desk.md"
    report.write_text(desk_report.write(day, where, found), "utf-8")
    print(report.read_text("utf-8"))
    terminal.say("bench_written", file=report)
    return 0 if len(found) == 2 and all(goal.met for goal in desk_report.goals_of_desk(found)) else 1


if __name__ == "__main__":
    sys.exit(run(bench(sys.argv[1:])))
