"""What the gateway must know of a sign-in provider. A wrong setting here stops that way in and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.proxies import proxy_problem
from bot.settings import Settings, SettingsError

BACK = "/desk/oidc/back"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Client:
    """What the provider knows us as; `back` is where it sends browsers, `second_step` what counts as ours."""

    issuer: str
    client_id: str
    secret: str
    name: str
    back: str
    second_step: tuple[str, ...]


def is_private(url: str) -> bool:
    """Whether nobody on the way can read along: TLS, or this machine itself."""
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname) or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def client(settings: Settings) -> Client | None:
    """Return what to sign in with; None while no provider is named.

    Raises:
        SettingsError: a setting cannot be used.
    """
    if not settings.oidc_issuer:
        return None
    parts = urlsplit(settings.oidc_issuer)
    if not is_private(settings.oidc_issuer) or parts.query or parts.fragment:
        raise SettingsError("OIDC_ISSUER must be an address such as https://login.city.example/realms/staff.")
    for name in ("oidc_client_id", "oidc_client_secret", "desk_secret"):
        if not getattr(settings, name):
            raise SettingsError(f"{name.upper()} is missing; OIDC_ISSUER needs it.")
    site = settings.public_url.rstrip("/")
    if not is_private(site):
        raise SettingsError("PUBLIC_URL must be an address such as https://help.city.example; the provider leads back.")
    name = settings.oidc_name or str(parts.hostname)
    secret, steps = settings.oidc_client_secret, settings.oidc_second_step
    return Client(settings.oidc_issuer, settings.oidc_client_id, secret, name, site + BACK, steps)


def oidc_problem(settings: Settings) -> str | None:
    """Return the sentence that says which setting is wrong; None if none is."""
    try:
        client(settings)
    except SettingsError as problem:
        return str(problem)
    return proxy_problem(settings) if settings.oidc_issuer else None
