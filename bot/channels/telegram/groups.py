"""Leaves groups: we answer in private only, say so once, and store nothing of a group."""

from __future__ import annotations

import time

from telegram import Bot, Chat, ChatMember, Update

from bot.channels.telegram.updates import NAME
from bot.gateway import Gateway
from bot.wording.catalogue import catalogue
from bot.wording.values import Words
from desk import paces
from desk.paces import Pace

QUIET_SECONDS = 60.0
"""Being added comes as several updates, and somebody may add us again and again: Telegram takes 20 words a minute."""
_GONE = (ChatMember.LEFT, ChatMember.BANNED)


def group(update: Update) -> Chat | None:
    """Return the chat of an update that is not a private one."""
    chat = update.effective_chat
    return chat if chat is not None and chat.type != Chat.PRIVATE else None


def is_over(update: Update) -> bool:
    """Whether an update only says that we are no longer in a group."""
    change = update.my_chat_member
    return change is not None and change.new_chat_member.status in _GONE


class Groups:
    """Knows which groups have been told.

    Args:
        bot: tells and leaves.
        gateway: gives the database, where all gateways count what they send.
        pace: how fast they may.
    """

    def __init__(self, bot: Bot, gateway: Gateway, pace: Pace) -> None:
        self._bot = bot
        self._gateway = gateway
        self._pace = pace
        self._told: dict[int, float] = {}

    async def leave(self, chat: Chat, link: str) -> None:
        """Say where we can be written to, and leave.

        Args:
            chat: the group.
            link: the address of the private chat.

        Raises:
            TelegramError: Telegram refused it.
        """
        if chat.type != Chat.CHANNEL and self._is_news(chat.id) and await self._may_send():
            where = {"link": {"string": link}}
            said = [Words(catalogue(), language).sentence("channel.group", where) for language in ("en", "zh")]
            await self._bot.send_message(chat.id, "\n\n".join(said))
        await self._bot.leave_chat(chat.id)

    def _is_news(self, chat: int) -> bool:
        now = time.monotonic()
        self._told = {known: at for known, at in self._told.items() if now - at < QUIET_SECONDS}
        return self._told.setdefault(chat, now) == now

    async def _may_send(self) -> bool:
        now = self._gateway.clock()
        return await self._gateway.write(lambda connection: paces.take(connection, NAME, self._pace, now))
