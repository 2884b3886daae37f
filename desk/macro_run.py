"""Runs a macro on a case: all of its steps in one transaction, each as if somebody had done it alone, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from desk import conversations, handling, labelling
from desk.cases import ASSIGNED, CLOSED, RESOLVED, Case
from desk.conversations import PERSON, Conversation
from desk.errors import EpochChanged, MoveRefused
from desk.handling import Worker
from desk.macros import ASSIGN, ENDS, FINISH, HAND_BACK, OFFICE, PRIORITY, REPLY, TAGS, Macro, Step
from desk.staff.accounts import OFFICES, Staff


@dataclass(frozen=True)
class Page:
    """What was confirmed.

    Args:
        version: of the case.
        epoch: of its conversation; 0 if it has none.
        text: the answer as it is to be sent; empty for a macro without one.
    """

    version: int
    epoch: int
    text: str


def needless(step: Step, case: Case, talk: Conversation | None, me: Staff) -> bool:
    """Whether a step would change nothing, so that it is left out."""
    has_word = talk is None or talk.owner == PERSON + me.id
    if step.do == ASSIGN:
        return has_word and case.assignee == me.id and case.status == ASSIGNED
    if step.do == PRIORITY:
        return bool(case.priority == step.value)
    return step.do == TAGS and set(step.value) <= set(case.tags)


def fault(macro: Macro, case: Case) -> str | None:
    """Return the code of why a macro cannot run on a case; None if it can."""
    if case.status in (RESOLVED, CLOSED):
        return "finished"
    needs_talk = any(step.do in (REPLY, HAND_BACK) for step in macro.steps)
    return "no_talk" if needs_talk and case.conversation is None else None


def run(connection: Connection, worker: Worker, case: Case, macro: Macro, page: Page) -> Case:
    """Run a macro.

    Args:
        connection: a write transaction.
        worker: who does it.
        case: the case.
        macro: which.
        page: what was confirmed.

    Returns:
        The case as it is then.

    Raises:
        EpochChanged: the case or its conversation changed since the page was made; nothing was done.
        MoveRefused: a step cannot be done with the case as it is; nothing was done.
    """
    talk = conversations.by_id(connection, case.conversation, lock=True) if case.conversation else None
    if case.version != page.version or (talk is not None and talk.epoch != page.epoch):
        raise EpochChanged(case.reference)
    if fault(macro, case):
        raise MoveRefused(f"{case.reference}: {fault(macro, case)}")
    handling.log(connection, worker, "case.macro", case, [f"macro:{macro.id}"])
    for step in macro.steps:
        talk = conversations.by_id(connection, case.conversation) if case.conversation else None
        if not needless(step, case, talk, worker.person):
            case = _STEPS[step.do](connection, worker, case, step, page)
    return case


def _assign(connection: Connection, worker: Worker, case: Case, _step: Step, _page: Page) -> Case:
    talk = conversations.by_id(connection, case.conversation) if case.conversation else None
    if talk is None or talk.owner == PERSON + worker.person.id:
        return handling.assign(connection, worker, case, case.version, worker.person)
    return handling.take(connection, worker, case, case.version)


def _reply(connection: Connection, worker: Worker, case: Case, _step: Step, page: Page) -> Case:
    talk = conversations.by_id(connection, str(case.conversation))
    handling.reply(connection, worker, case, page.text, talk.epoch)
    return case


def _priority(connection: Connection, worker: Worker, case: Case, step: Step, _page: Page) -> Case:
    return labelling.prioritise(connection, worker, case, case.version, step.value)


def _tags(connection: Connection, worker: Worker, case: Case, step: Step, _page: Page) -> Case:
    return labelling.tag(connection, worker, case, case.version, [*case.tags, *step.value])


def _office(connection: Connection, worker: Worker, case: Case, _step: Step, _page: Page) -> Case:
    return handling.move(connection, worker, case, case.version, other_office(case))


def other_office(case: Case) -> str:
    """Return the office that does not have a case."""
    return next(office for office in OFFICES if office != case.office)


def _hand_back(connection: Connection, worker: Worker, case: Case, _step: Step, _page: Page) -> Case:
    return handling.hand_back(connection, worker, case, case.version)


def _finish(connection: Connection, worker: Worker, case: Case, step: Step, _page: Page) -> Case:
    return handling.finish(connection, worker, case, case.version, ENDS[step.value])


_STEPS: dict[str, Callable[[Connection, Worker, Case, Step, Page], Case]] = {
    ASSIGN: _assign,
    REPLY: _reply,
    PRIORITY: _priority,
    TAGS: _tags,
    OFFICE: _office,
    HAND_BACK: _hand_back,
    FINISH: _finish,
}
