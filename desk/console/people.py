"""The pages about people, for administrators: the accounts of colleagues, the audit log."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit
from desk.console.access import PREFIX, Door, Refused, Visit, go
from desk.console.desk_pages import DeskPages
from desk.console.logged import on_what, told
from desk.staff import accounts, identities, links, sessions, signin
from desk.staff.accounts import LANGUAGES, OFFICES, ROLES, Profile, Staff
from desk.staff.errors import FieldWrong, StaffError, UnknownStaff

_PERSON = "/people/{person}"


class PeoplePages(DeskPages):
    """Shows accounts and takes changes of them."""

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [
            Door("/people", "GET", "admin", self.list_people),
            Door("/people", "POST", "admin", self.add),
            Door(_PERSON, "GET", "admin", self.show),
            Door(_PERSON, "POST", "admin", self.change),
            Door(f"{_PERSON}/link", "POST", "admin", self.new_link),
            Door(f"{_PERSON}/authenticator", "POST", "admin", self.drop_authenticator),
            Door(f"{_PERSON}/provider", "POST", "admin", self.unbind),
            Door("/log", "GET", "admin", self.log),
        ]

    def _page(self, visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
        assert visit.session is not None
        choices = {"roles": ROLES, "offices": OFFICES, "languages": LANGUAGES}
        return self._pages.page(template, visit.words, (visit.me, visit.session), status, **choices, **values)

    def _write(self, connection: Connection, visit: Visit, action: str, person: str, fields: list[str]) -> None:
        subject = f"staff:{person}"
        audit.write(connection, self._access.actor(visit), action, subject, self._desk.clock(), fields)

    def _link(self, visit: Visit, token: str) -> str:
        return f"{visit.request.url.scheme}://{visit.request.headers.get('host', '')}{PREFIX}/welcome?t={token}"

    async def list_people(self, visit: Visit) -> Response:
        """List all accounts, with the form for a new one."""
        return await self._people(visit)

    async def _people(self, visit: Visit, problem: str = "", status: int = 200) -> Response:
        people = await self._desk.database.read(accounts.everybody)
        return self._page(visit, "people.html", status, people=people, problem=problem, form=visit.form)

    @staticmethod
    def _profile(visit: Visit) -> Profile:
        names = ("email", "name", "role", "office", "language")
        spoken = [str(each) for each in visit.form.getlist("languages")]
        return Profile(languages=spoken, **{name: visit.value(name) for name in names})

    @staticmethod
    def _why(visit: Visit, problem: StaffError) -> str:
        if isinstance(problem, FieldWrong):
            return visit.words("staff.field_wrong", field=visit.words(f"field.{problem.field}"))
        return visit.words(f"staff.{problem.code}")

    async def add(self, visit: Visit) -> Response:
        """Make an account and show the link by which its owner chooses a password."""

        def change(connection: Connection) -> tuple[Staff, str]:
            now = self._desk.clock()
            person = accounts.create(connection, self._profile(visit), now)
            self._write(connection, visit, "staff.add", person.id, ["role", "office"])
            return person, links.issue(connection, person, now)

        try:
            person, token = await self._desk.database.write(change)
        except StaffError as problem:
            return await self._people(visit, self._why(visit, problem), 422)
        return self._page(visit, "link.html", person=person, link=self._link(visit, token))

    async def _person(self, visit: Visit) -> Staff:
        identity = visit.request.path_params["person"]
        try:
            return await self._desk.database.read(lambda connection: accounts.by_id(connection, identity))
        except UnknownStaff as problem:
            raise Refused(404, "error.unknown_person") from problem

    async def show(self, visit: Visit) -> Response:
        """Show one account."""
        return await self._one(visit, await self._person(visit))

    async def _one(self, visit: Visit, person: Staff, problem: str = "", status: int = 200) -> Response:
        bound = await self._desk.database.read(lambda connection: identities.bound_since(connection, person.id))
        return self._page(visit, "person.html", status, person=person, problem=problem, bound=bound)

    async def change(self, visit: Visit) -> Response:
        """Change an account; one that is closed, or whose role is another, is signed out everywhere."""
        person, active = await self._person(visit), visit.value("active") == "yes"

        def change(connection: Connection) -> None:
            changed = accounts.change(connection, person, self._profile(visit), active, self._desk.clock())
            if {"role", "active"} & set(changed):
                sessions.end_all(connection, person.id)
            self._write(connection, visit, "staff.change", person.id, changed)

        try:
            await self._desk.database.write(change)
        except StaffError as problem:
            return await self._one(visit, person, self._why(visit, problem), 422)
        return go("/people")

    async def new_link(self, visit: Visit) -> Response:
        """Make a link for a colleague who forgot the password."""
        person = await self._person(visit)

        def change(connection: Connection) -> str:
            self._write(connection, visit, "staff.link", person.id, ["password"])
            return links.issue(connection, person, self._desk.clock())

        token = await self._desk.database.write(change)
        return self._page(visit, "link.html", person=person, link=self._link(visit, token))

    async def drop_authenticator(self, visit: Visit) -> Response:
        """Forget the authenticator of a colleague who lost it, and sign them out everywhere."""
        person = await self._person(visit)

        def change(connection: Connection) -> None:
            signin.drop_authenticator(connection, person, self._desk.clock())
            sessions.end_all(connection, person.id)
            self._write(connection, visit, "authenticator.off", person.id, ["authenticator"])

        await self._desk.database.write(change)
        return go(f"/people/{person.id}")

    async def unbind(self, visit: Visit) -> Response:
        """Let a colleague's next sign-in with the provider bind an account anew, and sign them out everywhere."""
        person = await self._person(visit)

        def change(connection: Connection) -> None:
            if identities.unbind(connection, person.id):
                sessions.end_all(connection, person.id)
                self._write(connection, visit, "provider.unbind", person.id, ["provider"])

        await self._desk.database.write(change)
        return go(f"/people/{person.id}")

    async def log(self, visit: Visit) -> Response:
        """Show the audit log, the newest first."""
        asked = visit.request.query_params
        before = asked.get("before", "")
        since = int(before) if before.isascii() and before.isdigit() and len(before) < 15 else None
        actor, subject = asked.get("actor", "")[:80] or None, asked.get("subject", "")[:80] or None

        def query(connection: Connection) -> tuple[list[audit.Line], list[Staff]]:
            return audit.page(connection, since, actor, subject), accounts.everybody(connection)

        lines, people = await self._desk.database.read(query)
        names = {person.id: person.name for person in people}
        given: dict[str, Any] = {"lines": lines, "names": names, "actor": actor, "subject": subject}
        return self._page(visit, "log.html", **given, told=told, on_what=on_what)
