"""The chat page and the privacy notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.endpoint import preferred_language
from bot.pages.embedding import WIDGET, Embedding
from bot.pages.files import PageFiles
from bot.pages.packing import pack
from bot.settings import Settings
from bot.wording.catalogue import catalogue
from bot.wording.values import Words

FOLDER = Path(__file__).parent
_TAGS = {"en": "en", "zh": "zh-Hans"}
_CHAPTERS = ("what", "why", "where", "how_long", "who", "rights", "contact")


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
            *Embedding(self._settings.widget_sites).routes(),
            Mount("/static", PageFiles(WIDGET)),
            Mount("/pages", PageFiles(FOLDER)),
        ]

    async def chat(self, request: Request) -> Response:
        """Serve the chat page."""
        return pack((WIDGET / "index.html").read_text("utf-8"), ".html").answer(request.headers, {})

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
            "drafts": {"number": self._settings.retention_drafts_days},
            "cases": {"number": self._settings.retention_cases_days},
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
