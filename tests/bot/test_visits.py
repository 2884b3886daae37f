"""Visits at the gateway: sites, identity, language, opinions, and what strangers get."""

from __future__ import annotations

import secrets
import time
from base64 import urlsafe_b64encode
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.settings import SettingsError, read
from desk import feedback, visitors
from tests.bot.conftest import RunningGateway, Start
from tests.bot.visitor import Visitor, buttons

CITY, PORTAL = "https://www.city.example", "https://staff.city.example"
SECRET = "a secret of thirty-two characters or more, long enough for any kind"  # noqa: S105


@pytest.fixture
def desk(start: Start, sqlite_url: str) -> RunningGateway:
    return start(sqlite_url, widget_sites=(CITY, PORTAL), widget_signed_sites=(PORTAL,), widget_secret=SECRET)


def signed(key: Any = SECRET, algorithm: str = "HS256", **changes: Any) -> str:
    said = {
        "sub": "u-1",
        "aud": "citybridge",
        "exp": int(time.time()) + 300,
        "name": "Li Na",
        "email": "li@city.example",
    }
    said |= changes
    return jwt.encode({name: value for name, value in said.items() if value is not None}, key, algorithm)


def begin(desk: RunningGateway, **body: Any) -> httpx.Response:
    return httpx.post(f"{desk.url}/api/session", json=body)


def introduce(visitor: Visitor, identity: str, following: str | None = None) -> httpx.Response:
    body = {"identity": identity, "next": following or secrets.token_urlsafe(32)}
    return visitor.http.post("/api/identity", json=body)


def known(desk: RunningGateway, visitor: Visitor) -> visitors.Visitor | None:
    with desk.database.read() as connection:
        return visitors.of(connection, visitor.session["conversation_id"])


def code(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


def test_a_conversation_remembers_its_site_and_other_sites_are_refused(desk: RunningGateway) -> None:
    opened = begin(desk, site=CITY)
    with desk.database.read() as connection:
        assert visitors.site_of(connection, opened.json()["conversation_id"]) == CITY
    refused = begin(desk, site="https://elsewhere.example")
    assert (refused.status_code, code(refused)) == (403, "site")


def test_a_site_may_ask_for_signed_in_visitors_only(desk: RunningGateway) -> None:
    refused = begin(desk, site=PORTAL, language="zh")
    assert (refused.status_code, code(refused)) == (403, "sign_in") and "登录" in refused.text
    assert begin(desk, site=PORTAL, identity=signed()).status_code == 201


def test_an_identity_is_kept_as_a_claim_and_the_token_before_is_worth_nothing(desk: RunningGateway) -> None:
    visitor = desk.visitor()
    following = secrets.token_urlsafe(32)
    assert introduce(visitor, signed(name="  Li\u0000\nNa "), following).json() == {"name": "Li Na"}
    claims = known(desk, visitor)
    assert claims and (claims.subject, claims.name, claims.email) == ("u-1", "Li Na", "li@city.example")
    assert visitor.http.get("/api/messages").status_code == 401
    assert Visitor(desk.url, token=following).messages()


def test_nobody_enters_the_conversation_of_another_person(desk: RunningGateway) -> None:
    following = secrets.token_urlsafe(32)
    assert introduce(desk.visitor(), signed(), following).status_code == 200
    refused = introduce(Visitor(desk.url, token=following), signed(sub="u-2"))
    assert (refused.status_code, code(refused)) == (409, "other_person")
    assert Visitor(desk.url, token=following).messages()


FORGED = {
    "another secret": lambda: signed("another secret of at least thirty-two characters"),
    "no signature": lambda: jwt.encode({"sub": "u-1", "aud": "citybridge", "exp": time.time() + 60}, "", "none"),
    "another algorithm": lambda: signed(algorithm="HS512"),
    "expired": lambda: signed(exp=int(time.time()) - 60),
    "good for a year": lambda: signed(exp=int(time.time()) + 31_000_000),
    "without an end": lambda: signed(exp=None),
    "for somebody else": lambda: signed(aud="another"),
    "for nobody": lambda: signed(aud=None),
    "without a person": lambda: signed(sub=None),
    "with an empty person": lambda: signed(sub=" "),
    "no token": lambda: "x",
    "empty": lambda: "",
    "huge": lambda: "x" * 5000,
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_identity_is_refused_and_changes_nothing(desk: RunningGateway, kind: str) -> None:
    visitor = desk.visitor()
    refused = introduce(visitor, FORGED[kind]())
    assert (refused.status_code, code(refused)) == (403, "identity")
    assert visitor.messages() and known(desk, visitor) is None


@pytest.mark.parametrize("following", ["", "short", "x" * 44, "ü" * 43, 1, None])
def test_a_next_token_of_another_form_is_refused(desk: RunningGateway, following: Any) -> None:
    visitor = desk.visitor()
    refused = visitor.http.post("/api/identity", json={"identity": signed(), "next": following})
    assert refused.status_code == 422 and visitor.messages()


def test_a_public_key_serves_as_well_and_is_no_secret(start: Start, sqlite_url: str) -> None:
    private = Ed25519PrivateKey.generate()
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    public = urlsafe_b64encode(raw).decode().rstrip("=")
    desk = start(sqlite_url, widget_public_key=public)
    assert introduce(desk.visitor(), signed(private, "EdDSA")).status_code == 200
    assert code(introduce(desk.visitor(), signed(public))) == "identity"


def test_without_a_key_nobody_is_identified(shared: RunningGateway) -> None:
    assert code(introduce(shared.visitor(), signed())) == "identity"


def test_requests_of_pages_of_others_are_refused(shared: RunningGateway) -> None:
    for where in ("cross-site", "same-site"):
        refused = httpx.post(f"{shared.url}/api/session", json={}, headers={"Sec-Fetch-Site": where})
        assert (refused.status_code, code(refused)) == (403, "foreign_page")
    visitor = shared.visitor()
    assert visitor.http.get("/api/messages", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_id_of_a_conversation_opens_nothing(shared: RunningGateway) -> None:
    identity = shared.visitor().session["conversation_id"]
    for path in ("/api/messages", "/api/feedback", "/api/stream"):
        asked = httpx.get(shared.url + path, headers={"Authorization": f"Bearer {identity}"})
        assert asked.status_code == 401
    for path in ("/api/identity", "/api/language", "/api/feedback", "/api/ack"):
        asked = httpx.post(shared.url + path, json={}, headers={"Authorization": f"Bearer {identity}"})
        assert asked.status_code == 401


def test_too_many_conversations_of_one_site_leave_the_others_alone(start: Start, sqlite_url: str) -> None:
    desk = start(sqlite_url, widget_sites=(CITY, PORTAL), rate_sessions_per_site=2, rate_messages_per_site=1)
    assert [begin(desk, site=CITY).status_code for _ in range(3)] == [201, 201, 429]
    other = begin(desk, site=PORTAL)
    assert other.status_code == 201
    visitor = Visitor(desk.url, token=other.json()["token"])
    assert [visitor.post("Hello").status_code for _ in range(2)] == [202, 429]
    assert desk.visitor().post("Hello").status_code == 202


def test_the_language_is_changed_for_what_the_help_desk_says_next(both: RunningGateway) -> None:
    visitor = both.visitor("en")
    visitor.ask("Hello")
    assert visitor.http.post("/api/language", json={"language": "zh"}).json() == {"language": "zh"}
    assert visitor.http.get("/api/messages").json()["state"]["language"] == "zh"
    assert visitor.http.post("/api/language", json={"language": "de"}).status_code == 422


def test_an_answer_is_marked_as_one_and_the_greeting_is_not(both: RunningGateway) -> None:
    visitor = both.visitor()
    visitor.ask("Hello")
    assert [message.get("answer", False) for message in visitor.messages()] == [False, False, True]


def test_an_opinion_is_kept_replaced_and_taken_back(both: RunningGateway) -> None:
    visitor = both.visitor()
    seq = visitor.ask("Hello")["seq"]

    def rate(**body: Any) -> dict[str, Any]:
        answer = visitor.http.post("/api/feedback", json={"seq": seq, **body})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    assert rate(verdict="up") == {"seq": seq, "offer": None}
    offer = rate(verdict="down")["offer"]
    assert offer["title"] == "Talk to a person"
    assert rate(verdict="down", reason="outdated", words=" It ended. ")["offer"] is None
    with both.database.read() as connection:
        kept = feedback.of_conversation(connection, visitor.session["conversation_id"])
    assert kept == {seq: feedback.Opinion("down", "outdated", "It ended.")}
    assert visitor.http.get("/api/feedback").json() == {"feedback": {str(seq): "down"}}
    assert visitor.post(button=offer["key"]).status_code == 202
    assert any("Stop waiting" in str(buttons(message)) for message in visitor.out(3))
    rate(verdict=None)
    assert visitor.http.get("/api/feedback").json() == {"feedback": {}}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"seq": 99, "verdict": "up"}, 404), ({"seq": 2, "verdict": "up"}, 404), ({"seq": 0, "verdict": "up"}, 422),
        ({"seq": True, "verdict": "up"}, 422), ({"seq": "1", "verdict": "up"}, 422), ({"seq": 1, "verdict": "x"}, 422),
        ({"seq": 1, "verdict": "up", "reason": "x"}, 422), ({"seq": 1, "verdict": "up", "words": 1}, 422),
        ({"seq": 1, "verdict": "up", "words": "x" * 501}, 413),
    ],
)  # fmt: skip
def test_an_opinion_that_makes_no_sense_is_refused(shared: RunningGateway, body: dict[str, Any], status: int) -> None:
    visitor = shared.visitor()
    visitor.ask("Hello")
    assert visitor.http.post("/api/feedback", json=body).status_code == status


def test_the_script_may_be_loaded_by_all_and_the_frame_shown_by_the_sites(desk: RunningGateway) -> None:
    script, frame = httpx.get(f"{desk.url}/widget.js"), httpx.get(f"{desk.url}/widget")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "__WORDS__" not in script.text and "__STYLE__" not in script.text and CITY not in script.text
    assert script.headers["content-encoding"] == "gzip"
    known_one = {"If-None-Match": script.headers["etag"]}
    assert httpx.get(f"{desk.url}/widget.js", headers=known_one).status_code == 304
    assert f"frame-ancestors 'self' {CITY} {PORTAL}" in frame.headers["content-security-policy"]
    assert f'content="self {CITY} {PORTAL}"' in frame.text
    for wish, language in (("zh-CN,zh;q=0.9", "zh-Hans"), ("de", "en")):
        demo = httpx.get(f"{desk.url}/demo", headers={"Accept-Language": wish})
        assert f'<html lang="{language}">' in demo.text
    assert "frame-src 'self'" in demo.headers["content-security-policy"] and "widget.js" in demo.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WIDGET_SITES", "*"), ("WIDGET_SITES", "https://a.example/path"), ("WIDGET_SITES", "https://A.example; x"),
        ("WIDGET_SITES", "city.example"), ("WIDGET_SIGNED_SITES", CITY), ("WIDGET_SECRET", "short"),
        ("WIDGET_PUBLIC_KEY", "not a key"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read({name: value})
