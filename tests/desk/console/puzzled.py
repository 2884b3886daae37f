"""Visitors whom the assistant does not understand, and what editors see of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from desk import audit
from knowledge.library import Library
from tests.bot.conftest import QUICK, RunningGateway
from tests.bot.stand_in_brain import StandInBrain, Turn, answer, says
from tests.bot.visitor import Visitor
from tests.desk.console.colleague import Colleague
from tests.desk.console.conftest import DESK

VISA = ("Do we need a visa to visit Chongqing?", "visa for Chongqing please", "去重庆要办签证吗？")


def puzzled(turn: Turn) -> dict[str, Any]:
    """Understand nothing."""
    understood = {"intent": "ask_city", "band": "unsure", "confidence": 0.2, "records": []}
    return answer(turn, says("I did not understand.", "没有理解。"), understood=understood)


@pytest.fixture
def asked(sqlite_url: str, brain: StandInBrain, records: Library) -> Iterator[RunningGateway]:
    """A gateway with a fresh database whose brain understands nothing."""
    brain.script = puzzled
    settings = replace(QUICK, port=0, database_url=sqlite_url, brain_url=(brain.url,), **DESK)  # type: ignore[arg-type]
    running = RunningGateway(replace(settings, staff_authenticator="optional"), library=records)
    running.start()
    yield running
    running.stop()


def ask(gateway: RunningGateway, *texts: str, language: str = "en") -> list[Visitor]:
    visitors = [gateway.visitor(language) for _ in texts]
    for visitor, text in zip(visitors, texts):
        visitor.ask(text)
    return visitors


def keys(who: Colleague, query: str = "") -> list[str]:
    """Return the groups of the list, in order."""
    page = who.get(f"/unanswered{query}").text
    marked = 'class="whole" href="/desk/unanswered/'
    return [part.partition('"')[0] for part in page.split(marked)[1:]]


def logged(gateway: RunningGateway, who: Colleague) -> list[tuple[str, str, list[str]]]:
    with gateway.database.read() as connection:
        lines = audit.page(connection, actor=who.person.id)
    return [(line.action, line.subject, line.fields) for line in lines if line.action.startswith("questions.")]
