"""Signing in with a provider of identities (OpenID Connect): what the console needs of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

DOWN, REFUSED, TOKEN = "down", "refused", "token"
"""Why it failed: the provider cannot be reached; it does not take the code; what it says cannot be believed."""


class ProviderError(Exception):
    """Nobody was identified; the text is a code, one of the three above."""


@dataclass(frozen=True)
class Identity:
    """Who somebody is, as the provider says.

    Args:
        issuer: of the provider.
        subject: the account there; unlike an address it never passes to somebody else.
        email: address, if it says one.
        is_verified: whether the provider has found out that the address is theirs.
        has_second_step: whether the provider asked for what counts as our second step.
    """

    issuer: str
    subject: str
    email: str
    is_verified: bool
    has_second_step: bool


@dataclass(frozen=True)
class Attempt:
    """What belongs to one attempt to sign in, and is known to this browser alone.

    Args:
        state: comes back with the answer of the provider.
        nonce: comes back inside the token.
        verifier: proves at the end who began (PKCE).
    """

    state: str
    nonce: str
    verifier: str


class Provider(Protocol):
    """A provider of identities."""

    name: str
    issuer: str

    async def address(self, attempt: Attempt) -> str:
        """Return where the browser goes to sign in.

        Raises:
            ProviderError: it cannot be reached.
        """
        ...

    async def identify(self, code: str, attempt: Attempt) -> Identity:
        """Exchange the code that the browser brought back.

        Raises:
            ProviderError: nobody was identified.
        """
        ...
