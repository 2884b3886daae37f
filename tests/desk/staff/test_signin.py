"""Signing in: two steps, nothing counts twice, nobody learns who has an account."""

from __future__ import annotations

import runpy

import pyotp
import pytest
from sqlalchemy import select

from desk.database import Database
from desk.staff import secrets, signin, throttle
from desk.staff.accounts import Staff
from desk.staff.errors import PasswordWeak, SigninRefused, SigninThrottled
from desk.staff.models import signin_failures, staff
from desk.staff.secrets import Vault
from tests.databases import NOW, later

GOOD = "seven bridges over the Yangtze"


def code(secret: str, seconds: float = 0) -> str:
    return pyotp.TOTP(secret).at(int(later(seconds).timestamp()))


@pytest.fixture
def known(database: Database, anna: Staff) -> Staff:
    """Somebody with a password."""
    with database.write() as connection:
        signin.set_password(connection, anna, GOOD, NOW)
    return anna


def test_address_and_password_open_the_first_step_only_together(database: Database, known: Staff) -> None:
    with database.write() as connection:
        assert signin.identify(connection, " Anna@desk.example", GOOD) == known
        for email, password in [
            (known.email, GOOD.upper()),
            (known.email, ""),
            ("nobody@desk.example", GOOD),
            ("", ""),
        ]:
            with pytest.raises(SigninRefused):
                signin.identify(connection, email, password)


def test_an_account_without_a_password_lets_nobody_in(database: Database, li: Staff) -> None:
    with database.write() as connection:
        for password in ("", GOOD, "None"):
            with pytest.raises(SigninRefused):
                signin.identify(connection, li.email, password)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "aaaaaaaaaaaaaaaa",
        "password1234",
        "annanovak1234",
        "anna@desk.example",
        "citybridge2026",
        "x" * 201,
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(database: Database, anna: Staff, password: str) -> None:
    with database.write() as connection, pytest.raises(PasswordWeak):
        signin.set_password(connection, anna, password, NOW)


def test_only_a_hash_of_the_password_is_stored(database: Database, known: Staff) -> None:
    with database.read() as connection:
        stored = connection.execute(select(staff.c.password_hash)).scalar_one()

    assert stored.startswith("$argon2id$")
    assert GOOD not in stored


def test_a_password_costs_an_attacker_what_the_standard_recommends() -> None:
    """The tests make it cheap for themselves; this is the module as it is shipped."""
    shipped = runpy.run_path(str(secrets.__file__))

    assert not shipped["_hasher"].check_needs_rehash(secrets._NOBODY)  # 64 MB, three rounds, four lanes (RFC 9106)
    assert secrets._hasher.check_needs_rehash(secrets._NOBODY)


def test_a_code_counts_once_and_only_about_now(database: Database, vault: Vault, known: Staff) -> None:
    with database.write() as connection:
        secret = signin.begin_authenticator(connection, vault, known)
        signin.confirm_authenticator(connection, vault, known, code(secret), NOW)
        with pytest.raises(SigninRefused):
            signin.prove(connection, vault, known, code(secret), NOW)  # confirmed with it
        signin.prove(connection, vault, known, code(secret, 60), later(60))
        for again in (code(secret, 60), code(secret, 30), code(secret, -300), code(secret, 300), "", "000000 or 1=1"):
            with pytest.raises(SigninRefused):
                signin.prove(connection, vault, known, again, later(61))
        signin.prove(connection, vault, known, f" {code(secret, 90)[:3]} {code(secret, 90)[3:]} ", later(90))


def test_a_recovery_code_counts_once(database: Database, vault: Vault, known: Staff) -> None:
    with database.write() as connection:
        secret = signin.begin_authenticator(connection, vault, known)
        codes = signin.confirm_authenticator(connection, vault, known, code(secret), NOW)
        assert len(set(codes)) == secrets.RECOVERY_CODES
        signin.prove(connection, vault, known, codes[3].upper(), NOW)
        with pytest.raises(SigninRefused):
            signin.prove(connection, vault, known, codes[3], NOW)
        signin.prove(connection, vault, known, codes[4], NOW)


def test_an_authenticator_counts_after_its_first_code(database: Database, vault: Vault, known: Staff) -> None:
    with database.write() as connection:
        secret = signin.begin_authenticator(connection, vault, known)
        assert signin.begin_authenticator(connection, vault, known) == secret
        with pytest.raises(SigninRefused):
            signin.confirm_authenticator(connection, vault, known, "123456", NOW)
        is_on = connection.execute(select(staff.c.totp_on).where(staff.c.id == known.id)).scalar_one()

    assert is_on is False


def test_the_secret_of_an_authenticator_cannot_be_read_with_another_key(
    database: Database, vault: Vault, known: Staff
) -> None:
    with database.write() as connection:
        secret = signin.begin_authenticator(connection, vault, known)
        stored = connection.execute(select(staff.c.totp_secret).where(staff.c.id == known.id)).scalar_one()
        signin.confirm_authenticator(connection, vault, known, code(secret), NOW)
        with pytest.raises(SigninRefused):
            signin.prove(connection, Vault("another key"), known, code(secret, 30), later(30))

    assert secret not in stored
    assert Vault("another key").unlock(stored) is None


def test_after_five_failures_from_one_place_the_next_waits_and_the_colleague_does_not(database: Database) -> None:
    with database.write() as connection:
        for _ in range(5):
            throttle.check(connection, "anna@desk.example", "192.0.2.0/24", NOW)
            throttle.failed(connection, "anna@desk.example", "192.0.2.0/24", NOW)
        with pytest.raises(SigninThrottled) as refusal:
            throttle.check(connection, "ANNA@desk.example ", "192.0.2.0/24", later(60))
        throttle.check(connection, "li@desk.example", "192.0.2.0/24", later(60))
        throttle.check(connection, "anna@desk.example", "198.51.100.0/24", later(60))
        throttle.check(connection, "anna@desk.example", "192.0.2.0/24", later(60 + refusal.value.seconds))

    assert 235 <= refusal.value.seconds <= 242


@pytest.mark.parametrize(("bound", "same"), [(20, "account"), (50, "network")])
def test_many_networks_and_many_accounts_are_slowed_down_too(database: Database, bound: int, same: str) -> None:
    def place(number: int) -> tuple[str, str]:
        fixed = same == "account"
        return f"u{0 if fixed else number}@desk.example", f"10.0.{number if fixed else 0}.0/24"

    with database.write() as connection:
        for number in range(bound):
            throttle.check(connection, *place(number), NOW)
            throttle.failed(connection, *place(number), NOW)
        with pytest.raises(SigninThrottled):
            throttle.check(connection, *place(bound + 1), later(1))


def test_a_failure_is_forgotten_after_a_day_and_never_holds_the_address(database: Database) -> None:
    with database.write() as connection:
        throttle.failed(connection, "anna@desk.example", "192.0.2.0/24", NOW)
        throttle.failed(connection, "anna@desk.example", "192.0.2.0/24", later(2 * 86_400))
        rows = connection.execute(select(signin_failures.c.account)).scalars().all()

    assert len(rows) == 1
    assert "anna" not in rows[0]
