"""The work on a case: taken once, answered in order, and never over each other."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bot.conftest import RunningGateway, Start
from tests.desk.console.conftest import DESK, hire
from tests.desk.console.waiting import PERSON, case_of, request, texts, waiting


@pytest.mark.parametrize(
    ("language", "here", "back"),
    [
        ("en", "You are now talking to Agent", "handed the conversation back"),
        ("zh", "工作人员Agent为您服务", "已结束本次服务"),
    ],
)
def test_the_whole_loop(start: Start, database_url: str, language: str, here: str, back: str) -> None:
    gateway = start(database_url, staff_authenticator="optional", **DESK)
    visitor, reference = waiting(gateway, language)
    agent = hire(gateway, "agent", "Agent", language)
    assert reference in agent.get("/").text

    assert agent.do(reference, "take").status_code == 303
    assert here in visitor.messages()[-1]["text"]
    assert visitor.owner() == "person"
    agent.do(reference, "reply", text="First line\nsecond line")
    reply = visitor.messages()[-1]
    assert (reply["author"], reply["text"]) == ("staff", "First line\nsecond line")

    visitor.post("And when?")
    assert "And when?" in agent.reads(f"/cases/{reference}")
    time.sleep(0.5)
    assert visitor.messages()[-1]["text"] == "And when?"  # the assistant is silent

    agent.do(reference, "hand-back")
    assert back in texts(visitor)[-1]
    assert "And now you?" in visitor.ask("And now you?")["text"]
    assert case_of(gateway, reference).status == "waiting"
    agent.do(reference, "finish", status="resolved")
    assert case_of(gateway, reference).status == "resolved"


def test_what_a_person_wrote_while_waiting_is_there_when_it_is_taken(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    visitor.ask("It is about the mayor's visit in May")

    assert "the mayor's visit in May" in hire(served, "agent").reads(f"/cases/{reference}")


def test_of_two_who_take_a_case_one_has_it_and_the_other_is_told(served: RunningGateway) -> None:
    _, reference = waiting(served)
    people = [hire(served, "agent", name) for name in ("Bea", "Cem")]
    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(lambda person: person.do(reference, "take").status_code, people))
    case = case_of(served, reference)

    assert sorted(statuses) == [303, 409] or case.version == 3  # at the same moment, or one after the other
    assert case.assignee in [person.person.id for person in people]


def test_an_answer_written_before_a_colleague_took_over_is_not_sent(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea, cem = hire(served, "agent", "Bea"), hire(served, "agent", "Cem")
    bea.do(reference, "take")
    page = bea.get(f"/cases/{reference}").text
    epoch = re.search(r'data-epoch="(\d+)"', page)
    assert epoch
    cem.do(reference, "take")
    refused = bea.post(f"/cases/{reference}/reply", csrf=bea.csrf(), epoch=epoch.group(1), text="too late")

    assert refused.status_code == 422
    assert "too late" not in texts(visitor)
    cem.do(reference, "reply", text="I am here")
    assert texts(visitor)[-1] == "I am here"


def test_a_change_on_an_old_page_is_refused_and_nothing_is_saved(served: RunningGateway) -> None:
    _, reference = waiting(served)
    bea, cem = hire(served, "agent", "Bea"), hire(served, "agent", "Cem")
    version = str(case_of(served, reference).version)
    cem.do(reference, "priority", priority="high")
    refused = bea.post(f"/cases/{reference}/tags", csrf=bea.csrf(), version=version, tags="visit")

    assert refused.status_code == 409
    assert "A colleague changed this case" in refused.text
    assert case_of(served, reference).tags == []


def test_giving_a_case_to_a_colleague_moves_the_word_and_the_visitor_is_told(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea, cem = hire(served, "agent", "Bea"), hire(served, "agent", "Cem")
    bea.do(reference, "take")
    assert "If you take the case, you answer instead" in cem.reads(f"/cases/{reference}")
    bea.do(reference, "assign", colleague=cem.person.id)

    assert "talking to Cem" in texts(visitor)[-1]
    assert bea.do(reference, "reply", text="still me").status_code == 422
    assert cem.do(reference, "reply", text="now me").status_code == 303


def test_passing_to_the_other_office_puts_the_visitor_back_into_the_queue_and_tells_them(
    served: RunningGateway,
) -> None:
    visitor, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "take")
    bea.do(reference, "office", office="beijing")
    case = case_of(served, reference)

    assert (case.office, case.assignee, case.status) == ("beijing", None, "new")
    assert visitor.owner() == "queue"
    assert "A colleague of ours will go on" in texts(visitor)[-1]
    assert bea.do(reference, "office", office="paris").status_code == 422


def test_a_request_that_waits_for_a_colleague_is_named_below_each_answer(served: RunningGateway) -> None:
    visitor, reference = request(served)
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "take")
    bea.do(reference, "assign", colleague="")

    assert visitor.owner() == "queue" and "A colleague of ours will go on" in texts(visitor)[-1]
    assert reference in visitor.ask("and until then?")["text"]


def test_a_finished_case_is_passed_on_only_once_it_is_open_again(served: RunningGateway) -> None:
    _, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "finish", status="closed")
    refused = [bea.do(reference, "office", office="beijing"), bea.do(reference, "assign", colleague="")]
    closed = case_of(served, reference).status
    bea.do(reference, "reopen")

    assert [each.status_code for each in refused] == [422, 422] and closed == "closed"
    assert bea.do(reference, "office", office="beijing").status_code == 303


@pytest.mark.parametrize("receiver", ["viewer", "nobody"])
def test_a_case_cannot_be_given_to_who_may_not_answer(served: RunningGateway, receiver: str) -> None:
    _, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    colleague = hire(served, "viewer").person.id if receiver == "viewer" else "no-such-account"

    assert bea.do(reference, "assign", colleague=colleague).status_code == 422
    assert case_of(served, reference).assignee is None


def test_a_closed_case_lets_the_assistant_answer_again_and_a_new_wish_is_a_new_case(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "take")
    bea.do(reference, "finish", status="closed")
    assert "closed this case" in texts(visitor)[-1]
    assert "You said: hello again" in visitor.ask("hello again")["text"]

    said = visitor.answer_after(visitor.press(PERSON["en"]).json()["seq"])["text"]
    other = re.search(r"CB-\d{4}-[0-9A-Z]{6}", said)
    assert other
    assert other.group() != reference
    assert reference in bea.get(f"/cases/{other.group()}").text


def test_a_case_that_waits_for_the_visitor_is_neither_red_nor_above_those_that_wait_for_us(
    served: RunningGateway,
) -> None:
    (_, theirs), (_, ours) = waiting(served), waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.do(theirs, "priority", priority="high")
    assert '<tr class="high' in bea.get("/?view=all").text
    bea.do(theirs, "take")
    bea.do(theirs, "hand-back")
    page = bea.get("/?view=all").text

    assert '<tr class="high' not in page
    assert page.index(f"row-{ours}") < page.index(f"row-{theirs}")
