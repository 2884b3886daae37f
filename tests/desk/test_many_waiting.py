"""When messages wait in many conversations, the claims on them are kept, and who waits longest is found first."""

from __future__ import annotations

from desk import conversations, leases, turns
from desk.database import Database
from desk.turns import Incoming, Lease
from tests.databases import NOW, later

DEAD = Lease("dead", NOW, later(6))
MINE = Lease("mine", later(7), later(13))


def wait_in(database: Database, messages_each: list[int]) -> list[str]:
    """Open conversations in which a dead gateway left messages waiting."""
    talks = []
    for number in messages_each:
        with database.write() as connection:
            talk, _ = conversations.open_with_token(connection, "web", "en", NOW)
        for each in range(number):
            with database.write() as connection:
                turns.accept(connection, talk.id, Incoming(f"number {each}", None, str(each)), DEAD, 30)
        talks.append(talk.id)
    return talks


def test_conversation_with_many_messages_hides_no_other(database: Database) -> None:
    talks = wait_in(database, [12, 1, 1])
    with database.read() as connection:
        found = leases.abandoned(connection, later(7), limit=3)
        waiting = leases.waiting(connection)

    assert found == talks
    assert waiting == 14


def test_claims_are_renewed_together_but_only_our_own(database: Database) -> None:
    talks = wait_in(database, [1, 1, 1])
    with database.write() as connection:
        for talk in talks[:2]:
            turns.begin(connection, talk, MINE)
    with database.write() as connection:
        kept = leases.renew(connection, talks, Lease("mine", later(12), later(18)))
    with database.read() as connection:
        ends = [conversations.by_id(connection, talk).lease_until for talk in talks]

    assert kept == 2
    assert ends == [later(18), later(18), later(6)]


def test_more_claims_than_one_statement_holds_are_renewed(database: Database) -> None:
    talk = wait_in(database, [1])[0]
    with database.write() as connection:
        turns.begin(connection, talk, MINE)
        kept = leases.renew(connection, [*(f"{number:032x}" for number in range(1200)), talk], MINE)

    assert kept == 1
