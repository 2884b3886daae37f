"""Plays the demo: each question goes through the real brain, each turn is stored as the gateway stores it."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from bot import phrases
from bot.drafts import ANSWERED, Draft
from bot.replies import reply
from bot.request_effects import consent_text
from bot.scene import Rules
from bot.turn import Storing
from bot.wording.catalogue import catalogue
from desk import cases, drafts, feedback, messages, outbox, turns, windows
from desk.cases import OFFICES as OFFICE_OF
from desk.conversations import ASSISTANT, QUEUE
from desk.database import Database
from desk.feedback import DOWN, Opinion
from desk.models import conversations
from desk.models import outbox as outbox_rows
from desk.requests import Consent
from desk.takeover_models import presence
from desk.turns import Incoming, Lease, Turn
from desk.windows import Opening
from tools.demo import rows
from tools.demo.desk_side import Desk
from tools.demo.script import ScriptError, Talk

if TYPE_CHECKING:
    from bot.brain.agent import TurnRequest, TurnResult

CONSENT = "2026_11"
_READS = timedelta(seconds=75)
"""How long a visitor needs for an answer before the next thing happens."""
_THINKS = timedelta(seconds=3)
_UNDISTURBED = timedelta(hours=1)
_AT_LEAST = timedelta(seconds=5)
_WECHAT = Opening(48 * 3600, 5)


@dataclass(frozen=True)
class Stage:
    """Where the demo is played.

    Args:
        database: migrated, with the demo's accounts in it.
        answer: asks the brain.
        name: of the help desk.
        rules: what the operator has set.
        now: the time; nothing of the demo happens after it.
    """

    database: Database
    answer: Callable[[TurnRequest], Awaitable[TurnResult]]
    name: str
    rules: Rules
    now: datetime


class Player:
    """Plays one talk.

    Args:
        stage: where.
        talk: what.
    """

    def __init__(self, stage: Stage, talk: Talk) -> None:
        self._stage = stage
        self._talk = talk
        self._id = rows.new_id()
        self._at = talk.begins(stage.now)
        self._storing = Storing(stage.rules)

    async def play(self) -> None:
        """Play every step, then tidy: everything has arrived, and the cases are marked."""
        with self._stage.database.write() as connection:
            self._open(connection)
        for kind, value in self._talk.steps:
            if kind == "wait":
                self._pass(timedelta(minutes=value))
            elif kind == "ask":
                await self._ask(str(value))
            else:
                with self._stage.database.write() as connection:
                    self._step(connection, kind, value)
                self._pass(_READS)
        with self._stage.database.write() as connection:
            self._end(connection)

    def _pass(self, time: timedelta) -> None:
        """Let time pass, but never beyond the present."""
        self._at = min(self._at + time, max(self._at + _AT_LEAST, self._stage.now - _READS))

    def _open(self, connection: Connection) -> None:
        fresh = {"owner": ASSISTANT, "epoch": 0, "state": None, "next_seq": 1, "acked": 0}
        place = {"channel": self._talk.channel, "external_user": self._id, "language": self._talk.language}
        connection.execute(
            conversations.insert().values(id=self._id, created=self._at, updated=self._at, **fresh, **place)
        )
        hello = phrases.greeting(self._stage.name, 365, "/privacy")
        reply(connection, self._id, self._talk.channel, hello, self._talk.language, self._at)
        self._pass(_READS)

    def _begin(self, connection: Connection, text: str, do: dict[str, Any] | None) -> Turn:
        turn = turns.accept(connection, self._id, Incoming(text, do, None), self._lease(), 10).turn
        if turn is None:
            raise ScriptError(f"{text[:40]}: something else is at work on this conversation")
        if self._talk.channel == "wechat":
            windows.open_now(connection, self._id, _WECHAT, self._at)
        return turn

    def _lease(self) -> Lease:
        # Good beyond the present, or a gateway that runs would take the message for one that was left behind.
        return Lease(rows.PREFIX, self._at, self._stage.now + _UNDISTURBED)

    def _store(self, connection: Connection, turn: Turn, draft: Draft) -> None:
        self._at += _THINKS
        self._storing.store(connection, turn, draft, self._lease(), round(_THINKS.total_seconds() * 1000))

    async def _ask(self, text: str) -> None:
        from bot.brain.agent import TurnRequest

        with self._stage.database.write() as connection:
            turn = self._begin(connection, text, None)
        talk, language = turn.conversation, self._talk.language
        draft = Draft("silent", language)
        if not talk.has_person:
            day = self._at.date()
            request = TurnRequest(
                turn.id, language, text, state=talk.state, today=day, channel=talk.channel, waiting=talk.owner == QUEUE
            )
            got = await self._stage.answer(request)
            known = (got.understood, got.model, got.generation)
            draft = Draft(ANSWERED, language, got.blocks, got.effects, got.state, *known)
        with self._stage.database.write() as connection:
            self._store(connection, turn, draft)
        self._pass(_READS)

    def _step(self, connection: Connection, kind: str, value: Any) -> None:
        if kind == "person" and cases.open_escalation(connection, self._id):
            return  # the assistant has passed it on by itself
        if kind == "person":
            self._press(connection, "gateway.person", {**phrases.ASK_PERSON})
        elif kind == "request":
            self._submit(connection)
        elif kind == "think":
            self._think(connection, value)
        else:
            Desk(connection, self._id, OFFICE_OF[self._talk.language]).do(kind, value, self._at)

    def _press(self, connection: Connection, title: str, effect: dict[str, Any]) -> None:
        text = catalogue().text(title, self._talk.language)
        turn = self._begin(connection, text, {"effects": [effect]})
        self._store(connection, turn, Draft(ANSWERED, self._talk.language, effects=[effect]))

    def _submit(self, connection: Connection) -> None:
        language = self._talk.language
        hashed = hashlib.sha256(consent_text(CONSENT, language).encode()).hexdigest()
        answers = dict(self._talk.request or {})
        drafts.save(connection, self._id, answers, Consent(CONSENT, hashed, language, self._at), self._at)
        self._pass(_READS)
        records = [*answers.get("topics", ()), *([answers["city_ref"]] if answers.get("city_ref") else [])]
        effect = {"type": "submit_request", "consent": CONSENT, "answers": answers, "records": records}
        self._press(connection, "request.submit", effect)

    def _think(self, connection: Connection, value: str | list[str]) -> None:
        verdict, reason = (value, None) if isinstance(value, str) else (DOWN, value[1])
        last = select(conversations.c.next_seq - 1).where(conversations.c.id == self._id)
        seq = connection.execute(last).scalar_one()
        feedback.give(connection, self._id, seq, Opinion(verdict, reason), self._at)

    def _end(self, connection: Connection) -> None:
        """Mark everything as arrived, so that nothing of the demo is ever sent to anybody."""
        rows.mark(connection, self._id)
        mine = outbox_rows.c.conversation == self._id
        connection.execute(update(outbox_rows).where(mine).values(state=outbox.DELIVERED, attempts=1))
        said = messages.since(connection, self._id, 0, 500)
        seen = said[-1].seq if said else 0
        connection.execute(update(conversations).where(conversations.c.id == self._id).values(acked=seen))
        if self._talk.channel == "web":
            connection.execute(insert(presence).values(conversation=self._id, seen=seen))
