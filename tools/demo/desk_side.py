"""What staff do in the demo, at the time the script says.

The moves are those of desk/handling.py without its audit log: nothing of the demo was ever done by anybody, and what
stands in the log cannot be taken away again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.engine import Connection

from bot.staff_desk import announce, ask_rating
from desk import cases, conversations, messages, ownership, ratings, visits
from desk.cases import ASSIGNED, WAITING, Case
from desk.conversations import PERSON
from desk.endings import Ending
from desk.handling import BACK, HERE
from desk.messages import Reply
from desk.models import cases as rows
from desk.ratings import FAIR, GOOD, POOR
from desk.staff import accounts
from desk.staff.accounts import Staff
from tools.demo.script import ScriptError


class Desk:
    """The staff of one office at work on one case.

    Args:
        connection: a write transaction.
        conversation: id of the conversation.
        office: whose agents work.
    """

    def __init__(self, connection: Connection, conversation: str, office: str) -> None:
        self._connection = connection
        self._conversation = conversation
        self._office = office

    def do(self, kind: str, value: Any, now: datetime) -> None:
        """Do one step of the script.

        Raises:
            ScriptError: there is no case to do it with.
        """
        case = cases.latest(self._connection, self._conversation)
        if case is None:
            raise ScriptError(f"{kind}: there is no case yet")
        steps: dict[str, Callable[[Case, Any, datetime], None]] = {
            "take": self._take, "give": self._give, "reply": self._reply, "note": self._note, "tags": self._tags,
            "priority": self._priority, "hand_back": self._hand_back, "finish": self._finish,
        }  # fmt: skip
        steps[kind](case, value, now)
        if case.assignee:
            visits.look(self._connection, case.id, case.assignee, self._talk().next_seq - 1, now)

    def _talk(self) -> conversations.Conversation:
        return conversations.by_id(self._connection, self._conversation)

    def _agent(self, number: int) -> Staff:
        return accounts.by_id(self._connection, f"demo-{self._office}-{number}")

    def _with(self, case: Case) -> Staff:
        if case.assignee is None:
            raise ScriptError(f"{case.asked[:40]}: nobody has taken the case")
        return accounts.by_id(self._connection, case.assignee)

    def _change(self, case: Case, actor: str, event: str, now: datetime, **values: Any) -> Case:
        before = {name: getattr(case, name) for name in values}
        change = update(rows).where(rows.c.id == case.id)
        self._connection.execute(change.values(**values, version=case.version + 1, updated=now))
        cases.add_event(self._connection, case.id, actor, event, {"from": before, "to": values}, now)
        return replace(case, **values, version=case.version + 1)

    def _take(self, case: Case, number: int, now: datetime) -> None:
        person, talk = self._agent(number), self._talk()
        ownership.take(self._connection, talk, person.id, now)
        taken = self._change(case, person.id, "take", now, assignee=person.id, status=ASSIGNED)
        announce(self._connection, talk, HERE, person, now)
        visits.look(self._connection, taken.id, person.id, self._talk().next_seq - 1, now)

    def _give(self, case: Case, number: int, now: datetime) -> None:
        person, talk = self._agent(number), self._talk()
        self._change(case, self._with(case).id, "assign", now, assignee=person.id, status=ASSIGNED)
        if talk.has_person:
            ownership.transfer(self._connection, talk, person.id, now)
            announce(self._connection, talk, HERE, person, now)

    def _reply(self, case: Case, text: str, now: datetime) -> None:
        person, talk = self._with(case), self._talk()
        said = Reply(PERSON + person.id, text, [{"type": "text", "text": text}], [], talk.language)
        seq = messages.say(self._connection, talk.id, talk.channel, said, now)
        cases.add_event(self._connection, case.id, person.id, "reply", {"seq": seq}, now)

    def _note(self, case: Case, text: str, now: datetime) -> None:
        cases.add_event(self._connection, case.id, self._with(case).id, "note", {"text": text}, now)

    def _tags(self, case: Case, tags: list[str], now: datetime) -> None:
        self._change(case, case.assignee or self._agent(1).id, "tags", now, tags=[*case.tags, *tags])

    def _priority(self, case: Case, priority: str, now: datetime) -> None:
        self._change(case, case.assignee or self._agent(1).id, "priority", now, priority=priority)

    def _hand_back(self, case: Case, _: object, now: datetime) -> None:
        person, talk = self._with(case), self._talk()
        ownership.hand_back(self._connection, talk, now)
        self._change(case, person.id, "hand_back", now, status=WAITING)
        announce(self._connection, talk, BACK, person, now)

    def _finish(self, case: Case, status: str, now: datetime) -> None:
        person, talk = self._with(case), self._talk()
        finished = self._change(case, person.id, "status", now, status=status)
        if talk.owner != conversations.ASSISTANT:
            ownership.close(self._connection, talk, now)
        seq = ask_rating(self._connection, talk, Ending(finished, goes_on=False), now)
        ratings.asked(self._connection, finished, seq, now)
        opinion = _opinion(case.asked)
        if opinion is not None:
            ratings.give(self._connection, finished, opinion, now + timedelta(minutes=40))


def _opinion(asked: str) -> str | None:
    """Return what a made-up person thinks of how their case was handled: always the same, and some say nothing."""
    number = sum(asked.encode()) % 10
    return None if number > 6 else POOR if number == 6 else FAIR if number > 3 else GOOD
