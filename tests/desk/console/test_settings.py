"""One's own settings and the accounts of others: sessions by names that people know, and only one's own to end."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest

from desk import audit
from desk.console.browsers import short_name
from desk.staff import sessions, signin
from desk.staff.errors import SigninRefused
from desk.staff.secrets import Vault
from tests.bot.conftest import RunningGateway
from tests.desk.console.colleague import PASSWORD, Colleague
from tests.desk.console.conftest import DESK, hire
from tests.desk.console.waiting import HOSTILE


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.4 Safari/605.1.15", "Safari, macOS"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8", "WeChat, Android"),
        ("curl/8.5", "curl/8.5"),
        ("", "–"),
    ],
)
def test_a_browser_has_the_name_that_people_know(long: str, short: str) -> None:
    assert short_name(long) == short


def test_a_session_of_somebody_else_cannot_be_ended(served: RunningGateway) -> None:
    bea, cem = hire(served, "agent", "Bea"), hire(served, "agent", "Cem")
    with served.database.read() as connection:
        (mine,) = sessions.of_person(connection, bea.person.id, served.gateway.clock())
    assert cem.post("/me/sessions", csrf=cem.csrf(), session=mine.id).status_code == 303

    assert bea.get("/").status_code == 200


def test_a_session_ended_elsewhere_opens_nothing_and_its_forms_do_nothing(served: RunningGateway) -> None:
    here = hire(served, "agent", "Bea")
    there = Colleague(served, here.person)
    there.post("/signin", email=here.person.email, password=PASSWORD)
    csrf = there.csrf()
    with served.database.read() as connection:
        newest = sessions.of_person(connection, here.person.id, served.gateway.clock())[0]
    with there.http.stream("GET", "/desk/stream") as stream:
        lines = stream.iter_lines()
        while next(lines) != "event: changed":
            pass
        here.post("/me/sessions", csrf=here.csrf(), session=newest.id)
        assert "event: ended" in list(lines)

    assert there.get("/requests").headers["location"] == "/desk/signin"
    assert there.post("/canned", csrf=csrf, shortcut="x").headers["location"] == "/desk/signin"
    assert there.get("/calls", headers={"HX-Request": "true"}).status_code == 401


def test_a_session_that_somebody_prepared_is_not_the_one_that_is_signed_in(served: RunningGateway) -> None:
    attacker, bea = hire(served, "viewer", "Eve"), hire(served, "agent", "Bea")
    planted = attacker.http.cookies["desk"]
    bea.http.cookies.clear()
    signed_in = bea.post("/signin", {"Cookie": f"desk={planted}"}, email=bea.person.email, password=PASSWORD)

    assert planted not in signed_in.headers["set-cookie"]
    assert "Eve" in attacker.reads("/me")
    assert "Bea" not in attacker.reads("/me")
    assert "Bea" in bea.reads("/me")


def test_hostile_names_are_words_on_every_page(served: RunningGateway) -> None:
    admin = hire(served, "admin", "Ada")
    name = HOSTILE.replace("\u202e", "")[:100]  # what turns text around is no part of a name, and is refused
    given = {"email": "x@desk.example", "name": name, "role": "agent", "office": "beijing", "languages": "en"}
    assert admin.post("/people", csrf=admin.csrf(), language="en", **given).status_code == 200
    admin.http.headers["User-Agent"] = HOSTILE.encode("ascii", "replace").decode()
    admin.post("/signin", email=admin.person.email, password=PASSWORD)
    for path in ("/people", "/log", "/me", "/requests", f"/log?actor={name}", "/?words=%3Cimg%20src=x%20onerror=1%3E"):
        page = admin.get(path).text
        assert "<img src=x" not in page
        assert "<script>alert" not in page


def with_authenticator(served: RunningGateway, person: Colleague) -> tuple[str, list[str]]:
    """Switch an authenticator on; return its secret and the recovery codes."""
    vault, now = Vault(DESK["desk_secret"]), served.gateway.clock()
    with served.database.write() as connection:
        secret = signin.begin_authenticator(connection, vault, person.person)
        earlier = now - timedelta(seconds=60)  # so that the code of this moment is not used up
        code = pyotp.TOTP(secret).at(earlier)
        return secret, signin.confirm_authenticator(connection, vault, person.person, code, earlier)


@pytest.mark.parametrize("proof", ["password", "code"])
def test_new_recovery_codes_end_the_old_ones_and_leave_a_line_in_the_log(served: RunningGateway, proof: str) -> None:
    bea = hire(served, "agent", "Bea")
    secret, old = with_authenticator(served, bea)
    given = PASSWORD if proof == "password" else pyotp.TOTP(secret).at(served.gateway.clock())
    page = bea.post("/me/recovery", csrf=bea.csrf(), proof=given)
    new = re.findall(r"<code>([a-z2-9]{10})</code>", page.text)
    with served.database.write() as connection:
        lines = [line.action for line in audit.page(connection, None, bea.person.id, None)]
        signin.prove(connection, Vault(DESK["desk_secret"]), bea.person, new[0], served.gateway.clock())
        with pytest.raises(SigninRefused):
            signin.prove(connection, Vault(DESK["desk_secret"]), bea.person, old[0], served.gateway.clock())

    assert page.status_code == 200 and len(new) == len(old)
    assert "recovery.renew" in lines
    assert "Codes left: 7" in bea.reads("/me")


def test_recovery_codes_are_not_made_for_who_only_found_an_open_page(served: RunningGateway) -> None:
    bea = hire(served, "agent", "Bea")
    without = bea.post("/me/recovery", csrf=bea.csrf(), proof=PASSWORD).status_code
    _, old = with_authenticator(served, bea)
    wrong = [bea.post("/me/recovery", csrf=bea.csrf(), proof=each).status_code for each in ("", "000000", old[0], "x")]
    wrong += [bea.post("/me/recovery", csrf=bea.csrf(), proof="guess").status_code for _ in range(3)]

    assert without == 422
    assert wrong[:3] == [422, 422, 422] and wrong[-1] == 429


def test_a_new_password_of_ones_own_ends_every_session_and_leaves_a_line_in_the_log(served: RunningGateway) -> None:
    bea, other = hire(served, "agent", "Bea"), "a lantern above the third lock"
    page = bea.post("/me/password", csrf=bea.csrf(), old=PASSWORD, password=other, again=other)
    with served.database.read() as connection:
        lines = [line.action for line in audit.page(connection, None, bea.person.id, None)]
        left = sessions.of_person(connection, bea.person.id, served.gateway.clock())

    assert page.status_code == 200 and "The password is saved" in page.text and 'class="problem"' not in page.text
    assert "signin.password" in lines and left == []
    assert bea.post("/signin", email=bea.person.email, password=PASSWORD).status_code == 403
    assert bea.post("/signin", email=bea.person.email, password=other).status_code == 303


def test_a_password_is_not_changed_for_who_only_found_an_open_page(served: RunningGateway) -> None:
    bea, other = hire(served, "agent", "Bea"), "a lantern above the third lock"
    tried = [("guess", other, other), (PASSWORD, other, f"{other}!"), (PASSWORD, "short", "short")]
    tried += [("guess", other, other)] * 5
    answers = []
    for old, new, again in tried:
        answers.append(bea.post("/me/password", csrf=bea.csrf(), old=old, password=new, again=again))

    assert [answer.status_code for answer in answers[:3]] == [422, 422, 422] and answers[-1].status_code == 429
    assert "is not right" in answers[0].text and "not the same" in answers[1].text and "too short" in answers[2].text
    with served.database.read() as connection:
        assert signin.identify(connection, bea.person.email, PASSWORD).id == bea.person.id


def test_the_audit_log_says_in_words_what_the_system_did_and_what_was_exported(served: RunningGateway) -> None:
    admin = hire(served, "admin", "Ada", "zh")
    with served.database.write() as connection:
        audit.write(connection, audit.Actor("-", "console"), "demo.add", "demo", served.gateway.clock())
    admin.get("/export/cases.csv?view=all")
    log = admin.reads("/log")

    assert " 系统 " in log and "服务器命令" in log and "演示数据" in log
    assert "事项列表" in log and "partner_refs" not in log and "city_ref" not in log
