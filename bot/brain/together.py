"""The answers to several questions of one message as one: nothing twice, sources once, and what is left is offered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from actions import forms, states
from bot.brain.collector import Block
from bot.brain.parts import Heard, Part

MOST_BUTTONS = 6
MOST_OFFERED = 4
LONGEST_TITLE, LONGEST_QUESTION = 40, 80
"""Columns; a Chinese character takes two."""
EVIDENCE = ("records", "sources", "as_of", "sure")
ASKS_BACK = "ask."
MENUS = frozenset({"cluster.which_topic", "select.which", "select.nothing_shown", "select.same_for_what"})
REFUSALS = frozenset({"guess.did_you_mean", "scope.unknown", "faq.not_found", "more.nothing"})
"""Openings of answers that answer nothing."""


def joined(heard: Heard, said: Sequence[Sequence[Block]]) -> list[Block]:
    """Put the answers of a message together.

    Args:
        heard: what the message asks.
        said: the blocks for each of its parts; none for a part that is not understood.
    """
    rows = list(zip(heard.parts, said))
    answered = [blocks for part, blocks in rows if part.reads and not _empty(blocks)]
    if len(rows) < 2 and not heard.left and len(rows[0][0].reads) < 2:
        return list(rows[0][1])
    if not answered:  # nothing but questions back: the first is asked in full
        answered = [rows[0][1]]
    spoken: list[Block] = []
    for part, blocks in rows:
        if any(blocks is one for one in answered):
            new = [block for block in _words(blocks) if not _known(block, spoken)]
            spoken += [_line("parts.heading", part)] * (heard.headed and bool(new)) + new
        else:
            spoken.append(_line("parts.name_it" if _opening(blocks) not in REFUSALS else "parts.no_answer", part))
    if heard.left:
        spoken.append({"type": "text", "say": "parts.also_asked", "with": {}})
    return [*spoken, *_sources(answered), *_buttons(heard, answered)]


def _line(key: str, part: Part) -> Block:
    return {"type": "text", "say": key, "with": {"question": {"string": short(part.text, LONGEST_QUESTION)}}}


def _words(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if block["type"] not in ("sources", "buttons")]


def _opening(blocks: Sequence[Block]) -> str:
    """Give the key of the sentence with which an answer begins; of no answer, that of a refusal."""
    words = _words(blocks)
    return str(words[0].get("say", "")) if words else "scope.unknown"


def _empty(blocks: Sequence[Block]) -> bool:
    opening = _opening(blocks)
    return opening.startswith(ASKS_BACK) or opening in MENUS or opening in REFUSALS


def _bare(block: Block) -> Block:
    return {key: value for key, value in block.items() if key not in EVIDENCE}


def _known(block: Block, spoken: Iterable[Block]) -> bool:
    if block["type"] == "effect":
        return False
    if str(block.get("say", "")).startswith(states.ENDED) and block.get("records"):
        return any(states.says_end(other, block["records"][0]) for other in spoken)
    return any(_bare(block) == _bare(other) for other in spoken)


def _sources(answered: Sequence[Sequence[Block]]) -> list[Block]:
    """Give one line of sources, dated by the oldest of them."""
    found = [block for blocks in answered for block in blocks if block["type"] == "sources"]
    if not found:
        return []
    sources = {source["key"]: source for block in reversed(found) for source in reversed(block["sources"])}
    dates = [block["as_of"] for block in found if block.get("as_of")]
    return [{"type": "sources", "sources": list(sources.values())[::-1], "as_of": min(dates, default=None)}]


def _buttons(heard: Heard, answered: Sequence[Sequence[Block]]) -> list[Block]:
    """Give one row of buttons: the questions that are left, then what each answer offers in turn."""
    rows = [list(_offered(blocks, blocks is answered[-1])) for blocks in answered]
    items = [{"title": {"string": short(one["text"])}, "do": one["do"]} for one in heard.left[:MOST_OFFERED]]
    for turn in zip_longest(*rows):
        for item in turn:
            if item is not None and not any(_alike(item, other) for other in items):
                items.append(item)
    return [{"type": "buttons", "items": items[:MOST_BUTTONS]}] if items else []


def _alike(one: Block, other: Block) -> bool:
    return bool(one["do"] == other["do"] or one["title"] == other["title"])


def _offered(blocks: Sequence[Block], last: bool) -> Iterator[dict[str, Any]]:
    """Give the buttons of an answer; "more" goes on from the last answer only."""
    for block in blocks:
        if block["type"] == "buttons":
            yield from (item for item in block["items"] if last or item["do"].get("intent") != "show_more")


def short(text: str, most: int = LONGEST_TITLE) -> str:
    """Give a question as a title: without its mark, cut where it is too long."""
    bare = forms.form("rereadings", "polite").sub("", text).strip(" \t\r\n,.;:?!，。；：？！、")
    width = 0
    for place, character in enumerate(bare):
        width += 1 if character.isascii() else 2
        if width > most:
            return bare[:place].rstrip() + "…"
    return bare
