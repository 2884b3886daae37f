"""Whatever visitor, brain and staff do in whatever order: who has the word speaks, and nobody else."""

from __future__ import annotations

import itertools
import tempfile
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from bot import phrases
from bot.drafts import ANSWERED, SILENT, Draft
from bot.scene import Rules
from bot.staff_desk import announce, ask_rating
from bot.turn import Storing
from desk import cases, conversations, escalations, handling, labelling, messages, turns
from desk.audit import Actor
from desk.cases import CLOSED, RESOLVED, Case
from desk.conversations import ASSISTANT, PERSON, QUEUE, Conversation
from desk.database import Database
from desk.errors import EpochChanged, MoveRefused
from desk.handling import Worker
from desk.migrate import migrate
from desk.models import messages as message_rows
from desk.models import turns as turn_rows
from desk.staff import accounts
from desk.staff.accounts import Profile, Staff
from desk.turns import Incoming, Lease, Turn
from tests.databases import NOW

STOP = {"type": "stop_waiting"}
FORM = {"name": "form", "asks": "city"}
_numbers = itertools.count()


@cache
def town() -> tuple[Database, list[Staff]]:
    """One migrated database with two colleagues, for all examples; each example has a conversation of its own."""
    folder = Path(tempfile.mkdtemp(prefix="takeover-"))
    database = Database(f"sqlite:///{folder / 'citybridge.db'}")
    migrate(database)
    people = [
        Profile(f"{name}@desk.example", name, "agent", office, ["en"], "en")
        for name, office in (("anna", "brussels"), ("li", "beijing"))
    ]
    with database.write() as connection:
        return database, [accounts.create(connection, person, NOW) for person in people]


class Takeover(RuleBasedStateMachine):
    """A visitor, a brain that answers late, and two members of staff."""

    @initialize()
    def begin(self) -> None:
        self.database, self.staff = town()
        self.clock = NOW
        self.storing = Storing(Rules(2))
        self.turn: Turn | None = None
        self.owners: dict[int, str] = {}
        self.state: dict[str, object] | None = None
        self.closed: str | None = None
        with self.database.write() as connection:
            self.id = conversations.open_with_token(connection, "web", "en", NOW)[0].id

    def now(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def lease(self) -> Lease:
        now = self.now()
        return Lease("gateway", now, now + timedelta(days=1))

    def talk(self) -> Conversation:
        with self.database.read() as connection:
            return conversations.by_id(connection, self.id)

    def case(self) -> Case | None:
        with self.database.read() as connection:
            return cases.latest(connection, self.id)

    # --- the visitor and the gateway

    @rule(wish=st.sampled_from([None, None, phrases.ASK_PERSON, STOP]))
    def visitor_writes(self, wish: dict[str, str] | None) -> None:
        do = {"effects": [wish]} if wish else None
        incoming = Incoming(f"message {next(_numbers)}", do, None)
        with self.database.write() as connection:
            accepted = turns.accept(connection, self.id, incoming, self.lease(), 1000)
        self.turn = self.turn or accepted.turn

    @precondition(lambda self: self.turn is not None)
    @rule(form=st.sampled_from([FORM, None]))
    def answer_arrives(self, form: dict[str, str] | None) -> None:
        """The answer of the turn under way comes, maybe after somebody took over."""
        assert self.turn is not None
        turn, self.turn = self.turn, None
        effects = list((turn.message.do or {}).get("effects", []))
        if turn.conversation.has_person:
            draft = Draft(SILENT, "en")
        elif effects:
            draft = Draft(ANSWERED, "en", effects=effects)
        else:
            state = {"version": 1, "slots": {"turns": turn.message.seq}, "loop": form, "tail": []}
            draft = Draft(ANSWERED, "en", [phrases.text("gateway.language_set")], state=state)
        is_late = self.talk().epoch != turn.conversation.epoch
        try:
            with self.database.write() as connection:
                self.turn = self.storing.store(connection, turn, draft, self.lease(), 1)
        except EpochChanged:
            assert is_late
            with self.database.write() as connection:
                self.turn = turns.begin(connection, self.id, self.lease(), again=True)
        else:
            assert not is_late
            self.state = draft.state or self.state
        self.owner_of_an_epoch_never_changes()

    @precondition(lambda self: not self.talk().has_person)
    @rule()
    def next_message_is_answered(self) -> None:
        """Whoever had the word before: when no person has it, what is written is answered by the assistant."""
        self.visitor_writes(None)
        seq = self.talk().next_seq - 1
        while self.turn is not None:
            self.answer_arrives(None)
        with self.database.read() as connection:
            said = messages.of_turn(connection, f"{self.id}-{seq}")
        assert [each.author for each in said] == [ASSISTANT]

    # --- the staff

    def moves(self, who: int, move: object) -> None:
        """Make a move of the console; one that the state does not allow changes nothing."""
        case = self.case()
        if case is None:
            return
        before = self.talk()
        worker = Worker(self.staff[who], Actor(self.staff[who].id, "-"), self.now(), announce, ask_rating)
        try:
            with self.database.write() as connection:
                move(connection, worker, case)  # type: ignore[operator]
        except MoveRefused:
            assert self.talk() == before and self.case() == case

    @rule(who=st.integers(0, 1))
    def takes(self, who: int) -> None:
        self.moves(who, lambda held, worker, case: handling.take(held, worker, case, case.version))

    @rule(who=st.integers(0, 1))
    def replies(self, who: int) -> None:
        epoch = self.talk().epoch
        self.moves(who, lambda held, worker, case: handling.reply(held, worker, case, "Good day", epoch))

    @rule(who=st.integers(0, 1), to=st.sampled_from([0, 1, None]))
    def gives(self, who: int, to: int | None) -> None:
        colleague = None if to is None else self.staff[to]
        self.moves(who, lambda held, worker, case: handling.assign(held, worker, case, case.version, colleague))

    @rule(who=st.integers(0, 1), office=st.sampled_from(["brussels", "beijing"]))
    def passes_on(self, who: int, office: str) -> None:
        self.moves(who, lambda held, worker, case: handling.move(held, worker, case, case.version, office))

    @rule(who=st.integers(0, 1))
    def hands_back(self, who: int) -> None:
        self.moves(who, lambda held, worker, case: handling.hand_back(held, worker, case, case.version))

    @rule(who=st.integers(0, 1), status=st.sampled_from([RESOLVED, CLOSED]))
    def finishes(self, who: int, status: str) -> None:
        self.moves(who, lambda held, worker, case: handling.finish(held, worker, case, case.version, status))

    @rule(who=st.integers(0, 1))
    def opens_again(self, who: int) -> None:
        self.moves(who, lambda held, worker, case: handling.reopen(held, worker, case, case.version))

    @rule(who=st.integers(0, 1))
    def notes(self, who: int) -> None:
        """A note moves nothing, whoever has the word."""
        before = self.talk()
        self.moves(who, lambda held, worker, case: labelling.note(held, worker, case, "ask the mayor"))
        assert self.talk() == before

    # --- what always holds

    @invariant()
    def owner_of_an_epoch_never_changes(self) -> None:
        talk = self.talk()
        assert self.owners.setdefault(talk.epoch, talk.owner) == talk.owner
        assert talk.owner in (ASSISTANT, QUEUE) or talk.owner.startswith(PERSON)

    @invariant()
    def assistant_speaks_only_where_no_person_has_the_word(self) -> None:
        with self.database.read() as connection:
            rows = connection.execute(
                select(turn_rows.c.turn_id, turn_rows.c.epoch, turn_rows.c.outcome).where(
                    turn_rows.c.conversation == self.id
                )
            ).all()
            said = connection.execute(
                select(message_rows.c.turn_id).where(
                    (message_rows.c.conversation == self.id) & message_rows.c.turn_id.is_not(None)
                )
            ).scalars()
            spoken = set(said)
        for turn_id, epoch, outcome in rows:
            has_person = self.owners[epoch].startswith(PERSON)
            assert (outcome == SILENT) == has_person
            assert (turn_id in spoken) != has_person

    @invariant()
    def form_is_suspended_as_it_was(self) -> None:
        assert self.talk().state == self.state

    @invariant()
    def queue_has_an_open_case_and_a_new_one_follows_the_finished_one(self) -> None:
        with self.database.read() as connection:
            waiting = cases.open_escalation(connection, self.id)
            newest = cases.latest(connection, self.id)
            known = escalations.of_case(connection, newest.id) if newest else None
            older = [each for each in self._all(connection) if newest and each.id < newest.id]
        if self.talk().owner == QUEUE:
            assert waiting is not None
        if known is not None and older:
            assert known.previous == older[-1].reference

    def _all(self, connection: object) -> list[Case]:
        columns = [cases.cases.c[name] for name in Case.__dataclass_fields__]
        query = select(*columns).where(cases.cases.c.conversation == self.id).order_by(cases.cases.c.id)
        return [Case(*row) for row in connection.execute(query)]  # type: ignore[attr-defined]


Takeover.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)
TestTakeover = pytest.mark.slow(Takeover.TestCase)
