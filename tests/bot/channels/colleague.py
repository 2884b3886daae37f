"""A member of staff for the tests of messengers, through the functions that the console uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.staff_desk import announce, ask_rating
from desk import cases, conversations
from desk.audit import Actor
from desk.cases import Case
from desk.conversations import Conversation
from desk.handling import Worker
from desk.staff import accounts
from desk.staff.accounts import Profile
from tests.bot.conftest import RunningGateway


def conversation(gateway: RunningGateway, channel: str, user: str) -> Conversation:
    """Return the conversation of a user."""
    with gateway.database.read() as connection:
        talk = conversations.of_user(connection, channel, user)
    assert talk is not None
    return talk


class Colleague:
    """A member of staff who works on the newest case of a conversation.

    Args:
        gateway: the gateway.
        talk: returns the conversation as it is now.
    """

    def __init__(self, gateway: RunningGateway, talk: Callable[[], Conversation]) -> None:
        self.gateway, self.talk = gateway, talk
        with gateway.database.write() as connection:
            profile = Profile("li@city.example", "Li Hua", "agent", "beijing", ("en", "zh"), "zh")
            self.account = accounts.create(connection, profile, gateway.gateway.clock())

    def do(self, move: Any, *values: Any) -> Any:
        """Make a move of desk.handling."""
        talk = self.talk()
        with self.gateway.database.write() as connection:
            case = cases.open_escalation(connection, talk.id) or cases.latest(connection, talk.id)
            assert isinstance(case, Case)
            actor = Actor(self.account.id, "127.0.0.0/24")
            worker = Worker(self.account, actor, self.gateway.gateway.clock(), announce, ask_rating)
            return move(connection, worker, case, *(case.version if value is Case else value for value in values))
