"""The site of a city for `make bench-widget`: its page with the line that embeds the help desk, and without it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_PAGE = Path(__file__).with_name("host.html")
_ARTICLE = "<article><h2>News · 新闻 {number}</h2><svg></svg><p>{words}</p></article>"
_WORDS = "Words of a city about what it does. 本市近期工作。" * 12
ARTICLES = 40


def page(script: str) -> str:
    """Return the page.

    Args:
        script: address of what it embeds, or nothing.
    """
    line = f'<script async src="{script}"></script>' if script else ""
    articles = "".join(_ARTICLE.format(number=number, words=_WORDS) for number in range(ARTICLES))
    return _PAGE.read_text("utf-8").replace("<!-- widget -->", line).replace("<!-- articles -->", articles)


@asynccontextmanager
async def site(port: int) -> AsyncIterator[dict[str, str]]:
    """Serve pages on another origin than the help desk, which says 127.0.0.1 where this says localhost.

    Args:
        port: a free one.

    Returns:
        path → page; to be filled.
    """
    pages: dict[str, str] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
        body = pages.get(asked, "").encode()
        status = "200 OK" if asked in pages else "404 Not Found"
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", port):
        yield pages


@asynccontextmanager
async def silence(port: int) -> AsyncIterator[str]:
    """Listen, and never answer, as a help desk that hangs; return its address.

    Args:
        port: a free one.
    """

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", port):
        yield f"http://127.0.0.1:{port}"
