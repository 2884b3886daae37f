"""A member of staff: a real HTTP client with the cookies of a browser."""

from __future__ import annotations

import html
import re
from typing import Any

import httpx

from desk.staff import signin
from desk.staff.accounts import Staff
from tests.bot.conftest import RunningGateway
from tests.bot.visitor import _opened

PASSWORD = "seven bridges over the Yangtze"  # noqa: S105
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')
_VERSION = re.compile(r'data-version="(\d+)" data-epoch="(\d+)"')


class Colleague:
    """One browser of a member of staff.

    Args:
        gateway: serves the pages.
        person: the account.
    """

    def __init__(self, gateway: RunningGateway, person: Staff) -> None:
        self.gateway = gateway
        self.person = person
        self.http = httpx.Client(base_url=gateway.url, timeout=15, trust_env=False)
        _opened.setdefault(gateway.url, []).append(self.http)

    def set_password(self, password: str = PASSWORD) -> None:
        """Set the password behind the pages."""
        with self.gateway.database.write() as connection:
            signin.set_password(connection, self.person, password, self.gateway.gateway.clock())

    def sign_in(self) -> httpx.Response:
        """Sign in through the form."""
        self.set_password()
        return self.post("/signin", email=self.person.email, password=PASSWORD)

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        """Open a page."""
        return self.http.get(f"/desk{path}", **parameters)

    def post(self, path: str, headers: dict[str, str] | None = None, **fields: Any) -> httpx.Response:
        """Send a form."""
        return self.http.post(f"/desk{path}", data=fields, headers=headers or {})

    def csrf(self, path: str = "/me") -> str:
        """Return the token of the forms on a page."""
        found = _CSRF.search(self.get(path).text)
        return found.group(1) if found else ""

    def do(self, reference: str, move: str, **fields: Any) -> httpx.Response:
        """Do something with a case, as the page of the case offers it now."""
        page = self.get(f"/cases/{reference}").text
        found = _VERSION.search(page)
        assert found, page[:500]
        given = {"csrf": self.csrf(f"/cases/{reference}"), "version": found.group(1), "epoch": found.group(2), **fields}
        return self.post(f"/cases/{reference}/{move}", **given)

    def reads(self, path: str) -> str:
        """Return what stands on a page, without its tags."""
        text = re.sub(r"<(script|style).*?</\1>", "", self.get(path).text, flags=re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
