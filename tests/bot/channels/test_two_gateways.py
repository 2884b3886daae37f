"""Two gateways on one database: together they keep the limits of Telegram, and each chat its order."""

from __future__ import annotations

from bot.channels.telegram.channel import PACE
from desk import conversations, messages, outbox
from desk.messages import Reply
from tests.bot.channels.conftest import Connect
from tests.bot.channels.person import Person
from tests.bot.channels.telegram_api import PER_SECOND, StandInTelegram
from tests.bot.conftest import RunningGateway


def write(gateway: RunningGateway, people: int, each: int) -> None:
    """Let so many messages wait for so many people."""
    with gateway.database.write() as connection:
        for number in range(1, people + 1):
            now = gateway.gateway.clock()
            talk, _ = conversations.open_for_user(connection, "telegram", str(number), "en", now)
            for count in range(each):
                messages.say(connection, talk.id, "telegram", Reply("assistant", f"number {count}", [], [], "en"), now)


def states_in(gateway: RunningGateway) -> dict[str, int]:
    """Return how many messages are in which state of delivery."""
    with gateway.database.read() as connection:
        return outbox.count_by_state(connection)


def test_flood_limits_of_telegram_hold_for_both_together(
    connect: Connect, api: StandInTelegram, database_url: str
) -> None:
    first, second = connect(database_url), connect(database_url)
    write(first, people=70, each=1)
    api.wait(lambda: len(api.shown) >= 70)
    api.wait(lambda: set(states_in(second)) == {"sent"})  # what was shown is marked a moment later

    assert PACE.per_second + PACE.at_once < PER_SECOND
    assert api.floods == 0
    assert sorted(shown.chat for shown in api.shown) == list(range(1, 71))


def test_one_chat_is_spaced_and_in_order_whoever_sends(
    connect: Connect, api: StandInTelegram, database_url: str
) -> None:
    first, _ = connect(database_url), connect(database_url)
    write(first, people=2, each=5)
    people = [Person(api, 1), Person(api, 2)]

    for person in people:
        assert [shown.text for shown in person.sees(5)] == [f"number {count}" for count in range(5)]
    assert api.floods == 0
