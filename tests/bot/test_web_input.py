"""Whatever is sent to the web interface gets a fixed code, a sentence in the visitor's language, and no harm."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest

from bot.incoming import MAX_CHARACTERS
from tests.bot.conftest import RunningGateway, Start
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.visitor import Visitor, buttons

ID = str(uuid.uuid4())
KEY = "btn_AAAAAAAAAAAAAAAA"
BAD: list[tuple[str, Any, int, str]] = [
    ("no JSON", b"hello", 400, "bad_json"),
    ("half JSON", b'{"text": "x', 400, "bad_json"),
    ("no UTF-8", b'{"text": "\xff\xfe"}', 400, "bad_json"),
    ("deep JSON", b"[" * 60_000, 400, "bad_json"),
    ("a list", [], 422, "wrong_type"),
    ("nothing", b"", 422, "wrong_type"),
    ("no client id", {"text": "x"}, 422, "wrong_type"),
    ("client id of another form", {"client_id": "1", "text": "x"}, 422, "wrong_type"),
    ("client id is a number", {"client_id": 1, "text": "x"}, 422, "wrong_type"),
    ("neither text nor button", {"client_id": ID}, 422, "text_or_button"),
    ("text and button", {"client_id": ID, "text": "x", "button": KEY}, 422, "text_or_button"),
    ("text is a number", {"client_id": ID, "text": 5}, 422, "wrong_type"),
    ("text is an object", {"client_id": ID, "text": {"a": 1}}, 422, "wrong_type"),
    ("text is empty", {"client_id": ID, "text": ""}, 422, "empty"),
    ("text is blank", {"client_id": ID, "text": " \n\t　"}, 422, "empty"),
    ("text is only controls", {"client_id": ID, "text": "\x00\x07\x1b"}, 422, "empty"),
    ("text is too long", {"client_id": ID, "text": "长" * (MAX_CHARACTERS + 1)}, 413, "too_long"),
    ("body is too large", {"client_id": ID, "text": "x" * 70_000}, 413, "too_large"),
    ("button is a number", {"client_id": ID, "button": 5}, 422, "wrong_type"),
    ("button of another form", {"client_id": ID, "button": "x' OR 1=1"}, 422, "wrong_type"),
    ("button is an intent", {"client_id": ID, "button": "/restart"}, 422, "wrong_type"),
    ("unknown button", {"client_id": ID, "button": KEY}, 404, "button_unknown"),
]
GOOD = {
    "text of the greatest length": ("长" * MAX_CHARACTERS, "长" * MAX_CHARACTERS),
    "only an emoji": ("👍🏽", "👍🏽"),
    "characters beyond the first plane": ("𠮷野家", "𠮷野家"),
    "controls": ("he\x00l\x07lo\r\nworld\x9f ", "hello\nworld"),
    "markup": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "a template": ("{name} %s {{7*7}}", "{name} %s {{7*7}}"),
    "quotes": ("'; DROP TABLE messages; --", "'; DROP TABLE messages; --"),
    "what looks like a button": (KEY, KEY),
}


def send(visitor: Visitor, body: Any) -> httpx.Response:
    content = {"content": body} if isinstance(body, bytes) else {"json": body}
    return visitor.http.post("/api/messages", **content)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def english(shared: RunningGateway) -> Visitor:
    return shared.visitor("en")


@pytest.fixture(scope="module")
def chinese(shared: RunningGateway) -> Visitor:
    return shared.visitor("zh")


@pytest.mark.parametrize(("what", "body", "status", "code"), BAD, ids=[row[0] for row in BAD])
def test_bad_message_is_refused_in_both_languages(
    english: Visitor, chinese: Visitor, what: str, body: Any, status: int, code: str
) -> None:
    answers = [send(visitor, body) for visitor in (english, chinese)]
    sentences = [each.json()["error"]["message"] for each in answers]

    assert [each.status_code for each in answers] == [status, status]
    assert {each.json()["error"]["code"] for each in answers} == {code}
    assert sentences[0] != sentences[1] and sentences[0].isascii() and not sentences[1].isascii()


def test_refused_messages_leave_nothing_behind(english: Visitor, brain_shared: StandInBrain) -> None:
    for _, body, _, _ in BAD:
        send(english, body)

    assert [message["direction"] for message in english.messages()] == ["out"]


@pytest.mark.parametrize("what", GOOD)
def test_odd_text_is_stored_and_answered(both: RunningGateway, what: str) -> None:
    sent, stored = GOOD[what]
    visitor = both.visitor()
    reply = visitor.ask(sent)

    assert visitor.messages()[1]["text"] == stored
    assert reply["direction"] == "out"


def test_half_a_character_is_replaced(both: RunningGateway) -> None:
    visitor = both.visitor()
    body = b'{"client_id": "%s", "text": "a\\ud800b \\u0000"}' % ID.encode()
    sent = visitor.http.post("/api/messages", content=body)
    visitor.answer_after(sent.json()["seq"])

    assert visitor.messages()[1]["text"] == "a\ufffdb"


def test_typed_key_is_told_to_be_invalid(gateway: RunningGateway, brain: StandInBrain) -> None:
    visitor = gateway.visitor()
    key = buttons(visitor.messages()[0])[0]["key"]

    assert "no longer valid" in visitor.ask(key)["text"]
    assert brain.asked == []


@pytest.mark.parametrize("token", ["", "x", "null", "Bearer", "x" * 5000, "'; --"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/messages"), ("POST", "/api/messages"), ("GET", "/api/stream"), ("POST", "/api/ack"),
     ("DELETE", "/api/session")],
)  # fmt: skip
def test_nothing_works_without_a_session(shared: RunningGateway, method: str, path: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".strip(), "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}
    refused = httpx.request(method, shared.url + path, headers=headers)

    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "unauthorised")
    assert "会话" in refused.json()["error"]["message"]


def test_token_in_the_address_is_not_read(english: Visitor, shared: RunningGateway) -> None:
    for name in ("token", "access_token", "authorization"):
        assert httpx.get(f"{shared.url}/api/messages?{name}={english.token}").status_code == 401


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=1.5", "wait=x", "after=" + "9" * 40, "after=١"])
def test_bad_numbers_are_refused(english: Visitor, query: str) -> None:
    assert english.http.get(f"/api/messages?{query}").status_code == 422


@pytest.mark.parametrize("seq", [None, "1", 1.5, True, -1, 2**40, [1]])
def test_bad_acknowledgement_is_refused(english: Visitor, seq: Any) -> None:
    assert english.http.post("/api/ack", json={"seq": seq}).status_code == 422


@pytest.mark.parametrize("language", ["de", 5, "EN", ["en"], {"a": 1}])
def test_session_in_another_language_is_refused(shared: RunningGateway, language: Any) -> None:
    assert httpx.post(f"{shared.url}/api/session", json={"language": language}).status_code == 422


@pytest.mark.parametrize(
    ("header", "language"),
    [("zh-CN,en;q=0.5", "zh"), ("de, en, zh", "en"), ("de", "en"), ("", "en"), ("x" * 999, "en")],
)
def test_session_speaks_the_browsers_language(shared: RunningGateway, header: str, language: str) -> None:
    opened = httpx.post(f"{shared.url}/api/session", headers={"Accept-Language": header})

    assert (opened.status_code, opened.json()["language"]) == (201, language)


def test_eager_visitor_is_asked_to_wait(start: Start, sqlite_url: str) -> None:
    visitor = start(sqlite_url, rate_messages=3).visitor("zh")
    answers = [visitor.post(f"第{number}个问题") for number in range(5)]
    refused = answers[-1]

    assert [each.status_code for each in answers] == [202, 202, 202, 429, 429]
    assert int(refused.headers["Retry-After"]) >= 1
    assert "秒" in refused.json()["error"]["message"]


def test_sessions_of_one_network_are_limited(start: Start, sqlite_url: str) -> None:
    url = start(sqlite_url, rate_sessions_per_network=2).url
    codes = [httpx.post(f"{url}/api/session").status_code for _ in range(3)]

    assert codes == [201, 201, 429]
