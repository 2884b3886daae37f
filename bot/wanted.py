"""What somebody who asks for a person wants: the questions before, since "a person, please" tells nobody much."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot import offers
from desk import cases, messages
from desk.cases import CLOSED, RESOLVED
from desk.messages import Message

_QUESTIONS = 2
"""A question often goes on from the one before: "and in Lyon?"."""
_LOOKED_AT = 12
_LONGEST = 1_000
"""Characters of each question before; the whole stands in the transcript."""


def told(connection: Connection, message: Message) -> str:
    """Return the last questions before a message and the message itself, the oldest first.

    Of a pressed button its title says nothing, so there only the questions count.

    Args:
        connection: a transaction.
        message: by which a person is asked for.
    """
    before = _before(connection, message)
    said = [message.text] if message.do is None or not before else []
    return "\n\n".join([*before, *said])


def _before(connection: Connection, message: Message) -> list[str]:
    """Return the last questions before a message, the oldest first, but not those of a case that is there already."""
    typed = messages.typed_lately(connection, message.conversation, message.seq, _LOOKED_AT)
    last = cases.latest(connection, message.conversation)
    if last is not None:
        begin = last.updated if last.status in (RESOLVED, CLOSED) else last.created
        typed = [each for each in typed if each.created > begin]
    asked = [each.text[:_LONGEST] for each in typed if _is_question(each)]
    return list(reversed(asked[:_QUESTIONS]))


def _is_question(message: Message) -> bool:
    """Whether it is more than a courtesy, a wish for a person or what the guide to a request asked for."""
    understood = message.understood or {}
    if understood.get("intent") in offers.rules()["no_questions"]:
        return False
    return not any(entity.get("entity") == "guide" for entity in understood.get("entities") or ())
