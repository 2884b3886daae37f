"""What proves who somebody is: passwords, one-time codes, recovery codes."""

from __future__ import annotations

import base64
import hashlib
import secrets as random
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from cryptography.fernet import Fernet, InvalidToken

from desk.staff.errors import PasswordWeak

SHORTEST, LONGEST = 12, 200
RECOVERY_CODES = 8
_OWN = 8
"""Characters that must be left when the words about the person are taken out."""
_STRENGTH = 3
"""Of zxcvbn's 0 to 4: "safely unguessable: moderate protection from offline slow-hash scenario"."""
_CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_CODE_LENGTH = 10
_STEP_SECONDS = 30
_hasher = PasswordHasher()  # argon2id with the library's recommended cost (RFC 9106, low memory)
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$rkf74MhGhM4QozWPk5uKYQ$Fh3VW6GOIKt31O50V4vTOUvNfRU45c0PfqWnztZ7vBU"
"""A hash of random letters that nobody kept, so that an unknown address takes as long as a known one."""


def hash_password(password: str, about: list[str]) -> str:
    """Return what is stored of a new password.

    Args:
        password: as typed.
        about: words that an attacker would try first, such as name and address.

    Raises:
        PasswordWeak: too short, too long or too easily guessed.
    """
    from zxcvbn import zxcvbn  # its lists of words are 14 MB, and few gateways see a new password

    own = password.lower()
    for word in sorted(about, key=len, reverse=True):
        own = own.replace(word.lower(), "") if len(word) > 2 else own  # two letters are in every sentence
    long_enough = SHORTEST <= len(password) <= LONGEST and len(own) >= _OWN
    if not long_enough or zxcvbn(password[:72], about)["score"] < _STRENGTH:
        raise PasswordWeak
    return _hasher.hash(password)


def password_fits(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one; takes as long for an account without a password."""
    try:
        return _hasher.verify(stored or _NOBODY, password[:LONGEST]) and stored is not None
    except (Argon2Error, InvalidHashError):
        return False


class Vault:
    """Keeps one-time secrets unreadable for whoever only has the database.

    Args:
        key: DESK_SECRET of the settings.
    """

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))

    def lock(self, secret: str) -> str:
        """Return what is stored of a secret."""
        return self._fernet.encrypt(secret.encode()).decode()

    def unlock(self, stored: str) -> str | None:
        """Return a stored secret; None when it was stored with another key."""
        try:
            return self._fernet.decrypt(stored.encode()).decode()
        except InvalidToken:
            return None


def new_totp_secret() -> str:
    """Return the secret of a new authenticator."""
    return pyotp.random_base32()


def totp_address(secret: str, email: str, desk: str) -> str:
    """Return the address that an authenticator reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=desk)


def totp_step(secret: str, code: str, now: datetime, after: int) -> int | None:
    """Return the step of time to which a code belongs.

    Args:
        secret: of the authenticator.
        code: six digits; blanks do not count.
        now: the time; the step before and the one after are taken as well.
        after: the last step that was used; no code counts twice.

    Returns:
        The step, to be stored; None when the code is wrong, old or used.
    """
    digits = "".join(code.split())
    present = int(now.timestamp()) // _STEP_SECONDS
    for step in (present - 1, present, present + 1):
        expected = pyotp.TOTP(secret).at(step * _STEP_SECONDS)
        if step > after and random.compare_digest(expected.encode(), digits.encode()):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Return codes for the day when the authenticator is lost; each is good once."""
    return ["".join(random.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH)) for _ in range(RECOVERY_CODES)]


def hash_code(code: str) -> str:
    """Return what is stored of a recovery code, or of a token."""
    return hashlib.sha256("".join(code.split()).encode("utf-8", "replace")).hexdigest()
