"""Both languages everywhere, and the language of each message for those who listen."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.bot.widget.chat import Chat
from tests.bot.widget.peer import WIDGET

STRINGS = {
    key: words
    for name in ("strings.json", "back.json")
    for key, words in json.loads((WIDGET / name).read_text("utf-8")).items()
}
LAUNCHER = json.loads((WIDGET / "launcher.json").read_text("utf-8"))
HAN = re.compile(r"[\u4e00-\u9fff]")
VALUE = r"\{\w+\}"
NAME = "城桥"  # the name is written in both scripts in either language


@pytest.mark.parametrize("texts", [*STRINGS.values(), *LAUNCHER.values()], ids=[*STRINGS, *LAUNCHER])
def test_a_sentence_is_there_in_both_languages_with_the_same_values(texts: dict[str, str]) -> None:
    assert list(texts) == ["en", "zh"]
    english, chinese = (re.sub(rf"{NAME}|{VALUE}", "", texts[language]) for language in ("en", "zh"))
    assert not HAN.search(english)
    assert HAN.search(chinese) or not re.search(r"[a-z]", english)
    assert set(re.findall(VALUE, texts["en"])) == set(re.findall(VALUE, texts["zh"]))
    assert not re.search(r"[,;:!?](?!\S*=)", texts["zh"]), "Chinese text has Chinese punctuation"


def test_every_sentence_is_used_and_every_used_one_exists() -> None:
    source = "".join(
        path.read_text("utf-8") for path in sorted(WIDGET.glob("*.js")) + [WIDGET / "index.html", WIDGET / "back.html"]
    )
    named = set(re.findall(r'data-say(?:-label|-placeholder)?="(\w+)"', source))
    assert named <= set(STRINGS)
    composed = {"author_", "owner_", "typing_", "rate_up", "rate_down", "reason_"}
    launcher = (WIDGET / "embed.js").read_text("utf-8")
    assert all(f'word("{key}"' in launcher for key in LAUNCHER)
    unused = {key for key in STRINGS if f'"{key}"' not in source and not any(map(key.startswith, composed))}
    assert unused == set()


@pytest.mark.parametrize("language", ["zh"])
def test_a_chinese_browser_gets_a_chinese_page_and_conversation(chat: Chat) -> None:
    expect(chat.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(chat.page.get_by_role("button", name="发送")).to_be_visible()
    expect(chat.page.locator(".body").first).to_have_attribute("lang", "zh-Hans")
    chat.send("重庆")
    expect(chat.page.locator(".card h3")).to_have_text("重庆")
    assert chat.page.title().startswith(NAME)


def test_changing_the_language_before_the_first_question_changes_the_greeting_too(chat: Chat) -> None:
    chat.type("draft")
    chat.page.get_by_role("button", name="中文").click()
    expect(chat.messages.get_by_text("您好！我可以解答有关中欧城市合作的问题。")).to_be_visible()
    expect(chat.page.locator(".message")).to_have_count(1)
    expect(chat.box).to_have_value("draft")
    assert chat.conversation.language == "zh"
    chat.page.reload()
    expect(chat.page.get_by_role("button", name="发送")).to_be_visible()


def test_changing_the_language_later_keeps_the_conversation_as_it_was_said(chat: Chat) -> None:
    chat.send("Hello")
    chat.expect_texts("Hello", "You wrote: Hello")
    chat.page.get_by_role("button", name="中文").click()
    expect(chat.page.locator(".from-user .author")).to_have_text("您")
    expect(chat.page.get_by_role("link", name="隐私声明")).to_have_attribute(
        "href", f"{chat.peer.url}/privacy?language=zh"
    )
    chat.expect_texts("Hello", "You wrote: Hello")
    expect(chat.page.locator(".body").last).to_have_attribute("lang", "en")
    assert len(chat.peer.conversations) == 1


def test_the_language_can_be_named_in_the_address(chat: Chat) -> None:
    chat.page.evaluate("localStorage.clear()")
    chat.page.goto(f"{chat.peer.url}/?language=zh")
    expect(chat.page.get_by_role("button", name="发送")).to_be_visible()
