"""Reads updates of Telegram: which message of ours an update is, and which are none."""

from __future__ import annotations

from typing import Any

from telegram import Bot, CallbackQuery, Message, Update, User

from bot.channels.reception import commanded, worded
from bot.incoming import InboundMessage

NAME = "telegram"
KINDS = {
    "photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "document": "file",
    "location": "location",
    "venue": "location",
    "contact": "contact",
    "sticker": "sticker",
    "dice": "sticker",
    "poll": "other",
    "game": "other",
    "story": "other",
    "paid_media": "other",
    "checklist": "other",
    "invoice": "other",
}
"""What a message may hold instead of text. What is not here is a service message, such as a pinned one."""
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")


class UnreadableUpdate(Exception):
    """This is no update; to have it repeated would not help."""


def read(body: dict[str, Any], bot: Bot) -> Update:
    """Return an update from its JSON.

    Raises:
        UnreadableUpdate: it is none.
    """
    try:
        update = Update.de_json(body, bot)
    except (TypeError, KeyError, ValueError, AttributeError) as problem:
        raise UnreadableUpdate(type(problem).__name__) from problem
    if not isinstance(update.update_id, int):
        raise UnreadableUpdate("update_id")
    return update


def inbound(update: Update) -> InboundMessage | None:
    """Return what an update of a private chat says to us; None if nothing is to be answered."""
    if update.callback_query is not None:
        return _pressed(update, update.callback_query)
    if update.edited_message is not None:
        return _edited(update, update.edited_message)
    message = update.message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.text is not None:
        return _text(update, message)
    kind = next((KINDS[name] for name in KINDS if getattr(message, name, None)), None)
    if kind is None:
        return None
    return _message(update, message.from_user, message.chat.id, *worded(kind, message.caption or ""))


def _text(update: Update, message: Message) -> InboundMessage:
    assert message.from_user is not None and message.text is not None
    return commanded(_message(update, message.from_user, message.chat.id, *worded("text", message.text)))


def _edited(update: Update, message: Message) -> InboundMessage | None:
    text = message.text or message.caption
    if not text or message.from_user is None:
        return None  # a location that moves
    _, words = worded("edited", text)
    return _message(update, message.from_user, message.chat.id, "edited", words)


def _pressed(update: Update, query: CallbackQuery) -> InboundMessage:
    # A private chat has the number of its person, also when the message of the button is too old to come along.
    return InboundMessage(
        NAME, str(query.from_user.id), _id(update), None, query.data or "-", _language(query.from_user)
    )


def _message(update: Update, person: User, chat: int, kind: str, text: str) -> InboundMessage:
    return InboundMessage(NAME, str(chat), _id(update), text or None, None, _language(person), kind=kind)


def _id(update: Update) -> str:
    return f"tg-{update.update_id}"


def _language(person: User) -> str:
    return "zh" if (person.language_code or "").lower().startswith("zh") else "en"
