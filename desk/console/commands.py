"""The command bar: every view, the open case, its macros, the language; as a page of links it needs no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import handling, macro_run, merged
from desk.cases import OPEN, Case
from desk.console.access import Access, Door, Visit
from desk.console.desk_pages import DeskPages
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.words import Words
from desk.errors import UnknownCase
from desk.inbox import VIEWS
from desk.macros import Macro
from desk.staff.accounts import ADMIN, AGENT, KEYS, Staff

_PAGES = ("requests", "search", "insights", "knowledge", "canned", "me")
_OF_ADMINS = ("people", "log", "settings")
_LONGEST_REFERENCE = 40


@dataclass(frozen=True)
class Command:
    """One thing that can be chosen.

    Args:
        say: how it is called.
        group: what it belongs to.
        path: of the page that it opens.
    """

    say: str
    group: str
    path: str


class CommandPages(DeskPages):
    """Lists what can be done from here, and what the keys do.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        macros: those that there are.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, macros: tuple[Macro, ...]) -> None:
        super().__init__(desk, access, pages)
        self._macros = macros

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door("/commands", "GET", "viewer", self.show), Door("/help", "GET", "viewer", self.help)]

    async def show(self, visit: Visit) -> Response:
        """Show the commands: a page of links, or, to the script, the bar."""
        asked = visit.request.query_params.get("case", "")[:_LONGEST_REFERENCE]
        case = await self._desk.database.read(lambda connection: _case(connection, asked)) if asked else None
        found = [*self._of_case(case, visit.me, visit.words), *_views(visit.me, visit.words)]
        template = "commands_bar.html" if "hx-request" in visit.request.headers else "commands.html"
        other = "zh" if visit.words.language == "en" else "en"
        values: dict[str, Any] = {
            "commands": found,
            "groups": list(dict.fromkeys(each.group for each in found)),
            "other": other,
        }
        return self._pages.page(template, visit.words, visit.who, **values, back=f"/cases/{asked}" if case else "/")

    async def help(self, visit: Visit) -> Response:
        """Show what the keys do, and which of them are on."""
        template = "help_keys.html" if "hx-request" in visit.request.headers else "help.html"
        return self._pages.page(template, visit.words, visit.who, keys=KEYS)

    def _of_case(self, case: Case | None, me: Staff, words: Words) -> list[Command]:
        if case is None or not me.may(AGENT):
            return []
        group, place = words("commands.case", reference=case.reference), f"/cases/{case.reference}"
        fit = [macro for macro in self._macros if macro_run.fault(macro, case) is None]
        named = [(words("commands.macro", name=macro.name[words.language]), macro.id) for macro in fit]
        found = [Command(say, group, f"{place}/macros/{name}") for say, name in named]
        if case.status in OPEN:
            found.append(Command(words("merge.open"), group, f"{place}/merging"))
        return found


def _case(connection: Connection, reference: str) -> Case | None:
    try:
        case = handling.find(connection, reference)
    except UnknownCase:
        return None  # the page was opened by hand with a reference that is none: there are still all the views
    return case if merged.into(connection, case.id) is None else None


def _views(me: Staff, words: Words) -> list[Command]:
    t, inbox, pages = words, words("nav.inbox"), words("commands.pages")
    found = [
        Command(t("commands.view", inbox=inbox, view=t("view." + view)), pages, f"/?view={view}") for view in VIEWS
    ]
    more = [*_PAGES, *(_OF_ADMINS if me.may(ADMIN) else ())]
    found += [Command(t("nav." + page), pages, f"/{page}") for page in more]
    return [*found, Command(words("help.title"), pages, "/help")]
