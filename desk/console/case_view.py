"""Reads everything that the page of a case shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from desk import (
    amending,
    case_links,
    cases,
    conversations,
    feedback,
    history,
    macro_run,
    merged,
    messages,
    ratings,
    visitors,
    visits,
    windows,
)
from desk.cases import Case
from desk.console import signs
from desk.console.aids import Aids
from desk.console.words import Words
from desk.conversations import PERSON, Conversation
from desk.macros import Macro
from desk.messages import IN, Message
from desk.models import outbox
from desk.outbox import QUEUED
from desk.staff import accounts
from desk.staff.accounts import ADMIN, AGENT, Staff

MOST_MESSAGES = 2_000
WAITING = "waiting"
"""Not to be sent before the person writes again."""
_HEARD = 3
"""Of so many of the last questions the records are proposed."""


@dataclass(frozen=True)
class Line:
    """One message of the transcript.

    Args:
        message: the message.
        who: visitor, assistant or staff.
        name: of the member of staff; empty for the others.
        delivery: queued, waiting, sent, delivered or failed; empty for what people write to us.
        why: code of a failed delivery.
    """

    message: Message
    who: str
    name: str
    delivery: str
    why: str


class CaseView:
    """Reads cases.

    Args:
        aids: gathers what helps to answer.
        asks: whether people are asked how satisfied they are.
        macros: those that there are.
    """

    def __init__(self, aids: Aids, asks: bool, macros: Sequence[Macro]) -> None:
        self._aids = aids
        self._asks = asks
        self._macros = macros

    def live(self, connection: Connection, case: Case, me: Staff, now: datetime) -> dict[str, Any]:
        """Return the values of what changes by itself: the transcript, who has the word, who looks.

        Args:
            connection: a transaction.
            case: which.
            me: who looks.
            now: the time.
        """
        names = {person.id: person.name for person in accounts.everybody(connection)}
        talk = conversations.by_id(connection, case.conversation) if case.conversation else None
        lines = self._lines(connection, talk, names) if talk else []
        return {
            "case": case,
            "talk": talk,
            "lines": lines,
            "opinions": feedback.of_conversation(connection, talk.id) if talk else {},
            "understood": {line.message.seq: self._aids.understood(line.message, Words(me.language)) for line in lines},
            "visitor": visitors.of(connection, talk.id) if talk else None,
            "last_seq": lines[-1].message.seq if lines else 0,
            "now": now,
            "names": names,
            "has_word": talk is not None and talk.owner == PERSON + me.id,
            "owner": self._owner(talk, names),
            "window": windows.of(connection, talk.id) if talk else None,
            "present": visits.present(connection, case.id, me.id, now),
            **signs.of(connection, case, now),
        }

    def whole(self, connection: Connection, case: Case, me: Staff, words: Words, now: datetime) -> dict[str, Any]:
        """Return the values of the whole page.

        Args:
            connection: a transaction.
            case: which.
            me: who looks.
            words: of the page.
            now: the time.
        """
        live = self.live(connection, case, me, now)
        spoken = live["talk"].language if live["talk"] else case.language
        heard = [line.message for line in reversed(live["lines"]) if line.message.direction == IN][:_HEARD]
        said = [message.text for message in heard] or [case.asked]
        gone = merged.of_case(connection, case)
        goes_on, everybody = merged.survivor(connection, case), accounts.everybody(connection)
        return {
            **live,
            "goes_on": goes_on,
            "merged": [(each, history.of_case(connection, each.id)) for each in gone],
            "macros": [macro for macro in self._macros if goes_on is None and macro_run.fault(macro, case) is None],
            **self._aids.read(connection, case, me, spoken, now, words),
            "rating": ratings.of_case(connection, case.id),
            "may_ask": self._asks and ratings.may_ask(connection, case),
            "proposals": self._aids.proposals(self._refs(case, heard), said, spoken),
            "may": me.may(AGENT) and goes_on is None,
            "is_agent": me.may(AGENT),
            "colleagues": [person for person in everybody if person.may(AGENT)],
            "mentionable": [person for person in everybody if person.active and person.id != me.id],
            "admins": [person.name for person in everybody if person.may(ADMIN)],
            "events": history.of_case(connection, case.id),
            "amended": amending.of_cases(connection, [case.id]).get(case.id, {}),
            "others": history.others(connection, case),
            "links": case_links.of_case(connection, case),
            "link_kinds": case_links.KINDS,
            "moves": () if goes_on else cases.MOVES[case.status],
            "priorities": cases.PRIORITIES,
            "offices": accounts.OFFICES,
        }

    @staticmethod
    def _owner(talk: Conversation | None, names: dict[str, str]) -> tuple[str, str]:
        if talk is None:
            return "nobody", ""
        if talk.has_person:
            return "person", names.get(talk.owner.removeprefix(PERSON), "")
        return talk.owner, ""

    @staticmethod
    def _refs(case: Case, heard: list[Message]) -> list[str]:
        """The records that the assistant understood the last questions to be about, and those of the case."""
        refs = [ref for message in heard for ref in (message.understood or {}).get("records") or []]
        return list(dict.fromkeys([*refs, *case.records]))

    def _lines(self, connection: Connection, talk: Conversation, names: dict[str, str]) -> list[Line]:
        found = messages.since(connection, talk.id, 0, MOST_MESSAGES)
        query = select(outbox.c.message, outbox.c.state, outbox.c.error).where(outbox.c.conversation == talk.id)
        sent = _waiting({row[0]: (row[1], row[2] or "") for row in connection.execute(query.order_by(outbox.c.seq))})
        return [self._line(message, names, *sent.get(message.id, ("", ""))) for message in found]

    @staticmethod
    def _line(message: Message, names: dict[str, str], delivery: str, why: str) -> Line:
        if message.direction == IN:
            return Line(message, "visitor", "", "", "")
        if message.author.startswith(PERSON):
            return Line(message, "staff", names.get(message.author.removeprefix(PERSON), ""), delivery, why)
        return Line(message, "assistant", "", delivery, why)


def _waiting(sent: dict[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """Tell what waits for the person to write from what is under way: all that is behind the first of it waits too."""
    why, told = "", {}
    for message, (state, error) in sent.items():
        if state == QUEUED and error in (windows.CLOSED, windows.SPENT):
            why = error
        told[message] = (WAITING, why) if state == QUEUED and why else (state, error)
    return told
