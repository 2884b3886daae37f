"""The messengers that are switched on. A missing or wrong setting stops only the channel that needs it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from bot.channels.channel import Messenger
from bot.gateway import Gateway
from bot.logs import log
from bot.settings import Settings

TELEGRAM_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,80}")
WECHAT_AES_KEY = re.compile(r"[A-Za-z0-9+/]{43}")


class Channels:
    """The messengers of a gateway.

    Args:
        gateway: takes the messages.
        settings: which, and how.
    """

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self.running: list[Messenger] = []
        self._faults: dict[str, str] = {}
        for name, (is_on, fault, make) in _KNOWN.items():
            if not is_on(settings):
                continue
            wrong = fault(settings)
            if wrong:
                self._faults[name] = wrong
                log().error("channel_off", channel=name, problems=wrong)
                continue
            self.running.append(make(gateway, settings))

    def status(self) -> Mapping[str, str]:
        """Return for each channel that is switched on "ok", or why it does not work."""
        return {**self._faults, **{channel.name: channel.status() for channel in self.running}}

    def link(self) -> str:
        """Return the address of the chat in which a visitor of the page can go on; empty if there is none."""
        return next((link for channel in self.running if (link := channel.link)), "")


def telegram_fault(settings: Settings) -> str:
    """Return what is wrong with the settings of Telegram; empty if nothing is."""
    if not TELEGRAM_TOKEN.fullmatch(settings.telegram_token):
        return "TELEGRAM_TOKEN must be the token that @BotFather gave, such as 123456789:AAE… ."
    if settings.telegram_mode not in ("webhook", "polling"):
        return f"TELEGRAM_MODE must be webhook or polling, not {settings.telegram_mode!r:.20}."
    if settings.telegram_mode == "webhook" and not settings.public_url:
        return "PUBLIC_URL must be set for TELEGRAM_MODE=webhook; without a public address use TELEGRAM_MODE=polling."
    return address_fault("TELEGRAM_API", settings.telegram_api) or address_fault("PUBLIC_URL", settings.public_url)


def wechat_fault(settings: Settings) -> str:
    """Return what is wrong with the settings of WeChat; empty if nothing is."""
    for name in ("wechat_app_id", "wechat_app_secret", "wechat_token"):
        if not getattr(settings, name):
            return f"{name.upper()} is missing; the page of the official account shows it."
    if not (3 <= len(settings.wechat_token) <= 32 and settings.wechat_token.isalnum()):
        return "WECHAT_TOKEN must have 3 to 32 letters or digits, the same as on the page of the official account."
    if settings.wechat_aes_key and not WECHAT_AES_KEY.fullmatch(settings.wechat_aes_key):
        return "WECHAT_AES_KEY must have the 43 characters that the page of the official account shows, or be empty."
    return address_fault("WECHAT_API", settings.wechat_api) or address_fault("PUBLIC_URL", settings.public_url)


def address_fault(name: str, url: str) -> str:
    """Return what is wrong with the address in a setting; an empty one is not wrong."""
    parts = urlsplit(url)
    if not url or (parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment):
        return ""
    return f"{name} must be an address such as https://help.city.example."


def _telegram(gateway: Gateway, settings: Settings) -> Messenger:
    # Only here: the library takes half a second that nobody should wait who does not use it.
    from bot.channels.telegram.channel import TelegramChannel

    return TelegramChannel(gateway, settings)


def _wechat(gateway: Gateway, settings: Settings) -> Messenger:
    from bot.channels.wechat.channel import WeChatChannel

    return WeChatChannel(gateway, settings)


_KNOWN: Mapping[
    str,
    tuple[Callable[[Settings], bool], Callable[[Settings], str], Callable[[Gateway, Settings], Messenger]],
] = {
    "telegram": (lambda settings: bool(settings.telegram_token), telegram_fault, _telegram),
    "wechat": (
        lambda settings: bool(settings.wechat_app_id or settings.wechat_app_secret or settings.wechat_token),
        wechat_fault,
        _wechat,
    ),
}
