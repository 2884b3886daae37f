"""A stand-in of WeChat on a real port: windows, budgets, lengths, the five seconds; it fails when it is told to."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import xmltodict
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

from tests.bot.served import Served, plain_server

APP_ID, APP_SECRET = "wx1234567890abcdef", "a-secret-of-the-tests"
TOKEN, AES_KEY = "tokenOfTheTests", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"  # noqa: S105
ACCOUNT = "gh_account"
LONGEST, PATIENCE_OF_WECHAT, TIMES = 2048, 5.0, 3
WRITTEN, PRESSED = (48 * 3600.0, 5), (60.0, 3)
"""For how many seconds how many customer service messages are allowed: to who wrote, to who pressed or followed."""
TOKEN_SECONDS, TOKENS_A_DAY = 7200, 2000
PATIENCE = 25.0


def signed(*parts: str) -> str:
    """Return a signature as wechatpy makes it."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


@dataclass
class Reader:
    """What WeChat knows of one person: what they see, and by what they did: until when how many messages may come."""

    seen: list[str] = field(default_factory=list)
    grants: dict[str, tuple[float, int]] = field(default_factory=dict)

    def spend(self, now: float) -> int:
        """Use one message that is allowed; return the error if none is."""
        left = {kind: (until, count) for kind, (until, count) in self.grants.items() if until > now}
        for kind, (until, count) in sorted(left.items(), key=lambda item: item[1][0]):
            if count:
                self.grants[kind] = (until, count - 1)
                return 0
        return 45047 if left else 45015


class StandInWeChat(Served):
    """WeChat.

    `failures` are answers given instead of the next customer service message, each once: an error code, a whole
    Response, or seconds that it hangs before it breaks off. `later` are seconds by which WeChat's clock is ahead.
    `hears` is False while it cannot hear responses.
    """

    def __init__(self) -> None:
        self.readers: dict[str, Reader] = {}
        self.failures: list[int | float | Response] = []
        self.later = 0.0
        self.hears = True
        self.tokens: list[str] = []
        self.fetched = 0
        self._since = 0.0
        self.menu: dict[str, Any] = {}
        self.calls: list[str] = []
        self.gateway = ""
        self.crypto: WeChatCrypto | None = None
        self.numbers = itertools.count(24_000_000_000_000_001)
        self._lock = threading.Lock()
        routes = [
            Route("/cgi-bin/stable_token", self._token, methods=["POST"]),
            Route("/cgi-bin/message/custom/send", self._send, methods=["POST"]),
            Route("/cgi-bin/menu/create", self._menu, methods=["POST"]),
        ]
        super().__init__(plain_server(Starlette(routes=routes)))

    def reader(self, user: str) -> Reader:
        """Return what is known of a person."""
        with self._lock:
            return self.readers.setdefault(user, Reader())

    async def _token(self, request: Request) -> Response:
        body = json.loads(await request.body())
        self.calls.append("token")
        if (body["appid"], body["secret"]) != (APP_ID, APP_SECRET):
            return JSONResponse({"errcode": 40013, "errmsg": "invalid appid"})
        if self.calls.count("token") > TOKENS_A_DAY:
            return JSONResponse({"errcode": 45009, "errmsg": "reach max api daily quota limit"})
        if body.get("force_refresh") or not self.tokens or self._age() >= TOKEN_SECONDS:
            self.fetched += 1
            self.tokens, self._since = [f"token-{self.fetched}"], self._now()
        return JSONResponse({"access_token": self.tokens[0], "expires_in": int(TOKEN_SECONDS - self._age())})

    def _now(self) -> float:
        return time.monotonic() + self.later

    def _age(self) -> float:
        return self._now() - self._since

    def _fault(self, request: Request) -> Response | None:
        if request.query_params.get("access_token") not in self.tokens:
            return JSONResponse({"errcode": 40001, "errmsg": "invalid credential, access_token is invalid"})
        if self._age() >= TOKEN_SECONDS:
            return JSONResponse({"errcode": 42001, "errmsg": "access_token expired"})
        return None

    async def _send(self, request: Request) -> Response:
        self.calls.append("send")
        raw = (await request.body()).decode()
        if fault := self._fault(request):
            return fault
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, float):
                await asyncio.sleep(failure)
                return Response("gateway timeout", 504)
            return failure if isinstance(failure, Response) else JSONResponse({"errcode": failure, "errmsg": "failed"})
        body = json.loads(raw)
        reader, text = self.reader(body["touser"]), body["text"]["content"]
        if len(text.encode()) > LONGEST or not text.strip() or "\\u" in raw:
            return JSONResponse({"errcode": 45002, "errmsg": "content size out of limit"})
        if error := reader.spend(self._now()):
            return JSONResponse({"errcode": error, "errmsg": "out of the window, or of its count"})
        reader.seen.append(text)
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    async def _menu(self, request: Request) -> Response:
        self.calls.append("menu")
        raw = (await request.body()).decode()
        if fault := self._fault(request):
            return fault
        body = json.loads(raw)
        for entry in body["button"]:
            below = entry.get("sub_button", [])
            small = [len(each["name"].encode()) <= 60 and len(each["key"]) <= 128 for each in below]
            if len(entry["name"].encode()) > 16 or not all(small) or len(below) > 5 or "\\u" in raw:
                return JSONResponse({"errcode": 40018, "errmsg": "invalid button name size"})
        self.menu = body
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    def query(self, nonce: str = "n1") -> dict[str, str]:
        """Return the signed query of a call to the gateway."""
        stamp = str(int(time.time()))
        return {"signature": signed(TOKEN, stamp, nonce), "timestamp": stamp, "nonce": nonce}

    def deliver(self, user: str, **values: str) -> list[int]:
        """Bring a message as WeChat does: three times, five seconds each, until something is heard; return statuses."""
        reader = self.reader(user)
        if values["MsgType"] != "event":
            self._grant(reader, "written", *WRITTEN)
        elif values.get("Event") in ("CLICK", "subscribe"):
            self._grant(reader, "pressed", *PRESSED)
        statuses = []
        for _ in range(TIMES):
            answer = self.post(user, **values)
            statuses.append(answer.status_code if answer is not None else 0)
            if answer is not None and answer.status_code == 200 and self.hears:
                if answer.text not in ("", "success"):
                    reader.seen.append(self._read(answer.text)["Content"])
                break
        return statuses

    def _grant(self, reader: Reader, kind: str, seconds: float, count: int) -> None:
        reader.grants[kind] = (self._now() + seconds, count)

    def post(self, user: str, **values: str) -> httpx.Response | None:
        """Bring a message once; None if nothing was heard in time."""
        content = {"ToUserName": ACCOUNT, "FromUserName": user, "CreateTime": str(int(time.time())), **values}
        body, query = xmltodict.unparse({"xml": content}, full_document=False), self.query()
        if self.crypto is not None:
            body = self.crypto.encrypt_message(body, query["nonce"], query["timestamp"])
            sealed = xmltodict.parse(body)["xml"]
            query |= {"encrypt_type": "aes", "msg_signature": sealed["MsgSignature"]}
        try:
            return httpx.post(
                self.gateway, params=query, content=body.encode(), timeout=PATIENCE_OF_WECHAT, trust_env=False
            )
        except httpx.HTTPError:
            return None

    def _read(self, xml: str) -> dict[str, str]:
        fields = xmltodict.parse(xml)["xml"]
        if self.crypto is None:
            return dict(fields)
        signature, stamp, nonce = fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"]
        return dict(xmltodict.parse(self.crypto.decrypt_message(xml, signature, stamp, nonce))["xml"])

    def wait(self, what: Callable[[], Any], why: str = "nothing came") -> Any:
        """Return what a condition gives, once it gives something."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := what():
                return found
            time.sleep(0.02)
        told = {user: [text[:60] for text in reader.seen] for user, reader in self.readers.items()}
        raise AssertionError(f"{why}: {told} {self.calls[-6:]}")


class Follower:
    """Somebody with WeChat.

    Args:
        api: WeChat.
        user: their id for this account.
    """

    def __init__(self, api: StandInWeChat, user: str = "oFollower_1") -> None:
        self.api = api
        self.user = user

    @property
    def seen(self) -> list[str]:
        """What this person has seen."""
        return self.api.reader(self.user).seen

    def say(self, text: str, number: int | None = None) -> list[int]:
        """Write."""
        return self.send("text", Content=text, MsgId=str(number or next(self.api.numbers)))

    def send(self, kind: str, **values: str) -> list[int]:
        """Send something of any kind."""
        if kind != "event":
            values.setdefault("MsgId", str(next(self.api.numbers)))
        return self.api.deliver(self.user, MsgType=kind, **values)

    def click(self, command: str) -> list[int]:
        """Choose an entry of the menu."""
        return self.send("event", Event="CLICK", EventKey=f"command:{command}")

    def sees(self, text: str) -> str:
        """Return the newest message with a text, once it has come."""
        found = self.api.wait(lambda: [each for each in self.seen if text in each], f"no {text!r}")
        return str(found[-1])
