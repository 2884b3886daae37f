"""What commands of messengers come to: said inside the turn, so that the transcript has question and answer.

These effects are made by our own channels only. What they need to know of the settings travels with them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Connection

from bot import phrases
from bot.phrases import Block
from bot.scene import Effect, Scene

UNREADABLE = "unreadable"
TOLD = ("photo", "voice", "video", "file", "location", "contact", "link", "other")
"""Kinds of messages that are never stored. Whoever sends one is told so, also while a person of the staff answers:
both would wait for each other. What only needs no answer, such as a correction or a sticker, is left to that person."""
_WITHOUT_LANGUAGE = ("wechat",)
COMMANDS = ("help", "human", "request", "language", "mydata", "delete")


def house(app: str, name: str, days: int, link: str) -> dict[str, Any]:
    """Return what commands need to know.

    Args:
        app: name of the channel.
        name: of the assistant.
        days: how long a conversation is kept.
        link: address of the privacy notice; empty where no page can be reached.
    """
    return {"app": app, "name": name, "days": days, "link": link}


def welcome(effect: Effect) -> list[Block]:
    """Return the first message on a messenger."""
    blocks = phrases.greeting(effect["name"], effect["days"], effect["link"])
    if effect["app"] in _WITHOUT_LANGUAGE:
        blocks.insert(1, phrases.text("channel.other_language"))
    if effect["link"]:
        return blocks
    # There is no page to point at, so the notice must stand on its own.
    notice = phrases.text("channel.notice", days={"number": effect["days"]}, app=_app(effect))
    return [notice if block.get("say") == "gateway.notice" else block for block in blocks]


def _app(effect: Effect) -> dict[str, str]:
    return {"say": f"channel.name_{effect['app']}"}


def _greet(_connection: Connection, effect: Effect, _scene: Scene) -> list[Block]:
    return welcome(effect)


def _help(_connection: Connection, effect: Effect, _scene: Scene) -> list[Block]:
    said = [block for block in welcome(effect) if block.get("type") in ("list", "buttons")]
    if effect["app"] == "telegram":
        lines = [
            {"say": "command.line", "with": {"command": {"string": f"/{name}"}, "what": {"say": f"command.{name}"}}}
            for name in COMMANDS
        ]
        said.insert(1, {"type": "list", "title": {"say": "command.title"}, "items": lines})
    return said


def _language(_connection: Connection, _effect: Effect, _scene: Scene) -> list[Block]:
    choices = [
        phrases.button(f"language.name_{language}", {"effects": [{"type": "set_language", "language": language}]})
        for language in ("en", "zh")
    ]
    return [phrases.text("language.ask"), phrases.buttons(*choices)]


def _unreadable(_connection: Connection, effect: Effect, _scene: Scene) -> list[Block]:
    return [phrases.text(f"unreadable.{effect['kind']}", limit={"number": effect.get("limit", 0)})]


def _unknown_command(_connection: Connection, effect: Effect, _scene: Scene) -> list[Block]:
    return [phrases.text("command.unknown", command={"string": effect["command"]})]


def _continued(_connection: Connection, effect: Effect, _scene: Scene) -> list[Block]:
    return [phrases.text("continued.here", **{"from": {"say": f"channel.name_{effect['from']}"}})]


def _spent(_connection: Connection, _effect: Effect, _scene: Scene) -> list[Block]:
    return [phrases.text("continued.spent")]


EFFECTS: dict[str, Callable[[Connection, Effect, Scene], list[Block]]] = {
    "command_greet": _greet,
    "command_help": _help,
    "command_language": _language,
    "command_unknown": _unknown_command,
    UNREADABLE: _unreadable,
    "continued": _continued,
    "continuation_spent": _spent,
}
