"""How a message looks to the outside: the same on the stream, the long poll and in tests."""

from __future__ import annotations

from typing import Any

from bot.privacy_effects import is_farewell
from desk.conversations import ASSISTANT, Conversation
from desk.messages import IN, Message

PROTOCOL = "1"
"""What the page and the gateway say to each other. A page that stayed open while it changed loads itself anew; written
once more in `bot/widget/visit.js`, and changed when an older page would misunderstand."""


def author(message: Message) -> str:
    """Return user, assistant, system or staff; who of the staff it was stays inside."""
    return "staff" if message.author.startswith("person:") else message.author


def records(message: Message) -> list[str]:
    """Return the refs of the records that an answer came from."""
    return list(dict.fromkeys(ref for block in message.blocks or [] for ref in block.get("records") or []))


def sources(message: Message) -> list[str]:
    """Return the keys of the sources that an answer came from."""
    keys = [
        source.get("key") if isinstance(source, dict) else source
        for block in message.blocks or []
        for source in block.get("sources") or []
    ]
    return list(dict.fromkeys(str(key) for key in keys if key))


def message_view(message: Message) -> dict[str, Any]:
    """Return a message as clients see it."""
    view: dict[str, Any] = {
        "seq": message.seq,
        "direction": message.direction,
        "author": author(message),
        "text": message.text,
        "parts": message.parts or [{"type": "text", "text": message.text}],
        "language": message.language,
        "created": message.created.isoformat(timespec="milliseconds"),
        "records": records(message),
        "sources": sources(message),
    }
    if message.direction == IN and message.client_id:
        view["client_id"] = message.client_id
    if message.author == ASSISTANT and message.turn_id:
        view["answer"] = True  # to a question, as opposed to a notice: people may say whether it helped
    if is_farewell(message.blocks):
        view["erased"] = True  # everything before it is gone, and the page takes it away too
    return view


def state_view(conversation: Conversation) -> dict[str, str]:
    """Return who answers and in which language; which person it is stays inside."""
    return {
        "owner": "person" if conversation.has_person else conversation.owner,
        "language": conversation.language,
        "protocol": PROTOCOL,
    }
