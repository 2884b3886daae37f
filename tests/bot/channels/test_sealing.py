"""Signatures and sealed messages are those of WeChat: wechatpy seals what we open, and opens what we seal."""

from __future__ import annotations

import base64

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

from bot.channels.wechat.envelopes import sealed_reply, text_reply
from bot.channels.wechat.sealing import BadSeal, Seal, is_signed, signature
from tests.bot.channels.wechat_api import AES_KEY, APP_ID, TOKEN
from tests.databases import NOW

ORACLE = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
SEAL = Seal(AES_KEY, APP_ID)


@given(st.text(max_size=300))
def test_what_wechatpy_sealed_is_opened(text: str) -> None:
    sealed = xmltodict.parse(ORACLE.encrypt_message(text, "nonce", "1800000000"))["xml"]

    assert is_signed(sealed["MsgSignature"], TOKEN, "1800000000", "nonce", sealed["Encrypt"])
    assert SEAL.open(sealed["Encrypt"]) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_what_we_seal_is_opened_by_wechatpy(text: str) -> None:
    xml = sealed_reply(text_reply("oUser", "gh_1", text + "]]>", NOW), SEAL, TOKEN, NOW)
    fields = xmltodict.parse(xml)["xml"]
    opened = ORACLE.decrypt_message(xml, fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"])
    content = xmltodict.parse(opened, strip_whitespace=False)["xml"]

    assert (content["Content"], content["MsgType"]) == (text + "]]>", "text")
    assert parse_message(opened).target == "oUser"


def test_signature_is_that_of_wechatpy() -> None:
    check_signature(TOKEN, signature(TOKEN, "1", "2"), "1", "2")

    assert not is_signed("", TOKEN, "1", "2")
    assert not is_signed(signature(TOKEN, "1", "3"), TOKEN, "1", "2")


@pytest.mark.parametrize(
    "sealed",
    [
        "", "not base64!", base64.b64encode(b"x" * 32).decode(), base64.b64encode(b"x" * 31).decode(),
        Seal(AES_KEY, "wx_another_account").close("hello"), Seal("B" * 43, APP_ID).close("hello"),
    ],
    ids=["empty", "no base64", "noise", "wrong length", "another account", "another key"],
)  # fmt: skip
def test_what_was_not_sealed_for_us_is_refused(sealed: str) -> None:
    with pytest.raises(BadSeal):
        SEAL.open(sealed)
