"""A changed record is answered from within seconds, without training; a broken one is refused and named."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from bot.brain.agent import TurnRequest
from bot.brain.service import health
from bot.wording.render import plain, render
from tests.loaded_brain import LoadedBrain

pytestmark = pytest.mark.timeout(300)  # the first test loads the model
PATIENCE = 30.0
"""Seconds that these tests wait, on a machine that may be busy; `make bench` measures what a change costs."""
FAQ = """
id: {id}
topic: desk
status: published
owner: method
question:
  en: "{question}"
  zh: "{question_zh}"
answer:
  en: "We keep 17 spare umbrellas for guests in the hall."
  zh: "大厅为来宾准备了17把备用雨伞。"
also_asked:
  en:
    - is there an umbrella for guests
    - can guests borrow an umbrella
    - umbrellas for visitors
    - who lends umbrellas to guests
  zh: ["来宾能借雨伞吗", "有没有给客人用的雨伞", "借伞找谁", "大厅有雨伞吗"]
as_of: "2026-11-21"
sure: own
sources: []
related: []
reviewed: {{last: "2026-11-21", by: knowledge-team, due: "2027-11-21"}}
"""
QUESTION = "Where can guests of the help desk borrow an umbrella?"
QUESTION_ZH = "来宾在服务台哪里可以借到雨伞？"


@pytest.fixture
def records(talker: LoadedBrain) -> Iterator[Path]:
    """The folder of the records; as it was before once the test is over."""
    before = {path: path.read_bytes() for path in talker.records.rglob("*.yml")}
    yield talker.records
    for path in talker.records.rglob("*.yml"):
        if path not in before:
            path.unlink()
        elif path.read_bytes() != before[path]:
            path.write_bytes(before[path])
    talker.brain.watcher.look()
    assert talker.brain.watcher.error is None


def in_use(talker: LoadedBrain, change: Callable[[], object]) -> None:
    """Change records and wait until the brain answers from them."""
    before = talker.brain.watcher.library
    change()
    assert until(lambda: talker.brain.watcher.library is not before), talker.brain.watcher.error


def until(happens: Callable[[], bool]) -> bool:
    """Wait for something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.1)
    return False


def answer(talker: LoadedBrain, text: str, language: str = "en") -> str:
    result = talker.turn(TurnRequest("a-turn", language, text, today=date(2026, 12, 1)))
    return plain(render([block for block in result.blocks if block["type"] != "effect"], language))


def write(records: Path, name: str) -> Path:
    path = records / "faq" / f"{name}.yml"
    path.write_text(FAQ.format(id=name, question=QUESTION, question_zh=QUESTION_ZH), "utf-8")
    return path


def replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize(("language", "question"), [("en", QUESTION), ("zh", QUESTION_ZH)])
def test_a_new_faq_is_answered_without_training(
    talker: LoadedBrain, records: Path, language: str, question: str
) -> None:
    assert "17" not in answer(talker, question, language)

    in_use(talker, lambda: write(records, "umbrellas"))

    assert "17" in answer(talker, question, language)


def test_a_changed_answer_is_told(talker: LoadedBrain, records: Path) -> None:
    in_use(talker, lambda: write(records, "umbrellas"))

    in_use(talker, lambda: replace(records / "faq" / "umbrellas.yml", "17", "23"))

    assert "23" in answer(talker, QUESTION)


def test_a_changed_number_of_a_city_is_told(talker: LoadedBrain, records: Path) -> None:
    in_use(talker, lambda: replace(records / "cities" / "chongqing.yml", "32054159", "33000001"))

    assert "33,000,001" in answer(talker, "How many people live in Chongqing?")


async def test_a_broken_record_is_refused_and_health_names_it(talker: LoadedBrain, records: Path) -> None:
    generation = talker.brain.watcher.library.generation
    application = Starlette(routes=[Route("/health", health)])
    application.state.brain = talker.brain

    write(records, "umbrellas")
    replace(records / "faq" / "umbrellas.yml", "status: published", "status: perhaps")
    assert until(lambda: talker.brain.watcher.error is not None)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url="http://brain") as client:
        told = (await client.get("/health")).json()
    assert told["ready"] is True
    assert "faq/umbrellas.yml" in told["knowledge_error"]
    assert told["generation"] == generation


def test_the_old_records_answer_while_one_is_broken(talker: LoadedBrain, records: Path) -> None:
    (records / "cities" / "chongqing.yml").write_text("id: chongqing\nid: twice\n", "utf-8")
    assert until(lambda: talker.brain.watcher.error is not None)

    assert "32,054,159" in answer(talker, "How many people live in Chongqing?")
