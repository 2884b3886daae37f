"""What all HTTP interfaces share: reading a body, errors in the visitor's language, tokens."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from anyio import fail_after
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.capacity import Crowded
from bot.gateway import Gateway
from bot.incoming import MAX_CHARACTERS, EmptyMessage, MessageTooLong, clean
from bot.limits import TokenBuckets, TooMany, network
from bot.logs import log
from bot.wording.catalogue import catalogue
from bot.wording.values import Words
from desk.errors import QueueFull
from desk.turns import Accepted, Incoming

MAX_BODY = 64 * 1024
_STATUS = {
    "bad_json": 400,
    "wrong_type": 422,
    "text_or_button": 422,
    "empty": 422,
    "too_long": 413,
    "too_large": 413,
    "unauthorised": 401,
    "token": 401,
    "link": 410,
    "attachment": 415,
    "identity": 403,
    "sign_in": 403,
    "site": 403,
    "foreign_page": 403,
    "other_person": 409,
    "button_unknown": 404,
    "not_found": 404,
    "method": 405,
    "too_many": 429,
    "queue_full": 429,
    "streams": 429,
    "slow": 408,
    "crowded": 503,
    "lines": 503,
    "unavailable": 503,
    "late": 504,
    "internal": 500,
}
_CHANNELS = {"/api/": "web", "/webhooks/rest/": "rest", "/webhooks/telegram": "telegram", "/webhooks/wechat": "wechat"}
_RETRY = {"queue_full": 5, "streams": 10, "unavailable": 5}
"""Seconds after which another attempt is welcome, where the refusal itself does not know better."""
BODY_SECONDS = 20.0
_FILES = ("multipart/", "image/", "audio/", "video/", "application/pdf", "application/octet-stream", "application/zip")
_FILE_FIELDS = frozenset({"attachment", "attachments", "file", "files", "image", "media", "audio", "video", "document"})


class ApiError(Exception):
    """A refusal that the client is told.

    Args:
        code: one of the fixed codes; the sentence is error.<code> of the wording.
        values: typed values of the sentence; the seconds to wait are added.
        retry_after: seconds to wait, for the header and the sentence.
    """

    def __init__(self, code: str, values: Mapping[str, Any] | None = None, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        seconds = retry_after or _RETRY.get(code)
        self.values = {**(values or {}), "seconds": {"number": seconds}} if seconds else values
        self.retry_after = str(seconds) if seconds else None


def preferred_language(header: str) -> str:
    """Return "zh" or "en", whichever an Accept-Language header names first; "en" if neither."""
    for item in header.lower().split(","):
        for language in ("zh", "en"):
            if item.strip().startswith(language):
                return language
    return "en"


def language_of(request: Request) -> str:
    """Return the language of the conversation, or the one that the browser prefers."""
    return getattr(request.state, "language", None) or preferred_language(request.headers.get("accept-language", ""))


async def tell(request: Request, problem: Exception) -> Response:
    """Answer a refusal: a fixed code, and a sentence in the visitor's language."""
    error = problem if isinstance(problem, ApiError) else _as_api_error(problem)
    request.app.state.gateway.metrics.refused(_channel_of(request), error.code)
    sentence = Words(catalogue(), language_of(request)).sentence(f"error.{error.code}", error.values)
    headers = {"Retry-After": error.retry_after} if error.retry_after else {}
    content = {"error": {"code": error.code, "message": sentence}}
    return JSONResponse(content, _STATUS[error.code], headers)


def _channel_of(request: Request) -> str:
    return next((name for prefix, name in _CHANNELS.items() if request.scope["path"].startswith(prefix)), "other")


def _as_api_error(problem: Exception) -> ApiError:
    if isinstance(problem, HTTPException):
        return ApiError({404: "not_found", 405: "method"}.get(problem.status_code, "bad_json"))
    if isinstance(problem, SQLAlchemyError):
        log().error("database", exc_info=problem)
        return ApiError("unavailable")
    log().error("request_failed", exc_info=problem)
    return ApiError("internal")


async def read_object(request: Request, longest: int = MAX_BODY) -> dict[str, Any]:
    """Read a JSON object from a body of at most so many bytes; an empty one is an empty object; a file is not read.

    Raises:
        ApiError: a file, too large, too slow, broken off, not JSON, or no object.
    """
    if request.headers.get("content-type", "").lower().startswith(_FILES):
        raise ApiError("attachment")
    body = await read_body(request, longest)
    if not body.strip():
        return {}
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise ApiError("bad_json") from problem
    if not isinstance(content, dict):
        raise wrong("body")
    if any(content.get(name) for name in _FILE_FIELDS):
        raise ApiError("attachment")
    return content


async def read_body(request: Request, longest: int = MAX_BODY) -> bytes:
    """Read a body of at most so many bytes.

    Raises:
        ApiError: too large, too slow or broken off.
    """
    body = bytearray()
    try:
        with fail_after(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > longest:
                    raise ApiError("too_large")
    except (TimeoutError, ClientDisconnect) as problem:
        raise ApiError("slow") from problem
    return bytes(body)


def wrong(field: str) -> ApiError:
    """Return the refusal of a field."""
    return ApiError("wrong_type", {"field": {"string": field}})


def message_text(value: Any, field: str) -> str:
    """Return typed text, cleaned.

    Raises:
        ApiError: no text, empty, or too long.
    """
    if not isinstance(value, str):
        raise wrong(field)
    try:
        return clean(value)
    except EmptyMessage as problem:
        raise ApiError("empty") from problem
    except MessageTooLong as problem:
        raise ApiError("too_long", {"limit": {"number": MAX_CHARACTERS}}) from problem


def optional_language(content: Mapping[str, Any]) -> str | None:
    """Return the language a client asks for.

    Raises:
        ApiError: it is neither en nor zh.
    """
    language = content.get("language")
    if language not in (None, "en", "zh"):
        raise wrong("language")
    return language


def bearer(request: Request) -> str:
    """Return the token of the Authorization header, or an empty text. Tokens in addresses are never read."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def number(request: Request, name: str, highest: int) -> int:
    """Return a number of the query, 0 if it is not given.

    Raises:
        ApiError: it is none, or below 0; one that is too high counts as the highest.
    """
    text = request.query_params.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise wrong(name)
    return min(int(text), highest)


def limit(buckets: TokenBuckets, key: str, spare: float = 0.0) -> float:
    """Count a request.

    Args:
        buckets: of one kind of limit.
        key: visitor, network or site.
        spare: share of the limit that this one must leave to others.

    Returns:
        Share of the limit that is left.

    Raises:
        ApiError: the limit is reached.
    """
    try:
        return buckets.take(key, time.monotonic(), spare)
    except TooMany as problem:
        raise ApiError("too_many", retry_after=problem.seconds) from problem


async def take_in(gateway: Gateway, conversation: str, incoming: Incoming, network: str | None = None) -> Accepted:
    """Give a message to the gateway.

    Raises:
        ApiError: too many wait already, in this conversation, of this network or in all.
    """
    try:
        return await gateway.accept(conversation, incoming, network)
    except QueueFull as problem:
        raise ApiError("queue_full") from problem
    except Crowded as problem:
        raise ApiError("crowded", retry_after=problem.seconds) from problem


def network_of(request: Request) -> str:
    """Return the network a request comes from."""
    return network(request.client.host if request.client else None)
