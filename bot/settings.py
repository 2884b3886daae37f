"""The settings of the gateway, read once from the environment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from desk.retention import SHORTEST_AUDIT


class SettingsError(Exception):
    """A setting cannot be used; the text is one sentence that names it and says what would do."""


@dataclass(frozen=True)
class Settings:
    """What an operator may set; `.env.example` explains each. What mail and OIDC need is read by bot/…_settings.py."""

    host: str = "127.0.0.1"
    port: int = 5005
    database_url: str = "sqlite:///data/citybridge.db"
    brain_url: tuple[str, ...] = ("http://127.0.0.1:5006",)
    brain_token: str = ""
    brain_timeout: float = 10.0
    redis_url: str = ""
    helpdesk_name: str = "CityBridge"
    helpdesk_contact: str = ""
    helpdesk_api_token: str = ""
    desk_secret: str = ""
    staff_authenticator: str = "required"
    ask_satisfaction: str = "yes"
    answer_working_days: int = 2
    retention_days: int = 365
    retention_cases_days: int = 365
    retention_drafts_days: int = 30
    retention_letters_days: int = 30
    retention_codes_days: int = 1
    retention_signins_days: int = 30
    retention_audit_days: int = 1095
    knowledge_folder: str = ""
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    trusted_proxies: str = ""
    frame_ancestors: tuple[str, ...] = ("'self'",)
    widget_sites: tuple[str, ...] = ()
    widget_signed_sites: tuple[str, ...] = ()
    widget_secret: str = ""
    widget_public_key: str = ""
    rate_messages: int = 60
    rate_messages_per_network: int = 3000
    rate_sessions_per_network: int = 600
    rate_messages_per_site: int = 6000
    rate_sessions_per_site: int = 1200
    pending_limit: int = 30
    waiting_limit: int = 1000
    waiting_per_network: int = 400
    parallel_turns: int = 64
    stream_limit: int = 4000
    streams_per_network: int = 2000
    wake_every: float = 1.0
    metrics_token: str = ""
    metrics_allow: tuple[str, ...] = ("127.0.0.1/32", "::1/128")
    log_level: str = "info"
    public_url: str = ""
    mail_host: str = ""
    mail_port: str = ""
    mail_user: str = ""
    mail_password: str = ""
    mail_from: str = ""
    mail_tls: str = "starttls"
    notify_waiting_minutes: int = 120
    notify_mail_minutes: int = 10
    webhook_networks: tuple[str, ...] = ()
    https_proxy: str = ""
    no_proxy: tuple[str, ...] = ()
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    oidc_second_step: tuple[str, ...] = ()
    telegram_token: str = ""
    telegram_mode: str = "webhook"
    telegram_api: str = "https://api.telegram.org"
    wechat_app_id: str = ""
    wechat_app_secret: str = ""
    wechat_token: str = ""
    wechat_aes_key: str = ""
    wechat_api: str = "https://api.weixin.qq.com"


_AT_LEAST = {
    "port": 0,
    "brain_timeout": 0.1,
    "answer_working_days": 0,
    "retention_days": 1,
    "retention_cases_days": 1,
    "retention_drafts_days": 1,
    "retention_letters_days": 1,
    "retention_codes_days": 1,
    "retention_signins_days": 1,
    "retention_audit_days": SHORTEST_AUDIT,
    "rate_messages": 0,
    "rate_messages_per_network": 0,
    "rate_sessions_per_network": 0,
    "rate_messages_per_site": 0,
    "rate_sessions_per_site": 0,
    "pending_limit": 1,
    "waiting_limit": 1,
    "waiting_per_network": 0,
    "parallel_turns": 1,
    "stream_limit": 0,
    "streams_per_network": 0,
    "wake_every": 0.05,
    "notify_waiting_minutes": 1,
    "notify_mail_minutes": 0,
}
_AT_MOST = {"port": 65535, "brain_timeout": 120, "answer_working_days": 60, "wake_every": 60}
_LOG_LEVELS = ("debug", "info", "warning", "error")
_SHORTEST_TOKEN = 16
_SHORTEST_SECRET = 32
_ED25519 = re.compile(r"[A-Za-z0-9_-]{43}")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")


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


def _check_tokens(settings: Settings) -> None:
    for name in ("helpdesk_api_token", "brain_token", "metrics_token"):
        token = getattr(settings, name)
        if token and (len(token) < _SHORTEST_TOKEN or not token.isascii()):
            raise SettingsError(f"{name.upper()} must have at least {_SHORTEST_TOKEN} ASCII characters.")


def _check_redis(settings: Settings) -> None:
    parts = urlsplit(settings.redis_url)
    if settings.redis_url and (parts.scheme not in ("redis", "rediss") or not parts.hostname):
        raise SettingsError("REDIS_URL must be an address such as redis://127.0.0.1:6379/0.")


def _check_networks(settings: Settings) -> None:
    for name in ("metrics_allow", "webhook_networks"):
        for network in getattr(settings, name):
            try:
                ip_network(network)
            except ValueError as problem:
                example = "lists networks such as 10.0.0.0/24"
                raise SettingsError(f"{name.upper()} {example}, not {network!r:.60}.") from problem


def _check_desk(settings: Settings) -> None:
    if settings.desk_secret and len(settings.desk_secret) < _SHORTEST_TOKEN:
        raise SettingsError(f"DESK_SECRET must have at least {_SHORTEST_TOKEN} characters.")
    if settings.staff_authenticator not in ("required", "optional"):
        wrong = settings.staff_authenticator
        raise SettingsError(f"STAFF_AUTHENTICATOR must be required or optional, not {wrong!r:.20}.")
    if settings.ask_satisfaction not in ("yes", "no"):
        raise SettingsError(f"ASK_SATISFACTION must be yes or no, not {settings.ask_satisfaction!r:.20}.")


def _check_log_level(settings: Settings) -> None:
    if settings.log_level not in _LOG_LEVELS:
        raise SettingsError(f"LOG_LEVEL must be one of {', '.join(_LOG_LEVELS)}, not {settings.log_level!r:.20}.")


def _check_frames(settings: Settings) -> None:
    for source in settings.frame_ancestors:
        if source not in ("'self'", "'none'") and not source.startswith(("https://", "http://")):
            raise SettingsError(f"FRAME_ANCESTORS lists origins such as https://city.example, not {source!r:.60}.")
        if ";" in source or " " in source:
            raise SettingsError("FRAME_ANCESTORS is a list with commas, without blanks or semicolons.")


def _check_widget(settings: Settings) -> None:
    for name in ("widget_sites", "widget_signed_sites"):
        for site in getattr(settings, name):
            parts = urlsplit(site)
            plain = parts.scheme in ("http", "https") and parts.hostname and site == f"{parts.scheme}://{parts.netloc}"
            if not plain or not _ORIGIN.fullmatch(site):
                raise SettingsError(f"{name.upper()} lists origins such as https://www.city.example, not {site!r:.60}.")
    if strange := set(settings.widget_signed_sites) - set(settings.widget_sites):
        raise SettingsError(f"WIDGET_SIGNED_SITES names {min(strange)!r:.60}, which is missing in WIDGET_SITES.")
    if settings.widget_secret and settings.widget_public_key:
        raise SettingsError("Set WIDGET_SECRET (HS256) or WIDGET_PUBLIC_KEY (EdDSA), not both.")
    if settings.widget_signed_sites and not (settings.widget_secret or settings.widget_public_key):
        raise SettingsError("WIDGET_SIGNED_SITES needs WIDGET_SECRET or WIDGET_PUBLIC_KEY, or nobody could sign in.")
    if settings.widget_secret and len(settings.widget_secret.encode()) < _SHORTEST_SECRET:
        raise SettingsError(f"WIDGET_SECRET must have at least {_SHORTEST_SECRET} characters.")
    if settings.widget_public_key and not _ED25519.fullmatch(settings.widget_public_key):
        raise SettingsError("WIDGET_PUBLIC_KEY must be an Ed25519 key in base64url, 43 characters: x of its JWK.")


_CHECKS: tuple[Callable[[Settings], None], ...] = (
    _check_brain,
    _check_tokens,
    _check_desk,
    _check_redis,
    _check_networks,
    _check_log_level,
    _check_frames,
    _check_widget,
)
