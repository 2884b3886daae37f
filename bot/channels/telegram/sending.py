"""Sends to Telegram, and says what its refusals mean."""

from __future__ import annotations

from datetime import timedelta

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.channels.channel import DeliveryError
from bot.channels.telegram.formatting import Piece

POLL_SECONDS = 10
_CONNECT, _READ, _POOL = 5.0, 8.0, 4.0
_BLOCKED = "blocked"


def new_bot(token: str, api: str) -> Bot:
    """Return a bot.

    Args:
        token: as Telegram gave it.
        api: address of the Bot API.
    """
    usual = HTTPXRequest(64, connect_timeout=_CONNECT, read_timeout=_READ, pool_timeout=_POOL)
    asking = HTTPXRequest(1, connect_timeout=_CONNECT, read_timeout=POLL_SECONDS + _READ, pool_timeout=_POOL)
    base = api.rstrip("/")
    return Bot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=usual,
        get_updates_request=asking,
    )


async def send(bot: Bot, chat: int, piece: Piece) -> None:
    """Send one piece.

    Raises:
        DeliveryError: Telegram did not take it, or did not say so.
    """
    rows = [[InlineKeyboardButton(title, callback_data=key)] for title, key in piece.buttons]
    try:
        await bot.send_message(
            chat,
            piece.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_markup=InlineKeyboardMarkup(rows) if rows else None,
        )
    except TelegramError as problem:
        raise refusal(problem) from problem


def refusal(problem: TelegramError) -> DeliveryError:
    """Return what a failure means for a message: a code for the staff, and whether to try again."""
    if isinstance(problem, RetryAfter):
        return DeliveryError("flood", retry_after=waits(problem))
    if isinstance(problem, Forbidden):
        return DeliveryError("blocked_by_user" if _BLOCKED in problem.message.lower() else "forbidden", permanent=True)
    if isinstance(problem, ChatMigrated):
        return DeliveryError("chat_gone", permanent=True)
    if isinstance(problem, BadRequest):
        gone = "chat not found" in problem.message.lower()
        return DeliveryError("chat_gone" if gone else "bad_request", permanent=True)
    return DeliveryError(code(problem))


def waits(problem: TelegramError) -> float:
    """Return the seconds that Telegram asks us to wait; 0 if it asks for nothing."""
    if not isinstance(problem, RetryAfter):
        return 0.0
    wait = problem.retry_after
    return max(0.1, wait.total_seconds() if isinstance(wait, timedelta) else float(wait))


def code(problem: TelegramError) -> str:
    """Return a short code of a failure that has nothing to do with one chat."""
    for kind, name in _CODES:
        if isinstance(problem, kind):
            return name
    return "telegram"


_CODES: tuple[tuple[type[TelegramError], str], ...] = (
    (RetryAfter, "flood"),
    (InvalidToken, "token"),
    (EndPointNotFound, "token"),
    (Conflict, "conflict"),
    (TimedOut, "timeout"),
    (BadRequest, "bad_request"),
    (NetworkError, "network"),
    (Forbidden, "forbidden"),
)
