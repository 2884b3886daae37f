"""Who left an address and has gone gets one letter, which says nothing of the answer and leads back to it."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from bot.channels.way_back import signer
from bot.gateway import Gateway
from bot.notices import Notices
from bot.staff_desk import announce, ask_rating
from bot.transactions import Transactions
from desk import handling, letters, ratings
from desk.audit import Actor
from desk.cases import CLOSED
from desk.handling import Worker
from desk.letters import SENT
from tests.bot.conftest import RunningGateway, Start
from tests.bot.mail_peer import Serve, serve, settings_for
from tests.bot.takeover import ADDRESS, SECRET, SUNDAY, ask_person, at, case_of, eventually, member, staff_says
from tests.bot.visitor import Visitor

__all__ = ["serve"]


def left_for_good(start: Start, url: str, serve: Serve, language: str) -> tuple[RunningGateway, Any, Visitor]:
    """A visitor who left an address and went; staff answered, and minutes have passed."""
    peer = serve()
    running = start(url, desk_secret=SECRET, **settings_for(peer))
    at(running, SUNDAY)
    visitor = running.visitor(language)
    ask_person(visitor, "Talk to a person" if language == "en" else "转人工服务")
    visitor.ask(ADDRESS)
    staff_says(running, visitor, "A secret answer of the staff")
    return running, peer, visitor


def link_in(text: str) -> str:
    found = re.search(r"https://desk\.example/back#(\S+)", text)
    assert found, text
    return found.group(1)


def notices(running: RunningGateway, visitor: Visitor) -> int:
    """Look for unread answers now, as every gateway does again and again; return how many letters there are by then."""
    transactions = Transactions(running.database)
    here = SimpleNamespace(read=transactions.read, write=transactions.write, clock=running.gateway.clock)
    asyncio.run(Notices(cast(Gateway, here), running.settings).queue_due())
    case = case_of(running, visitor)
    with running.database.read() as connection:
        return len(letters.of_case(connection, case.id))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_has_gone_gets_one_letter_whose_link_leads_back(
    start: Start, database_url: str, serve: Serve, language: str
) -> None:
    running, peer, visitor = left_for_good(start, database_url, serve, language)

    assert notices(running, visitor) == 0  # still within the minutes of an open page
    at(running, SUNDAY + timedelta(minutes=4))
    assert [notices(running, visitor) for _ in range(2)] == [1, 1]
    case = case_of(running, visitor)

    def sent() -> bool:
        with running.database.read() as connection:
            return [each.state for each in letters.of_case(connection, case.id)] == [SENT]

    eventually(sent, "the letter was not sent")
    (mail,) = peer.kept
    assert mail["To"] == ADDRESS and case.reference in mail["Subject"]
    assert "secret answer" not in mail.get_content()

    link = link_in(mail.get_content())
    scanner = httpx.get(f"{running.url}/back", trust_env=False)
    entered = [httpx.post(f"{running.url}/api/back", json={"link": link}, trust_env=False) for _ in range(2)]
    assert scanner.status_code == 200 and link not in scanner.text
    assert [each.status_code for each in entered] == [201, 201]

    back = Visitor(running.url, token=entered[0].json()["token"])
    assert back.messages() == visitor.messages()  # and the first browser still has its own way in
    assert back.messages()[-1]["text"] == "A secret answer of the staff"


def close(running: RunningGateway, visitor: Visitor) -> None:
    person, case = member(running), case_of(running, visitor)
    worker = Worker(person, Actor(person.id, "-"), running.gateway.clock(), announce, ask_rating)
    with running.database.write() as connection:
        handling.finish(connection, worker, case, case.version, CLOSED)


def test_a_case_that_was_closed_is_told_by_one_letter_without_the_question(
    start: Start, database_url: str, serve: Serve
) -> None:
    running, peer, visitor = left_for_good(start, database_url, serve, "en")
    at(running, SUNDAY + timedelta(minutes=4))
    assert notices(running, visitor) == 1
    close(running, visitor)
    at(running, SUNDAY + timedelta(minutes=9))
    assert [notices(running, visitor) for _ in range(2)] == [2, 2]

    eventually(lambda: len(peer.kept) == 2, "the letter was not sent")
    mail = next(each for each in peer.kept if "is finished" in each["Subject"])
    assert case_of(running, visitor).reference in mail["Subject"]
    assert "atisfied" not in mail.get_content() and "How" not in mail.get_content()
    entered = httpx.post(f"{running.url}/api/back", json={"link": link_in(mail.get_content())}, trust_env=False)
    back = Visitor(running.url, token=entered.json()["token"])
    assert "How satisfied are you" in back.messages()[-1]["text"]
    back.answer_after(back.press("Satisfied").json()["seq"])
    with running.database.read() as connection:
        rating = ratings.of_case(connection, case_of(running, visitor).id)
    assert rating is not None and rating.verdict == "good"


def test_an_answer_and_the_end_that_nobody_saw_are_one_letter(start: Start, sqlite_url: str, serve: Serve) -> None:
    running, _peer, visitor = left_for_good(start, sqlite_url, serve, "en")
    close(running, visitor)
    at(running, SUNDAY + timedelta(minutes=4))

    assert [notices(running, visitor) for _ in range(2)] == [1, 1]


def test_who_has_seen_the_answer_gets_no_letter(start: Start, sqlite_url: str, serve: Serve) -> None:
    running, peer, visitor = left_for_good(start, sqlite_url, serve, "en")
    seq = visitor.messages()[-1]["seq"]
    visitor.http.post("/api/ack", json={"seq": seq, "seen": True})
    at(running, SUNDAY + timedelta(minutes=4))

    assert notices(running, visitor) == 0 and peer.kept == []


def test_tab_that_received_but_nobody_looked_at_is_no_reading(start: Start, sqlite_url: str, serve: Serve) -> None:
    running, _peer, visitor = left_for_good(start, sqlite_url, serve, "en")
    visitor.http.post("/api/ack", json={"seq": visitor.messages()[-1]["seq"]})
    at(running, SUNDAY + timedelta(minutes=4))

    assert notices(running, visitor) == 1


def test_link_that_is_old_revoked_forged_or_of_another_kind_opens_nothing(
    start: Start, sqlite_url: str, serve: Serve
) -> None:
    running, peer, visitor = left_for_good(start, sqlite_url, serve, "en")
    at(running, SUNDAY + timedelta(minutes=4))
    notices(running, visitor)
    link = link_in(eventually(lambda: peer.kept, "no letter")[0].get_content())

    def enter(given: Any) -> int:
        return httpx.post(f"{running.url}/api/back", json={"link": given}, trust_env=False).status_code

    token = httpx.post(f"{running.url}/api/back", json={"link": link}, trust_env=False).json()["token"]
    forged = signer("another secret of somebody").dumps("x")
    assert [enter(each) for each in (None, 1, "", "x" * 500, forged, signer(SECRET).dumps(token))] == [410] * 6

    at(running, SUNDAY + timedelta(days=8))
    assert enter(link) == 410
    at(running, SUNDAY + timedelta(minutes=5))
    assert enter(link) == 201
    back = Visitor(running.url, token=token)
    visitor.http.delete("/api/session")
    assert enter(link) == 410 and back.http.get("/api/messages").status_code == 401
