"""A turn that was begun twice is given to the brain once."""

from __future__ import annotations

import time
from datetime import timedelta

from sqlalchemy import update

from desk import conversations as talks
from desk import turns
from desk.database import Database
from desk.models import conversations
from desk.turns import Incoming, Lease
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain
from tests.databases import NOW, later


def test_message_that_comes_when_the_claim_has_run_out_does_not_repeat_the_turn_under_way(
    both: RunningGateway, brain: StandInBrain
) -> None:
    """As after a second in which the machine had no time for us."""
    brain.delay = lambda _: 0.5
    visitor = both.visitor()
    visitor.post("the first of two")
    while not brain.asked:
        time.sleep(0.01)
    with both.database.write() as connection:
        past = both.gateway.clock() - timedelta(seconds=1)
        connection.execute(update(conversations).values(lease_until=past))
    visitor.post("the second of two")
    answers = visitor.out(3)
    time.sleep(0.7)

    assert [turn["message"]["text"] for turn in brain.asked] == ["the first of two", "the second of two"]
    assert len(answers) == 3


def test_turn_under_way_is_not_begun_by_the_look_for_abandoned_ones(database: Database) -> None:
    mine = Lease("mine", NOW, later(6))
    with database.write() as connection:
        talk, _ = talks.open_with_token(connection, "web", "en", NOW)
        begun = turns.accept(connection, talk.id, Incoming("hello", None, "a"), mine, 30).turn
    with database.write() as connection:
        by_the_look = turns.begin(connection, talk.id, mine)
        anew = turns.begin(connection, talk.id, mine, again=True)

    assert begun is not None and by_the_look is None
    assert anew is not None and anew.message.seq == begun.message.seq
