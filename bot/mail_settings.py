"""What the gateway must know to send letters. A wrong setting here stops letters and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.settings import Settings, SettingsError
from desk.errors import AddressRefused
from desk.letters import address

PORTS = {"starttls": 587, "tls": 465, "none": 25}
_HERE = ("localhost", "127.0.0.1", "::1")
_HIGHEST_PORT = 65535


@dataclass(frozen=True)
class Mailbox:
    """A mail server and how it is spoken to; `address` is where our letters come from, `site` where links lead."""

    host: str
    port: int
    tls: str
    user: str
    password: str
    address: str
    helpdesk: str
    site: str


def mailbox(settings: Settings) -> Mailbox | None:
    """Return what to send letters with; None while no mail server is named.

    Raises:
        SettingsError: a setting of the mail cannot be used.
    """
    if not settings.mail_host:
        return None
    if settings.mail_tls not in PORTS:
        raise SettingsError(f"MAIL_TLS must be starttls, tls or none, not {settings.mail_tls!r:.20}.")
    if settings.mail_tls == "none" and settings.mail_password and settings.mail_host not in _HERE:
        raise SettingsError("MAIL_TLS=none would send MAIL_PASSWORD in the clear; set it to starttls or tls.")
    if bool(settings.mail_user) != bool(settings.mail_password):
        raise SettingsError("MAIL_USER and MAIL_PASSWORD are needed both or not at all.")
    return Mailbox(
        host=settings.mail_host,
        port=_port(settings),
        tls=settings.mail_tls,
        user=settings.mail_user,
        password=settings.mail_password,
        address=_address(settings),
        helpdesk=settings.helpdesk_name,
        site=_site(settings),
    )


def _port(settings: Settings) -> int:
    text = settings.mail_port or str(PORTS[settings.mail_tls])
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _HIGHEST_PORT):
        raise SettingsError(f"MAIL_PORT must be a number between 1 and {_HIGHEST_PORT}, not {text!r:.40}.")
    return int(text)


def _address(settings: Settings) -> str:
    try:
        return address(settings.mail_from)
    except AddressRefused as problem:
        raise SettingsError("MAIL_FROM must be an e-mail address such as helpdesk@city.example.") from problem


def _site(settings: Settings) -> str:
    parts = urlsplit(settings.public_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError("PUBLIC_URL must be an address such as https://help.city.example; letters lead there.")
    return settings.public_url.rstrip("/")


def mail_problem(settings: Settings) -> str | None:
    """Return the sentence that says which setting of the mail is wrong; None if none is."""
    try:
        mailbox(settings)
    except SettingsError as problem:
        return str(problem)
    return None


def mail_is_on(settings: Settings) -> bool:
    """Whether letters can be sent: a mail server is named and every setting of it can be used."""
    return mail_problem(settings) is None and mailbox(settings) is not None
