"""A real mail server for tests, that says what a test wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.bot.served import free_port


class Peer(Controller):
    """A mail server that keeps what it is given, and says what a test wants.

    Args:
        answers: to each recipient in turn; accepted when there are no more.
    """

    def __init__(self, *answers: str, **options: Any) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.kept: list[EmailMessage] = []
        super().__init__(self, hostname="127.0.0.1", port=free_port(), **options)

    async def handle_RCPT(self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        self.asked.append(address)
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:
        self.kept.append(message_from_bytes(envelope.original_content, policy=policy.SMTP))
        return "250 OK"


Serve = Callable[..., Peer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start mail servers."""
    running: list[Peer] = []

    def start_one(*answers: str, **options: Any) -> Peer:
        peer = Peer(*answers, **options)
        peer.start()
        running.append(peer)
        return peer

    yield start_one
    for peer in running:
        peer.stop(no_assert=True)


def settings_for(peer: Peer | None, **changes: str) -> dict[str, str]:
    """Return the settings that send letters through a peer."""
    port = str(peer.port if peer else free_port())
    site = {"public_url": "https://desk.example/", "mail_from": "desk@city.example", "mail_tls": "none"}
    return {"mail_host": "127.0.0.1", "mail_port": port, **site, **changes}
