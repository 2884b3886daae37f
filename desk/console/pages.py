"""Makes the pages of the console from its templates."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from desk.console.words import Words
from desk.staff.accounts import LANGUAGES, Staff
from desk.staff.sessions import Session

FOLDER = Path(__file__).parent
_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


@lru_cache
def _environment(provider: str) -> Environment:
    """The templates, translated once a process: each costs some milliseconds."""
    loader = FileSystemLoader(FOLDER / "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.globals["provider"] = provider
    return environment


class Pages:
    """Fills templates.

    Args:
        name: of the help desk.
        provider: name of the provider with which staff may sign in; empty if there is none.
    """

    def __init__(self, name: str, provider: str = "") -> None:
        self._name = name
        self._environment = _environment(provider)

    def words_of(self, request: Request, person: Staff | None) -> Words:
        """Return the words for a request: of the account, else of the address, else of the browser."""
        if person is not None:
            return Words(person.language, person.office)
        asked = request.query_params.get("language", "")
        accepted = request.headers.get("accept-language", "").lower()
        found = asked if asked in LANGUAGES else "zh" if accepted.startswith("zh") else "en"
        return Words(found, {"en": "brussels", "zh": "beijing"}[found])

    def page(
        self, template: str, words: Words, who: tuple[Staff, Session] | None, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """Return a page.

        Args:
            template: file of the templates folder.
            words: in which language.
            who: account and session; None when nobody is signed in.
            status: of HTTP.
            values: for the template.
        """
        person, session = who if who else (None, None)
        # Between the two steps of a sign-in nothing of the desk is shown, not even its menu.
        me = person if session and session.complete else None
        csrf = session.csrf if session else ""
        text = self._environment.get_template(template).render(t=words, desk=self._name, me=me, csrf=csrf, **values)
        return HTMLResponse(text, status, HEADERS)
