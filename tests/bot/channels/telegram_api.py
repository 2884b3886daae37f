"""A stand-in of Telegram's Bot API on a real port: it keeps the documented limits and fails when it is told to."""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.bot.served import Served, plain_server

TOKEN = "123456789:AAE-a-token-of-the-tests-and-of-nothing-else"  # noqa: S105
BOT = {"id": 123456789, "is_bot": True, "first_name": "CityBridge", "username": "citybridge_bot"}
LONGEST, DATA_BYTES, PER_SECOND = 4096, 64, 30
PER_MINUTE_IN_GROUPS, MOST_BUTTONS = 20, 100
COMMAND, DESCRIPTION = re.compile(r"[a-z0-9_]{1,32}"), 256
TAGS = {"b", "i", "u", "s", "a", "code", "pre"}
PATIENCE = 20.0


def refusal(code: int, description: str, **parameters: Any) -> Response:
    """Return an error as Telegram words it."""
    body = {"ok": False, "error_code": code, "description": description}
    return JSONResponse({**body, **({"parameters": parameters} if parameters else {})}, code)


class Visible(HTMLParser):
    """What is seen of Telegram's HTML; markup that Telegram would not take is an error."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.links: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        if self._open:
            raise ValueError(f"unclosed {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag that Telegram knows."""
        if tag not in TAGS:
            raise ValueError(f"unsupported {tag}")
        self._open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        """Close the last tag."""
        if not self._open or self._open.pop() != tag:
            raise ValueError(f"unexpected {tag}")

    def handle_data(self, data: str) -> None:
        """Take what is seen."""
        self.text += data


@dataclass(frozen=True)
class Shown:
    """A message as the person sees it."""

    chat: int
    text: str
    links: list[str]
    buttons: list[tuple[str, str]]
    at: float = field(default_factory=time.monotonic)


class StandInTelegram(Served):
    """The Bot API.

    `failures` are answers given instead of the next sendMessage, each once; a number is seconds that it hangs before it
    breaks off. `blocked` are chats that no longer want to hear of the bot. `calls` counts methods.
    """

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.failures: list[Response | float] = []
        self.blocked: set[int] = set()
        self.floods = 0
        self.webhook: dict[str, str] = {}
        self.down = False
        self._updates: list[dict[str, Any]] = []
        self._polling = 0
        self._number = 1000
        self._lock = threading.Lock()
        app = Starlette(routes=[Route("/bot{token}/{method}", self._call, methods=["GET", "POST"])])
        super().__init__(plain_server(app))

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if self.down:
            return Response("bad gateway", 502)
        if request.path_params["token"] != TOKEN:
            return refusal(401, "Unauthorized")
        values = {name: str(value) for name, value in (await request.form()).items()}
        self.calls.append((method, values))
        answers: dict[str, Callable[[dict[str, str]], Any]] = {
            "getMe": lambda _: BOT,
            "setWebhook": self._set_webhook,
            "deleteWebhook": lambda _: self._set_webhook({}),
        }
        if method == "sendMessage":
            return await self._send(values)
        if method == "getUpdates":
            return await self._get_updates(values)
        if method == "setMyCommands" and not _are_commands(json.loads(values["commands"])):
            return refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        return JSONResponse({"ok": True, "result": answers.get(method, lambda _: True)(values)})

    def _set_webhook(self, values: dict[str, str]) -> bool:
        self.webhook = values
        return True

    async def _send(self, values: dict[str, str]) -> Response:
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, Response):
                return failure
            await asyncio.sleep(failure)
            return Response("gateway timeout", 504)
        chat = int(values["chat_id"])
        if chat in self.blocked:
            return refusal(403, "Forbidden: bot was blocked by the user")
        try:
            seen = Visible(values["text"]) if values.get("parse_mode") == "HTML" else Visible("")
        except ValueError as problem:
            return refusal(400, f"Bad Request: can't parse entities: {problem}")
        text = seen.text or ("" if values.get("parse_mode") else values["text"])
        return self._check(chat, text, seen.links, _buttons(values)) or self._take(chat, text, seen.links, values)

    def _check(self, chat: int, text: str, links: list[str], buttons: list[tuple[str, str]]) -> Response | None:
        if not text.strip():
            return refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > LONGEST:
            return refusal(400, "Bad Request: message is too long")
        if len(buttons) > MOST_BUTTONS or any(
            not title or not 1 <= len(key.encode()) <= DATA_BYTES for title, key in buttons
        ):
            return refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        now = time.monotonic()
        if chat < 0 and sum(now - shown.at < 60 for shown in self.shown if shown.chat == chat) >= PER_MINUTE_IN_GROUPS:
            self.floods += 1
            return refusal(429, "Too Many Requests: retry after 60", retry_after=60)
        last = max((shown.at for shown in self.shown if shown.chat == chat), default=0.0)
        if now - last < 0.9 or sum(now - shown.at < 1 for shown in self.shown) >= PER_SECOND:
            self.floods += 1
            return refusal(429, "Too Many Requests: retry after 1", retry_after=1)
        return None

    def _take(self, chat: int, text: str, links: list[str], values: dict[str, str]) -> Response:
        self.shown.append(Shown(chat, text, links, _buttons(values)))
        message = {"message_id": len(self.shown), "date": 1, "chat": {"id": chat, "type": "private"}, "text": text}
        return JSONResponse({"ok": True, "result": message})

    async def _get_updates(self, values: dict[str, str]) -> Response:
        if self.webhook:
            return refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._polling:
            return refusal(409, "Conflict: terminated by other getUpdates request")
        self._polling += 1
        try:
            offset = int(values.get("offset", 0))
            with self._lock:
                self._updates = [update for update in self._updates if update["update_id"] >= offset]
            end = time.monotonic() + min(2.0, float(values.get("timeout", 0)))
            while not self._updates and time.monotonic() < end:
                await asyncio.sleep(0.02)
            return JSONResponse({"ok": True, "result": self._updates[:100]})
        finally:
            self._polling -= 1

    def update(self, **content: Any) -> dict[str, Any]:
        """Return an update with the next number."""
        with self._lock:
            self._number += 1
            return {"update_id": self._number, **content}

    def push(self, update: dict[str, Any], patience: float = PATIENCE) -> int:
        """Bring an update as Telegram does: by webhook until it is taken, or to whoever polls; return how often."""
        if not self.webhook:
            with self._lock:
                self._updates.append(update)
            return 1
        end, times = time.monotonic() + patience, 0
        while True:
            times += 1
            if self.post(update) == 200:
                return times
            assert time.monotonic() < end, f"update {update['update_id']} was not taken"
            time.sleep(0.1)

    def post(self, update: Any, **headers: str) -> int:
        """Bring an update once; return the status, 0 if nobody answers."""
        secret = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"], **headers}
        try:
            body = update if isinstance(update, bytes) else json.dumps(update).encode()
            return httpx.post(self.webhook["url"], content=body, headers=secret, timeout=5, trust_env=False).status_code
        except httpx.HTTPError:
            return 0

    def wait(self, what: Callable[[], Any], why: str = "nothing came") -> Any:
        """Return what a condition gives, once it gives something."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := what():
                return found
            time.sleep(0.02)
        raise AssertionError(f"{why}: {[(each.chat, each.text[:80]) for each in self.shown[-6:]]}")

    def called(self, method: str) -> list[dict[str, str]]:
        """Return the values of the calls of a method."""
        return [values for name, values in self.calls if name == method]


def _are_commands(given: list[dict[str, str]]) -> bool:
    return 0 < len(given) <= 100 and all(
        COMMAND.fullmatch(each["command"]) and 1 <= len(each["description"]) <= DESCRIPTION for each in given
    )


def _buttons(values: dict[str, str]) -> list[tuple[str, str]]:
    markup = json.loads(values.get("reply_markup", "{}"))
    return [(each["text"], each["callback_data"]) for row in markup.get("inline_keyboard", []) for each in row]
