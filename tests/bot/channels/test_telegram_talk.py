"""What people do on Telegram beside asking: commands, photos, corrections, groups, going on from the web, a person."""

from __future__ import annotations

from typing import Any

import pytest

from desk import handling, outbox, ratings
from desk.cases import Case
from tests.bot.channels.colleague import Colleague
from tests.bot.channels.person import Person
from tests.bot.channels.telegram_api import StandInTelegram
from tests.bot.channels.transcripts import received, talk_of
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain


@pytest.mark.parametrize(
    ("app", "command", "said"),
    [
        ("en", "/start", "automatic assistant"),
        ("zh", "/start", "自动助手"),
        ("en", "/help", "/mydata – What is stored about you"),
        ("zh", "/help@citybridge_bot", "/mydata 查看已保存的信息"),
        ("en", "/human", "Your reference is CB-"),
        ("zh", "/human", "编号为CB-"),
        ("en", "/language", "In which language"),
        ("en", "/language zh", "好的，接下来我用中文回答"),
        ("zh", "/language english", "I will answer in English from now on"),
        ("en", "/mydata", "we do not store your name"),
        ("zh", "/mydata", "我们不保存您的姓名"),
        ("en", "/delete", "Shall I delete everything"),
        ("zh", "/delete", "删除后无法恢复"),
        ("en", "/weather now", "I do not know the command /weather"),
    ],
)
def test_commands_answer_in_the_language_of_the_conversation(
    telegram: RunningGateway, api: StandInTelegram, app: str, command: str, said: str
) -> None:
    person = Person(api, language=app)
    person.say(command)

    assert person.sees_text(said)
    assert received(telegram, person) == [command]


def test_request_reaches_the_brain_as_an_intent(
    telegram: RunningGateway, api: StandInTelegram, brain: StandInBrain
) -> None:
    person = Person(api)
    person.say("/request")
    person.sees(2)

    assert brain.asked[-1]["message"]["do"] == {"intent": "request_cooperation", "entities": []}


def test_data_that_is_stored_is_counted_and_deleted_after_a_yes(telegram: RunningGateway, api: StandInTelegram) -> None:
    person = Person(api)
    person.say("/start")
    person.sees(1)
    told = person.ask("/mydata").text
    person.ask("/delete")
    person.press("Yes, delete everything")
    person.sees_text("Your data has been deleted")
    left = received(telegram, person)
    person.say("hello again")
    person.sees_text("You said: hello again")
    greetings = [each for each in person.shown() if "automatic assistant" in each.text]

    assert "3 messages" in told and "we do not store your name" in told
    assert left == ["Yes, delete everything"]
    assert len(greetings) == 2, "who writes again is greeted as somebody new"


@pytest.mark.parametrize(
    ("content", "mark", "said"),
    [
        ({"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}, "[photo]", "Photos cannot"),
        ({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 3}}, "[voice message]", "Voice messages cannot"),
        ({"document": {"file_id": "f", "file_unique_id": "u"}}, "[file]", "Files cannot"),
        ({"location": {"longitude": 1.5, "latitude": 2.5}}, "[location]", "location has not been stored"),
        ({"contact": {"phone_number": "+32123456", "first_name": "Anna"}}, "[contact]", "contacts cannot"),
        ({"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                   "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                   "allows_revoting": False, "members_only": False}},
         "[a message of a kind that cannot be received]", "Messages of this kind cannot"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_politely_and_not_stored(
    telegram: RunningGateway, api: StandInTelegram, content: dict[str, Any], mark: str, said: str
) -> None:
    person = Person(api)
    person.say("/start")
    person.sees(1)
    update = person.update(**content)
    statuses = [api.post(update), api.post(update)]

    assert said in person.sees(2)[1].text
    assert statuses == [200, 200]
    assert received(telegram, person) == ["/start", mark]


def test_words_under_a_photo_are_a_question(telegram: RunningGateway, api: StandInTelegram) -> None:
    person = Person(api, language="zh")
    person.say("/start")
    person.sees(1)
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    api.push(person.update(photo=photo, caption="这是哪个项目的海报？"))
    _, notice, reply = person.sees(3)

    assert "暂不能接收图片" in notice.text
    assert reply.text.startswith("您说：这是哪个项目的海报？")
    assert received(telegram, person) == ["/start", "【图片】", "这是哪个项目的海报？"]


def test_correction_is_kept_for_the_staff_and_not_answered_as_a_question(
    telegram: RunningGateway, api: StandInTelegram, brain: StandInBrain
) -> None:
    person = Person(api)
    person.say("one")
    person.sees(2)
    api.push(person.update("edited_message", text="one and a half", edit_date=2))

    assert "do not answer edited messages" in person.sees(3)[2].text
    assert received(telegram, person) == ["one", "[edited] one and a half"]
    assert len(brain.asked) == 1


def test_message_that_is_too_long_is_said_to_be(telegram: RunningGateway, api: StandInTelegram) -> None:
    person = Person(api)
    person.say("x" * 4090)

    assert "longer than can be answered" in person.sees_text("4,000").text


def test_service_messages_and_other_bots_are_left_alone(
    telegram: RunningGateway, api: StandInTelegram, brain: StandInBrain
) -> None:
    person = Person(api)
    api.push(person.update(pinned_message={"message_id": 1, "date": 1, "chat": person.chat, "text": "x"}))
    person.user["is_bot"] = True
    api.push(person.update(text="I am a bot"))
    person.user["is_bot"] = False
    person.say("a person")
    person.sees(2)

    assert received(telegram, person) == ["a person"]


def test_blocked_bot_is_seen_by_the_staff(telegram: RunningGateway, api: StandInTelegram) -> None:
    person = Person(api)
    person.say("/human")
    person.sees_text("CB-")
    colleague = Colleague(telegram, lambda: talk_of(telegram, person))
    colleague.do(handling.take, Case)
    person.sees_text("You are now talking to Li Hua")
    api.blocked.add(person.number)
    colleague.do(handling.reply, "Good morning", talk_of(telegram, person).epoch)

    def failed() -> bool:
        with telegram.database.read() as connection:
            return outbox.count_by_state(connection).get("failed") == 1

    assert api.wait(failed)
    api.blocked.clear()
    colleague.do(handling.reply, "Are you there again?", talk_of(telegram, person).epoch)
    assert person.sees_text("Are you there again?")


@pytest.mark.parametrize(
    ("language", "here", "staff", "back"),
    [
        ("en", "You are now talking to Li Hua", "Staff of the help desk:", "handed the conversation back"),
        ("zh", "工作人员Li Hua为您服务", "服务台工作人员：", "工作人员已结束本次服务"),
    ],
)
def test_person_takes_over_answers_and_hands_back(
    both_telegram: RunningGateway,
    api: StandInTelegram,
    brain: StandInBrain,
    language: str,
    here: str,
    staff: str,
    back: str,
) -> None:
    person = Person(api, language=language)
    person.say("/human")
    person.sees_text("CB-")
    colleague = Colleague(both_telegram, lambda: talk_of(both_telegram, person))
    colleague.do(handling.take, Case)
    person.sees_text(here)
    person.say("hello?" if language == "en" else "您好？")
    colleague.do(handling.reply, "1 < 2 & done", talk_of(both_telegram, person).epoch)
    reply = person.sees_text("1 < 2 & done")
    colleague.do(handling.hand_back, Case)
    person.sees_text(back)
    person.say("/language en")
    person.say("and now?")
    person.sees_text("You said: and now?")

    assert reply.text.startswith(staff)
    assert [turn["message"]["text"] for turn in brain.asked] == ["and now?"]
    assert api.floods == 0


@pytest.mark.parametrize(
    ("language", "poor", "thanks"), [("en", "Not satisfied", "Thank you"), ("zh", "不满意", "感谢")]
)
def test_a_closed_case_is_rated_by_one_press(
    telegram: RunningGateway, api: StandInTelegram, brain: StandInBrain, language: str, poor: str, thanks: str
) -> None:
    person = Person(api, language=language)
    person.say("/human")
    person.sees_text("CB-")
    colleague = Colleague(telegram, lambda: talk_of(telegram, person))
    case = colleague.do(handling.finish, Case, "closed")
    api.wait(lambda: any(poor in dict(shown.buttons) for shown in person.shown()), "no question")
    person.press(poor)
    person.sees_text(thanks)
    with telegram.database.read() as connection:
        rating = ratings.of_case(connection, case.id)

    assert rating is not None and rating.verdict == "poor" and brain.asked == []
