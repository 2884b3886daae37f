"""Staff learn by letter, through a real mail server, what waits for them."""

from __future__ import annotations

import time
from dataclasses import replace

from bot import notifier
from desk.staff import accounts
from tests.bot.conftest import RunningGateway, Start
from tests.bot.mail_peer import Serve, serve, settings_for
from tests.bot.takeover import SECRET, at
from tests.databases import NOW
from tests.desk.console.waiting import waiting
from tests.desk.staff.conftest import ANNA, LI

__all__ = ["serve"]


def test_two_gateways_write_one_letter_and_the_visitor_is_not_in_it(
    start: Start, database_url: str, serve: Serve, monkeypatch
) -> None:
    monkeypatch.setattr(notifier, "EVERY_SECONDS", 0.2)
    peer = serve()
    running: list[RunningGateway] = [start(database_url, desk_secret=SECRET, **settings_for(peer)) for _ in range(2)]
    with running[0].database.write() as connection:
        accounts.create(connection, replace(ANNA, role="agent"), NOW)
        accounts.create(connection, LI, NOW)
    for each in running:
        at(each, NOW)
    visitor, reference = waiting(running[0])
    visitor.ask("My name is Giulia Rossi")
    for each in running:
        at(each, NOW.replace(minute=5))
    end = time.monotonic() + 30
    while not peer.kept and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(1.5)

    (mail,) = peer.kept
    said = mail.get_content()
    assert mail["To"] == ANNA.email and reference in said and f"https://desk.example/desk/cases/{reference}" in said
    assert "question for a person" in said and "Giulia" not in said and mail.get_content_type() == "text/plain"
