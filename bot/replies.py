"""A reply on its way: blocks are put into words, buttons get their keys, and the message is stored."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from bot.phrases import Block
from bot.wording.render import plain, render
from desk import buttons, conversations, messages
from desk.messages import Reply


def reply(
    connection: Connection,
    conversation: str,
    channel: str,
    blocks: list[Block],
    language: str,
    now: datetime,
    turn_id: str | None = None,
) -> int:
    """Put blocks into words, give the buttons their keys and store the message.

    Args:
        connection: a write transaction.
        conversation: to whom.
        channel: how it goes out.
        blocks: what to say.
        language: in which language.
        now: the time.
        turn_id: the turn it belongs to.

    Returns:
        The sequence number.

    Raises:
        WordingError: a block cannot be put into words.
    """
    parts = render(blocks, language)
    keyed = buttons.issue(connection, conversation, parts, now)
    said = Reply(conversations.ASSISTANT, plain(parts), keyed, blocks, language, turn_id)
    return messages.say(connection, conversation, channel, said, now)
