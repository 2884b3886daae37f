"""Random plans against real gateway processes that are killed: nothing is lost, doubled, reordered or crossed.

ORDER_PLANS=200 pytest tests/order/test_plans.py     more plans than usual
ORDER_SEED=17 pytest tests/order/test_plans.py       one plan again
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.database import Database
from tests.databases import database, database_url, postgres_url, sqlite_url
from tests.order.acting import Town
from tests.order.plans import plan
from tests.order.processes import GatewayProcess, NotingBrain
from tests.order.reading import complete
from tests.order.rules import breaches

__all__ = ["database", "database_url", "postgres_url", "sqlite_url"]

PLANS = int(os.environ.get("ORDER_PLANS", "2"))
# The first two of these have four kills between them.
FIRST = int(os.environ.get("ORDER_FIRST", "4"))
SEEDS = [int(os.environ["ORDER_SEED"])] if "ORDER_SEED" in os.environ else range(FIRST, FIRST + PLANS)


@pytest.fixture
def town(database: Database, database_url: str, tmp_path: Path) -> Iterator[Town]:
    """One gateway on SQLite, two on PostgreSQL."""
    brain = NotingBrain()
    brain.start()
    names = ["one"] if database.is_sqlite else ["one", "two"]
    gateways = [GatewayProcess(name, database_url, brain.url, tmp_path) for name in names]
    yield Town(database, brain, gateways)
    for gateway in gateways:
        gateway.kill()
    brain.stop()


@pytest.mark.timeout(60 + 120 * len(SEEDS))
def test_whatever_happens_each_message_is_answered_once_in_order_and_where_it_was_asked(town: Town) -> None:
    for seed in SEEDS:
        talks = asyncio.run(town.act(plan(seed, len(town.gateways))))
        for talk in talks:
            complete(town.database, talk)
        found = breaches(talks)
        logs = "".join(gateway.log.read_text("utf-8")[-1500:] for gateway in town.gateways) if found else ""

        assert not found, f"ORDER_SEED={seed} does it again:\n" + "\n".join(found) + "\n" + logs
