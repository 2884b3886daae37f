"""The event stream is read rightly wherever the network cuts it."""

from __future__ import annotations

import pytest

from tests.bot.widget.chat import Chat

STREAM = (
    ': a comment\r\n\r\nid: 1\nevent: message\ndata: {"text":\n'
    'data: "重庆 𠮷"}\n\nevent: ping\ndata: {}\r\n\r\ndata\n\nevent: empty\n\ndata: a: b\n\nevent: cut\ndata: x'
)
EVENTS = [["message", '{"text":\n"重庆 𠮷"}'], ["ping", "{}"], ["message", ""], ["message", "a: b"]]
READ = """async ([stream, size]) => {
    const { EventReader } = await import("/static/events.js");
    const reader = new EventReader(), bytes = new TextEncoder().encode(stream), found = [];
    for (let at = 0; at < bytes.length; at += size) found.push(...reader.take(bytes.slice(at, at + size)));
    return found.map(({ event, data }) => [event, data]);
}"""


@pytest.mark.parametrize("size", [1, 2, 3, 5, 17, 1000])
def test_pieces_of_any_size_give_the_same_events(chat: Chat, size: int) -> None:
    assert chat.page.evaluate(READ, [STREAM, size]) == EVENTS
