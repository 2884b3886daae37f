"""A forgotten password: a letter with a link, that never tells a stranger which addresses have accounts."""

from __future__ import annotations

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit, letters
from desk.audit import Actor
from desk.console.access import PREFIX, PUBLIC, Door, Visit
from desk.console.desk_pages import DeskPages
from desk.staff import accounts, links, throttle
from desk.staff.accounts import Staff
from desk.staff.errors import SigninThrottled

_LETTER = "staff_password"
_PLACE = "/forgotten"


class Forgotten(DeskPages):
    """Takes an address and, if an account in use has it, sends a link there."""

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door(_PLACE, "GET", PUBLIC, self.show), Door(_PLACE, "POST", PUBLIC, self.ask)]

    async def show(self, visit: Visit) -> Response:
        """Show the form; without mail, say who gives a link instead."""
        return self._page(visit, is_asked=False)

    def _page(self, visit: Visit, is_asked: bool) -> Response:
        values = {"with_mail": self._desk.site is not None, "is_asked": is_asked, "hours": _hours()}
        return self._pages.page("forgotten.html", visit.words, None, **values)

    async def ask(self, visit: Visit) -> Response:
        """Send a link. The answer is the same for every address, known, unknown or asked for too often."""
        email, network = visit.value("email")[:254], self._desk.network_of(visit.request)
        if self._desk.site is not None:
            await self._desk.database.write(lambda connection: self._send(connection, email, network))
        return self._page(visit, is_asked=True)

    def _send(self, connection: Connection, email: str, network: str) -> None:
        now = self._desk.clock()
        try:
            throttle.check_letter(connection, email, network, now)
        except SigninThrottled:
            return
        throttle.letter_asked(connection, email, network, now)
        person = accounts.by_email(connection, email)
        person = person if person is not None and person.active else None
        subject = f"staff:{person.id if person else audit.NOBODY}"
        audit.write(connection, Actor(audit.NOBODY, network), "signin.forgotten", subject, now, ["password"])
        if person is not None:
            self._write(connection, person)

    def _write(self, connection: Connection, person: Staff) -> None:
        """Queue the letter. It leads to the site of the settings: what a request calls its host may be a stranger's."""
        now = self._desk.clock()
        token = links.issue(connection, person, now, links.GOOD_FOR_RESET)
        link = f"{self._desk.site}{PREFIX}/welcome?t={token}"
        values = {"name": person.name, "link": link, "hours": str(_hours())}
        letters.enqueue(connection, person.email, _LETTER, person.language, values, now)


def _hours() -> int:
    return int(links.GOOD_FOR_RESET.total_seconds() // 3600)
