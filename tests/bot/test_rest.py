"""The REST channel: one request, one answer."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest

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


def test_two_gateways_never_give_an_answer_to_the_request_of_another(
    start: Start, database_url: str, brain: StandInBrain
) -> None:
    gateways = start(database_url), start(database_url)
    brain.delay = lambda _: 0.02
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda number: ask(gateways[number % 2], f"this is number {number}"), range(24)))

    assert [each.status_code for each in answers] == [200] * 24
    said = [[reply["text"].partition("\n")[0] for reply in each.json()] for each in answers]
    assert said == [[f"You said: this is number {number}"] for number in range(24)]


def test_two_requests_at_once_do_not_both_fetch_what_a_person_wrote(both: RunningGateway, brain: StandInBrain) -> None:
    ask(both, "first question here")
    brain.delay = lambda _: 0.2
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask, both, f"this is number {number}") for number in range(4)]
        time.sleep(0.1)
        with both.database.write() as connection:
            talk = conversations.of_user(connection, "rest", "anna")
            assert talk is not None
            messages.say(connection, talk.id, "rest", Reply("person:bo", "From Bo", [], [], "en"), NOW)
        texts = [reply["text"] for each in asked for reply in each.result().json()]

    assert texts.count("From Bo") == 1
    assert len(texts) == 5


def test_answer_that_came_too_late_comes_with_the_next_one(
    both: RunningGateway, brain: StandInBrain, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(both, "first question here")
    brain.delay = lambda turn: 1.0 if "slow" in turn["message"]["text"] else 0.0
    with pytest.raises(httpx.ReadTimeout):
        body = {"sender": "anna", "message": "the slow question"}
        httpx.post(both.url + PATH, json=body, headers=AUTHORISED, timeout=0.3, trust_env=False)
    time.sleep(1.2)
    early = [reply["text"].partition("\n")[0] for reply in ask(both, "second question here").json()]
    now = both.gateway.clock()
    monkeypatch.setattr(both.gateway, "clock", lambda: now + timedelta(minutes=1))
    late = [reply["text"].partition("\n")[0] for reply in ask(both, "third question here").json()]

    assert early == ["You said: second question here"]
    assert late == ["You said: the slow question", "You said: third question here"]


def test_quick_sender_never_waits_for_a_lease(gateway: RunningGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_over = []
    look = gateway.gateway.take_over

    async def noted() -> int:
        taken_over.append(await look())
        return taken_over[-1]

    monkeypatch.setattr(gateway.gateway, "take_over", noted)
    with httpx.Client(headers=AUTHORISED, trust_env=False, timeout=30) as client:
        for number in range(150):
            client.post(gateway.url + PATH, json={"sender": "anna", "message": f"this is number {number}"})

    assert sum(taken_over) == 0


def test_repeated_message_id_gets_the_same_answer(both: RunningGateway, brain: StandInBrain) -> None:
    first = ask(both, "a question of mine", message_id="m-1").json()
    again = ask(both, "a question of mine", message_id="m-1").json()

    assert first == again
    assert len(brain.asked) == 1


def test_a_repeat_with_the_same_idempotency_key_is_the_same_message(both: RunningGateway, brain: StandInBrain) -> None:
    def post(key: str) -> httpx.Response:
        headers = {**AUTHORISED, "Idempotency-Key": key}
        body = {"sender": "anna", "message": "a question of mine"}
        return httpx.post(both.url + PATH, json=body, headers=headers, timeout=20, trust_env=False)

    assert post("k-1").json() == post("k-1").json()
    assert len(brain.asked) == 1
    assert post("k-2").status_code == 200
    assert len(brain.asked) == 2
    assert post("k" * 200).status_code == 422


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
    brain.delay = lambda _: 60.0
    (reply,) = ask(start(sqlite_url, brain_timeout=0.3), "介绍一下这座城市").json()

    assert reply["text"].startswith("很抱歉")
    assert reply["buttons"][0]["title"] == "转人工服务"


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
