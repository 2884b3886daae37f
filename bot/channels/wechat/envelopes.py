"""Reads and writes the XML of WeChat's callbacks."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from xml.etree.ElementTree import ParseError  # noqa: S405

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.channels.wechat.sealing import Seal, signature

Fields = Mapping[str, str]


class BadEnvelope(Exception):
    """This is no message of WeChat; to have it repeated would not help."""


def fields(body: bytes) -> Fields:
    """Return the fields of a message.

    Raises:
        BadEnvelope: not XML, or XML of a kind that may harm.
    """
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise BadEnvelope(type(problem).__name__) from problem
    return {child.tag: child.text or "" for child in root}


def text_reply(user: str, account: str, text: str, now: datetime) -> str:
    """Return the answer to a message as XML."""
    return _xml(
        {
            "ToUserName": user,
            "FromUserName": account,
            "CreateTime": str(int(now.timestamp())),
            "MsgType": "text",
            "Content": text,
        }
    )


def sealed_reply(xml: str, seal: Seal, token: str, now: datetime) -> str:
    """Return an answer encrypted and signed."""
    encrypted, stamp, nonce = seal.close(xml), str(int(now.timestamp())), secrets.token_hex(8)
    return _xml(
        {
            "Encrypt": encrypted,
            "MsgSignature": signature(token, stamp, nonce, encrypted),
            "TimeStamp": stamp,
            "Nonce": nonce,
        }
    )


def _xml(values: Fields) -> str:
    return f"<xml>{''.join(f'<{name}>{_data(value)}</{name}>' for name, value in values.items())}</xml>"


def _data(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
