"""What Telegram shows of the bot before anybody writes: the menu of commands, in both languages."""

from __future__ import annotations

from telegram import Bot, BotCommand

from bot.wording.catalogue import catalogue
from bot.wording.values import Words

COMMANDS = ("start", "help", "human", "request", "language", "mydata", "delete")


def menu(language: str) -> list[BotCommand]:
    """Return the commands with their descriptions in one language."""
    words = Words(catalogue(), language)
    return [BotCommand(name, words.sentence(f"command.{name}")) for name in COMMANDS]


async def set_menus(bot: Bot) -> None:
    """Give Telegram both menus; whoever uses the app in another language sees the English one.

    Raises:
        TelegramError: it was not taken.
    """
    await bot.set_my_commands(menu("en"))
    await bot.set_my_commands(menu("zh"), language_code="zh")
