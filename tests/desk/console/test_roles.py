"""Every route as every role, on every way in: nobody passes a door that asks for more."""

from __future__ import annotations

import re

import pytest

from desk.console.access import HALF, PUBLIC, Door
from desk.staff.accounts import ROLES
from tests.bot.conftest import RunningGateway
from tests.desk.console.colleague import Colleague
from tests.desk.console.conftest import hire


def doors(gateway: RunningGateway) -> list[Door]:
    """Return the doors as they are served."""
    found = [route for route in gateway.app.routes if getattr(route, "path", "") == "/desk"]
    return list(found[0].doors)  # type: ignore[attr-defined]


def address(door: Door) -> str:
    return re.sub(r"\{\w+\}", "CB-2026-000000", door.path)


def knock(who: Colleague, door: Door, htmx: bool) -> int:
    headers = {"HX-Request": "true"} if htmx else {}
    if door.method == "POST":
        return who.post(address(door), headers, csrf=who.csrf() if who.person else "", version="1").status_code
    with who.http.stream("GET", f"/desk{address(door)}", headers=headers) as answer:
        return answer.status_code


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("role", ["nobody", *ROLES])
def test_every_door_as_every_role(desk: RunningGateway, role: str, htmx: bool) -> None:
    passed: list[str] = []
    who = Colleague(desk, None) if role == "nobody" else hire(desk, role)  # type: ignore[arg-type]
    for door in doors(desk):
        if door.role in (PUBLIC, HALF) or door.path == "/signout":
            continue
        status = knock(who, door, htmx)
        may = role != "nobody" and ROLES.index(role) >= ROLES.index(door.role)
        refused = status in (303, 401, 403)
        if may and refused and not (door.method == "POST" and status == 303):
            passed.append(f"{role} cannot {door.method} {door.path}: {status}")
        if status >= 500:
            passed.append(f"{role} breaks {door.method} {door.path}: {status}")
        if not may and not refused:
            passed.append(f"{role} can {door.method} {door.path}: {status}")
    assert passed == []


def test_every_door_names_a_role_that_there_is(desk: RunningGateway) -> None:
    assert {door.role for door in doors(desk)} <= {PUBLIC, HALF, *ROLES}
    assert len(doors(desk)) == len({(door.path, door.method) for door in doors(desk)})


def test_nobody_changes_anything_with_a_get(desk: RunningGateway) -> None:
    moves = {door.path for door in doors(desk) if door.method == "POST"}

    assert {door.path for door in doors(desk) if door.method == "GET"} & moves <= {
        "/signin", "/code", "/authenticator", "/welcome", "/people", "/people/{person}", "/canned", "/canned/{entry}",
        "/forgotten", "/webhooks", "/webhooks/{hook}",
    }  # fmt: skip
