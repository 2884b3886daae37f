"""Somebody with Telegram, for the tests."""

from __future__ import annotations

from typing import Any

from tests.bot.channels.telegram_api import Shown, StandInTelegram


class Person:
    """Somebody with Telegram.

    Args:
        api: Telegram.
        number: of the person, and of the private chat with the bot.
        language: of their app.
    """

    def __init__(self, api: StandInTelegram, number: int = 77, language: str = "en") -> None:
        self.api = api
        self.number = number
        self.user = {"id": number, "is_bot": False, "first_name": "Person", "language_code": language}
        self.chat = {"id": number, "type": "private", "first_name": "Person"}

    def update(self, kind: str = "message", **content: Any) -> dict[str, Any]:
        """Return the update of a message."""
        message = {"message_id": 5, "date": 1, "chat": self.chat, "from": self.user, **content}
        return self.api.update(**{kind: message})

    def say(self, text: str, **content: Any) -> dict[str, Any]:
        """Write, and return the update."""
        update = self.update(text=text, **content)
        self.api.push(update)
        return update

    def press(self, title: str) -> dict[str, Any]:
        """Press the newest button with that title."""
        keys = {name: key for shown in self.shown() for name, key in shown.buttons}
        query = {"id": "4711", "from": self.user, "chat_instance": "1", "data": keys[title]}
        message = {"message_id": 9, "date": 1, "chat": self.chat, "text": "?"}
        update = self.api.update(callback_query={**query, "message": message})
        self.api.push(update)
        return update

    def shown(self) -> list[Shown]:
        """Return what this person sees."""
        return [shown for shown in self.api.shown if shown.chat == self.number]

    def sees(self, number: int) -> list[Shown]:
        """Return what this person sees, once it is so many messages."""
        return list(self.api.wait(lambda: len(self.shown()) >= number and self.shown(), f"not {number} messages"))

    def sees_text(self, text: str) -> Shown:
        """Return the message with a text, once it has come."""
        found = self.api.wait(lambda: [each for each in self.shown() if text in each.text], f"no {text!r}")
        return found[-1]

    def ask(self, text: str) -> Shown:
        """Write, and return the next message that comes; nothing else may be under way."""
        before = len(self.shown())
        self.say(text)
        return self.sees(before + 1)[before]
