"""Telegram, end to end: the real library, the real gateway, a stand-in of the Bot API that keeps its limits."""

from __future__ import annotations

import pytest

from desk import conversations, messages
from desk.messages import IN
from tests.bot.channels.person import Person
from tests.bot.channels.telegram_api import StandInTelegram, refusal
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain, answer, says


def transcript(gateway: RunningGateway, person: Person) -> list[messages.Message]:
    with gateway.database.read() as connection:
        talk = conversations.of_user(connection, "telegram", str(person.number))
        return messages.since(connection, talk.id, 0) if talk else []


def test_first_message_is_greeted_and_answered_in_order(
    both_telegram: RunningGateway, api: StandInTelegram, brain: StandInBrain
) -> None:
    person = Person(api)
    person.say("What about <b>Chongqing</b> & co?")
    hello, reply = person.sees(2)

    assert "automatic assistant" in hello.text and f"{both_telegram.url}/privacy" in hello.text
    assert reply.text.startswith("You said: What about <b>Chongqing</b> & co?")
    assert reply.links == ["https://census.example"]
    assert [title for title, _ in reply.buttons] == ["More"]
    assert api.floods == 0
    assert api.called("sendChatAction")[0]["action"] == "typing"


@pytest.mark.parametrize(
    ("app", "text", "hello", "said"),
    [
        ("zh-hans", "重庆参加过哪些项目？", "我是机器程序", "您说：重庆"),
        ("zh-hans", "Which programmes are there for cities?", "我是机器程序", "You said:"),
        ("fr", "重庆参加过哪些项目？", "automatic assistant", "您说：重庆"),
    ],
)
def test_app_decides_the_first_words_and_the_message_the_rest(
    telegram: RunningGateway, api: StandInTelegram, app: str, text: str, hello: str, said: str
) -> None:
    person = Person(api, language=app)
    person.say(text)
    first, second = person.sees(2)

    assert hello in first.text
    assert second.text.startswith(said)


def test_button_is_answered_at_once_and_does_what_it_says(
    telegram: RunningGateway, api: StandInTelegram, brain: StandInBrain
) -> None:
    person = Person(api)
    person.say("hello")
    person.sees(2)
    person.press("More")
    person.sees(3)

    assert api.called("answerCallbackQuery") == [{"callback_query_id": "4711"}]
    assert brain.asked[-1]["message"] == {"text": "More", "do": {"intent": "show_more", "entities": []}}


def test_button_of_another_conversation_does_nothing(
    telegram: RunningGateway, api: StandInTelegram, brain: StandInBrain
) -> None:
    owner, thief = Person(api, 1), Person(api, 2)
    owner.say("/start")
    (greeting,) = owner.sees(1)
    thief.say("hello")
    thief.sees(2)
    query = {"id": "1", "from": thief.user, "chat_instance": "1", "data": greeting.buttons[-1][1]}
    api.push(api.update(callback_query=query))

    assert "no longer valid" in thief.sees(3)[2].text
    assert transcript(telegram, owner)[-1].direction == "out"


def test_update_that_comes_again_is_the_same_message(
    both_telegram: RunningGateway, api: StandInTelegram, brain: StandInBrain
) -> None:
    person = Person(api)
    updates = [person.say("one"), person.say("two")]
    statuses = [api.post(update) for update in [*updates, *reversed(updates)]]
    person.say("three")
    person.sees_text("You said: three")

    assert statuses == [200] * 4
    assert [message.text for message in transcript(both_telegram, person) if message.direction == IN] == [
        "one", "two", "three",
    ]  # fmt: skip
    assert len(person.shown()) == 4


def test_late_update_is_answered_once(telegram: RunningGateway, api: StandInTelegram) -> None:
    person = Person(api)
    late = person.update(text="early words")
    person.say("later words")
    person.sees_text("You said: later words")
    statuses = [api.post(late), api.post(late)]
    person.sees_text("You said: early words")

    assert statuses == [200, 200]
    assert len(person.shown()) == 3


@pytest.mark.parametrize("given", ["", "wrong", "x" * 300])
def test_without_the_secret_nothing_is_taken(telegram: RunningGateway, api: StandInTelegram, given: str) -> None:
    person = Person(api)
    status = api.post(person.update(text="let me in"), **{"X-Telegram-Bot-Api-Secret-Token": given})

    assert status == 401
    assert transcript(telegram, person) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400), (b"[]", 422), (b"x" * 600_000, 413), (b'{"update_id": 1}', 200), (b'{"message": {}}', 200),
        (b'{"update_id": 2, "message": {"text": 5, "chat": 7}}', 200), (b'{"update_id": "x", "message": null}', 200),
        (b'{"update_id": 3, "callback_query": {"id": "1"}}', 200),
    ],
)  # fmt: skip
def test_body_that_is_no_update_harms_nobody(
    telegram: RunningGateway, api: StandInTelegram, body: bytes, status: int
) -> None:
    assert api.post(body) == status


def test_menus_are_in_both_languages_and_the_webhook_has_a_secret(
    telegram: RunningGateway, api: StandInTelegram
) -> None:
    english, chinese = api.called("setMyCommands")

    assert "language_code" not in english and chinese["language_code"] == "zh"
    assert "Talk to a person" in english["commands"] and "转人工服务" in chinese["commands"].encode().decode(
        "unicode_escape" if "\\u" in chinese["commands"] else "utf-8"
    )
    assert api.webhook["url"] == f"{telegram.url}/webhooks/telegram"
    assert len(api.webhook["secret_token"]) == 64


def test_long_answer_comes_in_pieces_that_hold_together(
    telegram: RunningGateway, api: StandInTelegram, brain: StandInBrain
) -> None:
    link = "https://city.example/" + "a" * 60
    sentence = f"The city of Chongqing has a page at {link} about this. "
    block = says(sentence * 100, sentence * 100)
    brain.script = lambda turn: answer(turn, block)
    person = Person(api)
    person.say("tell me everything")
    seen = person.sees(5)[1:]

    assert all(len(piece.text) <= 4096 for piece in seen)
    assert " ".join(piece.text for piece in seen).split() == (sentence * 100).split()
    assert api.floods == 0


def test_busy_chats_are_told_when_telegram_says_when(telegram: RunningGateway, api: StandInTelegram) -> None:
    api.failures = [refusal(429, "Too Many Requests: retry after 2", retry_after=2)]
    slow, quick = Person(api, 1), Person(api, 2)
    slow.say("/start")
    api.wait(lambda: not api.failures)
    quick.say("/start")
    first, second = quick.sees(1)[0], slow.sees(1)[0]

    assert first.at < second.at
    assert api.floods == 0


@pytest.mark.parametrize("failure", [refusal(500, "Internal Server Error"), refusal(502, "Bad Gateway"), 9.0])
def test_failure_of_telegram_delays_and_neither_loses_nor_reorders(
    telegram: RunningGateway, api: StandInTelegram, failure: object
) -> None:
    person = Person(api)
    person.say("one")
    person.sees(2)
    api.failures = [failure]  # type: ignore[list-item]
    person.say("two")
    person.say("three")
    person.sees_text("You said: three")

    said = [shown.text.partition("\n")[0] for shown in person.shown()[1:]]
    assert said == ["You said: one", "You said: two", "You said: three"]


def test_many_people_at_once_are_all_answered_once(telegram: RunningGateway, api: StandInTelegram) -> None:
    people = [Person(api, number) for number in range(1, 46)]
    for person in people:
        person.say("/start")
    api.wait(lambda: len(api.shown) >= len(people))
    for person in people:
        person.say("thank you")
    api.wait(lambda: len(api.shown) >= 2 * len(people))

    assert [len(person.shown()) for person in people] == [2] * len(people)
