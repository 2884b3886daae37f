"""Signing in with a real provider: who was invited comes in, nobody else does, and passwords work on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.oidc_settings import oidc_problem
from bot.settings import Settings
from desk.staff import accounts, sessions, signin
from tests.bot.conftest import RunningGateway
from tests.desk.console.colleague import PASSWORD, Colleague
from tests.desk.console.conftest import hire
from tests.desk.console.oidc_peer import SECRET
from tests.desk.console.provided import Made, Site, invite, provider, site
from tests.desk.staff.conftest import ANNA

__all__ = ["provider", "site"]


def test_who_was_invited_comes_in_and_is_known_by_number_from_then_on(site: Made) -> None:
    here = site()
    ada, browser = invite(here), here.browser()
    answer = here.enter(browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/")
    assert "Anna Novak" in browser.reads("/me")
    here.provider.claims |= {"email": "married@desk.example", "email_verified": False}
    again = here.browser()

    assert here.enter(again).status_code == 303 and ada.email in again.reads("/me")
    assert here.lines() == ["signin.provider", "signin.provider", "provider.bind"]
    asked = here.provider.asked[0]
    assert asked["code_challenge_method"] == "S256" and asked["response_type"] == "code"
    assert len({asked[name] for name in ("state", "nonce", "code_challenge")}) == 3


def test_nobody_is_let_in_who_was_not_invited_and_no_account_is_made(site: Made) -> None:
    here = site()
    closed = invite(here, "closed@desk.example")
    with here.gateway.database.write() as connection:
        profile = replace(ANNA, email=closed.email, role="agent")
        accounts.change(connection, closed, profile, False, here.gateway.gateway.clock())
    for email in ("ada@desk.example", "closed@desk.example", "", None):
        here.provider.claims["email"] = email
        answer = here.enter()
        assert answer.status_code == 403 and 'class="problem"' in answer.text

    with here.gateway.database.read() as connection:
        assert [person.email for person in accounts.everybody(connection)] == ["closed@desk.example"]
    assert set(here.lines()) == {"signin.failed"}


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_the_provider_has_not_verified_opens_nothing(site: Made, verified: Any) -> None:
    here = site()
    invite(here)
    here.provider.claims["email_verified"] = verified

    answer = here.enter()

    assert answer.status_code == 403 and "has not verified" in answer.text


def test_an_account_that_is_tied_to_one_is_not_open_to_another_until_an_administrator_undoes_it(site: Made) -> None:
    here = site()
    ada, browser = invite(here), here.browser()
    here.enter(browser)
    here.provider.claims["sub"] = "somebody else with her old address"
    assert "tied to another account" in here.enter().text
    admin = hire(here.gateway, "admin", "Bo")
    assert "Tied to an account of the sign-in provider" in admin.reads(f"/people/{ada.id}")
    admin.post(f"/people/{ada.id}/provider", csrf=admin.csrf())

    assert browser.get("/").headers["location"] == "/desk/signin"
    assert here.enter().status_code == 303 and "provider.unbind" in here.lines()


def test_while_the_provider_is_down_a_password_still_opens_the_desk(site: Made) -> None:
    here = site()
    admin = hire(here.gateway, "admin", "Bo")
    here.provider.is_down = True
    answer = here.browser().get("/oidc", headers={"Accept-Language": "zh-CN"})
    page = here.browser().get("/signin").text

    assert answer.status_code == 502 and "City login暂时无法访问" in answer.text
    assert 'href="/desk/signin?language=en"' in answer.text
    assert admin.post("/signin", email=admin.person.email, password=PASSWORD).headers["location"] == "/desk/"
    assert 'href="/desk/oidc"' in page and "Sign in with City login" in page


def test_the_second_step_is_ours_unless_a_setting_says_that_the_providers_counts(site: Made) -> None:
    strict = site(staff_authenticator="required")
    invite(strict)
    strict.provider.claims |= {"amr": ["pwd", "mfa"], "acr": "gold"}
    browser = strict.browser()
    assert strict.enter(browser).headers["location"] == "/desk/authenticator"
    assert browser.get("/").headers["location"] == "/desk/signin" and strict.lines() == ["provider.bind"]

    trusting = Site(strict.gateway, strict.provider)
    changed = replace(strict.gateway.settings, oidc_second_step=("mfa",), port=0)
    second = RunningGateway(changed)
    second.start()
    try:
        trusting.gateway = second
        assert trusting.enter().headers["location"] == "/desk/"
        strict.provider.claims["amr"] = ["pwd"]
        assert trusting.enter().headers["location"] == "/desk/authenticator"
    finally:
        second.stop()


def test_who_is_closed_or_has_another_role_is_signed_out_like_everybody(site: Made) -> None:
    here = site()
    ada, browser = invite(here), here.browser()
    here.enter(browser)
    with here.gateway.database.read() as connection:
        assert len(sessions.of_person(connection, ada.id, here.gateway.gateway.clock())) == 1
    admin = hire(here.gateway, "admin", "Bo")
    given = {"email": ada.email, "name": ada.name, "role": "agent", "office": ada.office, "languages": "en"}
    admin.post(f"/people/{ada.id}", csrf=admin.csrf(), language="en", **given)  # no tick: may not sign in

    assert browser.get("/").headers["location"] == "/desk/signin"
    assert here.enter().status_code == 403


def test_who_fails_again_and_again_waits_and_passwords_are_taken_all_the_same(site: Made) -> None:
    here = site()
    admin = hire(here.gateway, "admin", "Bo")
    statuses = [here.enter().status_code for _ in range(20)]
    waits = here.browser().get("/oidc")

    assert set(statuses) == {403} and waits.status_code == 429 and "Too many failed attempts" in waits.text
    assert admin.post("/signin", email=admin.person.email, password=PASSWORD).headers["location"] == "/desk/"


def test_an_address_beside_the_token_counts_only_for_the_same_person(site: Made) -> None:
    here = site()
    invite(here)
    here.provider.basic = False
    here.provider.claims |= {"email": None, "email_verified": None}
    here.provider.more = {"sub": "somebody else", "email": "ada@desk.example", "email_verified": True}
    assert here.enter().status_code == 403
    here.provider.more["sub"] = "sub-ada"

    assert here.enter().headers["location"] == "/desk/"


def test_without_settings_there_is_no_button_and_no_way(desk: RunningGateway) -> None:
    nobody = Colleague(desk, None)  # type: ignore[arg-type]

    assert "/desk/oidc" not in nobody.get("/signin").text
    assert [nobody.get(path).status_code for path in ("/oidc", "/oidc/back?code=x&state=y")] == [404, 404]


def test_neither_token_nor_secret_nor_address_is_in_the_log(site: Made, capsys: pytest.CaptureFixture[str]) -> None:
    here = site()
    here.enter()
    here.provider.sign = here.provider.unsigned
    here.enter()
    said = capsys.readouterr()

    assert "oidc" in said.out and "algorithm" in said.out
    assert not re.search(r"eyJ|ada@desk|" + SECRET, said.out + said.err)


@pytest.mark.parametrize(
    ("changes", "named"),
    [({"oidc_issuer": "http://login.city.example"}, "OIDC_ISSUER"), ({"oidc_client_id": ""}, "OIDC_CLIENT_ID"),
     ({"oidc_client_secret": ""}, "OIDC_CLIENT_SECRET"), ({"public_url": ""}, "PUBLIC_URL"),
     ({"public_url": "http://help.city.example"}, "PUBLIC_URL"), ({"desk_secret": ""}, "DESK_SECRET")],
)  # fmt: skip
def test_a_wrong_setting_is_named_and_stops_only_this_way_in(changes: dict[str, str], named: str) -> None:
    good = replace(Settings(), oidc_issuer="https://login.city.example", oidc_client_id="x", oidc_client_secret="y",
                   public_url="https://help.city.example", desk_secret="a secret of the tests")  # fmt: skip

    assert oidc_problem(good) is None and (oidc_problem(replace(good, **changes)) or "").startswith(named)


def test_a_password_that_was_never_chosen_opens_nothing(site: Made) -> None:
    here = site()
    ada = invite(here)
    here.enter()
    with here.gateway.database.read() as connection, pytest.raises(signin.SigninRefused):
        signin.identify(connection, ada.email, "")
