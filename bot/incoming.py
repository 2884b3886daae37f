"""What a channel hands to the gateway, and how typed text is cleaned."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_CHARACTERS = 4000
"""Code points, as people count them; not bytes."""
# Everything in Unicode category Cc but tab and line feed. NUL cannot be stored by PostgreSQL at all.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


class EmptyMessage(Exception):
    """Nothing is left of the message."""


class MessageTooLong(Exception):
    """The message has more than MAX_CHARACTERS characters."""


@dataclass(frozen=True)
class InboundMessage:
    """One message of a person, in no channel's form.

    Args:
        channel: name of the channel.
        external_user: the person's id there; for the web the id of the conversation.
        client_id: the client's id of this message; a repeat is answered with the first result.
        text: what was typed, cleaned; None for a button.
        button: key of a button; None for text.
        language: language to begin with, if the channel knows one.
        command: a command of the channel's menu, without its sign.
        argument: what stood behind the command.
        kind: text, or what else it is: photo, voice, edited, too_long and so on; then `text` goes with it.
    """

    channel: str
    external_user: str
    client_id: str | None
    text: str | None
    button: str | None = None
    language: str | None = None
    command: str | None = None
    argument: str = ""
    kind: str = "text"


def clean(text: str) -> str:
    """Return typed text as it is stored.

    Args:
        text: as it came.

    Returns:
        Without control characters, lone surrogates replaced, no blanks around it.

    Raises:
        EmptyMessage: nothing is left.
        MessageTooLong: more than MAX_CHARACTERS characters are left.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    bare = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", lines)).strip()
    if not bare:
        raise EmptyMessage
    if len(bare) > MAX_CHARACTERS:
        raise MessageTooLong
    return bare
