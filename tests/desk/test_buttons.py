"""A button is good for the conversation that it was made for, and for no other."""

from __future__ import annotations

import pytest

from desk import buttons, conversations
from desk.conversations import Conversation
from desk.database import Database
from tests.databases import NOW

DO = {"intent": "ask_city", "entities": [{"entity": "city", "value": "cities/chongqing"}]}
PARTS = [{"type": "text", "text": "hello"}, {"type": "buttons", "items": [{"title": "重庆", "do": DO}]}]


def test_key_replaces_what_the_button_does(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        issued = buttons.issue(connection, talk.id, PARTS, NOW)
        key = issued[1]["items"][0]["key"]
        found = buttons.find(connection, talk.id, key)
        stranger, _ = conversations.open_with_token(connection, "web", "en", NOW)
        elsewhere = buttons.find(connection, stranger.id, key)

    assert issued == [PARTS[0], {"type": "buttons", "items": [{"title": "重庆", "key": key}]}]
    assert found is not None and (found.do, found.title) == (DO, "重庆")
    assert elsewhere is None
    assert len(key.encode()) <= 64


@pytest.mark.parametrize(
    ("text", "is_key"),
    [
        ("btn_AAAAAAAAAAAAAAAA", True),
        (" btn_AAAAAAAAAAAAAAAA\n", True),
        ("btn_short", False),
        ("a btn_AAAAAAAAAAAAAAAA", False),
    ],
)
def test_what_looks_like_a_key(text: str, is_key: bool) -> None:
    assert buttons.looks_like_key(text) is is_key
