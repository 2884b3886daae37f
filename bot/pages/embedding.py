"""What other sites need to embed the chat: the script of the launcher, the page in the frame, and a page to try it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.endpoint import preferred_language
from bot.middleware import content_policy
from bot.pages.packing import Packed, pack, tight

WIDGET = Path(__file__).parents[1] / "widget"
DEMO = Path(__file__).parent / "demo.html"
_ENGLISH, _CHINESE = '<html lang="en">', '<html lang="zh-Hans">'
_SITES = '<meta name="citybridge-sites" content="">'


class Embedding:
    """Serves the widget to other sites.

    Args:
        sites: origins that may embed the chat.
        widget: the folder of the chat page.
    """

    def __init__(self, sites: Sequence[str], widget: Path = WIDGET) -> None:
        self._sites = tuple(sites)
        self._widget = widget

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/widget.js", self.launcher, methods=["GET"]),
            Route("/widget", self.frame, methods=["GET"]),
            Route("/demo", self.demo, methods=["GET"]),
        ]

    @cached_property
    def script(self) -> Packed:
        """The script of the launcher with its words and its style, so that a page loads one file and nothing else."""
        words = json.loads((self._widget / "launcher.json").read_text("utf-8"))
        style = tight((self._widget / "embed.css").read_text("utf-8"))
        source = (self._widget / "embed.js").read_text("utf-8")
        for place, content in (("__WORDS__", words), ("__STYLE__", style)):
            source = source.replace(place, json.dumps(content, ensure_ascii=False, separators=(",", ":")))
        return pack(source, ".js")

    @cached_property
    def page(self) -> Packed:
        """The chat page, told which sites may speak to it."""
        page = (self._widget / "index.html").read_text("utf-8")
        named = _SITES.replace('""', f'"{" ".join(("self", *self._sites))}"')
        return pack(page.replace(_SITES, named), ".html")

    async def launcher(self, request: Request) -> Response:
        """Serve the script; the only file that pages of others may load."""
        # With the second, a site may pin what it loads by its hash (subresource integrity).
        headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
        return self.script.answer(request.headers, headers)

    async def frame(self, request: Request) -> Response:
        """Serve the chat page to the frame; browsers show it in pages of the allowed sites only."""
        headers = {
            "Content-Security-Policy": content_policy(("'self'", *self._sites)),
            # A page that isolates itself from others must say so of its frames too.
            "Cross-Origin-Embedder-Policy": "require-corp",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return self.page.answer(request.headers, headers)

    async def demo(self, request: Request) -> Response:
        """Serve a page that embeds the chat with one line, as a site in the language of the browser would."""
        policy = content_policy(("'none'",), frames="'self'")
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language", "Content-Security-Policy": policy}
        page = await to_thread.run_sync(DEMO.read_text, "utf-8")
        if preferred_language(request.headers.get("accept-language", "")) == "zh":
            page = page.replace(_ENGLISH, _CHINESE, 1)
        return HTMLResponse(page, headers=headers)
