"""Text of others is text: never markup, never a script, never a dangerous link."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.widget.chat import Chat

HOSTILE = "<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script> **x** [a](javascript:1)"


def test_hostile_text_is_shown_as_text_in_every_place(chat: Chat) -> None:
    chat.conversation.add("assistant", HOSTILE, [
        {"type": "text", "text": HOSTILE},
        {"type": "list", "title": HOSTILE, "ordered": True, "items": [HOSTILE]},
        {"type": "card", "kind": HOSTILE, "title": HOSTILE, "rows": [{"label": HOSTILE, "value": HOSTILE}]},
        {"type": "table", "columns": [HOSTILE, HOSTILE], "rows": [[HOSTILE, HOSTILE]]},
        {"type": "sources", "text": HOSTILE, "items": [{"title": HOSTILE, "url": HOSTILE, "as_of": HOSTILE}]},
        {"type": "buttons", "items": [HOSTILE]},
    ], language=HOSTILE)  # fmt: skip
    body = chat.page.locator(".message").nth(1).locator(".body")
    expect(body.get_by_text(HOSTILE, exact=True).first).to_be_visible()
    assert body.locator("img, script, a").count() == 0
    chat.send(HOSTILE)
    expect(chat.page.locator(".from-user .text")).to_have_text(HOSTILE)
    assert chat.page.locator("main img, main script").count() == 0
    assert "hit" not in chat.page.title()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", " java\tscript:alert(1)", "file:///etc/passwd"]
)
def test_only_web_addresses_become_links(chat: Chat, address: str) -> None:
    items = [{"title": "A source", "url": address, "as_of": None}]
    chat.conversation.add("assistant", "x", [{"type": "sources", "text": "Source", "items": items}])
    chat.page.locator(".sources summary").click()
    expect(chat.page.locator(".sources li")).to_have_text("A source")
    assert chat.page.locator(".sources a").count() == 0


def test_links_tell_the_other_side_nothing(chat: Chat) -> None:
    chat.conversation.add("assistant", "详见https://example.org/a?b=1，谢谢。(http://example.org/x).")
    links = chat.page.locator(".from-assistant .text a")
    expect(links).to_have_count(2)
    assert links.evaluate_all("all => all.map(a => a.href)") == ["https://example.org/a?b=1", "http://example.org/x"]
    for link in links.all():
        expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
        expect(link).to_have_attribute("target", "_blank")


def test_the_privacy_notice_named_in_an_answer_is_a_link(chat: Chat) -> None:
    chat.conversation.add("assistant", "Privacy notice: /privacy")
    link = chat.page.locator(".text a", has_text="read it here")
    expect(link).to_have_attribute("href", f"{chat.peer.url}/privacy?language=en")


def test_a_part_of_an_unknown_or_broken_form_does_not_hide_the_rest(chat: Chat) -> None:
    parts = [{"type": "hologram", "text": "Said in words"}, {"type": "table"}, {"type": "text", "text": "The rest"}]
    chat.conversation.add("assistant", "All of it", parts)
    expect(chat.page.locator(".message").nth(1).locator(".text")).to_have_text(["Said in words", "The rest"])
    chat.conversation.add("assistant", "In plain words", [{"type": "card"}])
    expect(chat.page.locator(".message").nth(2).locator(".text")).to_have_text("In plain words")


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline(chat: Chat) -> None:
    asked = chat.page.evaluate("performance.getEntriesByType('resource').map(entry => new URL(entry.name).origin)")
    assert set(asked) == {chat.peer.url}
    assert chat.page.locator("style, script:not([src]), [onclick]").count() == 0
