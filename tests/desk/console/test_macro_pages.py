"""A macro is shown before it runs, runs as a whole or not at all, and leaves the traces of its steps."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select

from desk import cases
from desk.staff.models import audit
from tests.bot.conftest import RunningGateway, Start
from tests.desk.console.colleague import Colleague
from tests.desk.console.conftest import DESK, hire
from tests.desk.console.waiting import case_of, texts, waiting

_TEXT = re.compile(r"<textarea name=\"text\".*?>(.*?)</textarea>", re.DOTALL)


def shown(who: Colleague, reference: str, macro: str) -> tuple[str, str]:
    """Return what the page says, and the answer that would be sent."""
    path = f"/cases/{reference}/macros/{macro}"
    found = _TEXT.search(who.get(path).text)
    return who.reads(path), html.unescape(found.group(1)) if found else ""


def test_several_steps_are_done_at_once_and_written_down_as_if_done_alone(start: Start, database_url: str) -> None:
    gateway = start(database_url, staff_authenticator="optional", **DESK)
    visitor, reference = waiting(gateway)
    bea = hire(gateway, "agent", "Bea")
    known = {"title_en": "Bye", "title_zh": "再见", "text_en": "Bye, {staff}", "text_zh": "{staff}敬上"}
    bea.post("/canned", csrf=bea.csrf("/canned"), shortcut="bye", **known)  # one's own, or that of a new desk
    page, text = shown(bea, reference, "answered")
    assert "Take the case" in page and "Finish the case as answered" in page and "Bea" in text
    assert bea.do(reference, "macro", macro="answered", text=text).status_code == 303

    case = case_of(gateway, reference)
    assert (case.status, case.assignee) == ("resolved", bea.person.id)
    said = texts(visitor)
    assert text in said[-2] and "as answered" in said[-1] and "You are now talking to Bea" in said[-3]
    with gateway.database.read() as connection:
        log = connection.execute(select(audit.c.action).where(audit.c.subject == f"case:{reference}")).scalars().all()
        history = [event for _, event, _ in cases.events(connection, case.id)]
    assert log[-4:] == ["case.macro", "case.take", "case.reply", "case.status"]
    assert history[-3:] == ["take", "reply", "status"]


def test_tags_are_added_and_what_is_so_already_is_left_out(served: RunningGateway) -> None:
    _, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "tags", tags="mayor")
    page, text = shown(bea, reference, "call")
    assert "Set the priority: normal (is so already)" in page
    assert bea.do(reference, "macro", macro="call", text=text.replace("{name}", "Ms Li")).status_code == 303
    assert case_of(served, reference).tags == ["mayor", "call"]


def test_a_place_that_nothing_fills_stops_everything(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    before = len(visitor.messages())
    refused = bea.do(reference, "macro", macro="answered", text="Dear {name}, good bye")

    assert refused.status_code == 422 and "{name}" in html.unescape(refused.text)
    assert case_of(served, reference).status == "new" and len(visitor.messages()) == before


@pytest.mark.parametrize("what", ["version", "owner"])
def test_a_page_that_is_out_of_date_does_nothing_at_all(served: RunningGateway, what: str) -> None:
    visitor, reference = waiting(served)
    bea, cem = hire(served, "agent", "Bea"), hire(served, "agent", "Cem")
    case = case_of(served, reference)
    if what == "version":
        cem.do(reference, "priority", priority="low")
    else:
        visitor.answer_after(visitor.press("Stop waiting").json()["seq"])
        cem.do(reference, "reopen")
        case = case_of(served, reference)
    said = len(visitor.messages())
    given = {"csrf": bea.csrf(f"/cases/{reference}"), "version": str(case.version), "epoch": "1", "text": "Bye"}
    refused = bea.post(f"/cases/{reference}/macro", macro="answered", **given)

    assert refused.status_code == 409 and len(visitor.messages()) == said
    assert case_of(served, reference).assignee != bea.person.id


def test_a_step_that_cannot_be_done_undoes_those_before_it(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    said = len(visitor.messages())
    refused = bea.do(reference, "macro", macro="answered", text="x" * 8001)

    assert refused.status_code == 422 and len(visitor.messages()) == said
    assert case_of(served, reference).assignee is None and visitor.owner() == "queue"


def test_a_case_passed_to_the_other_office_is_told_by_name(served: RunningGateway) -> None:
    _, reference = waiting(served)
    bea = hire(served, "agent", "Bea", "zh")
    assert "转交北京办公室" in shown(bea, reference, "other-office")[0]
    bea.do(reference, "macro", macro="other-office")

    assert (case_of(served, reference).office, case_of(served, reference).priority) == ("beijing", "high")


def test_a_finished_case_has_no_macros_and_a_strange_one_is_unknown(served: RunningGateway) -> None:
    _, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    assert 'id="macros"' in bea.get(f"/cases/{reference}").text
    bea.do(reference, "finish", status="closed")

    assert 'id="macros"' not in bea.get(f"/cases/{reference}").text
    assert "Open it again first" in shown(bea, reference, "answered")[0]
    assert bea.do(reference, "macro", macro="answered", text="Bye").status_code == 422
    assert bea.get(f"/cases/{reference}/macros/nothing").status_code == 404
