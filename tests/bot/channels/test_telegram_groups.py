"""Groups on Telegram, and what reaches nobody while a person of the staff answers."""

from __future__ import annotations

from typing import Any

import pytest

from desk import conversations, handling
from desk.cases import Case
from tests.bot.channels.colleague import Colleague
from tests.bot.channels.person import Person
from tests.bot.channels.telegram_api import StandInTelegram
from tests.bot.channels.transcripts import talk_of
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain


def test_bot_leaves_groups_and_stores_nothing_of_them(telegram: RunningGateway, api: StandInTelegram) -> None:
    person = Person(api)
    group = {"id": -100200, "type": "supergroup", "title": "City hall"}
    api.push(person.update(text="secret of the group", chat=group))
    left = api.wait(lambda: api.called("leaveChat"))
    (said,) = [shown for shown in api.shown if shown.chat == -100200]
    with telegram.database.read() as connection:
        stored = conversations.of_user(connection, "telegram", "-100200")

    assert left[0]["chat_id"] == "-100200" and stored is None
    assert "https://t.me/citybridge_bot" in said.text and "私聊" in said.text


def test_group_is_told_once_however_often_the_bot_is_added(telegram: RunningGateway, api: StandInTelegram) -> None:
    person = Person(api)
    group = {"id": -100200, "type": "supergroup", "title": "City hall"}
    bot = {"id": 123456789, "is_bot": True, "first_name": "CityBridge"}

    def changed(old: str, new: str) -> dict[str, Any]:
        states = {"old_chat_member": {"user": bot, "status": old}, "new_chat_member": {"user": bot, "status": new}}
        if new == "kicked":
            states["new_chat_member"]["until_date"] = 0
        return api.update(my_chat_member={"chat": group, "from": person.user, "date": 1, **states})

    for _ in range(30):
        api.push(changed("left", "member"))
        api.push(person.update(new_chat_members=[bot], chat=group))
    api.wait(lambda: len(api.called("leaveChat")) == 60)
    api.push(changed("member", "left"))
    api.push(changed("member", "kicked"))
    person.say("/start")
    person.sees(1)

    assert len([shown for shown in api.shown if shown.chat == -100200]) == 1
    assert len(api.called("leaveChat")) == 60 and api.floods == 0


@pytest.mark.parametrize(("kind", "is_told"), [("photo", True), ("sticker", False)])
def test_only_what_is_lost_is_answered_while_a_person_has_the_word(
    telegram: RunningGateway, api: StandInTelegram, brain: StandInBrain, kind: str, is_told: bool
) -> None:
    person = Person(api)
    person.say("/human")
    person.sees_text("CB-")
    colleague = Colleague(telegram, lambda: talk_of(telegram, person))
    colleague.do(handling.take, Case)
    person.sees_text("You are now talking to Li Hua")
    one = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}
    sticker = {**one, "type": "regular", "is_animated": False, "is_video": False}
    api.push(person.update(**{kind: [one] if kind == "photo" else sticker}))
    if is_told:
        person.sees_text("Photos cannot be received")
    colleague.do(handling.reply, "Are you there?", talk_of(telegram, person).epoch)
    person.sees_text("Are you there?")

    assert any("cannot be received" in shown.text for shown in person.shown()) == is_told
    assert not any("I can only read text" in shown.text for shown in person.shown()) and brain.asked == []
