"""Calls the interface of WeChat: access token shared by all gateways, errors by name."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import httpx
from cryptography.fernet import Fernet, InvalidToken

from bot.channels.channel import DeliveryError
from bot.gateway import Gateway
from bot.logs import log
from bot.settings import Settings
from desk import shared_tokens, windows

TOKEN = "wechat-access"  # noqa: S105
_MARGIN = 300
"""Seconds before its end from which a token is no longer used."""
_STALE = (40001, 40014, 42001)
_PERMANENT = (40003, 43004, 45002, 48001, 48002, 50002)
_CODES = {45015: windows.CLOSED, 45047: windows.SPENT}
_SECONDS = 8.0


class WeChatApi:
    """The interface of an official account.

    Args:
        gateway: gives the database and the time.
        settings: account and address.
    """

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._account = {"appid": settings.wechat_app_id, "secret": settings.wechat_app_secret}
        self._http = httpx.AsyncClient(base_url=settings.wechat_api.rstrip("/"), timeout=_SECONDS)
        # Sealed with the secret of the account: whoever has it could ask for a token anyway.
        digest = hashlib.sha256(b"citybridge wechat token" + settings.wechat_app_secret.encode()).digest()
        self._seal = Fernet(base64.urlsafe_b64encode(digest))

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def call(self, path: str, body: dict[str, Any]) -> None:
        """Call a function.

        Args:
            path: such as /cgi-bin/menu/create.
            body: what to say.

        Raises:
            DeliveryError: it was refused, or there was no answer.
        """
        token = await self._token(False)
        error = _error(await self._post(path, body, {"access_token": token}))
        if error in _STALE:
            # Somebody asked for another one elsewhere, or it was revoked.
            error = _error(await self._post(path, body, {"access_token": await self._token(True)}))
        if error:
            raise _refusal(error)

    async def _token(self, fresh: bool) -> str:
        now = self._gateway.clock()
        if not fresh:
            sealed = await self._gateway.read(lambda connection: shared_tokens.find(connection, TOKEN, now))
            known = self._opened(sealed) if sealed else None
            if known:
                return known
        # The stable kind: another process that asks gets the same token instead of making ours useless.
        body = {"grant_type": "client_credential", **self._account, "force_refresh": fresh}
        answer = await self._post("/cgi-bin/stable_token", body, {})
        if _error(answer) or not isinstance(answer.get("access_token"), str):
            raise _refusal(_error(answer))
        token, seconds = str(answer["access_token"]), int(answer.get("expires_in", 0))
        sealed, until = self._seal.encrypt(token.encode()).decode(), now + timedelta(seconds=seconds - _MARGIN)
        await self._gateway.write(lambda connection: shared_tokens.keep(connection, TOKEN, sealed, until))
        return token

    def _opened(self, sealed: str) -> str | None:
        try:
            return self._seal.decrypt(sealed.encode()).decode()
        except InvalidToken:
            log().info("wechat_token_unreadable")  # the secret of the account was changed
            return None

    async def _post(self, path: str, body: dict[str, Any], query: dict[str, str]) -> dict[str, Any]:
        # Not escaped: WeChat would show the escapes to people.
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            answer = await self._http.post(path, params=query, content=content, headers=headers)
            answer.raise_for_status()
            found = answer.json()
        except httpx.TimeoutException as problem:
            raise DeliveryError("timeout") from problem
        except (httpx.HTTPError, ValueError) as problem:
            raise DeliveryError("network") from problem
        if not isinstance(found, dict):
            raise DeliveryError("network")
        return found


def _error(answer: dict[str, Any]) -> int:
    """Return the error of an answer; errors come with HTTP 200."""
    error = answer.get("errcode", 0)
    return error if isinstance(error, int) else -1


def _refusal(error: int) -> DeliveryError:
    code = _CODES.get(error, f"wechat_{error}")
    return DeliveryError(code, permanent=error in _PERMANENT)
