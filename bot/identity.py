"""Who a visitor is: a signed, short-lived token of the site that embeds the chat (JWT, RFC 7519)."""

from __future__ import annotations

import time
from base64 import urlsafe_b64decode
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.incoming import EmptyMessage, MessageTooLong, clean
from bot.settings import Settings
from desk.visitors import Claims

AUDIENCE = "citybridge"
LONGEST_LIFE = 3600
"""Seconds that a token may still be good for; one that lives longer is no short-lived one and is refused."""
_LEEWAY = 10
_LONGEST = {"sub": 200, "name": 120, "email": 254}
_LONGEST_TOKEN = 4096


class NotIdentified(Exception):
    """The token does not show who somebody is; the text is a code for the log."""


class Verifier:
    """Verifies tokens of sites.

    Args:
        settings: the secret (HS256) or the public key (EdDSA). The algorithm follows from which of them is
            set and never from the token.
    """

    def __init__(self, settings: Settings) -> None:
        self._key: Any = None
        self._algorithm = "HS256"
        if settings.widget_secret:
            self._key = settings.widget_secret
        elif settings.widget_public_key:
            self._key = Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(settings.widget_public_key + "="))
            self._algorithm = "EdDSA"

    def claims(self, token: Any) -> Claims:
        """Return who the token says somebody is.

        Args:
            token: as it came.

        Raises:
            NotIdentified: no key is set, or the token is not signed with it, not for us, expired, without the
                person's id, or good for longer than an hour.
        """
        if self._key is None:
            raise NotIdentified("no_key")
        if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_TOKEN:
            raise NotIdentified("form")
        try:
            said = jwt.decode(
                token,
                self._key,
                algorithms=[self._algorithm],
                audience=AUDIENCE,
                leeway=_LEEWAY,
                options={"require": ["sub", "exp", "aud"]},
            )
        except jwt.PyJWTError as problem:
            raise NotIdentified(type(problem).__name__) from problem
        if said["exp"] > time.time() + LONGEST_LIFE + _LEEWAY:
            raise NotIdentified("long_lived")
        subject = _line(said, "sub")
        if subject is None:
            raise NotIdentified("sub")
        return Claims(subject, _line(said, "name"), _line(said, "email"))


def _line(said: dict[str, Any], name: str) -> str | None:
    """Return a claim as one line; one that is empty, no text or too long counts as not made."""
    value = said.get(name)
    if not isinstance(value, str):
        return None
    try:
        line = " ".join(clean(value).split())
    except (EmptyMessage, MessageTooLong):
        return None
    return line if len(line) <= _LONGEST[name] else None
