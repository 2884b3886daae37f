"""Macros of a case: a page says what one will do with this case, and one click does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import canned, conversations, handling, macro_run
from desk.cases import Case
from desk.console.access import Access, Door, Refused, Visit, go
from desk.console.aids import Aids
from desk.console.desk_pages import DeskPages
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.words import Words
from desk.conversations import Conversation
from desk.errors import EpochChanged, MoveRefused, UnknownCase, UnknownConversation
from desk.handling import Worker
from desk.macro_run import Page
from desk.macros import FINISH, OFFICE, PRIORITY, REPLY, TAGS, Macro, Step
from desk.staff.accounts import Staff

_LOOK, _DO = "/cases/{reference}/macros/{macro}", "/cases/{reference}/macro"


@dataclass(frozen=True)
class Told:
    """One step as staff read it, and whether it would change nothing."""

    say: str
    is_needless: bool


class MacroPages(DeskPages):
    """Shows what a macro does, and runs it.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        aids: fills canned replies.
        macros: those that there are.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, aids: Aids, macros: tuple[Macro, ...]) -> None:
        super().__init__(desk, access, pages)
        self._aids = aids
        self._macros = {macro.id: macro for macro in macros}

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door(_LOOK, "GET", "agent", self.show), Door(_DO, "POST", "agent", self.run)]

    def _macro(self, name: str) -> Macro:
        if name not in self._macros:
            raise Refused(404, "error.unknown_macro")
        return self._macros[name]

    async def show(self, visit: Visit) -> Response:
        """Show what a macro will do with the case as it is now."""
        macro = self._macro(visit.request.path_params["macro"])
        values = await self._desk.database.read(lambda connection: self._values(connection, visit, macro))
        return self._pages.page("macro.html", visit.words, visit.who, **values)

    def _values(self, connection: Connection, visit: Visit, macro: Macro) -> dict[str, Any]:
        case, words = _case(connection, visit), visit.words
        talk = conversations.by_id(connection, case.conversation) if case.conversation else None
        spoken = talk.language if talk else case.language
        blocks = {block.shortcut: block for block in self._aids.blocks(connection, case, visit.me, spoken, words)}
        block = blocks.get(macro.shortcut or "")
        code = macro_run.fault(macro, case) or ("no_reply" if macro.shortcut and block is None else None)
        return {
            "case": case,
            "macro": macro,
            "steps": [_told(step, case, talk, visit.me, words) for step in macro.steps],
            "block": block,
            "spoken": spoken,
            "epoch": talk.epoch if talk else 0,
            "problem": words(f"wrong.macro_{code}", part=macro.shortcut or "") if code else "",
        }

    async def run(self, visit: Visit) -> Response:
        """Run a macro; what was confirmed must still hold."""
        macro, desk = self._macro(visit.value("macro")), self._desk
        text = visit.value("text").replace("\r\n", "\n")
        page = Page(visit.number("version"), visit.number("epoch"), text)
        empty = ", ".join(f"{{{name}}}" for name in sorted(canned.places(text)))
        if macro.shortcut and empty:
            raise self._refused(visit, 422, "error.places", empty)

        def change(connection: Connection) -> Case:
            worker = Worker(visit.me, self._access.actor(visit), desk.clock(), desk.announce, desk.ask_rating)
            return macro_run.run(connection, worker, _case(connection, visit), macro, page)

        try:
            case = await desk.database.write(change)
        except EpochChanged as problem:
            raise self._refused(visit, 409, "error.changed") from problem
        except (MoveRefused, UnknownConversation) as problem:
            raise self._refused(visit, 422, "error.move") from problem
        if case.conversation:
            desk.wake(case.conversation)
        return go(f"/cases/{case.reference}")

    @staticmethod
    def _refused(visit: Visit, status: int, key: str, part: str = "") -> Refused:
        reference = visit.request.path_params["reference"]
        return Refused(status, key, f"/cases/{reference}", visit.value("text"), reference, part)


def _case(connection: Connection, visit: Visit) -> Case:
    try:
        return handling.find(connection, visit.request.path_params["reference"])
    except UnknownCase as problem:
        raise Refused(404, "error.unknown_case") from problem


def _told(step: Step, case: Case, talk: Conversation | None, me: Staff, words: Words) -> Told:
    """Tell a step for this case: what it is given, by its name."""
    t, value = words, str(step.value)
    if step.do == TAGS:
        value = ", ".join(step.value)
    elif step.do == OFFICE:
        value = t("office." + macro_run.other_office(case))
    elif step.do == REPLY:
        value = f"/{step.value}"
    elif step.do == FINISH:
        value = t("step_value." + value)
    elif step.do == PRIORITY:
        value = t("priority." + value)
    return Told(t("macro_step." + step.do, value=value), macro_run.needless(step, case, talk, me))
