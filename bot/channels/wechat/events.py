"""Reads messages and events of WeChat: which message of ours each is, and what it allows us to send."""

from __future__ import annotations

import hashlib
import re

from bot.channels.reception import commanded, worded
from bot.channels.wechat.envelopes import BadEnvelope, Fields
from bot.incoming import InboundMessage
from desk.windows import Opening

NAME = "wechat"
KINDS = {
    "image": "photo",
    "voice": "voice",
    "video": "video",
    "shortvideo": "video",
    "location": "location",
    "link": "link",
    "file": "file",
}
LANGUAGE = "zh"
"""Of whoever has not written yet."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENGLISH = re.compile(r"[A-Za-z]+['\u2019,]?\s+[A-Za-z]")
"""Two words: one alone may be the short name of a programme."""
COMMAND = "command:"
_EVENTS = {"subscribe": "start"}
_USER = re.compile(r"[A-Za-z0-9_-]{6,64}")
PASSIVE_SECONDS = 4.3
"""WeChat waits 5 seconds for an answer; the way there and back is part of them."""
_HELD = PASSIVE_SECONDS + 1.0
WRITTEN = Opening(seconds=48 * 3600, budget=5, held=_HELD)
PRESSED = Opening(seconds=60, budget=3, held=_HELD)


def inbound(fields: Fields) -> InboundMessage | None:
    """Return what a message or an event says to us; None if nothing is to be answered.

    Raises:
        BadEnvelope: something that every message has is missing.
    """
    user, kind = fields.get("FromUserName", ""), fields.get("MsgType", "")
    if not _USER.fullmatch(user) or not kind:
        raise BadEnvelope("fields")
    if kind == "event":
        return _event(fields, user)
    identity = fields.get("MsgId", "")
    if not identity.isascii() or not identity.isdigit() or len(identity) > 24:
        raise BadEnvelope("MsgId")
    found, text = worded(KINDS.get(kind, "other") if kind != "text" else "text", fields.get("Content", ""))
    said = InboundMessage(NAME, user, f"wx-{identity}", text or None, None, _hint(text), kind=found)
    # There is a menu, but who knows the commands from Telegram types them here too.
    return commanded(said, known=True)


def _hint(text: str) -> str:
    """Return the language for the first words to somebody: WeChat no longer tells that of the app."""
    return "en" if _ENGLISH.search(text) and not _HAN.search(text) else LANGUAGE


def _event(fields: Fields, user: str) -> InboundMessage | None:
    event, key = fields.get("Event", "").lower(), fields.get("EventKey", "")
    command = _EVENTS.get(event)
    if event == "click" and key.startswith(COMMAND):
        command = key.removeprefix(COMMAND)
    if command is None:
        return None
    # Events have no number of their own.
    told = f"{user}\n{fields.get('CreateTime', '')}\n{event}\n{key}"
    identity = hashlib.sha256(told.encode()).hexdigest()[:32]
    return InboundMessage(NAME, user, f"wx-{identity}", None, None, LANGUAGE, command=command)


def opening(fields: Fields) -> Opening:
    """Return how long and how often we may write after a message or an event."""
    return PRESSED if fields.get("MsgType") == "event" else WRITTEN
