"""What every channel is: how it differs from the others, and how messages go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from bot.incoming import InboundMessage
from desk.conversations import Conversation
from desk.messages import Message


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do.

    Args:
        pushes: messages are sent by us; otherwise the client fetches them.
        buttons: buttons can be shown.
        greets: a new conversation begins with our greeting and privacy notice; otherwise the system that
            connects is responsible for showing one.
        longest: characters of one outgoing message; 0 for no limit.
    """

    pushes: bool
    buttons: bool
    greets: bool
    longest: int = 0


class DeliveryError(Exception):
    """A message could not be sent.

    Args:
        code: short code, without anything a person wrote.
        permanent: another attempt is useless.
        retry_after: seconds that the other side asks us to wait.
    """

    def __init__(self, code: str, permanent: bool = False, retry_after: float = 0.0) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after = retry_after


class Channel(Protocol):
    """A channel."""

    name: str
    capabilities: Capabilities

    def parse(self, body: Any) -> InboundMessage:
        """Read one message of the channel's own form; raises the channel's own error for a bad one."""


class PushChannel(Channel, Protocol):
    """A channel through which we send."""

    async def send(self, conversation: Conversation, message: Message) -> str:
        """Send one message and return its state, sent or delivered.

        Raises:
            DeliveryError: it was not sent.
        """
