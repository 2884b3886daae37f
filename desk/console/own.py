"""One's own page: language, password, where one is signed in, recovery codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit, notifications
from desk.console.access import Door, Refused, Visit, go, with_cookie
from desk.console.browsers import short_name
from desk.console.desk_pages import DeskPages
from desk.notifications import Choice
from desk.staff import accounts, comfort, secrets, sessions, signin, throttle
from desk.staff.accounts import KEYS, LANGUAGES
from desk.staff.errors import FieldWrong, PasswordWeak, SigninRefused, SigninThrottled

_PLACE = "/me"
_PATH = re.compile("/[A-Za-z0-9/_-]*")


class OwnPages(DeskPages):
    """Shows one's own settings and takes changes of them."""

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [
            Door(_PLACE, "GET", "viewer", self.show),
            Door(f"{_PLACE}/language", "POST", "viewer", self.set_language),
            Door(f"{_PLACE}/comfort", "POST", "viewer", self.set_comfort),
            Door(f"{_PLACE}/sessions", "POST", "viewer", self.end_session),
            Door(f"{_PLACE}/recovery", "POST", "viewer", self.renew_codes),
            Door(f"{_PLACE}/password", "POST", "viewer", self.change_password),
            Door(f"{_PLACE}/notices", "POST", "agent", self.choose_notices),
        ]

    def _log(self, connection: Connection, visit: Visit, action: str, field: str) -> None:
        subject, now = f"staff:{visit.me.id}", self._desk.clock()
        audit.write(connection, self._access.actor(visit), action, subject, now, [field])

    async def show(self, visit: Visit) -> Response:
        """Show one's own settings and sessions."""
        return await self._mine(visit)

    async def _mine(self, visit: Visit, wrong: tuple[str, str] = ("", ""), status: int = 200) -> Response:
        now = self._desk.clock()

        def query(connection: Connection) -> dict[str, Any]:
            mine = sessions.of_person(connection, visit.me.id, now)
            choice = notifications.choice_of(connection, visit.me.id)
            return {"sessions": mine, "codes_left": signin.recovery_left(connection, visit.me), "choice": choice}

        values = await self._desk.database.read(query)
        values |= {"here_session": visit.session, "browser": short_name, "languages": LANGUAGES}
        values |= {"wrong": wrong, "shortest": secrets.SHORTEST, "with_mail": self._desk.site is not None}
        values |= {"themes": comfort.THEMES, "keys": KEYS}
        return self._pages.page("me.html", visit.words, visit.who, status, now=now, **values)

    async def set_language(self, visit: Visit) -> Response:
        """Set the language of the console for oneself."""
        try:
            await self._desk.database.write(
                lambda connection: accounts.set_language(connection, visit.me, visit.value("language"))
            )
        except FieldWrong as problem:
            raise Refused(422, "error.form") from problem
        back = visit.value("back")
        return go(back if _PATH.fullmatch(back) else _PLACE)

    async def set_comfort(self, visit: Visit) -> Response:
        """Set colours and keys for oneself."""
        keys = [each for each in visit.form.getlist("key") if isinstance(each, str)]
        try:
            await self._desk.database.write(
                lambda connection: comfort.choose(connection, visit.me, visit.value("theme"), keys)
            )
        except FieldWrong as problem:
            raise Refused(422, "error.form") from problem
        return go(f"{_PLACE}#keys")

    async def choose_notices(self, visit: Visit) -> Response:
        """Store what somebody wants to be told by mail."""
        choice = Choice(**{name: visit.value(name) == "yes" for name in Choice.__dataclass_fields__})
        await self._desk.database.write(lambda connection: notifications.choose(connection, visit.me.id, choice))
        return go("/me")

    async def end_session(self, visit: Visit) -> Response:
        """End one of one's own sessions."""

        def change(connection: Connection) -> None:
            if sessions.end(connection, visit.me.id, visit.value("session")):
                self._log(connection, visit, "session.end", "session")

        await self._desk.database.write(change)
        return go("/me")

    async def renew_codes(self, visit: Visit) -> Response:
        """Make new recovery codes and show them, once; whoever only found an open page cannot."""
        proof, now = visit.value("proof")[:200], self._desk.clock()
        codes: list[str] = []

        def change(connection: Connection) -> None:
            codes[:] = signin.renew_recovery(connection, self._desk.vault, visit.me, proof, now)
            self._log(connection, visit, "recovery.renew", "recovery")

        refused = await self._prove(visit, ("codes", visit.words("me.codes_wrong")), change)
        return refused or self._pages.page("recovery.html", visit.words, visit.who, codes=codes)

    async def change_password(self, visit: Visit) -> Response:
        """Change one's own password; every session ends, since whoever knew the old one may have one."""
        old, new, now = visit.value("old")[:200], visit.value("password"), self._desk.clock()
        if new != visit.value("again"):
            return await self._mine(visit, ("password", visit.words("welcome.differ")), 422)

        def change(connection: Connection) -> None:
            signin.identify(connection, visit.me.email, old)
            signin.set_password(connection, visit.me, new, now)
            self._log(connection, visit, "signin.password", "password")

        refused = await self._prove(visit, ("password", visit.words("me.password_wrong")), change)
        if refused:
            return refused
        page = self._pages.page("signin.html", visit.words, None, problem="", notice=visit.words("welcome.done"))
        return with_cookie(page, visit.request, "")

    async def _prove(
        self, visit: Visit, wrong: tuple[str, str], change: Callable[[Connection], None]
    ) -> Response | None:
        """Make a change that asks for a proof, as often as a sign-in may be tried; return the page of a refusal."""
        network, part = self._desk.network_of(visit.request), wrong[0]

        def attempt(connection: Connection) -> None:
            throttle.check(connection, visit.me.email, network, self._desk.clock())
            change(connection)

        try:
            await self._desk.database.write(attempt)
        except SigninThrottled as refusal:
            minutes = -(-refusal.seconds // 60)
            return await self._mine(visit, (part, visit.words("signin.throttled", minutes=minutes)), 429)
        except PasswordWeak as refusal:
            weak = visit.words(f"staff.{refusal.code}", shortest=secrets.SHORTEST)
            return await self._mine(visit, (part, weak), 422)
        except SigninRefused:
            await self._desk.database.write(
                lambda connection: throttle.failed(connection, visit.me.email, network, self._desk.clock())
            )
            return await self._mine(visit, wrong, 422)
        return None
