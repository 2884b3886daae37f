"""Nothing that comes back from a provider, or seems to, is believed unchecked."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot import oidc
from tests.desk.console.oidc_peer import CLIENT
from tests.desk.console.provided import Made, invite, provider, site

__all__ = ["provider", "site"]


WRONG: dict[str, dict[str, Any]] = {
    "nonce": {"nonce": "another"}, "no nonce": {"nonce": None}, "audience": {"aud": "another-client"},
    "audiences": {"aud": [CLIENT, "another"]}, "party": {"aud": [CLIENT, "x"], "azp": "x"}, "issuer": {"iss": "https://x"},
    "expired": {"exp": int(time.time()) - 120}, "no expiry": {"exp": None}, "future": {"iat": 4e9},
    "no subject": {"sub": None}, "subject": {"sub": ""}, "long subject": {"sub": "x" * 256}, "not yet": {"nbf": 4e9},
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_token_with_a_wrong_claim_is_not_believed(site: Made, name: str) -> None:
    here = site()
    invite(here)
    here.provider.claims |= WRONG[name]
    browser = here.browser()

    answer = here.enter(browser)

    assert answer.status_code == 403 and "could not be checked" in answer.text
    assert browser.get("/").headers["location"] == "/desk/signin"


@pytest.mark.parametrize("how", ["unsigned", "with_secret", "by_another"])
def test_a_token_that_the_provider_did_not_sign_is_not_believed(site: Made, how: str) -> None:
    here = site()
    invite(here)
    here.provider.sign = getattr(here.provider, how)

    assert here.enter().status_code == 403 and here.lines() == ["signin.failed"]


def test_a_key_that_is_new_is_looked_for_and_an_old_one_is_good_no_more(
    site: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = site()
    invite(here)
    assert here.enter().status_code == 303
    here.provider.rotate()
    assert here.enter().status_code == 403  # keys are not asked for all the time
    monkeypatch.setattr(oidc, "KEYS_AGAIN_SECONDS", 0.0)
    assert here.enter().status_code == 303
    here.provider.with_key = "one"

    assert here.enter().status_code == 403


def test_what_comes_back_is_good_once_and_in_the_browser_that_began(site: Made) -> None:
    here = site()
    invite(here)
    browser, other = here.browser(), here.browser()
    address = here.begin(browser)
    here.begin(other)
    assert here.come_back(other, address).status_code == 400  # signed in as somebody against their will
    assert here.come_back(here.browser(), address).status_code == 400
    began = browser.http.cookies["desk-oidc"]
    assert here.come_back(browser, address).status_code == 303
    assert here.come_back(browser, address).status_code == 400
    browser.http.cookies.set("desk-oidc", began)
    replayed = here.come_back(browser, address)

    assert replayed.status_code == 403 and "used before" in replayed.text


def test_an_attempt_ends_after_ten_minutes_and_is_sealed(site: Made) -> None:
    here = site()
    invite(here)
    browser = here.browser()
    address = here.begin(browser)
    for kept in ("", "x", browser.http.cookies["desk-oidc"][:-4] + "AAAA"):
        forger = here.browser()
        forger.http.cookies.set("desk-oidc", kept)
        assert here.come_back(forger, address).status_code == 400
    now = here.gateway.gateway.clock()
    here.gateway.gateway.clock = lambda: now.replace(year=now.year + 1)

    late = here.come_back(browser, address)
    assert late.status_code == 400 and "more than ten minutes" in late.text


def test_no_answer_leads_to_a_page_that_the_address_names(site: Made) -> None:
    here = site()
    invite(here)
    browser = here.browser()
    away = browser.get("/oidc?next=https://evil.example&redirect_uri=https://evil.example").headers["location"]
    asked = parse_qs(urlsplit(away).query)
    address = httpx.get(away, trust_env=False).headers["location"] + "&next=//evil.example&iss=" + here.provider.url

    answer = here.come_back(browser, address)

    assert asked["redirect_uri"] == [f"{here.gateway.settings.public_url}/desk/oidc/back"] and "next" not in asked
    assert answer.headers["location"] == "/desk/"


def test_an_answer_that_names_another_provider_or_an_error_signs_nobody_in(site: Made) -> None:
    here = site()
    invite(here)
    first, second = here.browser(), here.browser()
    mixed = here.come_back(first, here.begin(first) + "&iss=https://other.example")
    state = parse_qs(urlsplit(here.begin(second)).query)["state"][0]
    denied = second.get(f"/oidc/back?error=access_denied&error_description=<script>alert(1)</script>&state={state}")

    assert mixed.status_code == 400 and denied.status_code == 403
    assert "was cancelled" in denied.text and "<script>alert" not in denied.text
