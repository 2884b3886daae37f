"""What all HTTP interfaces share: reading a body, errors in the visitor's language, tokens."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.incoming import MAX_CHARACTERS, EmptyMessage, MessageTooLong, clean
from bot.limits import TokenBuckets, TooMany, network
from bot.logs import log
from bot.wording.catalogue import catalogue
from bot.wording.values import Words

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
    "button_unknown": 404,
    "not_found": 404,
    "method": 405,
    "too_many": 429,
    "queue_full": 429,
    "streams": 429,
    "unavailable": 503,
    "late": 504,
    "internal": 500,
}
_RETRY = {"queue_full": "2", "streams": "10", "unavailable": "5"}


class ApiError(Exception):
    """A refusal that the client is told.

    Args:
        code: one of the fixed codes; the sentence is error.<code> of the wording.
        values: typed values of the sentence.
        retry_after: seconds to wait, for the header.
    """

    def __init__(self, code: str, values: Mapping[str, Any] | None = None, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
        self.retry_after = str(retry_after) if retry_after else _RETRY.get(code)


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
    sentence = Words(catalogue(), language_of(request)).sentence(f"error.{error.code}", error.values)
    headers = {"Retry-After": error.retry_after} if error.retry_after else {}
    content = {"error": {"code": error.code, "message": sentence}}
    return JSONResponse(content, _STATUS[error.code], headers)


def _as_api_error(problem: Exception) -> ApiError:
    if isinstance(problem, HTTPException):
        return ApiError({404: "not_found", 405: "method"}.get(problem.status_code, "bad_json"))
    if isinstance(problem, SQLAlchemyError):
        log().error("database", exc_info=problem)
        return ApiError("unavailable")
    log().error("request_failed", exc_info=problem)
    return ApiError("internal")


async def read_object(request: Request) -> dict[str, Any]:
    """Read a JSON object from a body; an empty body is an empty object.

    Raises:
        ApiError: too large, not JSON, or no object.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise ApiError("too_large")
    if not body.strip():
        return {}
    try:
        content = json.loads(bytes(body))
    except (ValueError, RecursionError) as problem:
        raise ApiError("bad_json") from problem
    if not isinstance(content, dict):
        raise wrong("body")
    return content


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


def limit(buckets: TokenBuckets, key: str) -> None:
    """Count a request.

    Raises:
        ApiError: the limit is reached.
    """
    try:
        buckets.take(key, time.monotonic())
    except TooMany as problem:
        seconds = {"seconds": {"number": problem.seconds}}
        raise ApiError("too_many", seconds, problem.seconds) from problem


def network_of(request: Request) -> str:
    """Return the network a request comes from."""
    return network(request.client.host if request.client else None)
