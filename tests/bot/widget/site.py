"""A site of somebody else that embeds the chat: another origin, with a strict policy of its own."""

from __future__ import annotations

import uvicorn
from playwright.sync_api import FrameLocator, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.bot.served import Served, free_port
from tests.bot.widget.peer import Peer

PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>A city</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{before}<script async src="{desk}/widget.js" {options}></script></head>
<body><main><h1>A city</h1><p>Words of the city. <a href="#x">A link</a></p></main></body></html>"""


class Site(Served):
    """The site; it says localhost where the help desk says 127.0.0.1, so it is another site to the browser."""

    def __init__(self) -> None:
        self.port = free_port()
        self.origin = f"http://localhost:{self.port}"
        self.desk = ""
        self.options, self.before, self.lang, self.policed = "", "", "en", True
        routes = [Route("/", self._page), Route("/early.js", self._early)]
        config = uvicorn.Config(Starlette(routes=routes), "127.0.0.1", self.port, log_level="critical", ws="none")
        super().__init__(uvicorn.Server(config))
        self.early = ""

    async def _page(self, _request: Request) -> Response:
        values = {"desk": self.desk, "options": self.options, "before": self.before, "lang": self.lang}
        policy = f"default-src 'none'; script-src 'self' {self.desk}; frame-src {self.desk}"
        headers = {"Content-Security-Policy": policy} if self.policed else {}
        return HTMLResponse(PAGE.format(**values), headers=headers)

    async def _early(self, _request: Request) -> Response:
        return Response(self.early, media_type="text/javascript")


class Embedded:
    """The chat as a visitor of the site uses it."""

    def __init__(self, page: Page, site: Site, peer: Peer) -> None:
        self.page, self.site, self.peer = page, site, peer
        site.desk = peer.url
        self.launcher = page.locator("#citybridge-helpdesk .launcher")
        self.badge = page.locator("#citybridge-helpdesk .badge")
        self.panel = page.locator("#citybridge-helpdesk .panel")
        self.frame: FrameLocator = page.frame_locator("#citybridge-helpdesk iframe")
        self.box = self.frame.locator("#box")
        self.messages = self.frame.locator(".message")

    def visit(self) -> None:
        """Go to the site and wait for the launcher."""
        self.page.goto(self.site.origin)
        expect(self.launcher).to_be_visible()

    def open(self) -> None:
        """Visit, press the launcher and wait for the greeting."""
        self.visit()
        self.launcher.click()
        expect(self.messages).to_have_count(1)

    def send(self, text: str) -> None:
        """Write and press Enter."""
        self.box.fill(text)
        self.box.press("Enter")

    def expect_texts(self, *texts: str) -> None:
        """The conversation after the greeting is exactly this."""
        expect(self.frame.locator(".message:not(:first-child) .text")).to_have_text(list(texts))

    def call(self, *words: str) -> None:
        """Call the interface that the site's own scripts use."""
        self.page.evaluate("words => CityDesk(...words)", list(words))
