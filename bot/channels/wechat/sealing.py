"""Signatures and encryption of WeChat's callbacks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 32
_RANDOM = 16


class BadSeal(Exception):
    """A message was not encrypted for us, or not by somebody who has the key."""


def signature(*parts: str) -> str:
    """Return WeChat's signature of some texts, one of which is the token."""
    # SHA-1 is what WeChat prescribes; the token among the parts makes it a secret.
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324


def is_signed(given: str, *parts: str) -> bool:
    """Tell in constant time whether a signature is that of some texts."""
    return hmac.compare_digest(given.encode(), signature(*parts).encode())


class Seal:
    """Encrypts and decrypts.

    Args:
        key: the 43 characters of the page of the official account.
        app_id: of the account; what is sealed for another one is refused.
    """

    def __init__(self, key: str, app_id: str) -> None:
        self._key = base64.b64decode(key + "=")
        self._app_id = app_id.encode()

    def close(self, text: str) -> str:
        """Return a text encrypted."""
        words = text.encode()
        content = secrets.token_bytes(_RANDOM) + struct.pack("!I", len(words)) + words + self._app_id
        padding = _BLOCK - len(content) % _BLOCK
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(content + bytes([padding]) * padding) + encryptor.finalize()).decode()

    def open(self, sealed: str) -> str:
        """Return a text decrypted.

        Raises:
            BadSeal: it cannot be.
        """
        try:
            decryptor = self._cipher().decryptor()
            content = decryptor.update(base64.b64decode(sealed, validate=True)) + decryptor.finalize()
            content = content[: -content[-1]]
            (length,) = struct.unpack("!I", content[_RANDOM : _RANDOM + 4])
            start = _RANDOM + 4
            words, app_id = content[start : start + length], content[start + length :]
            if len(words) != length or not hmac.compare_digest(app_id, self._app_id):
                raise BadSeal("app_id")
            return words.decode()
        except (ValueError, IndexError, struct.error) as problem:
            raise BadSeal(type(problem).__name__) from problem

    def _cipher(self) -> Cipher[modes.CBC]:
        # The key's beginning as vector is what WeChat prescribes; the random head of each message hides what it costs.
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))
