"""What every channel is: how it differs from the others, and how messages go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from starlette.routing import Route

from bot.incoming import InboundMessage
from desk.conversations import Conversation
from desk.messages import Message
from desk.paces import Pace


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do.

    Args:
        pushes: messages are sent by us; otherwise the client fetches them.
        buttons: buttons can be shown.
        greets: a new conversation begins with our greeting and privacy notice; otherwise the system that
            connects is responsible for showing one.
        longest: characters of one outgoing message; 0 for no limit.
        apart: seconds between two messages to one person.
        pace: how fast all gateways together may send to all people; None for no limit.
    """

    pushes: bool
    buttons: bool
    greets: bool
    longest: int = 0
    apart: float = 0.0
    pace: Pace | None = None


@dataclass(frozen=True)
class Sent:
    """What became of one piece of a message.

    Args:
        state: sent or delivered.
        is_last: whether nothing of the message is left.
    """

    state: str
    is_last: bool = True


class DeliveryError(Exception):
    """A message could not be sent.

    Args:
        code: short code, without anything a person wrote.
        permanent: another attempt is useless.
        retry_after: seconds that the other side asks us to wait; to be asked is not an attempt.
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

    def parse(self, body: Any) -> InboundMessage | None:
        """Read one message of the channel's own form; raises the channel's own error for a bad one."""


class PushChannel(Channel, Protocol):
    """A channel through which we send."""

    async def send(self, conversation: Conversation, message: Message, piece: int) -> Sent:
        """Send one piece of a message.

        Args:
            conversation: to whom.
            message: what; it always falls into the same pieces.
            piece: which of them, from 0.

        Raises:
            DeliveryError: it was not sent.
        """


class Messenger(PushChannel, Protocol):
    """A channel of an app: it takes requests, has something to do for as long as we run, and may be out of order."""

    link: str
    """The address of the chat with us to which a key can be added; empty if there is none."""

    def routes(self) -> list[Route]:
        """Return its addresses."""

    async def run(self) -> None:
        """Do what it does by itself, until cancelled."""

    def status(self) -> str:
        """Return "ok", or in a few words why it does not work; for operators."""
