"""Long messages fall into pieces: nothing is lost, nothing is broken, everything fits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.pieces import Token, cut, tokens
from bot.channels.readable import readable
from bot.channels.telegram.formatting import LONGEST, pieces, width
from bot.channels.wechat import texts
from desk.messages import OUT, Message
from tests.bot.channels.telegram_api import Visible
from tests.databases import NOW

LINK = "https://city.example/a_long_path/with?query=1&more=2"
WORDS = st.lists(st.sampled_from([*"ab c,.\n。，市城桥🌉é", "<b>", "&amp;"]), max_size=400).map("".join)


def message(text: str, *parts: dict[str, object], author: str = "assistant", language: str = "en") -> Message:
    """Return one of our messages."""
    shown = [{"type": "text", "text": text}, *parts] if text or parts else None
    return Message(1, "talk", 1, OUT, author, None, None, text, None, shown, None, language, None, NOW, None, 0)


def shown(found: list[list[Token]]) -> list[str]:
    return ["".join(token.text for token in group) for group in found]


@given(WORDS, st.integers(8, 60))
def test_pieces_fit_and_hold_every_character(text: str, longest: int) -> None:
    found = shown(cut(tokens(text), longest, width))

    assert all(0 < width(piece) <= longest for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("one two three four", 9, ["one two", "three", "four"]),
        (f"see {LINK} now", 58, [f"see {LINK}", "now"]),
        ("第一句。第二句。第三句。", 9, ["第一句。第二句。", "第三句。"]),
        ("a line\nanother line", 14, ["a line", "another line"]),
        ("x" * 10, 4, ["xxxx", "xxxx", "xx"]),
        ("🌉🌉🌉", 3, ["🌉", "🌉", "🌉"]),
        ("  \n ", 5, []),
    ],
)
def test_pieces_end_where_a_reader_would_stop(text: str, longest: int, expected: list[str]) -> None:
    assert shown(cut(tokens(text), longest, width)) == expected


@given(st.lists(WORDS, min_size=1, max_size=4), st.booleans())
def test_every_piece_is_markup_that_telegram_takes(lines: list[str], staff: bool) -> None:
    rows = [{"label": line, "value": "<i>1 & 2</i>"} for line in lines]
    card = {"type": "card", "kind": "city", "title": lines[0], "rows": rows}
    source = {"title": lines[-1] or "T", "url": 'https://x.example/?a="b"&c=<d>', "as_of": None}
    proof = {"type": "sources", "text": f"Sources: {source['title']}", "items": [source]}
    author = "person:li" if staff else "assistant"
    found = pieces(message(LINK * 90, card, proof, author=author))

    assert all(0 < width(Visible(piece.html).text) <= LONGEST for piece in found)


def test_titles_are_bold_and_sources_are_links() -> None:
    card = {"type": "card", "kind": "city", "title": "Bonn & co", "rows": [{"label": "Country", "value": "Germany"}]}
    items = [{"title": "Census", "url": "https://x.example/1", "as_of": None}, {"title": "Own", "url": None}]
    proof = {"type": "sources", "text": "Sources: Census; Own", "items": items}
    (piece,) = pieces(message("", card, proof))

    assert piece.html.strip() == (
        '<b>Bonn &amp; co</b>\nCountry: Germany\n\n<i>Sources: </i><a href="https://x.example/1">Census</a><i>; Own</i>'
    )


def test_link_that_is_no_web_address_is_only_text() -> None:
    items = [{"title": "Trap", "url": "javascript:alert(1)", "as_of": None}]
    (piece,) = pieces(message("x", {"type": "sources", "text": "Sources: Trap", "items": items}))

    assert "href" not in piece.html


def test_message_of_buttons_alone_has_words_too() -> None:
    button = {"type": "buttons", "items": [{"title": "More", "key": "btn_1"}]}
    alone = replace(message("", button), parts=[button])

    assert [(piece.html, piece.buttons) for piece in pieces(alone)] == [("Please choose:", (("More", "btn_1"),))]
    assert texts.pieces(alone) == ["Please choose:\n\nTo choose, reply with the letter:\nA. More"]


@given(WORDS, st.integers(1, 40))
def test_texts_for_wechat_fit_in_bytes(text: str, times: int) -> None:
    items = [{"title": "更多", "key": "btn_1"}]
    whole = message(text * times, {"type": "buttons", "items": items}, language="zh")
    found = texts.pieces(whole, "https://help.city.example")

    assert all(0 < len(piece.encode()) <= texts.LONGEST for piece in found)
    assert len(found) <= texts.MOST_PIECES + 1
    assert "A. 更多" in found[-1]


def test_joined_messages_show_the_buttons_of_the_last_one() -> None:
    first = message("one", {"type": "buttons", "items": [{"title": "First", "key": "btn_1"}]})
    second = message("two", {"type": "buttons", "items": [{"title": "Second", "key": "btn_2"}]})
    long = message("x" * 3000)

    assert texts.joined([first, second], "") == ("one\n\ntwo\n\nTo choose, reply with the letter:\nA. Second", 2)
    assert texts.joined([first, long], "")[1] == 1
    assert texts.joined([long, first], "") == ("", 0)


@pytest.mark.parametrize(
    ("text", "key"),
    [("A", "btn_1"), (" b.", "btn_2"), ("Ｂ", "btn_2"), ("c", None), ("AB", None), ("", None), ("1", None)],
)
def test_letter_stands_for_a_button(text: str, key: str | None) -> None:
    items = [{"title": "First", "key": "btn_1"}, {"title": "Second", "key": "btn_2"}]

    assert texts.chosen(text, message("x", {"type": "buttons", "items": items})) == key


def test_lists_and_tables_can_be_read_on_a_telephone() -> None:
    plain = {"type": "list", "title": "Topics:", "items": ["one", "two"], "ordered": False}
    chosen = {"type": "list", "title": None, "items": ["first", "second"], "ordered": True}
    beside = {"type": "table", "columns": ["Compared", "Bonn", "烟台"], "rows": [["Country", "Germany", "China"]]}
    two = {"type": "table", "columns": ["City", "Country"], "rows": [["Bonn", "Germany"], ["烟台", "中国"]]}

    assert readable(plain) == "Topics:\n• one\n• two"
    assert readable(chosen) == "1. first\n2. second"
    assert readable(beside) == "Country\n• Bonn: Germany\n• 烟台：China"
    assert readable(two) == "Bonn: Germany\n\n烟台：中国"


def test_links_to_sources_take_no_piece_of_wechat_and_hold_no_markup_of_others() -> None:
    items = [{"title": title, "url": url} for title, url in (
        ("Census", "https://x.example/?a=1&b=2"), ("<Own>", "https://x.example"), ("Trap", 'https://x"onclick=1'),
        ("Script", "javascript:alert(1)"),
    )]  # fmt: skip
    proof = {"type": "sources", "text": "Sources: Census; <Own>; Trap; Script", "items": items}
    short, full = message("x", proof), message("x" * (texts.LONGEST - 60), proof)

    assert texts.pieces(short) == ['x\n\nSources: <a href="https://x.example/?a=1&b=2">Census</a>; <Own>; Trap; Script']
    assert len(texts.pieces(full)) == 1 and "<a" not in texts.pieces(full)[0]
