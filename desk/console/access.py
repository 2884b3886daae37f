"""Who may come in: the session of a request, the role that a route asks for, and forms that are really ours."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from desk.audit import Actor
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.words import Words
from desk.staff import accounts, sessions
from desk.staff.accounts import Staff
from desk.staff.sessions import Session

PREFIX = "/desk"
PUBLIC = "public"
"""The role of a route that needs no sign-in."""
HALF = "half"
"""The role of the second step: address and password are known."""
_LONGEST_FORM = 64 * 1024
_MOST_FIELDS = 60
_LOOPBACK = ("127.0.0.1", "::1")


class Refused(Exception):
    """A request that gets a page with a sentence instead of what it wanted.

    Args:
        status: of HTTP.
        key: of the sentence.
        back: path of the page to go back to.
        kept: what was typed and not sent; the page shows it, so that it is not lost.
        box: name of the box it was typed in; what was a note never gets into the box for answers.
        part: what in it is wrong.
    """

    def __init__(self, status: int, key: str, back: str = "/", kept: str = "", box: str = "", part: str = "") -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.back = back
        self.kept = kept
        self.box = box
        self.part = part


@dataclass(frozen=True)
class Visit:
    """A request with who makes it; `person` is None on a public page."""

    request: Request
    words: Words
    session: Session | None
    person: Staff | None
    form: FormData

    @property
    def me(self) -> Staff:
        """The account of a page that asks for a role."""
        assert self.person is not None
        return self.person

    @property
    def who(self) -> tuple[Staff, Session] | None:
        """Account and session, for the frame of a page; None when nobody is signed in."""
        return (self.person, self.session) if self.person and self.session else None

    def value(self, name: str) -> str:
        """Return a field of the form; a field that is missing or a file is empty."""
        found = self.form.get(name, "")
        return found if isinstance(found, str) else ""

    def number(self, name: str) -> int:
        """Return a number of the form.

        Raises:
            Refused: it is none.
        """
        text = self.value(name)
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise Refused(400, "error.form")
        return int(text)


Handler = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True)
class Door:
    """One route: address, method, the least role that may pass, and what is behind it."""

    path: str
    method: str
    role: str
    handler: Handler


class Access:
    """Lets requests through.

    Args:
        desk: what the process gives.
        pages: makes pages.
    """

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages

    def route(self, door: Door) -> Route:
        """Return the route of a door."""

        async def answer(request: Request) -> Response:
            words, who = self._pages.words_of(request, None), None
            try:
                visit = await self._arrive(request, door)
                words, who = visit.words, visit.who  # so that a refusal is told to who it is, in their language
                self._check(visit, door)
                return await door.handler(visit)
            except Refused as refusal:
                return self._refuse(request, refusal, words, who)

        return Route(door.path, answer, methods=[door.method], name=f"{door.method} {door.path}")

    async def _arrive(self, request: Request, door: Door) -> Visit:
        if not self.is_private(request):
            raise Refused(403, "error.https")
        form = await self._form(request) if door.method == "POST" else FormData()
        session, person = await self._known(request)
        return Visit(request, self._pages.words_of(request, person), session, person, form)

    @staticmethod
    def _check(visit: Visit, door: Door) -> None:
        session, person = visit.session, visit.person
        if door.role == PUBLIC:
            return
        if session is None or person is None or session.complete == (door.role == HALF):
            raise Refused(401, "error.signin")
        if door.method == "POST" and not secrets.compare_digest(visit.value("csrf").encode(), session.csrf.encode()):
            raise Refused(403, "error.form")
        if door.role != HALF and not person.may(door.role):
            raise Refused(403, "error.role")

    @staticmethod
    def is_private(request: Request) -> bool:
        """Whether nobody on the way can read a password: TLS, or this machine itself."""
        host = request.client.host if request.client else ""
        return request.url.scheme == "https" or host in _LOOPBACK

    async def _known(self, request: Request) -> tuple[Session | None, Staff | None]:
        token, now = request.cookies.get(cookie_name(request), ""), self._desk.clock()
        session = await self._desk.database.read(lambda connection: sessions.by_token(connection, token, now))
        if session is None:
            return None, None
        if sessions.must_be_seen(session, now):
            await self._desk.database.write(lambda connection: sessions.seen(connection, session, now))
        person = await self._desk.database.read(lambda connection: accounts.by_id(connection, session.staff))
        return session, person

    async def _form(self, request: Request) -> FormData:
        """Read a form that was sent from a page of ours.

        Raises:
            Refused: it comes from elsewhere, or is too large.
        """
        if not _from_here(request):
            raise Refused(403, "error.form")
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > _LONGEST_FORM:
            raise Refused(413, "error.large")
        return await request.form(max_files=0, max_fields=_MOST_FIELDS)

    def _refuse(self, request: Request, refusal: Refused, words: Words, who: tuple[Staff, Session] | None) -> Response:
        if refusal.status == 401:
            if "hx-request" in request.headers:
                return Response(status_code=401, headers={"HX-Redirect": f"{PREFIX}/signin"})
            return RedirectResponse(f"{PREFIX}/signin", 303)
        values = {"message": words(refusal.key, part=refusal.part), "back": refusal.back, "kept": refusal.kept}
        values["box"] = refusal.box
        return self._pages.page("refused.html", words, who, refusal.status, **values)

    def actor(self, visit: Visit) -> Actor:
        """Return who makes a request, for the audit log."""
        return Actor(visit.person.id if visit.person else "-", self._desk.network_of(visit.request))


def _from_here(request: Request) -> bool:
    """Whether a form was sent by a page of this site: by the browser's own word, else by the origin it names.

    A client that sends neither is no browser, and so carries nobody's cookie against their will.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def cookie_name(request: Request) -> str:
    """Return the name of the session's cookie; with TLS it is one that no other site may set."""
    return "__Host-desk" if request.url.scheme == "https" else "desk"


def with_cookie(response: Response, request: Request, token: str) -> Response:
    """Give a session's token to the browser; an empty one takes it away."""
    is_tls = request.url.scheme == "https"
    settings = {"httponly": True, "secure": is_tls, "samesite": "lax", "path": "/"}
    if token:
        response.set_cookie(cookie_name(request), token, **settings)  # type: ignore[arg-type]
    else:
        response.delete_cookie(cookie_name(request), **settings)  # type: ignore[arg-type]
    return response


def go(path: str) -> Response:
    """Send the browser to another page of the console."""
    return RedirectResponse(PREFIX + path, 303)
