"""The chat page and the privacy notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.endpoint import preferred_language
from bot.settings import Settings
from bot.wording.catalogue import catalogue
from bot.wording.values import Words

FOLDER = Path(__file__).parent
WIDGET = FOLDER.parent / "widget"
SHOWN = {".html", ".js", ".css", ".json", ".svg", ".png", ".ico", ".woff2", ".webmanifest"}
_TAGS = {"en": "en", "zh": "zh-Hans"}
_CHAPTERS = ("what", "why", "where", "how_long", "who", "rights", "contact")


class PageFiles(StaticFiles):
    """Files of a folder; only kinds that belong to a page, so that sources beside them stay inside."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file; the browser asks each time whether it changed."""
        if Path(path).suffix not in SHOWN:
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


class Pages:
    """Makes the pages.

    Args:
        settings: name, contact, retention.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
        self._privacy = environment.get_template("privacy.html")

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route("/", self.chat, methods=["GET"]),
            Route("/privacy", self.privacy, methods=["GET"]),
            Mount("/static", PageFiles(directory=WIDGET, check_dir=False)),
            Mount("/pages", PageFiles(directory=FOLDER)),
        ]

    async def chat(self, _request: Request) -> Response:
        """Serve the chat page."""
        return FileResponse(WIDGET / "index.html", headers={"Cache-Control": "no-cache"})

    async def privacy(self, request: Request) -> Response:
        """Serve the privacy notice in both languages, the visitor's first."""
        asked = request.query_params.get("language", "")
        first = asked if asked in _TAGS else preferred_language(request.headers.get("accept-language", ""))
        order = sorted(_TAGS, key=lambda language: language != first)
        page = self._privacy.render(sections=[self._section(language) for language in order])
        return HTMLResponse(page, headers={"Cache-Control": "no-cache"})

    def _section(self, language: str) -> dict[str, Any]:
        words = Words(catalogue(), language)
        values = {
            "name": {"string": self._settings.helpdesk_name},
            "days": {"number": self._settings.retention_days},
            "contact": {"string": self._settings.helpdesk_contact},
        }
        keys = {chapter: f"privacy.{chapter}" for chapter in _CHAPTERS}
        if not self._settings.helpdesk_contact:
            keys["contact"] = "privacy.no_contact"
        chapters = [
            {"title": words.sentence(f"privacy.{chapter}_title"), "text": words.sentence(key, values)}
            for chapter, key in keys.items()
        ]
        intro = words.sentence("privacy.intro", values)
        title = words.sentence("privacy.title")
        return {
            "language": language,
            "tag": _TAGS[language],
            "title": title,
            "intro": intro,
            "chapters": chapters,
        }
