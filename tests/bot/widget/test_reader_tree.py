"""What a screen reader is told of the page, as a whole, compared with what was read through and found right.

A change that is meant is written with `WRITE_TREES=yes pytest tests/bot/widget/test_reader_tree.py`, and then read.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.bot.widget.chat import Chat
from tests.bot.widget.test_accessibility import fill

TREES = Path(__file__).with_name("trees")


def told(chat: Chat) -> str:
    """Return the tree without what differs from run to run: the time of day, and the port of the peer."""
    # The live region is left out: what it holds for a second is told in test_accessibility.
    tree = "\n".join(chat.page.locator(part).aria_snapshot() for part in ("header", "main", "footer"))
    return re.sub(r"127\.0\.0\.1:\d+", "help.example", re.sub(r"\b\d\d:\d\d\b", "HH:MM", tree)) + "\n"


def known(name: str, tree: str) -> str:
    """Return the tree that was found right; write this one in its place if that is wished."""
    file = TREES / f"{name}.yml"
    if os.environ.get("WRITE_TREES"):
        file.write_text(tree, "utf-8")
    return file.read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_screen_reader_is_told_every_form_of_message(chat: Chat, language: str) -> None:
    fill(chat, language)
    chat.conversation.typing = False
    expect(chat.page.locator("#typing")).to_be_hidden()
    tree = told(chat)

    assert tree == known(f"conversation.{language}", tree)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_screen_reader_is_told_the_menu_the_reasons_and_that_the_line_is_cut(chat: Chat, language: str) -> None:
    chat.send({"en": "Chongqing", "zh": "重庆"}[language])
    chat.page.locator("[data-verdict=down]").click()
    expect(chat.page.locator(".why")).to_be_visible()
    chat.page.locator("#menu summary").click()
    chat.go_down()
    tree = told(chat)
    chat.peer.start()

    assert tree == known(f"cut.{language}", tree)
