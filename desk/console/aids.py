"""What helps to answer a case: records on the question, canned replies ready to send, cities and schemes to suggest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from desk import canned, requests
from desk.cases import Case
from desk.console.insight_words import intent_names
from desk.console.records import Proposal, Records
from desk.console.words import Words
from desk.messages import Message
from desk.requests import Request
from desk.staff.accounts import Staff
from knowledge.matching import Wish

_MOST_RECORDS = 3


@dataclass(frozen=True)
class Block:
    """A canned reply for this case, in the language of the conversation.

    Args:
        shortcut: what is typed after the slash.
        title: as staff read it.
        text: with what is known filled in.
        own: whether it is this person's own.
        open: the places that nothing filled.
    """

    shortcut: str
    title: str
    text: str
    own: bool
    open: tuple[str, ...]


class Aids:
    """Gathers help for a case.

    Args:
        records: proposes records.
        desk: name of the help desk.
    """

    def __init__(self, records: Records, desk: str) -> None:
        self._records = records
        self._desk = desk

    def read(
        self, connection: Connection, case: Case, me: Staff, spoken: str, now: datetime, words: Words
    ) -> dict[str, Any]:
        """Return what the template shows beside the conversation.

        Args:
            connection: a transaction.
            case: which.
            me: who answers.
            spoken: language of the conversation.
            now: the time.
            words: of the page.
        """
        request = requests.of_case(connection, case.id)
        refs = [*request.topics, *request.partner_refs, request.city_ref or ""] if request else []
        return {
            "request": request,
            "consent": requests.consent_of(connection, case.id),
            "record_names": self._records.names([ref for ref in refs if ref], words.language),
            "advice": self._records.advice(_wish(request), now.date(), spoken) if request else {},
            "blocks": self.blocks(connection, case, me, spoken, words),
            "spoken": spoken,
        }

    def proposals(self, refs: Sequence[str], said: Sequence[str], spoken: str) -> list[Proposal]:
        """Return records on a question.

        Args:
            refs: what the assistant understood.
            said: what the person wrote last.
            spoken: language of the conversation.
        """
        return self._records.propose(refs, " ".join(said)[:600], spoken)

    def understood(self, message: Message, words: Words) -> str:
        """Return as what the assistant understood a message, in words; empty where it understood nothing of it."""
        found = message.understood or {}
        intent = found.get("intent")
        if not intent:
            return ""
        name = intent_names().get(intent, {}).get(words.language, intent)
        percent = round((found.get("confidence") or 0) * 100)
        refs = list(found.get("records") or [])[:_MOST_RECORDS]
        # The name of "yes" and "no" has its quotation marks already.
        said = words("case.understood", intent=name.strip("\u201c\u201d"), percent=percent)
        return " \u00b7 ".join([said, *self._records.names(refs, words.language).values()])

    def blocks(self, connection: Connection, case: Case, me: Staff, spoken: str, words: Words) -> list[Block]:
        """Return the canned replies that somebody may use, filled for a case.

        Args:
            connection: a transaction.
            case: which.
            me: who answers.
            spoken: language of the conversation.
            words: of the page.
        """
        request = requests.of_case(connection, case.id)
        there = Words(spoken, me.office)
        values = {
            "name": request.name if request else "",
            "city": (request.city or request.organisation) if request else "",
            "reference": case.reference,
            "staff": me.name,
            "office": there(f"office.{me.office}"),
            "desk": self._desk,
            "due": there.day(case.due) if case.due else "",
        }
        return [self._block(entry, values, spoken, words) for entry in canned.available(connection, me.id)]

    @staticmethod
    def _block(entry: canned.Canned, values: dict[str, str], spoken: str, words: Words) -> Block:
        text = canned.filled(entry.text_in(spoken), values)
        empty = tuple(sorted(name for name in canned.places(entry.text_in(spoken)) if not values[name]))
        return Block(entry.shortcut, entry.title_in(words.language), text, not entry.is_shared, empty)


def _wish(request: Request) -> Wish:
    return Wish(request.city_ref, request.country, request.role, request.topics, request.partner_refs)
