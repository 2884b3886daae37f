"""Canned replies in the console: kept in pairs, filled for each case, and never sent with a blank."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from desk import audit, canned
from tests.bot.conftest import RunningGateway
from tests.desk.console.colleague import Colleague
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import HOSTILE, request, texts, waiting

GREET: dict[str, Any] = {
    "shortcut": "greet", "title_en": "Greeting", "title_zh": "问候",
    "text_en": "Dear {name} of {city}, {reference}. {staff}",
    "text_zh": "{city}{name}您好（{reference}）。{staff}", "shared": "yes",
}  # fmt: skip


def entry_id(gateway: RunningGateway, who: Colleague, shortcut: str) -> int:
    with gateway.database.read() as connection:
        entries = canned.available(connection, who.person.id, retired=True)
    return next(entry.id for entry in entries if entry.shortcut == shortcut)


def blocks(who: Colleague, reference: str) -> dict[str, str]:
    """Return shortcut and text of what the page of a case offers."""
    found = re.findall(r'data-shortcut="([^"]+)" data-insert="([^"]*)"', who.get(f"/cases/{reference}").text)
    return {shortcut: html.unescape(text) for shortcut, text in found}


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Dear Giulia Rossi of Bologna, {reference}. Bea"), ("zh", "BolognaGiulia Rossi您好（{reference}）。Bea")],
)
def test_a_reply_is_offered_filled_in_the_language_of_the_conversation(
    served: RunningGateway, language: str, said: str
) -> None:
    visitor, reference = request(served, language)
    bea = hire(served, "agent", "Bea")
    assert bea.post("/canned", csrf=bea.csrf(), **GREET).status_code == 303
    bea.do(reference, "take")
    text = blocks(bea, reference)["greet"]

    assert text == said.format(reference=reference)
    assert bea.do(reference, "reply", text=text).status_code == 303
    assert texts(visitor)[-1] == text


def test_a_text_with_a_blank_is_not_sent_and_comes_back(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.post("/canned", csrf=bea.csrf(), **GREET)
    bea.do(reference, "take")
    text = blocks(bea, reference)["greet"]
    assert "Dear {name} of {city}" in text

    refused = bea.do(reference, "reply", text=text)
    assert refused.status_code == 422
    assert "{city}, {name}" in html.unescape(refused.text)
    assert f'data-restore="{reference}">Dear {{name}} of' in refused.text
    assert "Dear" not in texts(visitor)[-1]


def test_ones_own_is_nobody_elses_not_even_an_administrators(served: RunningGateway) -> None:
    bea, ada = hire(served, "agent", "Bea"), hire(served, "admin", "Ada")
    bea.post("/canned", csrf=bea.csrf(), **{**GREET, "shared": ""})
    mine = entry_id(served, bea, "greet")

    assert "Dear {name}" not in ada.get("/canned").text
    for answer in (
        ada.get(f"/canned/{mine}"),
        ada.post(f"/canned/{mine}", csrf=ada.csrf(), version="1", **GREET),
        ada.post(f"/canned/{mine}/retire", csrf=ada.csrf(), version="1", retired="yes"),
    ):
        assert answer.status_code == 404
    assert "Dear {name}" in bea.get("/canned").text


@pytest.mark.parametrize("identity", ["0", "-1", "1e3", "999999999999", "x", "%2e%2e"])
def test_an_id_that_is_none_is_a_page_that_says_so(desk: RunningGateway, identity: str) -> None:
    assert hire(desk, "agent").get(f"/canned/{identity}").status_code == 404


def test_what_nothing_fills_is_refused_and_what_was_typed_stays(desk: RunningGateway) -> None:
    agent = hire(desk, "agent")
    refused = agent.post("/canned", csrf=agent.csrf(), **{**GREET, "text_en": "Dear {nmae}"})

    assert refused.status_code == 422
    assert "Nothing fills {nmae}" in html.unescape(refused.text)
    assert "Dear {nmae}</textarea>" in refused.text


def test_a_change_over_a_colleagues_is_refused_and_a_retired_one_is_not_offered(served: RunningGateway) -> None:
    _, reference = waiting(served)
    bea, cem = hire(served, "agent", "Bea"), hire(served, "agent", "Cem")
    bea.post("/canned", csrf=bea.csrf(), **GREET)
    place = f"/canned/{entry_id(served, bea, 'greet')}"
    assert cem.post(place, csrf=cem.csrf(), version="1", **{**GREET, "title_en": "Hi"}).status_code == 303
    assert bea.post(place, csrf=bea.csrf(), version="1", **{**GREET, "title_en": "Hey"}).status_code == 409
    bea.do(reference, "take")
    assert "greet" in blocks(bea, reference)

    bea.post(f"{place}/retire", csrf=bea.csrf(), version="2", retired="yes")
    assert "greet" not in blocks(bea, reference)
    bea.post(f"{place}/retire", csrf=bea.csrf(), version="3", retired="no")
    assert "greet" in blocks(bea, reference)


def test_changes_are_in_the_audit_log_without_the_words(served: RunningGateway) -> None:
    ada = hire(served, "admin", "Ada")
    ada.post("/canned", csrf=ada.csrf(), **GREET)
    place = f"/canned/{entry_id(served, ada, 'greet')}"
    ada.post(place, csrf=ada.csrf(), version="1", **{**GREET, "text_en": GREET["text_en"] + " A secret"})
    with served.database.read() as connection:
        lines = [line for line in audit.page(connection) if line.action.startswith("canned")]

    assert [(line.action, line.fields) for line in lines][0] == ("canned.change", ["text_en"])
    assert "A secret" not in str(lines)


def test_hostile_words_are_words_in_a_canned_reply(served: RunningGateway) -> None:
    _, reference = waiting(served)
    ada = hire(served, "admin", "Ada")
    hostile = HOSTILE.replace("{{7*7}}", "")
    fields = {**GREET, "title_en": hostile[:80], "title_zh": hostile[:80], "text_en": hostile, "text_zh": hostile}
    assert ada.post("/canned", csrf=ada.csrf(), **fields).status_code == 303
    ada.do(reference, "take")
    for path in ("/canned", f"/canned/{entry_id(served, ada, 'greet')}", f"/cases/{reference}"):
        page = ada.get(path).text
        assert "alert(1)" in page
        assert "<img src=x" not in page
        assert "<script>alert" not in page
