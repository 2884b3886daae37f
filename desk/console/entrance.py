"""Coming in and going out: address and password, the second step, the first password of an account."""

from __future__ import annotations

import segno
from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit
from desk.audit import Actor
from desk.console.access import HALF, PUBLIC, Door, Visit, go, with_cookie
from desk.console.desk_pages import DeskPages
from desk.staff import links, secrets, sessions, signin, throttle
from desk.staff.accounts import Staff
from desk.staff.errors import LinkSpent, PasswordWeak, SigninRefused, SigninThrottled, StaffError
from desk.staff.signin import Place

_PROVEN, _ENTERED, _LEFT, _PASSWORD = "signin.code", "signin", "signout", "signin.password"


class Entrance(DeskPages):
    """The pages before the desk."""

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [
            Door("/signin", "GET", PUBLIC, self.show),
            Door("/signin", "POST", PUBLIC, self.enter),
            Door("/code", "GET", HALF, self.ask_code),
            Door("/code", "POST", HALF, self.take_code),
            Door("/authenticator", "GET", HALF, self.show_authenticator),
            Door("/authenticator", "POST", HALF, self.take_authenticator),
            Door("/welcome", "GET", PUBLIC, self.welcome),
            Door("/welcome", "POST", PUBLIC, self.choose_password),
            Door("/signout", "POST", "viewer", self.leave),
        ]

    async def show(self, visit: Visit) -> Response:
        """Show the form for address and password."""
        return self._form(visit, "signin.html")

    def _form(self, visit: Visit, template: str, problem: str = "", status: int = 200, **values: object) -> Response:
        return self._pages.page(template, visit.words, visit.who, status, problem=problem, **values)

    async def enter(self, visit: Visit) -> Response:
        """Take address and password; always opens a new session."""
        email, password, place = visit.value("email")[:254], visit.value("password"), self._place(visit)
        now = self._desk.clock()
        try:
            await self._desk.database.read(lambda connection: throttle.check(connection, email, place.network, now))
            person = await self._desk.database.read(lambda connection: signin.identify(connection, email, password))
        except SigninThrottled as refusal:
            minutes = -(-refusal.seconds // 60)
            return self._form(visit, "signin.html", visit.words("signin.throttled", minutes=minutes), 429)
        except SigninRefused:
            await self._failed(email, place)
            return self._form(visit, "signin.html", visit.words("signin.wrong"), 403)
        complete = not (person.totp_on or self._desk.authenticator_needed)
        token = await self._desk.database.write(lambda connection: self._open(connection, person, complete, place))
        if complete:
            return with_cookie(go("/"), visit.request, token)
        return with_cookie(go("/code" if person.totp_on else "/authenticator"), visit.request, token)

    def _open(self, connection: Connection, person: Staff, complete: bool, place: Place) -> str:
        now = self._desk.clock()
        sessions.delete_old(connection, now)
        _, token = sessions.open_session(connection, person.id, complete, place.network, place.browser, now)
        if complete:
            audit.write(connection, Actor(person.id, place.network), _ENTERED, f"staff:{person.id}", now)
        return token

    async def _failed(self, email: str, place: Place) -> None:
        def change(connection: Connection) -> None:
            throttle.failed(connection, email, place.network, self._desk.clock())
            actor = Actor(audit.NOBODY, place.network)
            audit.write(connection, actor, "signin.failed", "staff:-", self._desk.clock())

        await self._desk.database.write(change)

    def _place(self, visit: Visit) -> Place:
        return Place(self._desk.network_of(visit.request), visit.request.headers.get("user-agent", "")[:200])

    async def ask_code(self, visit: Visit) -> Response:
        """Ask for the second step."""
        return self._form(visit, "code.html")

    async def take_code(self, visit: Visit) -> Response:
        """Take a code of the authenticator or a recovery code."""
        person, half, code = visit.me, visit.session, visit.value("code")[:40]
        assert half is not None
        if not person.totp_on:
            return go("/authenticator")

        def change(connection: Connection) -> str:
            throttle.check(connection, person.email, self._place(visit).network, self._desk.clock())
            signin.prove(connection, self._desk.vault, person, code, self._desk.clock())
            return self._completed(connection, visit)

        try:
            token = await self._desk.database.write(change)
        except SigninThrottled as refusal:
            minutes = -(-refusal.seconds // 60)
            return self._form(visit, "code.html", visit.words("signin.throttled", minutes=minutes), 429)
        except SigninRefused:
            await self._failed(person.email, self._place(visit))
            return self._form(visit, "code.html", visit.words("signin.code_wrong"), 403)
        return with_cookie(go("/"), visit.request, token)

    def _completed(self, connection: Connection, visit: Visit) -> str:
        assert visit.session is not None
        now, place = self._desk.clock(), self._place(visit)
        _, token = signin.complete(connection, visit.session, place, now)
        audit.write(connection, Actor(visit.me.id, place.network), _ENTERED, f"staff:{visit.me.id}", now)
        return token

    async def show_authenticator(self, visit: Visit) -> Response:
        """Show the secret of a new authenticator as a picture and as letters."""
        if visit.me.totp_on:
            return go("/code")
        return await self._authenticator(visit)

    async def _authenticator(self, visit: Visit, problem: str = "", status: int = 200) -> Response:
        secret = await self._desk.database.write(
            lambda connection: signin.begin_authenticator(connection, self._desk.vault, visit.me)
        )
        address = secrets.totp_address(secret, visit.me.email, self._desk.name)
        picture = segno.make(address, error="m").svg_data_uri(scale=5, border=2)
        letters = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return self._form(visit, "authenticator.html", problem, status, picture=picture, letters=letters)

    async def take_authenticator(self, visit: Visit) -> Response:
        """Switch a new authenticator on and show the recovery codes, once."""
        if visit.me.totp_on:
            return go("/code")
        code = visit.value("code")[:40]

        def change(connection: Connection) -> tuple[list[str], str]:
            codes = signin.confirm_authenticator(connection, self._desk.vault, visit.me, code, self._desk.clock())
            audit.write(
                connection, self._access.actor(visit), "authenticator.on", f"staff:{visit.me.id}", self._desk.clock()
            )
            return codes, self._completed(connection, visit)

        try:
            codes, token = await self._desk.database.write(change)
        except SigninRefused:
            return await self._authenticator(visit, visit.words("signin.code_wrong"), 403)
        page = self._pages.page("recovery.html", visit.words, None, codes=codes)
        return with_cookie(page, visit.request, token)

    async def welcome(self, visit: Visit) -> Response:
        """Show the form for a first or a new password, if the link is good."""
        return await self._password(visit, visit.request.query_params.get("t", ""))

    async def _password(self, visit: Visit, link: str, problem: str = "", status: int = 200) -> Response:
        try:
            person = await self._desk.database.read(
                lambda connection: links.holder(connection, link, self._desk.clock())
            )
        except LinkSpent:
            message = visit.words("welcome.spent")
            return self._pages.page(
                "refused.html", visit.words, None, 410, message=message, back="/signin", kept="", box=""
            )
        values = {"link": link, "person": person, "shortest": secrets.SHORTEST}
        return self._pages.page("welcome.html", visit.words, None, status, problem=problem, **values)

    async def choose_password(self, visit: Visit) -> Response:
        """Use a link up: set the password; whoever was signed in with the old one is not any more."""
        link, password = visit.value("link"), visit.value("password")
        if password != visit.value("again"):
            return await self._password(visit, link, visit.words("welcome.differ"), 422)

        def change(connection: Connection) -> None:
            now = self._desk.clock()
            person = links.use(connection, link, now)
            signin.set_password(connection, person, password, now)
            audit.write(connection, Actor(person.id, self._place(visit).network), _PASSWORD, f"staff:{person.id}", now)

        try:
            await self._desk.database.write(change)
        except (PasswordWeak, LinkSpent) as refusal:
            return await self._password(visit, link, self._why(visit, refusal), 422)
        return self._form(visit, "signin.html", notice=visit.words("welcome.done"))

    @staticmethod
    def _why(visit: Visit, refusal: StaffError) -> str:
        return visit.words(f"staff.{refusal.code}", shortest=secrets.SHORTEST)

    async def leave(self, visit: Visit) -> Response:
        """End the session."""
        session, now = visit.session, self._desk.clock()
        assert session is not None

        def change(connection: Connection) -> None:
            sessions.end(connection, visit.me.id, session.id)
            audit.write(connection, self._access.actor(visit), _LEFT, f"staff:{visit.me.id}", now)

        await self._desk.database.write(change)
        return with_cookie(go("/signin"), visit.request, "")
