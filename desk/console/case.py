"""The page of a case: what was said, and what staff can do."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit, canned, case_links, handling, labelling, mentions, visits
from desk.cases import Case
from desk.console.access import Access, Door, Refused, Visit, go
from desk.console.case_view import CaseView
from desk.console.desk_pages import DeskPages
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.errors import EpochChanged, MoveRefused, UnknownCase, UnknownConversation
from desk.handling import Worker
from desk.staff import accounts
from desk.staff.errors import UnknownStaff

_BETWEEN_TAGS = re.compile("[,;\uff0c\u3001\uff1b]")  # as typed with a Latin or a Chinese keyboard
_PLACE = "/cases/{reference}"
_TYPED = {"reply": "", "note": ":note"}
"""Moves with a text that somebody typed, and how the box is named after the reference."""
Move = Callable[[Connection, Worker, Case, Visit], None]


class CasePage(DeskPages):
    """Shows a case and takes what staff do.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        view: reads a case.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, view: CaseView) -> None:
        super().__init__(desk, access, pages)
        self._view = view

    def doors(self) -> list[Door]:
        """Return the routes."""
        moves = [Door(f"{_PLACE}/{name}", "POST", "agent", self._doing(name, move)) for name, move in _MOVES.items()]
        return [
            Door(_PLACE, "GET", "viewer", self.show),
            Door(f"{_PLACE}/live", "GET", "viewer", self.live),
            *moves,
        ]

    async def show(self, visit: Visit) -> Response:
        """Show the page; that somebody read what a person wrote is written down."""

        def read(connection: Connection) -> dict[str, Any]:
            return self._view.whole(
                connection, self._case(connection, visit), visit.me, visit.words, self._desk.clock()
            )

        values = await self._desk.database.read(read)
        fields = ["transcript", "asked", "history", *(["request"] if values["request"] else [])]
        await self._seen(visit, values, fields)
        return self._pages.page("case.html", visit.words, visit.who, **values)

    async def live(self, visit: Visit) -> Response:
        """Show what changes by itself: the transcript, who has it, who looks at it."""

        def read(connection: Connection) -> dict[str, Any]:
            return self._view.live(connection, self._case(connection, visit), visit.me, self._desk.clock())

        values = await self._desk.database.read(read)
        await self._seen(visit, values)
        return self._pages.page("case_live.html", visit.words, visit.who, **values)

    async def _seen(self, visit: Visit, values: dict[str, Any], fields: Sequence[str] = ()) -> None:
        """Write down who looks, up to where, and which fields were opened; apart from the reading, which is longer."""
        case, now = values["case"], values["now"]

        def change(connection: Connection) -> None:
            visits.look(connection, case.id, visit.me.id, values["last_seq"], now)
            if fields:
                mentions.read(connection, case.id, visit.me.id)
                audit.write(connection, self._access.actor(visit), "case.read", f"case:{case.reference}", now, fields)

        await self._desk.database.write(change)

    @staticmethod
    def _case(connection: Connection, visit: Visit) -> Case:
        try:
            return handling.find(connection, visit.request.path_params["reference"])
        except UnknownCase as problem:
            raise Refused(404, "error.unknown_case") from problem

    def _worker(self, visit: Visit) -> Worker:
        desk = self._desk
        return Worker(visit.me, self._access.actor(visit), desk.clock(), desk.announce, desk.ask_rating)

    def _doing(self, name: str, move: Move) -> Callable[[Visit], Awaitable[Response]]:
        async def handler(visit: Visit) -> Response:
            def change(connection: Connection) -> Case:
                case = self._case(connection, visit)
                move(connection, self._worker(visit), case, visit)
                return case

            try:
                case = await self._desk.database.write(change)
            except EpochChanged as problem:
                raise _refused(visit, name, 409, "error.changed") from problem
            except UnknownCase as problem:
                raise _refused(visit, name, 422, "error.unknown_case") from problem
            except (MoveRefused, UnknownConversation, UnknownStaff) as problem:
                raise _refused(visit, name, 422, "error.move") from problem
            if case.conversation:
                self._desk.wake(case.conversation)
            return go(f"/cases/{case.reference}" + (f"#sent-{name}" if name in _TYPED else ""))

        return handler


def _refused(visit: Visit, name: str, status: int, key: str, part: str = "") -> Refused:
    """Return a refusal that keeps what was typed; its box is named as on the page of the case."""
    reference = visit.request.path_params["reference"]
    box = reference + _TYPED.get(name, "")
    return Refused(status, key, f"/cases/{reference}", visit.value("text"), box, part)


def _take(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    handling.take(connection, worker, case, visit.number("version"))


def _assign(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    chosen = visit.value("colleague")
    colleague = accounts.by_id(connection, chosen) if chosen else None
    handling.assign(connection, worker, case, visit.number("version"), colleague)


def _move(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    handling.move(connection, worker, case, visit.number("version"), visit.value("office"))


def _reply(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    text = visit.value("text").replace("\r\n", "\n")
    empty = canned.places(text)
    if empty:
        part = ", ".join(f"{{{name}}}" for name in sorted(empty))
        raise _refused(visit, "reply", 422, "error.places", part)
    handling.reply(connection, worker, case, text, visit.number("epoch"))


def _note(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    labelling.note(connection, worker, case, visit.value("text"))


def _priority(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    labelling.prioritise(connection, worker, case, visit.number("version"), visit.value("priority"))


def _tags(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    labelling.tag(connection, worker, case, visit.number("version"), _BETWEEN_TAGS.split(visit.value("tags")))


def _hand_back(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    handling.hand_back(connection, worker, case, visit.number("version"))


def _finish(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    handling.finish(connection, worker, case, visit.number("version"), visit.value("status"))


def _reopen(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    handling.reopen(connection, worker, case, visit.number("version"))


def _link(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    case_links.connect(connection, worker, case, visit.value("other")[:40], visit.value("kind"))


def _unlink(connection: Connection, worker: Worker, case: Case, visit: Visit) -> None:
    case_links.disconnect(connection, worker, case, visit.value("other")[:40])


_MOVES: dict[str, Move] = {
    "take": _take,
    "assign": _assign,
    "office": _move,
    "reply": _reply,
    "note": _note,
    "priority": _priority,
    "tags": _tags,
    "hand-back": _hand_back,
    "finish": _finish,
    "reopen": _reopen,
    "link": _link,
    "unlink": _unlink,
}
