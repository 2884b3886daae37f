"""A stand-in of WeChat on a real port: windows, budgets, lengths, the five seconds; it fails when it is told to."""

from __future__ import annotations

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
LONGEST, BUDGET, WINDOW, PATIENCE_OF_WECHAT, TIMES = 2048, 5, 48 * 3600, 5.0, 3
PATIENCE = 25.0


def signed(*parts: str) -> str:
    """Return a signature as wechatpy makes it."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


@dataclass
class Reader:
    """What WeChat knows of one person: what they see, when they last wrote, how many messages came since."""

    seen: list[str] = field(default_factory=list)
    wrote: float = float("-inf")
    used: int = 0


class StandInWeChat(Served):
    """WeChat.

    `failures` are answers given instead of the next customer service message, each once: an error code, or a whole
    Response. `later` are seconds by which WeChat's clock is ahead. `hears` is False while it cannot hear responses.
    """

    def __init__(self) -> None:
        self.readers: dict[str, Reader] = {}
        self.failures: list[int | Response] = []
        self.later = 0.0
        self.hears = True
        self.tokens: list[str] = []
        self.fetched = 0
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
        if body.get("force_refresh") or not self.tokens:
            self.fetched += 1
            self.tokens = [f"token-{self.fetched}"]
        return JSONResponse({"access_token": self.tokens[0], "expires_in": 7200})

    def _fault(self, request: Request) -> Response | None:
        if request.query_params.get("access_token") not in self.tokens:
            return JSONResponse({"errcode": 40001, "errmsg": "invalid credential, access_token is invalid"})
        return None

    async def _send(self, request: Request) -> Response:
        self.calls.append("send")
        raw = (await request.body()).decode()
        if fault := self._fault(request):
            return fault
        if self.failures:
            failure = self.failures.pop(0)
            return failure if isinstance(failure, Response) else JSONResponse({"errcode": failure, "errmsg": "failed"})
        body = json.loads(raw)
        reader, text = self.reader(body["touser"]), body["text"]["content"]
        if len(text.encode()) > LONGEST or not text.strip() or "\\u" in raw:
            return JSONResponse({"errcode": 45002, "errmsg": "content size out of limit"})
        if time.monotonic() + self.later - reader.wrote > WINDOW:
            return JSONResponse({"errcode": 45015, "errmsg": "response out of time limit or subscription is canceled"})
        if reader.used >= BUDGET:
            return JSONResponse({"errcode": 45047, "errmsg": "out of response count limit"})
        reader.used += 1
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
        if values["MsgType"] != "event" or values.get("Event") == "CLICK":
            reader.wrote, reader.used = time.monotonic() + self.later, 0
        statuses = []
        for _ in range(TIMES):
            answer = self.post(user, **values)
            statuses.append(answer.status_code if answer is not None else 0)
            if answer is not None and answer.status_code == 200 and self.hears:
                if answer.text not in ("", "success"):
                    reader.seen.append(self._read(answer.text)["Content"])
                break
        return statuses

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
