"""Visitors who wait, and what became of their cases."""

from __future__ import annotations

import re
from typing import Any

from desk import cases, conversations, handling, requests
from desk.cases import Case, Wish
from desk.requests import Consent, Request
from tests.bot.conftest import RunningGateway
from tests.bot.visitor import Visitor

PERSON = {"en": "Talk to a person", "zh": "转人工服务"}
USUAL: dict[str, Any] = {
    "name": "Giulia Rossi", "organisation": "Comune di Bologna", "city": "Bologna", "city_ref": "cities/bologna",
    "country": "IT", "role": "city", "email": "g.rossi@bologna.example", "topics": ("clusters/circular",),
    "description": "Reuse of treated waste water", "timeframe": "year", "budget": "small",
}  # fmt: skip
HOSTILE = '<img src=x onerror=alert(1)><script>alert(2)</script> {{7*7}} "quotes\' ‮ =HYPERLINK("http://x")'


def waiting(gateway: RunningGateway, language: str = "en") -> tuple[Visitor, str]:
    """Return a visitor who waits for a person, and the reference of the case."""
    visitor = gateway.visitor(language)
    said = visitor.answer_after(visitor.press(PERSON[language]).json()["seq"])
    found = re.search(r"CB-\d{4}-[0-9A-Z]{6}", said["text"])
    assert found
    return visitor, found.group()


def request(gateway: RunningGateway, language: str = "en", **said: Any) -> tuple[Visitor, str]:
    """Return a visitor who has handed in a cooperation request, and its reference; what is said replaces the usual."""
    visitor = gateway.visitor(language)
    visitor.ask({"en": "We would like to cooperate", "zh": "我们希望开展合作"}[language])
    now = gateway.gateway.clock()
    asked = Request(**{**USUAL, **said})
    with gateway.database.write() as connection:
        talk = conversations.by_token(connection, visitor.token, now)
        wish = Wish(cases.COOPERATION, asked.description or asked.organisation, list(asked.topics), language, None)
        case = cases.open_case(connection, talk, wish, now)
        requests.store(connection, case.id, asked, Consent("2026_11", "0" * 64, language, now), now)
    return visitor, case.reference


def case_of(gateway: RunningGateway, reference: str) -> Case:
    with gateway.database.read() as connection:
        return handling.find(connection, reference)


def texts(visitor: Visitor) -> list[str]:
    return [message["text"] for message in visitor.messages()]
