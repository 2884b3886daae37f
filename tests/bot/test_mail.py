"""Letters go out through a real mail server, once, and what it says decides what becomes of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from desk import letters
from desk.letters import FAILED, QUEUED, SENT, Letter
from tests.bot.conftest import RunningGateway, Start
from tests.bot.mail_peer import Serve, serve, settings_for

__all__ = ["serve"]

VALUES = {"reference": "CB-1", "link": "https://desk.example/back#x", "until": "30 November 2026"}
TO = "li.wei@city.example"


def queue(running: RunningGateway, to: str = TO, language: str = "zh", **values: str) -> int:
    with running.database.write() as connection:
        now = running.gateway.clock()
        return letters.enqueue(connection, to, "answer_waiting", language, {**VALUES, **values}, now)


def letter(running: RunningGateway, identity: int, until: Callable[[Letter], bool]) -> Letter:
    """Return a letter once a condition holds."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with running.database.read() as connection:
            found = letters.by_id(connection, identity)
        if until(found):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def test_letter_arrives_in_chinese_with_all_headers(start: Start, database_url: str, serve: Serve) -> None:
    peer = serve()
    running = start(database_url, **settings_for(peer))

    sent = letter(running, queue(running), lambda each: each.state == SENT)

    (mail,) = peer.kept
    assert peer.asked == [TO] and mail["To"] == TO and mail["From"] == "CityBridge <desk@city.example>"
    assert mail["Subject"] == "CityBridge：您的咨询已有答复（编号CB-1）"
    assert mail["Auto-Submitted"] == "auto-generated" and mail["Content-Language"] == "zh-Hans"
    assert mail.get_content_type() == "text/plain" and "https://desk.example/back#x" in mail.get_content()
    assert (sent.attempts, sent.error, sent.filling) == (1, None, {})
    assert running.visitor().http.get("/health").json()["mail"] == "ok"


def test_two_gateways_send_a_letter_once(start: Start, database_url: str, serve: Serve) -> None:
    peer = serve()
    running = [start(database_url, **settings_for(peer)) for _ in range(2)]

    queued = [queue(running[0], f"no{number}@city.example", "en") for number in range(12)]
    for identity in queued:
        letter(running[0], identity, lambda each: each.state == SENT)

    assert sorted(peer.asked) == sorted(f"no{number}@city.example" for number in range(12))


def test_address_that_the_server_does_not_know_is_not_tried_again(start: Start, sqlite_url: str, serve: Serve) -> None:
    peer = serve("550 5.1.1 <li.wei@city.example> unknown")
    running = start(sqlite_url, **settings_for(peer))

    failed = letter(running, queue(running), lambda each: each.state == FAILED)
    other = letter(running, queue(running, "other@city.example"), lambda each: each.state == SENT)

    assert (failed.error, failed.attempts, failed.filling, other.attempts) == ("smtp_550", 1, {}, 1)


def test_server_that_wants_another_try_gets_one_with_the_same_message_id(
    start: Start, sqlite_url: str, serve: Serve
) -> None:
    peer = serve("451 4.7.1 greylisted, come back")
    running = start(sqlite_url, **settings_for(peer))
    identity = queue(running)

    waiting = letter(running, identity, lambda each: each.error is not None)
    hour = waiting.next_attempt
    running.gateway.clock = lambda: hour  # its time has come
    sent = letter(running, identity, lambda each: each.state == SENT)

    assert (waiting.state, waiting.error, sent.attempts) == (QUEUED, "smtp_451", 2)
    assert (waiting.next_attempt - waiting.updated).total_seconds() == 60
    assert peer.asked == [TO, TO]
    assert peer.kept[0]["Message-ID"] == f"<letter-{identity}-{int(sent.created.timestamp())}@city.example>"


def test_letters_wait_while_no_server_answers_and_people_are_answered_all_the_same(
    start: Start, sqlite_url: str
) -> None:
    running = start(sqlite_url, **settings_for(None))

    waiting = letter(running, queue(running), lambda each: each.error is not None)

    assert (waiting.state, waiting.error) == (QUEUED, "connection")
    assert running.visitor().ask("Hello")["parts"]
    assert running.visitor().http.get("/health").json()["mail"] == "failing"


def test_wrong_password_is_our_fault_and_no_letter_is_lost(start: Start, sqlite_url: str, serve: Serve) -> None:
    def refuse(*_given: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)

    peer = serve(authenticator=refuse, auth_require_tls=False)
    running = start(sqlite_url, **settings_for(peer, mail_user="desk", mail_password="wrong"))

    waiting = letter(running, queue(running), lambda each: each.error is not None)

    assert (waiting.state, waiting.error, peer.kept) == (QUEUED, "login", [])


def test_right_password_is_given_to_the_server(start: Start, sqlite_url: str, serve: Serve) -> None:
    given: list[LoginPassword] = []

    def admit(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, login: LoginPassword) -> AuthResult:
        given.append(login)
        return AuthResult(success=True)

    peer = serve(authenticator=admit, auth_require_tls=False)
    running = start(sqlite_url, **settings_for(peer, mail_user="desk", mail_password="right"))

    letter(running, queue(running), lambda each: each.state == SENT)

    assert (given[0].login, given[0].password) == (b"desk", b"right")


def test_letter_waits_rather_than_going_out_unencrypted(start: Start, sqlite_url: str, serve: Serve) -> None:
    peer = serve()
    running = start(sqlite_url, **settings_for(peer, mail_tls="starttls"))

    waiting = letter(running, queue(running), lambda each: each.error is not None)

    assert (waiting.state, waiting.error, peer.kept) == (QUEUED, "tls", [])


def test_nothing_that_fills_a_letter_becomes_a_header(start: Start, sqlite_url: str, serve: Serve) -> None:
    peer = serve()
    running = start(sqlite_url, **settings_for(peer))

    letter(running, queue(running, reference="1\r\nBcc: all@city.example\r\n\r\nHa"), lambda each: each.state == SENT)

    (mail,) = peer.kept
    assert peer.asked == [TO] and mail["Bcc"] is None and "Bcc" in mail["Subject"]


def test_no_address_is_in_the_log(
    start: Start, sqlite_url: str, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    peer = serve("550 5.1.1 <li.wei@city.example> unknown")
    running = start(sqlite_url, **settings_for(peer))

    letter(running, queue(running), lambda each: each.state == FAILED)

    said = capsys.readouterr()
    assert "smtp_550" in said.out and "li.wei" not in said.out + said.err


def test_gateway_with_a_wrong_mail_setting_serves_and_says_so(start: Start, sqlite_url: str) -> None:
    running = start(sqlite_url, **settings_for(None, mail_tls="perhaps"))
    visitor = running.visitor()

    health = visitor.http.get("/health")

    assert health.status_code == 200 and health.json()["mail"] == "wrong"
    assert health.json()["mail_setting"].startswith("MAIL_TLS must be")
    assert visitor.ask("Hello")["parts"]
