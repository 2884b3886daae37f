"""Reads e-mail addresses and telephone numbers out of a message, and checks how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from actions.request_draft import form, words

_LIKE_EMAIL = re.compile(r"[^\s,;:，；：、。<>()（）\"'“”\u3400-\u9fff]+@[^\s,;:，；：、<>()（）\"'“”\u3400-\u9fff]+")
_LIKE_PHONE = re.compile(r"[+＋]?\(?\d[\d ()/.\-–]{5,}\d")
_CN_LANDLINE = re.compile(r"0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}")
"""A Chinese landline with its area code, as it is dialled at home; taken for one where no country is known."""
_WIDE = str.maketrans("０１２３４５６７８９＋＠．", "0123456789+@.")
EU_DEFAULT, CN = "BE", "CN"


def tidy(text: str) -> str:
    """Give a message with the wide digits and signs of Chinese keyboards as plain ones."""
    return text.translate(_WIDE)


def emails(text: str) -> Iterator[tuple[str, str | None]]:
    """Give what looks like an e-mail address, as written, and as it is kept; None where it cannot be one."""
    for found in _LIKE_EMAIL.finditer(tidy(text)):
        written = found[0].rstrip(".。!！?？")
        try:
            yield written, validate_email(written, check_deliverability=False).normalized
        except EmailNotValidError:
            yield written, None


def phones(text: str, country: str | None) -> Iterator[tuple[str, str | None]]:
    """Give what looks like a telephone number, as written, and in the international form; None where it is none.

    Args:
        text: the message.
        country: ISO code of the writer's country, for numbers without a prefix.
    """
    for found in _LIKE_PHONE.finditer(tidy(text)):
        yield found[0].strip(), _phone(found[0], country)


def _phone(written: str, country: str | None) -> str | None:
    compact = re.sub(r"[^\d+]", "", written)
    tries = [(compact, country)] if compact.startswith("+") else _without_prefix(compact, country)
    for number, region in tries:
        try:
            read = phonenumbers.parse(number, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(read):
            return str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))
    return None


def _without_prefix(compact: str, country: str | None) -> list[tuple[str, str | None]]:
    """A number without "+" may lack it ("86 138 …"), begin with 00, or be written as it is dialled at home."""
    abroad = [(f"+{compact[2:]}", None)] if compact.startswith("00") else []
    mobile = [(compact, CN)] if re.fullmatch(r"1[3-9]\d{9}", compact) else []
    home = [(compact, country)] if country and country != "EU" else []
    if not home and _CN_LANDLINE.fullmatch(compact):
        home = [(compact, CN)]
    return [*abroad, *mobile, *home, (f"+{compact}", None)]


def looks_like_email(text: str) -> bool:
    """Tell whether a message tries to give an e-mail address."""
    return form(words()["attempt_email"]).search(tidy(text)) is not None


def looks_like_phone(text: str) -> bool:
    """Tell whether a message tries to give a telephone number."""
    return form(words()["attempt_phone"]).search(tidy(text)) is not None


def wrong_email(text: str) -> bool:
    """Tell whether a message holds what is written like an e-mail address, and none that can be one."""
    found = list(emails(text))
    return bool(found) and all(kept is None for _, kept in found)


def without_emails(text: str) -> str:
    """Give a message without its addresses."""
    return _LIKE_EMAIL.sub(" ", tidy(text))


def without_read(text: str) -> str:
    """Give a message without its addresses and without the numbers that can be telephone numbers."""
    rest = without_emails(text)
    for written, phone in list(phones(rest, None)):
        rest = rest.replace(written, " ") if phone else rest
    return rest


def without(text: str) -> str:
    """Give a message without its addresses and numbers."""
    return _LIKE_PHONE.sub(" ", _LIKE_EMAIL.sub(" ", tidy(text)))


def read(text: str, country: str | None, is_sum: bool = False) -> dict[str, str]:
    """Give the first e-mail address and the first telephone number of a message that can be right.

    Args:
        text: the message.
        country: ISO code of the writer's country.
        is_sum: a sum of money is expected, so that "500 000" is no telephone number.
    """
    said: dict[str, str] = {}
    for _, email in emails(text):
        if email:
            said.setdefault("email", email)
    for _, phone in () if is_sum else phones(without_emails(text), country):
        if phone:
            said.setdefault("phone", phone)
    return said
