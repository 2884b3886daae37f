"""Pages, health and headers."""

from __future__ import annotations

import httpx
import pytest

from tests.bot.conftest import RunningGateway, Start
from tests.bot.served import free_port

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/", "/privacy", "/health", "/api/messages", "/nothing", "/pages/page.css"])
def test_every_answer_has_security_headers(shared: RunningGateway, path: str) -> None:
    headers = httpx.get(shared.url + path).headers
    policy = headers["content-security-policy"]

    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy and "*" not in policy
    assert "access-control-allow-origin" not in headers and "server" not in headers


def test_cross_origin_preflight_is_not_allowed(shared: RunningGateway) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    refused = httpx.options(f"{shared.url}/api/messages", headers=asked)

    assert refused.status_code == 405
    assert "access-control-allow-origin" not in refused.headers


def test_health_names_what_works(shared: RunningGateway) -> None:
    healthy = httpx.get(f"{shared.url}/health")

    assert healthy.status_code == 200
    assert healthy.json() == {"gateway": "ok", "brain": "ok", "database": "ok", "mail": "off"}


def test_brain_that_is_down_is_seen_but_does_not_take_the_gateway_away(start: Start, sqlite_url: str) -> None:
    url = start(sqlite_url, brain_url=(f"http://127.0.0.1:{free_port()}",)).url
    healthy = httpx.get(f"{url}/health")

    assert (healthy.status_code, healthy.json()["brain"]) == (200, "down")


def test_database_that_is_gone_is_seen_and_told(start: Start, sqlite_url: str) -> None:
    gateway = start(sqlite_url)
    visitor = gateway.visitor("zh")
    with gateway.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE conversations RENAME TO gone")
    refused = visitor.post("你好，请问")

    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "unavailable")
    assert refused.headers["Retry-After"]
    assert "sql" not in refused.text.lower()


@pytest.mark.parametrize(("query", "first"), [("", "en"), ("?language=zh", "zh"), ("?language=xx", "en")])
def test_privacy_notice_stands_in_both_languages(shared: RunningGateway, query: str, first: str) -> None:
    page = httpx.get(f"{shared.url}/privacy{query}").text
    places = {"en": page.index('<article lang="en"'), "zh": page.index('<article lang="zh-Hans"')}

    assert min(places, key=lambda language: places[language]) == first
    assert "365 days" in page and "365天" in page
    assert "The operator has not entered a contact address." in page


def test_contact_of_the_operator_is_shown_and_never_read_as_markup(start: Start, sqlite_url: str) -> None:
    page = httpx.get(start(sqlite_url, helpdesk_contact="<b>desk@example.org</b>").url + "/privacy").text

    assert "&lt;b&gt;desk@example.org&lt;/b&gt;" in page and "<b>" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/static/../gateway.py",
        "/static/%2e%2e/gateway.py",
        "/pages/pages.py",
        "/pages/__init__.py",
        "/static/",
        "/static",
    ],
)
def test_sources_are_not_served(shared: RunningGateway, path: str) -> None:
    assert httpx.get(shared.url + path).status_code in (404, 307)


@pytest.mark.parametrize(("method", "path", "code"), [("GET", "/nothing", "not_found"), ("PUT", "/api/ack", "method")])
def test_unknown_address_is_told_in_the_browsers_language(
    shared: RunningGateway, method: str, path: str, code: str
) -> None:
    refused = httpx.request(method, shared.url + path, headers={"Accept-Language": "zh-CN"})

    assert refused.json()["error"]["code"] == code
    assert not refused.json()["error"]["message"].isascii()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a/../b"])
def test_foreign_host_is_refused(shared: RunningGateway, host: str) -> None:
    assert httpx.get(f"{shared.url}/health", headers={"Host": host}).status_code == 400


def test_request_id_is_given_back_only_if_it_is_harmless(shared: RunningGateway) -> None:
    given = [
        httpx.get(f"{shared.url}/health", headers={"X-Request-Id": value}).headers["x-request-id"]
        for value in ("trace-0001", "x", "{}" * 20)
    ]

    assert given[0] == "trace-0001"
    assert all(len(value) == 16 for value in given[1:])
