"""What stands in the transcripts of people on Telegram."""

from __future__ import annotations

from desk import conversations, messages
from desk.messages import IN
from tests.bot.channels.colleague import conversation
from tests.bot.channels.person import Person
from tests.bot.conftest import RunningGateway


def talk_of(gateway: RunningGateway, person: Person) -> conversations.Conversation:
    """Return the conversation of a person."""
    return conversation(gateway, "telegram", str(person.number))


def received(gateway: RunningGateway, person: Person) -> list[str]:
    """Return what stands in the transcript of what a person sent."""
    with gateway.database.read() as connection:
        found = messages.since(connection, talk_of(gateway, person).id, 0)
    return [message.text for message in found if message.direction == IN]
