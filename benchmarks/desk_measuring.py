"""What `make bench-desk` measures of one database: pages of the desk through HTTP, and writing with the index."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote

import urllib3
from alembic import command
from ruamel.yaml import YAML

from benchmarks.assistants import MeasurementFailed
from benchmarks.desk_filling import LANGUAGES, Desk, inbound, reply
from benchmarks.distribution import Distribution
from desk import conversations, messages, search_index
from desk.database import Database
from desk.migrate import configuration, migrate

STAFF = 5
"""People of the desk at work at once."""
PAUSE = 0.5
"""Seconds that each of them looks at a page, on average; a person takes longer."""
TURNS = 300
PATIENCE = 60.0
PAGES = Path(__file__).with_name("desk.yml")


@dataclass(frozen=True)
class Measured:
    """What was measured of one database.

    Args:
        name: of the database.
        filled: messages and seconds that filling took.
        alone: page → times with one person at work.
        together: the same with STAFF people at once.
        writes: with and without the index → times of writing a question and its answer.
        fill_again: seconds to index everything that is there anew.
    """

    name: str
    filled: tuple[int, float]
    alone: Mapping[str, Distribution]
    together: Mapping[str, Distribution]
    writes: Mapping[str, Distribution]
    fill_again: float


def paths(desk: Desk) -> dict[str, list[str]]:
    """Return page → addresses to open.

    Args:
        desk: what is stored.
    """
    opened = YAML(typ="safe").load(PAGES)
    searched = [*opened["search"], *desk.references[:2], desk.references[2][-6:]]
    return {
        "inbox": [f"/desk/{query}" for query in opened["inbox"]],
        "search": [f"/desk/search?q={quote(each, safe='&=/')}" for each in searched],
    }


class Reader:
    """A member of staff with a connection of their own.

    Args:
        address: of the gateway.
        token: of a session.
    """

    def __init__(self, address: str, token: str) -> None:
        headers = {"Cookie": f"desk={token}"}
        self._pool = urllib3.connection_from_url(address, maxsize=1, headers=headers, timeout=PATIENCE, retries=False)

    def opened(self, path: str, pause: float) -> float:
        """Open a page and return after how many milliseconds it was there.

        Args:
            path: of the page.
            pause: seconds to look at the page before, twice that at most.

        Raises:
            MeasurementFailed: it was not.
        """
        time.sleep(random.uniform(0, 2 * pause))  # noqa: S311
        began = time.perf_counter()
        answer = self._pool.urlopen("GET", path, redirect=False)
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise MeasurementFailed(f"{path}: status {answer.status}")
        return took


def pages(
    address: str, token: str, wanted: Mapping[str, Sequence[str]], rounds: int, staff: int
) -> dict[str, Distribution]:
    """Open pages again and again.

    Args:
        address: of the gateway.
        token: of a session.
        wanted: page → addresses.
        rounds: how often each person opens each address, after a first time that does not count.
        staff: how many people at once.

    Returns:
        Page → times.
    """

    pause = PAUSE if staff > 1 else 0.0

    def one(_number: int) -> dict[str, list[float]]:
        reader = Reader(address, token)
        found: dict[str, list[float]] = {page: [] for page in wanted}
        for turn in range(rounds + 1):
            for page, addresses in wanted.items():
                times = [reader.opened(path, pause) for path in addresses]
                found[page] += times if turn else []
        return found

    with ThreadPoolExecutor(staff) as pool:
        everybody = list(pool.map(one, range(staff)))
    return {page: Distribution.of(each for found in everybody for each in found[page]) for page in wanted}


def writes(database: Database, desk: Desk, turns: int = TURNS) -> dict[str, Distribution]:
    """Write questions with their answers, each in one transaction, in turns with and without the index.

    Args:
        database: filled.
        desk: what is said.
        turns: how many of each.
    """
    now = datetime.now(timezone.utc)
    found: dict[str, list[float]] = {"with the index": [], "without": []}
    for language in LANGUAGES:
        with database.write() as connection:
            talk, _ = conversations.open_with_token(connection, "web", language, now)
        for turn, (asked, answer) in enumerate(desk.turns(language, turns)):
            name = "without" if turn % 2 else "with the index"
            with _index(turn % 2 == 0):
                began = time.perf_counter()
                with database.write() as connection:
                    messages.store_inbound(connection, inbound(connection, talk, f"w-{turn}", asked, now))
                    messages.say(connection, talk.id, "web", reply(answer, language), now)
                found[name].append((time.perf_counter() - began) * 1000)
    return {name: Distribution.of(times) for name, times in found.items()}


@contextmanager
def _index(is_on: bool) -> Iterator[None]:
    kept: Callable[..., None] = search_index.add_message
    if not is_on:
        search_index.add_message = lambda *_: None
    try:
        yield
    finally:
        search_index.add_message = kept


def indexed_again(url: str) -> float:
    """Return how many seconds the revision takes that makes the index over what is there.

    Args:
        url: of a filled database that nobody uses.
    """
    database = Database(url)
    config = configuration()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0009")
    began = time.perf_counter()
    migrate(database)
    took = time.perf_counter() - began
    database.close()
    return took
