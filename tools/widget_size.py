"""How much a page loads that embeds the chat: `python -m tools.widget_size`."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from bot.pages.embedding import WIDGET, Embedding
from bot.pages.packing import pack

BUDGET = 40 * 1024
_INSIDE = {"embed.js", "embed.css", "launcher.json", "index.html"}
"""Sources of what Embedding puts together."""
_APART = {"back.css", "back.html", "back.js", "back.json"}
"""The page that a letter leads to; no other page loads them."""


@dataclass(frozen=True)
class Part:
    """One file as it is sent.

    Args:
        name: its address below the help desk.
        source: bytes as it is written.
        small: bytes as it is sent, compressed.
    """

    name: str
    source: int
    small: int


def parts() -> list[Part]:
    """Return every file that the launcher and the chat may load, also those that only some visitors need."""
    embedding = Embedding(())
    written = sum((WIDGET / name).stat().st_size for name in _INSIDE - {"index.html"})
    found = [
        Part("widget.js", written, len(embedding.script.small)),
        Part("widget", (WIDGET / "index.html").stat().st_size, len(embedding.page.small)),
    ]
    for path in sorted(WIDGET.iterdir()):
        if path.is_file() and path.name not in _INSIDE | _APART:
            source = path.read_text("utf-8")
            small = len(pack(source, path.suffix).small)
            found.append(Part(f"static/{path.name}", len(source.encode()), small))
    return found


def report(found: list[Part]) -> str:
    """Return the sizes as a table."""
    lines = [f"{part.name:26} {part.source:8} {part.small:8}" for part in found]
    total = sum(part.small for part in found)
    head = f"{'file':26} {'source':>8} {'sent':>8}"
    first = f"before anybody opens it: {found[0].small} bytes in one file"
    return "\n".join([head, *lines, f"{'all':26} {'':8} {total:8} of {BUDGET}", first, f"to pin it: {pin()}"])


def pin() -> str:
    """Return the hash of the launcher's script, as a site writes it that loads this version only."""
    digest = hashlib.sha384(Embedding(()).script.plain).digest()
    return f'integrity="sha384-{base64.b64encode(digest).decode()}"'


if __name__ == "__main__":
    print(report(parts()))
