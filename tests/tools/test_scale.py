"""The trials of `make scale-test` with stand-in brains: real nginx, gateways, Redis and PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.bot.conftest import postgres_url
from tests.databases import SERVER
from tests.programs import needed
from tools.scale.people import Tally
from tools.scale.trials import TRIALS, Result
from tools.scale_test import line, questions, run
from tools.strings import say
from tools.terminal import Terminal

__all__ = ["postgres_url"]

STAND_IN = ("-m", "tests.bot.stand_in_process")
SHORT = ("trial_loop", "trial_roll_gateways", "trial_lose_brain", "trial_lose_redis", "trial_reload_nginx")


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("postgres_url")
def test_nobody_waits_in_vain_whatever_part_is_restarted_or_lost(tmp_path: Path) -> None:
    needed("nginx", "redis-server")
    trials = [trial for trial in TRIALS if trial.name in SHORT]
    results = asyncio.run(run(tmp_path, SERVER, Terminal("en"), STAND_IN, trials))
    logs = "".join(path.read_text("utf-8") for path in tmp_path.glob("*.log"))

    assert [result.trial.name for result in results if not result.is_good] == [], results
    assert all(question not in logs for asked in questions().values() for question in asked)


@pytest.mark.parametrize("fault", ["failed", "lost", "doubled"])
def test_trial_with_a_fault_is_not_passed(fault: str) -> None:
    good = Result(TRIALS[4], Tally(requests=9, repeated=3), 5)
    bad = replace(good, tally=replace(good.tally, **{fault: 1}))

    assert good.is_good and not bad.is_good
    assert "FAILED" in line(bad, Terminal("en")) and "未通过" in line(bad, Terminal("zh"))


def test_trial_that_must_be_seamless_allows_no_second_try_and_one_without_people_proves_nothing() -> None:
    assert not Result(TRIALS[0], Tally(requests=9, repeated=1), 5).is_good
    assert not Result(TRIALS[0], Tally(), 0).is_good


def test_every_trial_has_a_title() -> None:
    assert all(say(trial.name, language) for trial in TRIALS for language in ("en", "zh"))


@pytest.mark.timeout(60)
def test_front_door_hides_the_numbers_and_names_the_request(tmp_path: Path) -> None:
    needed("nginx")
    from tools.scale.installation import NGINX
    from tools.scale.parts import Part, nginx_part

    gateways = [Part(f"gateway-{number}", (), {}, tmp_path / "x", 9) for number in (1, 2)]
    nginx = nginx_part(tmp_path, gateways, NGINX)

    async def asked() -> list[httpx.Response]:
        await nginx.start()
        try:
            async with httpx.AsyncClient(base_url=nginx.url, trust_env=False) as client:
                too_large = client.post("/api/messages", content=b"x" * 100_000)
                return [await client.get("/metrics"), await client.get("/api/session"), await too_large]
        finally:
            await nginx.end()

    assert [reply.status_code for reply in asyncio.run(asked())] == [404, 502, 413]
