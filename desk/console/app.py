"""The console as a list of routes, each with the role it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from desk import macros
from desk.console.access import PREFIX, Access, Door
from desk.console.aids import Aids
from desk.console.canned import CannedPages
from desk.console.case import CasePage
from desk.console.case_export import CaseExport
from desk.console.case_view import CaseView
from desk.console.commands import CommandPages
from desk.console.entrance import Entrance
from desk.console.exports import Exports
from desk.console.forgotten import Forgotten
from desk.console.inbox import InboxPage
from desk.console.insights import InsightsPage
from desk.console.knowledge import KnowledgePages
from desk.console.lookup import Lookup
from desk.console.macros import MacroPages
from desk.console.merging import MergePages
from desk.console.oidc import ProviderPages
from desk.console.own import OwnPages
from desk.console.pages import Pages
from desk.console.people import PeoplePages
from desk.console.personal import PersonalPages
from desk.console.ports import Desk
from desk.console.question_drafts import Drafts
from desk.console.question_page import QuestionPages
from desk.console.questions import Questions
from desk.console.records import Records
from desk.console.requests import RequestsPage
from desk.console.search import SearchPage
from desk.console.settings import SettingsPage
from desk.console.signs import Signs
from desk.console.stream import StaffStream
from desk.console.unanswered import UnansweredPages
from desk.console.webhooks import WebhookPages
from desk.console.words import Words

_STATIC = Path(__file__).parent / "static"


class ConsoleMount(Mount):
    """The console's routes; keeps the doors, so that each can be tried as every role.

    Args:
        doors: the routes with their roles.
        routes: what is served.
        pages: makes pages.
    """

    def __init__(self, doors: list[Door], routes: Sequence[BaseRoute], pages: Pages) -> None:
        super().__init__(PREFIX, routes=routes)
        self.doors = doors
        self._pages = pages

    def holds(self, request: Request) -> bool:
        """Whether a request is for a page of the console."""
        path = request.scope["path"]
        return bool(path == PREFIX or path.startswith(f"{PREFIX}/"))

    def trouble(self, request: Request, status: int, identity: str) -> Response:
        """Return the page for what no handler answered, in both languages; it needs no database.

        Args:
            request: the request.
            status: of HTTP.
            identity: of the request, by which an operator finds it in the log.
        """
        first = self._pages.words_of(request, None)
        both = [first, Words("zh" if first.language == "en" else "en")]
        kind = "none" if status in (404, 405) else "busy" if status in (429, 503) else "fault"
        return self._pages.page("trouble.html", first, None, status, both=both, kind=kind, identity=identity)


class Console:
    """The pages of the desk.

    Args:
        desk: what the process gives.
        records: knows what may be told.
    """

    def __init__(self, desk: Desk, records: Records) -> None:
        pages = self._pages = Pages(desk.name, desk.provider.name if desk.provider else "")
        self._access = Access(desk, pages)
        inbox = InboxPage(desk, self._access, pages, records)
        wishes = RequestsPage(desk, self._access, pages, records)
        questions, drafts = Questions(desk, records), Drafts(records, desk.phrases)
        aids, known = Aids(records, desk.name), macros.known()
        view = CaseView(aids, desk.ask_rating is not None, known)
        self.doors: list[Door] = [
            *Entrance(desk, self._access, pages).doors(),
            *ProviderPages(desk, self._access, pages).doors(),
            *Forgotten(desk, self._access, pages).doors(),
            *inbox.doors(),
            *CasePage(desk, self._access, pages, view).doors(),
            *MacroPages(desk, self._access, pages, aids, known).doors(),
            *MergePages(desk, self._access, pages).doors(),
            *Lookup(desk, self._access, pages, records).doors(),
            *PersonalPages(desk, self._access, pages).doors(),
            *wishes.doors(),
            *Exports(desk, self._access, records, inbox, wishes).doors(),
            *CaseExport(desk, self._access, pages, records, view).doors(),
            *SearchPage(desk, self._access, pages, records).doors(),
            *InsightsPage(desk, self._access, pages, records).doors(),
            *KnowledgePages(desk, self._access, pages, records).doors(),
            *UnansweredPages(desk, self._access, pages, drafts, questions).doors(),
            *QuestionPages(desk, self._access, pages, drafts, questions).doors(),
            *CommandPages(desk, self._access, pages, known).doors(),
            *CannedPages(desk, self._access, pages).doors(),
            *PeoplePages(desk, self._access, pages).doors(),
            *OwnPages(desk, self._access, pages).doors(),
            *SettingsPage(desk, self._access, pages).doors(),
            *WebhookPages(desk, self._access, pages).doors(),
            *Signs(desk).doors(),
            *StaffStream(desk).doors(),
        ]

    def route(self) -> ConsoleMount:
        """Return the route under which everything is."""
        files = Mount("/static", StaticFiles(directory=_STATIC))
        return ConsoleMount(self.doors, [files, *(self._access.route(door) for door in self.doors)], self._pages)
