"""The list of questions that the assistant could not answer, grouped by meaning, and the same as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from anyio import to_thread
from starlette.responses import Response

from desk import inbox, unanswered
from desk.console import exports, sheets
from desk.console.access import Access, Door, Visit
from desk.console.desk_pages import DeskPages
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.question_drafts import Drafts
from desk.console.questions import DAYS, Group, Questions
from desk.console.words import Words
from desk.unanswered_marks import OPEN, STATES
from knowledge.records import Record

PATH = "/unanswered"
SPANS = (7, 30, DAYS)
CHOICES = {
    "language": inbox.CHOICES["language"],
    "reason": unanswered.REASONS,
    "state": (*STATES, "all"),
}
"""What can be filtered by, and the values; anything else is not a filter."""
PAGE = 25


@dataclass(frozen=True)
class Row:
    """One group of the list.

    Args:
        whole: the group.
        shown: the group as it was asked in the period.
        near: the record that it may be about.
    """

    whole: Group
    shown: Group
    near: Record | None = None


class UnansweredPages(DeskPages):
    """Shows what could not be answered, to those who can do something about it.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        drafts: knows which record is near.
        questions: reads and groups.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, drafts: Drafts, questions: Questions) -> None:
        super().__init__(desk, access, pages)
        self._questions = questions
        self._drafts = drafts

    def doors(self) -> list[Door]:
        """Return the routes: these are words that nobody passed on, so who only reads does not read them."""
        return [
            Door(PATH, "GET", "agent", self.show),
            Door(f"/export{PATH}.csv", "GET", "admin", self.export),
        ]

    @staticmethod
    def _asked(visit: Visit) -> dict[str, str]:
        given = visit.request.query_params
        asked = {name: given[name] for name, values in CHOICES.items() if given.get(name) in values}
        return asked | ({"days": given["days"]} if given.get("days") in [str(span) for span in SPANS] else {})

    async def _rows(self, asked: dict[str, str]) -> list[Row]:
        """Return the groups that fit, ranked by how many conversations asked in the period."""
        first = self._questions.first_day(int(asked.get("days", DAYS)))
        wanted = asked.get("state", OPEN)
        rows = [
            Row(group, shown)
            for group in await self._questions.groups()
            if wanted in (group.state, "all") and (shown := group.since(first)) is not None and _fits(shown, asked)
        ]
        return sorted(rows, key=lambda row: -row.shown.number)

    def _near(self, row: Row) -> Row:
        return Row(row.whole, row.shown, self._drafts.nearest(row.whole))

    async def show(self, visit: Visit) -> Response:
        """List the groups; that they were looked at is written down. A request of htmx gets the list alone."""
        asked, number = self._asked(visit), visit.request.query_params.get("page", "0")
        rows = await self._rows(asked)
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
        some = rows[page * PAGE : (page + 1) * PAGE]
        shown = await to_thread.run_sync(lambda: [self._near(row) for row in some])
        fields = [*exports.described(asked), f"groups={len(shown)}"]
        await exports.log(self._desk, self._access, visit, "questions.read", "questions", fields)
        values: dict[str, Any] = {
            "rows": shown,
            "total": len(rows),
            "page_number": page,
            "pages": -(-len(rows) // PAGE),
            "asked": asked,
            "kept": urlencode(asked),
            "choices": CHOICES,
            "spans": SPANS,
            "days": int(asked.get("days", DAYS)),
            "now": self._desk.clock(),
        }
        template = "unanswered_list.html" if "hx-request" in visit.request.headers else "unanswered.html"
        return self._pages.page(template, visit.words, visit.who, **values)

    async def export(self, visit: Visit) -> Response:
        """Give the groups that fit as a file, masked as on the page; the audit log says who took them."""
        asked = self._asked(visit)
        rows = await self._rows(asked)
        near = await to_thread.run_sync(lambda: [self._near(row) for row in rows])
        sheet = sheets.CsvSheet(visit.words("questions.title"), _header(visit.words))
        sheet.add(_cells(row, visit.words) for row in near)
        fields = ["csv", f"rows={len(rows)}", *exports.described(asked)]
        await exports.log(self._desk, self._access, visit, "questions.export", "questions", fields)
        return exports.attached(sheet.finish(), f"unanswered-{exports.day(self._desk, visit)}", "csv")


def _fits(group: Group, asked: dict[str, str]) -> bool:
    """Whether somebody asked it in the language, and for the reason, that is looked for."""
    there = {"language": group.languages(), "reason": group.reasons()}
    return all(asked[name] in values for name, values in there.items() if name in asked)


def _header(words: Words) -> list[str]:
    return [
        words("questions.in_english"),
        words("questions.in_chinese"),
        words("questions.people"),
        words("questions.times"),
        words("questions.first"),
        words("questions.last"),
        words("questions.why"),
        words("questions.near"),
        words("questions.state"),
        words("questions.key"),
    ]


def _cells(row: Row, words: Words) -> list[str]:
    """Return the cells of a group, below `_header`."""
    group = row.shown
    both = group.wordings()
    said = (f"{words(f'result.{reason}')}: {number}" for reason, number in group.reasons().items())
    return [
        *(both[language][0].text if both[language] else "" for language in ("en", "zh")),
        str(group.number),
        str(len(group.questions)),
        group.questions[-1].asked.day.isoformat(),
        group.questions[0].asked.day.isoformat(),
        "; ".join(said),
        row.near.ref if row.near else "",
        words(f"question_state.{row.whole.state}"),
        row.whole.key,
    ]
