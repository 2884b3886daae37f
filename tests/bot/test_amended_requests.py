"""A request that was handed over is changed by whoever made it, in the conversation in which it was made."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from desk import audit, cases, handling, history, requests
from desk.models import conversations
from tests.bot.conftest import RunningGateway, Start
from tests.bot.mail_peer import Serve, serve, settings_for
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.test_cooperation_requests import ANNA, SAVE, SUBMIT, code_in, do, status, submitted
from tests.bot.test_handoff import reference_in

__all__ = ["serve"]

BEA = "bea@city.example"
ROW = {"say": "request.row", "with": {"label": {"say": "request.field_email"}, "value": {"string": BEA}}}


def amend(asked: str = "the e-mail is wrong", **answers: Any) -> dict[str, Any]:
    return {"type": "amend_request", "answers": answers, "shown": [ROW], "asked": asked}


def stored(gateway: RunningGateway, reference: str) -> tuple[cases.Case, requests.Request, list[history.Event]]:
    with gateway.database.read() as connection:
        case = cases.by_reference(connection, reference)
        assert case is not None
        request = requests.of_case(connection, case.id)
        assert request is not None
        return case, request, history.of_case(connection, case.id)


@pytest.mark.parametrize(
    ("language", "says"), [("en", "I have changed your request"), ("zh", "已更改，现记录为")]
)  # fmt: skip
def test_the_stored_field_changes_and_the_reply_says_what_stands_there_now(
    both: RunningGateway, brain: StandInBrain, language: str, says: str
) -> None:
    visitor = both.visitor(language)
    reference = submitted(brain, visitor)
    reply = do(brain, visitor, amend(email=BEA, budget="large"), {"en": "no: bea@…", "zh": "邮箱写错了"}[language])
    _, request, events = stored(both, reference)
    with both.database.read() as connection:
        lines = [line for line in audit.page(connection) if line.action == "case.amended"]

    assert (request.email, request.budget, request.name) == (BEA, "large", "Anna Rossi")
    assert says in reply["text"] and BEA in reply["text"] and reference in reply["text"]
    assert [event.data for event in events if event.event == "amended"] == [{"fields": ["email", "budget"]}]
    assert [(line.actor, line.fields) for line in lines] == [("requester", ["email", "budget"])]
    assert BEA not in repr(lines)


def test_another_conversation_changes_nothing(both: RunningGateway, brain: StandInBrain) -> None:
    reference = submitted(brain, both.visitor())
    stranger = both.visitor()
    reply = do(brain, stranger, amend(email=BEA))
    _, request, events = stored(both, reference)

    assert request.email == ANNA and "amended" not in [event.event for event in events]
    assert "no open request" in reply["text"] and reference not in reply["text"]


def test_a_request_that_was_withdrawn_stays_and_the_words_are_noted_and_that_is_said(
    both: RunningGateway, brain: StandInBrain
) -> None:
    visitor = both.visitor()
    reference = submitted(brain, visitor)
    do(brain, visitor, {"type": "withdraw_case", "reference": None})
    reply = do(brain, visitor, amend("sorry, it is bea@city.example", email=BEA))
    case, request, events = stored(both, reference)

    assert request.email == ANNA and case.status == "closed"
    assert (events[-1].event, events[-1].data["text"]) == ("added", "sorry, it is bea@city.example")
    assert "cancelled" in reply["text"] and "stay as they are" in reply["text"]


def test_a_request_that_was_closed_by_the_staff_stays_too(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor("zh")
    reference = submitted(brain, visitor)
    with both.database.write() as connection:
        case = handling.find(connection, reference)
        cases.set_status(connection, case, cases.CLOSED, "person:x", both.gateway.clock())
    reply = do(brain, visitor, amend("改一下邮箱", email=BEA), "改一下邮箱")
    _, request, events = stored(both, reference)

    assert request.email == ANNA and events[-1].event == "added" and "不再更改" in reply["text"]


def test_what_was_erased_is_not_written_again(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    reference = submitted(brain, visitor)
    visitor.ask("delete my data")
    visitor.answer_after(visitor.press("Yes, delete everything").json()["seq"])
    reply = do(brain, visitor, amend(email=BEA))
    with both.database.read() as connection:
        case = cases.by_reference(connection, reference)
        assert case is not None
        left = requests.of_case(connection, case.id), str(history.of_case(connection, case.id))

    assert left[0] is None and BEA not in left[1] and "no open request" in reply["text"]


def test_what_the_form_would_not_take_is_noted_and_changes_nothing(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    reference = submitted(brain, visitor)
    reply = do(brain, visitor, amend("take my e-mail out", email=None))
    _, request, events = stored(both, reference)

    assert request.email == ANNA and events[-1].data == {"text": "take my e-mail out"}
    assert "I have added this" in reply["text"]


@pytest.mark.parametrize(
    "effect",
    [amend(), amend(status="closed"), amend(email_confirmed=True), {**amend(email=BEA), "shown": "x"},
     {**amend(email=BEA), "answers": "x"}],
)  # fmt: skip
def test_an_effect_that_changes_anything_else_becomes_an_apology(
    gateway: RunningGateway, brain: StandInBrain, effect: dict[str, Any]
) -> None:
    visitor = gateway.visitor()
    reference = submitted(brain, visitor)
    reply = do(brain, visitor, effect)

    assert "technical problem" in reply["text"] and stored(gateway, reference)[1].email == ANNA


def test_the_new_address_gets_a_code_and_is_confirmed_by_it_and_the_old_code_is_worth_nothing(
    start: Start, sqlite_url: str, brain: StandInBrain, serve: Serve
) -> None:
    peer = serve()
    running = start(sqlite_url, **settings_for(peer))
    visitor = running.visitor()
    do(brain, visitor, SAVE)
    do(brain, visitor, {"type": "send_email_code", "email": ANNA})
    old = code_in(peer, 1)
    do(brain, visitor, {"type": "check_code", "code": old})
    reference = str(reference_in(do(brain, visitor, SUBMIT)))
    assert stored(running, reference)[1].email_confirmed
    said = do(brain, visitor, amend(email=BEA))
    reset = stored(running, reference)[1]
    new = code_in(peer, 2)
    again = do(brain, visitor, {"type": "check_code", "code": old})
    right = do(brain, visitor, {"type": "check_code", "code": new})

    assert (reset.email, reset.email_confirmed) == (BEA, False) and BEA in said["text"]
    assert peer.asked == [ANNA, BEA] and "not right" in again["text"] and "confirmed" in right["text"]
    assert stored(running, reference)[1].email_confirmed


def test_no_letter_about_the_request_goes_to_a_new_address_that_is_not_confirmed(
    start: Start, sqlite_url: str, brain: StandInBrain, serve: Serve
) -> None:
    peer = serve()
    running = start(sqlite_url, **settings_for(peer))
    visitor = running.visitor()
    reference = submitted(brain, visitor)
    do(brain, visitor, amend(email=BEA))
    confirming = code_in(peer, 1)
    stranger = running.visitor()
    heard = do(brain, stranger, status(reference))
    stranger.answer_after(stranger.press("Send me a code").json()["seq"])
    before = list(peer.asked)
    do(brain, visitor, {"type": "check_code", "code": confirming})
    do(brain, stranger, status(reference))
    stranger.answer_after(stranger.press("Send me a code").json()["seq"])
    told = do(brain, stranger, {"type": "check_code", "code": code_in(peer, 2)})

    assert "do not even say" in heard["text"] and before == [BEA] and peer.asked == [BEA, BEA]
    assert reference in told["text"]


def test_the_code_confirms_also_when_a_person_was_asked_for_meanwhile(
    start: Start, sqlite_url: str, brain: StandInBrain, serve: Serve
) -> None:
    peer = serve()
    running = start(sqlite_url, **settings_for(peer))
    visitor = running.visitor()
    reference = submitted(brain, visitor)
    do(brain, visitor, amend(email=BEA))
    do(brain, visitor, {"type": "open_case", "kind": "escalation", "asked": "please call"})
    do(brain, visitor, {"type": "check_code", "code": code_in(peer, 1)})

    assert stored(running, reference)[1].email_confirmed


def test_a_conversation_whose_state_is_gone_still_knows_its_open_request(
    gateway: RunningGateway, brain: StandInBrain
) -> None:
    visitor = gateway.visitor()
    submitted(brain, visitor)
    with gateway.database.write() as connection:
        connection.execute(update(conversations).values(state=None))
    do(brain, visitor, {"type": "desk_contact"}, "one more")

    assert brain.asked[-1]["draft"]["stage"] == "sent" and brain.asked[-1]["draft"]["answers"]["email"] == ANNA


def test_a_member_of_staff_sees_it_in_the_history_of_the_case_they_took(
    gateway: RunningGateway, brain: StandInBrain
) -> None:
    visitor = gateway.visitor()
    reference = submitted(brain, visitor)
    before = stored(gateway, reference)[0]
    do(brain, visitor, amend(budget="none"))
    after, request, events = stored(gateway, reference)

    assert after.version == before.version and after.updated > before.updated
    assert request.budget == "none" and events[-1].actor == "requester"
