"""The REST channel: one request, one answer."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from bot.gateway import LEASE_SECONDS
from desk import conversations, messages, outbox, ownership
from desk.messages import Reply
from tests.bot.conftest import API_TOKEN, RunningGateway, Start
from tests.bot.stand_in_brain import StandInBrain
from tests.databases import NOW

PATH = "/webhooks/rest/webhook"
AUTHORISED = {"Authorization": f"Bearer {API_TOKEN}"}


def ask(gateway: RunningGateway, message: Any, sender: Any = "anna", **more: Any) -> httpx.Response:
    body = {"sender": sender, "message": message, **more}
    return httpx.post(gateway.url + PATH, json=body, headers=AUTHORISED, timeout=20, trust_env=False)


def test_answer_has_the_usual_form(both: RunningGateway) -> None:
    answered = ask(both, "Tell me about 重庆")
    (reply,) = answered.json()
    (button,) = reply["buttons"]

    assert answered.status_code == 200
    assert set(reply) == {"recipient_id", "text", "buttons", "custom"}
    assert (reply["recipient_id"], reply["text"].partition("\n")[0]) == ("anna", "You said: Tell me about 重庆")
    assert button["title"] == "More" and set(button) == {"title", "payload"}
    assert reply["custom"] == {
        "intent": "ask_city",
        "confidence": 0.91,
        "language": "en",
        "records": ["cities/chongqing"],
        "sources": ["Q1"],
    }


def test_payload_sent_back_presses_the_button(both: RunningGateway, brain: StandInBrain) -> None:
    payload = ask(both, "first question here").json()[0]["buttons"][0]["payload"]
    ask(both, payload)

    assert brain.asked[-1]["message"]["do"] == {"intent": "show_more", "entities": []}


def test_payload_of_another_sender_is_told_to_be_invalid(both: RunningGateway, brain: StandInBrain) -> None:
    payload = ask(both, "first question here").json()[0]["buttons"][0]["payload"]
    (reply,) = ask(both, payload, sender="bo").json()

    assert "no longer valid" in reply["text"]
    assert len(brain.asked) == 1


def test_senders_have_their_own_conversations(both: RunningGateway, brain: StandInBrain) -> None:
    for sender in ("anna", "bo", "anna"):
        ask(both, "a question of mine", sender)

    assert [turn["state"] is None for turn in brain.asked] == [True, True, False]
    assert {turn["channel"] for turn in brain.asked} == {"rest"}


def test_first_messages_of_a_sender_at_once_are_one_conversation(both: RunningGateway) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: ask(both, f"this is number {number}"), range(8)))

    assert [each.status_code for each in answers] == [200] * 8
    for number, each in enumerate(answers):
        assert [reply["text"].partition("\n")[0] for reply in each.json()] == [f"You said: this is number {number}"]


def test_quick_sender_never_waits_for_a_lease(gateway: RunningGateway) -> None:
    took = []
    with httpx.Client(headers=AUTHORISED, trust_env=False) as client:
        for number in range(150):
            began = time.monotonic()
            client.post(gateway.url + PATH, json={"sender": "anna", "message": f"this is number {number}"})
            took.append(time.monotonic() - began)

    assert max(took) < LEASE_SECONDS / 2


def test_repeated_message_id_gets_the_same_answer(both: RunningGateway, brain: StandInBrain) -> None:
    first = ask(both, "a question of mine", message_id="m-1").json()
    again = ask(both, "a question of mine", message_id="m-1").json()

    assert first == again
    assert len(brain.asked) == 1


def test_what_a_person_wrote_meanwhile_comes_with_the_next_answer(both: RunningGateway) -> None:
    ask(both, "first question here")
    with both.database.write() as connection:
        talk = conversations.of_user(connection, "rest", "anna")
        assert talk is not None
        messages.say(connection, talk.id, "rest", Reply("person:bo", "From Bo", [], [], "en"), NOW)
    texts = [reply["text"].partition("\n")[0] for reply in ask(both, "second question here").json()]
    with both.database.read() as connection:
        states = outbox.count_by_state(connection)

    assert texts == ["From Bo", "You said: second question here"]
    assert states == {"sent": 3}


def test_while_a_person_has_the_word_the_answer_is_empty(both: RunningGateway) -> None:
    ask(both, "first question here")
    with both.database.write() as connection:
        talk = conversations.of_user(connection, "rest", "anna")
        assert talk is not None
        ownership.take(connection, talk, "bo", NOW)

    assert ask(both, "second question here").json() == []


def test_slow_brain_ends_in_an_apology(start: Start, sqlite_url: str, brain: StandInBrain) -> None:
    brain.delay = lambda _: 5.0
    began = time.monotonic()
    (reply,) = ask(start(sqlite_url, brain_timeout=0.3), "介绍一下这座城市").json()

    assert reply["text"].startswith("很抱歉")
    assert reply["buttons"][0]["title"] == "转人工服务"
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", f"Basic {API_TOKEN}", f"Bearer {API_TOKEN}x"])
def test_wrong_access_token_is_refused(shared: RunningGateway, header: str) -> None:
    refused = httpx.post(shared.url + PATH, json={"sender": "a", "message": "b"}, headers={"Authorization": header})

    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "token")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x"])
def test_without_a_configured_token_the_channel_is_closed(start: Start, sqlite_url: str, header: str) -> None:
    url = start(sqlite_url, helpdesk_api_token="").url
    refused = httpx.post(url + PATH, json={"sender": "a", "message": "b"}, headers={"Authorization": header})

    assert refused.status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"hello", 400),
        (b"[]", 422),
        (b"{}", 422),
        (b'{"sender": "a"}', 422),
        (b'{"message": "a"}', 422),
        (b'{"sender": "", "message": "a"}', 422),
        (b'{"sender": 5, "message": "a"}', 422),
        (b'{"sender": "a\\u0000b", "message": "a"}', 422),
        (b'{"sender": "%s", "message": "a"}' % (b"x" * 129), 422),
        (b'{"sender": "a", "message": null}', 422),
        (b'{"sender": "a", "message": ["x"]}', 422),
        (b'{"sender": "a", "message": "  "}', 422),
        (b'{"sender": "a", "message": "x", "message_id": 5}', 422),
        (b'{"sender": "a", "message": "x", "language": "de"}', 422),
        (b'{"sender": "a", "message": "%s"}' % (b"x" * 4001), 413),
        (b'{"sender": "a", "message": "%s"}' % (b"x" * 70_000), 413),
    ],
)
def test_bad_request_is_refused(shared: RunningGateway, body: bytes, status: int) -> None:
    refused = httpx.post(shared.url + PATH, content=body, headers=AUTHORISED)

    assert refused.status_code == status
    assert refused.json()["error"]["message"]
