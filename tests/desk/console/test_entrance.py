"""Coming in: two steps, one session, nothing for strangers."""

from __future__ import annotations

import re

import pyotp
import pytest

from desk import audit
from desk.staff import accounts, links
from tests.bot.conftest import RunningGateway, Start
from tests.desk.console.colleague import PASSWORD, Colleague
from tests.desk.console.conftest import DESK, hire
from tests.desk.staff.conftest import ANNA, LI


def newcomer(gateway: RunningGateway) -> tuple[Colleague, str]:
    """Return somebody with an account and a link, but no password."""
    with gateway.database.write() as connection:
        person = accounts.create(connection, ANNA, gateway.gateway.clock())
        return Colleague(gateway, person), links.issue(connection, person, gateway.gateway.clock())


def actions(gateway: RunningGateway) -> list[str]:
    with gateway.database.read() as connection:
        return [line.action for line in reversed(audit.page(connection))]


def test_from_the_first_link_to_the_inbox(start: Start, database_url: str) -> None:
    gateway = start(database_url, **DESK)
    anna, link = newcomer(gateway)
    assert "Anna Novak" in anna.get("/welcome", params={"t": link}).text
    chosen = anna.post("/welcome", link=link, password=PASSWORD, again=PASSWORD)
    assert "The password is saved" in chosen.text

    half = anna.post("/signin", email=ANNA.email, password=PASSWORD)
    assert half.headers["location"] == "/desk/authenticator"
    letters = re.search(r'id="letters">([A-Z2-7 ]+)<', anna.get("/authenticator").text)
    assert letters
    code = pyotp.TOTP(letters.group(1).replace(" ", "")).now()
    recovery = anna.post("/authenticator", csrf=anna.csrf("/authenticator"), code=code)
    codes = re.findall(r"<li><code>(\w{10})</code></li>", recovery.text)

    assert len(codes) == 8
    assert anna.get("/").status_code == 200
    assert actions(gateway) == ["signin.password", "authenticator.on", "signin"]

    again = Colleague(gateway, anna.person)
    assert again.post("/signin", email=ANNA.email, password=PASSWORD).headers["location"] == "/desk/code"
    assert again.post("/code", csrf=again.csrf("/code"), code=codes[0]).headers["location"] == "/desk/"
    assert again.get("/").status_code == 200


def test_the_first_step_alone_opens_nothing(start: Start, sqlite_url: str) -> None:
    gateway = start(sqlite_url, **DESK)
    anna, _ = newcomer(gateway)
    anna.set_password()
    anna.post("/signin", email=ANNA.email, password=PASSWORD)

    for path in ("/", "/people", "/me", "/log", "/stream"):
        assert anna.get(path).headers["location"] == "/desk/signin"
    assert "Audit log" not in anna.get("/authenticator").text


def test_without_a_secret_there_are_no_staff_pages(start: Start, sqlite_url: str) -> None:
    assert Colleague(start(sqlite_url), None).get("/signin").status_code == 404  # type: ignore[arg-type]


@pytest.mark.parametrize("token", ["", " ", "x" * 43, "None"])
def test_a_blank_or_unknown_link_sets_no_password(desk: RunningGateway, token: str) -> None:
    stranger = Colleague(desk, None)  # type: ignore[arg-type]

    assert stranger.get("/welcome", params={"t": token}).status_code == 410
    assert stranger.post("/welcome", link=token, password=PASSWORD, again=PASSWORD).status_code == 410


def test_two_different_passwords_or_a_weak_one_leave_the_link_good(served: RunningGateway) -> None:
    anna, link = newcomer(served)
    assert "not the same" in anna.post("/welcome", link=link, password=PASSWORD, again="another").text
    assert "too short" in anna.post("/welcome", link=link, password="password1234", again="password1234").text
    assert "is saved" in anna.post("/welcome", link=link, password=PASSWORD, again=PASSWORD).text
    assert anna.post("/welcome", link=link, password=PASSWORD, again=PASSWORD).status_code == 410


def test_an_unknown_address_and_a_wrong_password_look_the_same(served: RunningGateway) -> None:
    anna, _ = newcomer(served)
    anna.set_password()
    unknown = anna.post("/signin", email="nobody@desk.example", password=PASSWORD)
    wrong = anna.post("/signin", email=ANNA.email, password="something else entirely")

    assert (unknown.status_code, unknown.text) == (wrong.status_code, wrong.text)
    assert actions(served) == ["signin.failed", "signin.failed"]


def test_after_five_failures_even_the_right_password_waits(served: RunningGateway) -> None:
    anna, _ = newcomer(served)
    anna.set_password()
    for _ in range(5):
        assert anna.post("/signin", email=ANNA.email, password="wrong").status_code == 403
    refused = anna.post("/signin", email=ANNA.email, password=PASSWORD)

    assert refused.status_code == 429
    assert "try again in 5 min" in refused.text


def test_signing_in_gives_a_new_session_whatever_cookie_came(served: RunningGateway) -> None:
    anna, _ = newcomer(served)
    anna.set_password()
    offered = {"Cookie": "desk=a-token-that-somebody-else-chose"}
    made = [
        anna.post("/signin", offered, email=ANNA.email, password=PASSWORD).headers["set-cookie"].partition(";")[0]
        for _ in range(2)
    ]

    assert len({*made, offered["Cookie"]}) == 3


def test_the_cookie_is_for_this_site_and_no_script(served: RunningGateway) -> None:
    anna, _ = newcomer(served)
    anna.set_password()
    cookie = anna.post("/signin", email=ANNA.email, password=PASSWORD).headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_signing_out_ends_the_session_on_the_server(served: RunningGateway) -> None:
    agent = hire(served, "agent")
    token = agent.http.cookies["desk"]
    agent.post("/signout", csrf=agent.csrf())
    agent.http.cookies.set("desk", token)

    assert agent.get("/").headers["location"] == "/desk/signin"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_the_right_token(
    desk: RunningGateway, headers: dict[str, str]
) -> None:
    agent = hire(desk, "agent")

    assert agent.post("/me/language", headers, csrf=agent.csrf(), language="zh").status_code == 403


@pytest.mark.parametrize("token", ["", " ", "x" * 43])
def test_a_form_without_the_token_of_the_session_is_refused(desk: RunningGateway, token: str) -> None:
    agent, other = hire(desk, "agent"), hire(desk, "viewer")

    for foreign in (token, other.csrf()):
        assert agent.post("/me/language", csrf=foreign, language="zh").status_code == 403


def test_the_pages_greet_in_the_language_of_the_browser_or_of_the_account(desk: RunningGateway) -> None:
    stranger = Colleague(desk, None)  # type: ignore[arg-type]

    assert "登录" in stranger.get("/signin", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text
    assert "登录" in stranger.get("/signin", params={"language": "zh"}).text
    assert "Sign in" in stranger.get("/signin").text
    assert "工作台" in hire(desk, LI.role, "Li", "zh").get("/").text
