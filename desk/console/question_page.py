"""The page of one group of questions: how it was asked, what is decided about it, and drafts for the repository."""

from __future__ import annotations

import io
from typing import Any

from anyio import to_thread
from sqlalchemy.engine import Connection
from starlette.responses import Response

from desk import audit, figures, unanswered_marks
from desk.console import exports
from desk.console.access import Access, Door, Refused, Visit, go
from desk.console.desk_pages import DeskPages
from desk.console.insight_words import intent_names
from desk.console.pages import Pages
from desk.console.ports import Desk
from desk.console.question_drafts import FORMS, RECORD, Draft, Drafts
from desk.console.questions import DAYS, Group, Questions
from desk.console.unanswered import PATH
from desk.staff import accounts
from desk.unanswered_marks import ASIDE, DRAFTED, REASONS, Mark
from knowledge import problem_words

_MOST_WORDINGS = 40


class QuestionPages(DeskPages):
    """Shows one group, and lets editors decide about it; nothing is ever written into a record or a file of phrases.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
        drafts: makes drafts.
        questions: reads and groups.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages, drafts: Drafts, questions: Questions) -> None:
        super().__init__(desk, access, pages)
        self._drafts = drafts
        self._questions = questions

    def doors(self) -> list[Door]:
        """Return the routes."""
        one = f"{PATH}/{{key}}"
        return [
            Door(one, "GET", "agent", self.show),
            Door(f"{one}/aside", "POST", "agent", self.set_aside),
            Door(f"{one}/open", "POST", "agent", self.open_again),
            Door(f"{one}/draft", "GET", "agent", self.show_draft),
            Door(f"{one}/file", "POST", "agent", self.give_file),
        ]

    async def _group(self, visit: Visit) -> Group:
        group = await self._questions.group(visit.request.path_params["key"])
        if group is None:
            raise Refused(404, "error.unknown_question", PATH)
        return group

    async def show(self, visit: Visit) -> Response:
        """Show how a group was asked, and what can be done about it; that it was looked at is written down."""
        group = await self._group(visit)
        near, faq, identity, intents, intent = await to_thread.run_sync(self._proposals, group)
        names = await self._desk.database.read(accounts.everybody)
        shown = group.questions[:_MOST_WORDINGS]
        await self._log(visit, "questions.read", group, [f"wordings={len(shown)}"])
        values: dict[str, Any] = {
            "group": group,
            "shown": shown,
            "more": len(group.questions) - len(shown),
            "near": near,
            "faq": faq,
            "faqs": self._drafts.faqs(visit.words.language),
            "identity": identity,
            "intents": {one: intent_names()[one][visit.words.language] for one in intents},
            "intent": intent,
            "names": {person.id: person.name for person in names},
            "reasons_aside": REASONS,
            "days": DAYS,
            "now": self._desk.clock(),
        }
        return self._pages.page("question.html", visit.words, visit.who, **values)

    def _proposals(self, group: Group) -> tuple[Any, ...]:
        drafts = self._drafts
        near, faq = drafts.nearest(group), drafts.nearest(group, ("faq",))
        return near, faq, drafts.identity(group), drafts.intents(), drafts.intent(group)

    async def _log(self, visit: Visit, action: str, group: Group, fields: list[str]) -> None:
        await exports.log(self._desk, self._access, visit, action, f"question:{group.key}", fields)

    async def set_aside(self, visit: Visit) -> Response:
        """Set a group aside, with a reason; asked again, it comes back."""
        group, reason = await self._group(visit), visit.value("reason")
        if reason not in REASONS:
            raise Refused(400, "error.form", f"{PATH}/{group.key}")
        await self._decide(visit, group, "questions.aside", ASIDE, reason=reason)
        return go(PATH)

    async def open_again(self, visit: Visit) -> Response:
        """Forget what was decided about a group."""
        group = await self._group(visit)
        now, actor = self._desk.clock(), self._access.actor(visit)

        def change(connection: Connection) -> None:
            unanswered_marks.open_again(connection, group.keys)
            audit.write(connection, actor, "questions.open", f"question:{group.key}", now)

        await self._desk.database.write(change)
        return go(f"{PATH}/{group.key}")

    async def _decide(
        self, visit: Visit, group: Group, action: str, state: str, reason: str | None = None, draft: str | None = None
    ) -> None:
        now, actor = self._desk.clock(), self._access.actor(visit)
        mark = Mark("", state, reason, draft, visit.me.id, now)

        def change(connection: Connection) -> None:
            unanswered_marks.decide(connection, group.keys, mark)
            audit.write(connection, actor, action, f"question:{group.key}", now, [reason or draft or ""])

        await self._desk.database.write(change)

    async def show_draft(self, visit: Visit) -> Response:
        """Show a draft with what the checks say of it."""
        given = visit.request.query_params
        form, target = given.get("form", RECORD), given.get("target", "")
        if form == RECORD and not target:
            group = await self._group(visit)
            target = await to_thread.run_sync(self._drafts.identity, group)
        group, draft = await self._drafted(visit, form, target)
        await self._log(visit, "questions.read", group, [f"form={form}"])
        values: dict[str, Any] = {
            "group": group,
            "draft": draft,
            "said": problem_words.told,
            "form": form,
            "target": target,
            "added": _added(draft, await to_thread.run_sync(self._drafts.before, form, target)),
        }
        return self._pages.page("question_draft.html", visit.words, visit.who, **values)

    async def _drafted(self, visit: Visit, form: str, target: str) -> tuple[Group, Draft]:
        group, today = await self._group(visit), figures.day_of(self._desk.clock())
        known = form in FORMS
        draft = await to_thread.run_sync(self._drafts.draft, group, form, target, today) if known else None
        if draft is None:
            key = "error.draft_id" if form == RECORD else "error.draft"
            raise Refused(422 if known else 400, key, f"{PATH}/{group.key}")
        return group, draft

    async def give_file(self, visit: Visit) -> Response:
        """Give a draft as a file; the group counts as drafted, and the audit log says who took it."""
        group, draft = await self._drafted(visit, visit.value("form"), visit.value("target"))
        await self._decide(visit, group, "questions.draft", DRAFTED, draft=draft.path)
        return exports.attached(io.BytesIO(draft.text.encode()), draft.name.removesuffix(".yml"), "yml")


def _added(draft: Draft, before: str | None) -> list[str]:
    """Return the lines that a file has more than the one that it would replace; nothing for a new one."""
    known = set((before or draft.text).splitlines())
    return [line.strip() for line in draft.text.splitlines() if line not in known]
