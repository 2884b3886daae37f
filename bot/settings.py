"""The settings of the gateway, read once from the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit


class SettingsError(Exception):
    """A setting cannot be used; the text is one sentence that names it and says what would do."""


@dataclass(frozen=True)
class Settings:
    """What an operator may set; `.env.example` explains each."""

    host: str = "127.0.0.1"
    port: int = 5005
    database_url: str = "sqlite:///data/citybridge.db"
    brain_url: tuple[str, ...] = ("http://127.0.0.1:5006",)
    brain_timeout: float = 10.0
    helpdesk_name: str = "CityBridge"
    helpdesk_contact: str = ""
    helpdesk_api_token: str = ""
    answer_working_days: int = 2
    retention_days: int = 365
    knowledge_folder: str = ""
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    trusted_proxies: str = ""
    frame_ancestors: tuple[str, ...] = ("'self'",)
    rate_messages: int = 60
    rate_messages_per_network: int = 3000
    rate_sessions_per_network: int = 600
    pending_limit: int = 30
    parallel_turns: int = 64
    wake_every: float = 1.0
    log_level: str = "info"


_AT_LEAST = {
    "port": 0,
    "brain_timeout": 0.1,
    "answer_working_days": 0,
    "retention_days": 1,
    "rate_messages": 0,
    "rate_messages_per_network": 0,
    "rate_sessions_per_network": 0,
    "pending_limit": 1,
    "parallel_turns": 1,
    "wake_every": 0.05,
}
_AT_MOST = {"port": 65535, "brain_timeout": 120, "answer_working_days": 60, "wake_every": 60}
_LOG_LEVELS = ("debug", "info", "warning", "error")
_SHORTEST_TOKEN = 16


def read(environment: Mapping[str, str]) -> Settings:
    """Read the settings.

    Args:
        environment: such as os.environ; names are those of the fields in capitals.

    Returns:
        The settings; what is not set, or empty, has its default.

    Raises:
        SettingsError: a value cannot be used.
    """
    given: dict[str, Any] = {}
    for field in fields(Settings):
        text = environment.get(field.name.upper(), "").strip()
        if text:
            given[field.name] = _convert(field.name, text, type(field.default))
    settings = Settings(**given)
    for check in _CHECKS:
        check(settings)
    return settings


def _convert(name: str, text: str, kind: type) -> Any:
    if kind is tuple:
        return tuple(item.strip() for item in text.split(",") if item.strip())
    if kind is str:
        return text
    try:
        number = kind(text)
    except ValueError as problem:
        raise SettingsError(f"{name.upper()} must be a number, not {text!r:.40}.") from problem
    low, high = _AT_LEAST[name], _AT_MOST.get(name, 1_000_000)
    if not low <= number <= high:
        raise SettingsError(f"{name.upper()} must be between {low} and {high}, not {text!r:.40}.")
    return number


def _check_brain(settings: Settings) -> None:
    for url in settings.brain_url:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(f"BRAIN_URL must be an address such as http://127.0.0.1:5006, not {url!r:.60}.")


def _check_token(settings: Settings) -> None:
    token = settings.helpdesk_api_token
    if token and (len(token) < _SHORTEST_TOKEN or not token.isascii()):
        raise SettingsError(f"HELPDESK_API_TOKEN must have at least {_SHORTEST_TOKEN} ASCII characters.")


def _check_log_level(settings: Settings) -> None:
    if settings.log_level not in _LOG_LEVELS:
        raise SettingsError(f"LOG_LEVEL must be one of {', '.join(_LOG_LEVELS)}, not {settings.log_level!r:.20}.")


def _check_frames(settings: Settings) -> None:
    for source in settings.frame_ancestors:
        if source not in ("'self'", "'none'") and not source.startswith(("https://", "http://")):
            raise SettingsError(f"FRAME_ANCESTORS lists origins such as https://city.example, not {source!r:.60}.")
        if ";" in source or " " in source:
            raise SettingsError("FRAME_ANCESTORS is a list with commas, without blanks or semicolons.")


_CHECKS: tuple[Callable[[Settings], None], ...] = (
    _check_brain,
    _check_token,
    _check_log_level,
    _check_frames,
)
