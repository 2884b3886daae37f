"""Blocks become parts: everything a channel shows, final in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.wording.catalogue import Catalogue, WordingError, catalogue
from bot.wording.values import Words

Part = dict[str, Any]
Block = Mapping[str, Any]
_MAX_SOURCES_IN_LINE = 3


def render(blocks: Sequence[Block], language: str, sentences: Catalogue | None = None) -> list[Part]:
    """Return the parts of an answer.

    Args:
        blocks: language-neutral blocks.
        language: "en" or "zh".
        sentences: the catalogue; the one of this folder by default.

    Returns:
        One part for each block.

    Raises:
        WordingError: a block has an unknown type, or a sentence or value is missing.
    """
    words = Words(sentences or catalogue(), language)
    return [_part(block, words) for block in blocks]


def _part(block: Block, words: Words) -> Part:
    form = _FORMS.get(block.get("type", ""))
    if form is None:
        raise WordingError(f"block type {block.get('type')!r} is unknown → one of {', '.join(_FORMS)}")
    try:
        return form(block, words)
    except (KeyError, TypeError, AttributeError) as problem:
        raise WordingError(f"{block.get('type')} block is incomplete: {problem!r}") from problem


def _text(block: Block, words: Words) -> Part:
    return {"type": "text", "text": words.textish(block)}


def _list(block: Block, words: Words) -> Part:
    title = words.textish(block["title"]) if block.get("title") else None
    items = [words.textish(item) for item in block["items"]]
    return {"type": "list", "title": title, "items": items, "ordered": bool(block.get("ordered", False))}


def _card(block: Block, words: Words) -> Part:
    rows = [{"label": _label(row["label"], words), "value": words.value(row["value"])} for row in block["rows"]]
    return {"type": "card", "kind": str(block["kind"]), "title": words.textish(block["title"]), "rows": rows}


def _label(label: Any, words: Words) -> str:
    return words.sentence(label) if isinstance(label, str) else words.textish(label)


def _table(block: Block, words: Words) -> Part:
    rows = [[words.value(cell) for cell in row] for row in block["rows"]]
    return {"type": "table", "columns": [words.value(column) for column in block["columns"]], "rows": rows}


def _buttons(block: Block, words: Words) -> Part:
    items = [{**item, "title": words.textish(item["title"]), "do": dict(item["do"])} for item in block["items"]]
    return {"type": "buttons", "items": items}


def _sources(block: Block, words: Words) -> Part:
    items = [
        {
            "title": _title(source["title"], words),
            "url": source.get("url"),
            "as_of": _day(source.get("as_of"), words),
        }
        for source in block["sources"]
    ]
    return {"type": "sources", "text": _sources_line(items, block, words), "items": items}


def _title(title: Any, words: Words) -> str:
    return title if isinstance(title, str) else words.value({"text": title})


def _day(day: Any, words: Words) -> str | None:
    return words.value({"date": day}) if day else None


def _sources_line(items: list[dict[str, Any]], block: Block, words: Words) -> str:
    titles = list(dict.fromkeys(item["title"] for item in items))
    shown: list[Any] = [{"string": title} for title in titles[:_MAX_SOURCES_IN_LINE]]
    values: dict[str, Any] = {"titles": {"list": shown, "join": "semicolon"}}
    hidden = len(titles) - len(shown)
    day = _day(block.get("as_of"), words)
    key = "sources.line"
    if not titles:
        key, values = "sources.own", {}
    elif hidden:
        key, values = "sources.more", {**values, "count": {"number": hidden}}
    if day:
        key, values = f"{key}_dated", {**values, "date": day}
    return words.sentence(key, values)


_FORMS: dict[str, Callable[[Block, Words], Part]] = {
    "text": _text,
    "list": _list,
    "card": _card,
    "table": _table,
    "buttons": _buttons,
    "sources": _sources,
}


def plain(parts: Sequence[Part]) -> str:
    """Return parts as readable plain text; buttons are left to the channel.

    Args:
        parts: rendered parts.

    Returns:
        The text, parts separated by an empty line.
    """
    return "\n\n".join(text for text in (_plain_part(part) for part in parts) if text)


def with_buttons(parts: Sequence[Part]) -> str:
    """Return parts as plain text for somebody who cannot press: the buttons in square brackets at its end."""
    buttons = [item["title"] for part in parts if part["type"] == "buttons" for item in part["items"]]
    return "\n\n".join([plain(parts), f"[{' | '.join(buttons)}]" if buttons else ""]).rstrip()


def _plain_part(part: Part) -> str:
    kind = part["type"]
    if kind in ("text", "sources"):
        return str(part["text"])
    if kind == "list":
        lines = [f"{number}. {item}" for number, item in enumerate(part["items"], 1)]
        return "\n".join([part["title"], *lines] if part.get("title") else lines)
    if kind == "card":
        return "\n".join([part["title"], *(_plain_row(row) for row in part["rows"])])
    if kind == "table":
        return "\n".join(" | ".join(row) for row in [part["columns"], *part["rows"]])
    return ""


def _plain_row(row: Mapping[str, str]) -> str:
    colon = ": " if row["label"].isascii() else "："
    return f"{row['label']}{colon}{row['value']}"
