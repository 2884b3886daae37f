"""A forgotten password: a letter to who has an account, the same page for everybody, one good link at a time."""

from __future__ import annotations

import re
import time

import httpx
import pytest

from desk import audit, letters
from desk.staff import links
from tests.bot.conftest import RunningGateway, Start
from tests.bot.mail_peer import Serve, serve, settings_for
from tests.bot.visitor import PATIENCE
from tests.desk.console.colleague import PASSWORD, Colleague
from tests.desk.console.conftest import DESK, hire

__all__ = ["serve"]

NEW = "eleven lanterns under the Rialto"


@pytest.fixture
def mailing(start: Start, sqlite_url: str) -> RunningGateway:
    """A gateway that has a mail server, which never answers: the letters stay where a test can read them."""
    return start(sqlite_url, staff_authenticator="optional", **DESK, **settings_for(None))


def ask(gateway: RunningGateway, email: str, **headers: str) -> httpx.Response:
    return Colleague(gateway, None).post("/forgotten", headers, email=email)  # type: ignore[arg-type]


def queued(gateway: RunningGateway) -> list[letters.Letter]:
    with gateway.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT id FROM letters ORDER BY id").scalars().all()
        return [letters.by_id(connection, row) for row in rows]


def test_the_link_of_the_letter_sets_a_password_once(start: Start, sqlite_url: str, serve: Serve) -> None:
    peer = serve()
    gateway = start(sqlite_url, staff_authenticator="optional", **DESK, **settings_for(peer))
    li = hire(gateway, "agent", "Li", "zh")
    assert ask(gateway, li.person.email.upper()).status_code == 200
    end = time.monotonic() + PATIENCE
    while not peer.kept and time.monotonic() < end:
        time.sleep(0.05)
    (mail,) = peer.kept
    link = re.search(r"https://desk.example/desk/welcome\?t=([\w-]{43})", mail.get_content())

    assert mail["To"] == li.person.email
    assert "设置新密码" in mail["Subject"]
    assert link
    given = {"link": link.group(1), "password": NEW, "again": NEW}
    stranger = Colleague(gateway, li.person)
    assert "is saved" in stranger.post("/welcome", **given).text
    assert stranger.post("/welcome", **given).status_code == 410
    assert li.get("/").status_code == 303  # whoever was signed in is not any more
    assert stranger.post("/signin", email=li.person.email, password=PASSWORD).status_code == 403
    assert stranger.post("/signin", email=li.person.email, password=NEW).status_code == 303


def test_known_unknown_and_closed_addresses_get_the_same_page(mailing: RunningGateway) -> None:
    bea, cem = hire(mailing, "agent", "Bea"), hire(mailing, "agent", "Cem")
    with mailing.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE staff SET active = 0 WHERE id = '{cem.person.id}'")
    pages = {ask(mailing, email).text for email in (bea.person.email, "nobody@x.example", cem.person.email, "", "<b>")}

    assert len(pages) == 1
    assert [letter.recipient for letter in queued(mailing)] == [bea.person.email]


def test_a_link_leads_to_the_site_of_the_settings_whatever_host_is_named(mailing: RunningGateway) -> None:
    bea = hire(mailing, "agent", "Bea")
    ask(mailing, bea.person.email, **{"X-Forwarded-Host": "evil.example"})

    assert queued(mailing)[0].filling["link"].startswith("https://desk.example/desk/welcome?t=")


def test_after_three_letters_no_more_are_sent_and_nobody_can_tell(mailing: RunningGateway) -> None:
    bea = hire(mailing, "agent", "Bea")
    pages = {ask(mailing, bea.person.email).text for _ in range(5)}

    assert len(pages) == 1
    assert len(queued(mailing)) == 3
    assert bea.post("/signin", email=bea.person.email, password=PASSWORD).status_code == 303


def test_a_newer_link_ends_the_older_and_each_is_kept_as_a_hash_only(mailing: RunningGateway) -> None:
    bea = hire(mailing, "agent", "Bea")
    ask(mailing, bea.person.email)
    ask(mailing, bea.person.email)
    older, newer = (letter.filling["link"].rpartition("=")[2] for letter in queued(mailing))
    stranger = Colleague(mailing, None)  # type: ignore[arg-type]

    assert stranger.get("/welcome", params={"t": older}).status_code == 410
    assert stranger.get("/welcome", params={"t": newer}).status_code == 200
    with mailing.database.read() as connection:
        stored = connection.exec_driver_sql("SELECT * FROM staff_links").all()
        lines = audit.page(connection)
    assert newer not in str(stored)
    assert newer not in str(lines)
    assert bea.person.email not in str(lines)


def test_an_expired_link_sets_nothing(mailing: RunningGateway) -> None:
    bea = hire(mailing, "agent", "Bea")
    ask(mailing, bea.person.email)
    token = queued(mailing)[0].filling["link"].rpartition("=")[2]
    now = mailing.gateway.clock()
    mailing.gateway.clock = lambda: now + links.GOOD_FOR_RESET
    answer = Colleague(mailing, bea.person).post("/welcome", link=token, password=NEW, again=NEW)

    assert answer.status_code == 410


def test_without_mail_the_page_says_who_gives_a_link(served: RunningGateway) -> None:
    bea = hire(served, "agent", "Bea")

    for page in (bea.get("/forgotten"), ask(served, bea.person.email)):
        assert "This desk sends no mail" in page.text
    assert queued(served) == []
