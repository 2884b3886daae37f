"""Reads everything that the page of a case shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from desk import case_links, cases, conversations, feedback, history, messages, visitors, visits, windows
from desk.cases import Case
from desk.console import signs
from desk.console.aids import Aids
from desk.console.words import Words
from desk.conversations import PERSON, Conversation
from desk.messages import IN, Message
from desk.models import outbox
from desk.staff import accounts
from desk.staff.accounts import ADMIN, AGENT, Staff

MOST_MESSAGES = 2_000
_HEARD = 3
"""Of so many of the last questions the records are proposed."""


@dataclass(frozen=True)
class Line:
    """One message of the transcript.

    Args:
        message: the message.
        who: visitor, assistant or staff.
        name: of the member of staff; empty for the others.
        delivery: queued, sent, delivered or failed; empty for what people write to us.
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
    """

    def __init__(self, aids: Aids) -> None:
        self._aids = aids

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
            "visitor": visitors.of(connection, talk.id) if talk else None,
            "last_seq": lines[-1].message.seq if lines else 0,
            "now": now,
            "names": names,
            "has_word": talk is not None and talk.owner == PERSON + me.id,
            "owner": self._owner(talk, names),
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
        return {
            **live,
            **self._aids.read(connection, case, me, spoken, now, words),
            "window": windows.of(connection, live["talk"].id) if live["talk"] else None,
            "proposals": self._aids.proposals(self._refs(case, heard), said, spoken),
            "may": me.may(AGENT),
            "colleagues": [person for person in accounts.everybody(connection) if person.may(AGENT)],
            "admins": [person.name for person in accounts.everybody(connection) if person.may(ADMIN)],
            "events": history.of_case(connection, case.id),
            "others": history.others(connection, case),
            "links": case_links.of_case(connection, case),
            "link_kinds": case_links.KINDS,
            "moves": cases.MOVES[case.status],
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
        sent = {row[0]: (row[1], row[2] or "") for row in connection.execute(query)}
        return [self._line(message, names, *sent.get(message.id, ("", ""))) for message in found]

    @staticmethod
    def _line(message: Message, names: dict[str, str], delivery: str, why: str) -> Line:
        if message.direction == IN:
            return Line(message, "visitor", "", "", "")
        if message.author.startswith(PERSON):
            return Line(message, "staff", names.get(message.author.removeprefix(PERSON), ""), delivery, why)
        return Line(message, "assistant", "", delivery, why)
