"""What messengers bring is stored as text that every database takes, in the words that staff need."""

from __future__ import annotations

import pytest

from bot.channels.reception import worded
from bot.incoming import MAX_CHARACTERS
from desk import cases
from tests.bot.channels.person import Person
from tests.bot.channels.telegram_api import StandInTelegram
from tests.bot.channels.transcripts import received, talk_of
from tests.bot.conftest import RunningGateway


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("text", " hello\x00 ", ("text", "hello")), ("text", "\x00 ", ("other", "")), ("photo", "", ("photo", "")),
        ("text", "x" * (MAX_CHARACTERS + 1), ("too_long", "x" * MAX_CHARACTERS)),
        ("text", "\x00" + "y" * (MAX_CHARACTERS + 1), ("too_long", "y" * (MAX_CHARACTERS - 1))),
    ],
    ids=["text", "nothing", "no caption", "too long", "too long with a zero"],
)  # fmt: skip
def test_text_is_cleaned_and_named(kind: str, text: str, expected: tuple[str, str]) -> None:
    assert worded(kind, text) == expected


@pytest.mark.parametrize(("language", "asked"), [("en", "Talk to a person"), ("zh", "转人工服务")])
def test_staff_read_what_a_command_means(
    telegram: RunningGateway, api: StandInTelegram, language: str, asked: str
) -> None:
    person = Person(api, language=language)
    person.say("/human")
    person.sees_text("CB-")
    with telegram.database.read() as connection:
        case = cases.open_escalation(connection, talk_of(telegram, person).id)

    assert case is not None and case.asked == asked


def test_key_of_a_link_does_not_stay_in_the_transcript(telegram: RunningGateway, api: StandInTelegram) -> None:
    person = Person(api)
    person.say(f"/start {'k' * 32}")
    person.sees(1)

    assert received(telegram, person) == ["/start"]
