"""What the gateway makes of a cooperation request: drafts, the case with its fields, codes by e-mail, its status."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from bot.request_effects import consent_text
from desk import cases, drafts, requests
from tests.bot.conftest import RunningGateway, Start
from tests.bot.mail_peer import Peer, Serve, serve, settings_for
from tests.bot.stand_in_brain import StandInBrain, answer
from tests.bot.test_handoff import reference_in, wishing
from tests.bot.visitor import Visitor

__all__ = ["serve"]

CONSENT = "2026_11"
ANNA = "anna@city.example"
ANSWERS = {
    "name": "Anna Rossi", "organisation": "City of Bologna", "city": "Bologna", "city_ref": "cities/bologna",
    "country": "IT", "role": "city", "email": ANNA, "topics": ["clusters/circular"], "description": "waste",
    "partner": "suggest", "budget": "small",
}  # fmt: skip
SAVE = {"type": "save_draft", "draft": {"answers": ANSWERS, "stage": "paused"}, "consent": CONSENT}
SUBMIT = {"type": "submit_request", "answers": ANSWERS, "consent": CONSENT, "records": ["clusters/circular"]}


def do(brain: StandInBrain, visitor: Visitor, effect: dict[str, Any], said: str = "yes") -> dict[str, Any]:
    brain.script = wishing(effect)  # type: ignore[assignment]
    return dict(visitor.ask(said))


def submitted(brain: StandInBrain, visitor: Visitor) -> str:
    do(brain, visitor, SAVE)
    return str(reference_in(do(brain, visitor, SUBMIT)))


def code_in(peer: Peer, number: int) -> str:
    """Return the code of a letter, once it has arrived."""
    end = time.monotonic() + 30
    while len(peer.kept) < number and time.monotonic() < end:
        time.sleep(0.05)
    found = re.search(r"\d{6}", str(peer.kept[number - 1]["Subject"]))
    assert found is not None
    return found[0]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_submitted_request_is_stored_field_by_field_with_its_consent(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    reply = do(brain, visitor, SAVE), do(brain, visitor, SUBMIT)
    with both.database.read() as connection:
        case = cases.by_reference(connection, str(reference_in(reply[1])))
        assert case is not None
        request, consent = requests.of_case(connection, case.id), requests.consent_of(connection, case.id)
        left = drafts.of(connection, visitor.session["conversation_id"])

    assert request is not None and consent is not None and left is None
    assert (request.name, request.city_ref, request.partner, request.topics) == (
        "Anna Rossi", "cities/bologna", None, ("clusters/circular",)
    )  # fmt: skip
    assert (case.kind, case.asked, case.records, case.office) == (
        "cooperation",
        "waste",
        ["clusters/circular"],
        "brussels",
    )
    assert (consent.version, consent.language, len(consent.hash)) == (CONSENT, "en", 64)
    assert "has been received" in reply[1]["text"] and not request.email_confirmed


def test_nothing_is_submitted_without_a_consent_that_was_stored(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    reply = do(brain, visitor, SUBMIT)
    do(brain, visitor, SAVE)
    do(brain, visitor, {"type": "drop_draft"})
    again = do(brain, visitor, SUBMIT)
    with both.database.read() as connection:
        case = cases.latest(connection, visitor.session["conversation_id"])

    assert "nothing has been submitted" in reply["text"] and "nothing has been submitted" in again["text"]
    assert case is None


@pytest.mark.parametrize(
    "effect",
    [
        {**SUBMIT, "answers": {**ANSWERS, "name": None}},
        {**SUBMIT, "answers": {**ANSWERS, "role": "king"}},
        {**SUBMIT, "answers": {**ANSWERS, "email": None}},
        {**SUBMIT, "answers": {**ANSWERS, "topics": "x"}},
        {**SUBMIT, "answers": {**ANSWERS, "country": "Italy"}},
        {**SUBMIT, "answers": []},
        {**SUBMIT, "consent": "1999_01"},
        {**SAVE, "consent": "../../x"},
        {**SAVE, "draft": "x"},
        {"type": "check_code", "code": "12345x"},
        {"type": "send_email_code"},
        {"type": "send_status_code"},
    ],
)
def test_effect_that_cannot_be_right_becomes_an_apology(
    gateway: RunningGateway, brain: StandInBrain, effect: dict[str, Any]
) -> None:
    visitor = gateway.visitor()
    reply = do(brain, visitor, effect)
    with gateway.database.read() as connection:
        case = cases.latest(connection, visitor.session["conversation_id"])

    assert "technical problem" in reply["text"]
    assert case is None


def test_draft_comes_back_to_a_conversation_whose_state_is_gone(gateway: RunningGateway, brain: StandInBrain) -> None:
    visitor = gateway.visitor()
    brain.script = lambda turn: answer(turn, {"type": "effect", "index": 0}, effects=(SAVE,), state=None)
    visitor.ask("I agree")
    do(brain, visitor, {"type": "desk_contact"}, "one more")
    do(brain, visitor, {"type": "desk_contact"}, "and another")

    assert "draft" not in brain.asked[0]
    assert brain.asked[1]["draft"] == SAVE["draft"]
    assert "draft" not in brain.asked[2]


@pytest.mark.parametrize(("contact", "said"), [("desk@city.example", "desk@city.example"), ("", "asking for a person")])
def test_who_does_not_consent_is_told_how_to_reach_the_desk(
    start: Start, sqlite_url: str, brain: StandInBrain, contact: str, said: str
) -> None:
    running = start(sqlite_url, helpdesk_contact=contact)

    assert said in do(brain, running.visitor(), {"type": "desk_contact"})["text"]


def test_code_confirms_the_address_of_a_request(
    start: Start, sqlite_url: str, brain: StandInBrain, serve: Serve
) -> None:
    peer = serve()
    running = start(sqlite_url, **settings_for(peer))
    visitor = running.visitor()
    do(brain, visitor, SAVE)
    sent = do(brain, visitor, {"type": "send_email_code", "email": ANNA})
    code = code_in(peer, 1)
    wrong = do(brain, visitor, {"type": "check_code", "code": other_than(code)})
    right = do(brain, visitor, {"type": "check_code", "code": code})
    case = do(brain, visitor, SUBMIT)
    with running.database.read() as connection:
        found = cases.by_reference(connection, str(reference_in(case)))
        request = requests.of_case(connection, found.id) if found else None

    assert ANNA in sent["text"] and peer.asked == [ANNA]
    assert "not right" in wrong["text"] and "confirmed" in right["text"]
    assert request is not None and request.email_confirmed


def test_code_that_comes_after_the_submission_confirms_too(
    start: Start, sqlite_url: str, brain: StandInBrain, serve: Serve
) -> None:
    peer = serve()
    running = start(sqlite_url, **settings_for(peer))
    visitor = running.visitor("zh")
    do(brain, visitor, SAVE)
    do(brain, visitor, {"type": "send_email_code", "email": ANNA})
    reference = reference_in(do(brain, visitor, SUBMIT))
    reply = do(brain, visitor, {"type": "check_code", "code": code_in(peer, 1)}, "验证码")
    with running.database.read() as connection:
        found = cases.by_reference(connection, str(reference))
        request = requests.of_case(connection, found.id) if found else None

    assert "已验证" in reply["text"]
    assert request is not None and request.email_confirmed


def test_without_mail_no_code_is_asked_for(both: RunningGateway, brain: StandInBrain) -> None:
    said = {"type": "text", "text": {"en": "Next question?", "zh": "下一题？"}}
    effects = ({"type": "send_email_code", "email": ANNA},)
    brain.script = lambda turn: answer(turn, {"type": "effect", "index": 0}, said, effects=effects)

    assert both.visitor().ask("anna@city.example")["text"] == "Next question?"


def status(reference: str | None) -> dict[str, Any]:
    return {"type": "request_status", "reference": reference}


def test_stranger_with_a_reference_hears_the_same_whether_it_exists_or_not(
    start: Start, sqlite_url: str, brain: StandInBrain, serve: Serve
) -> None:
    peer = serve()
    running = start(sqlite_url, **settings_for(peer))
    real, invented = submitted(brain, running.visitor()), "CB-2026-000000"
    heard = []
    for reference in (real, invented):
        stranger = running.visitor()
        asked = do(brain, stranger, status(reference))
        sent = stranger.answer_after(stranger.press("Send me a code").json()["seq"])
        wrong = do(brain, stranger, {"type": "check_code", "code": "000000"})
        heard.append([str(reply["text"]).replace(reference, "X") for reply in (asked, sent, wrong)])

    assert heard[0] == heard[1]
    assert "do not even say" in heard[0][0]
    assert code_in(peer, 1) and peer.asked == [ANNA]


def test_code_sent_to_the_address_of_the_request_opens_its_status(
    start: Start, sqlite_url: str, brain: StandInBrain, serve: Serve
) -> None:
    peer = serve()
    running = start(sqlite_url, **settings_for(peer))
    reference = submitted(brain, running.visitor())
    stranger, other = running.visitor(), running.visitor()
    do(brain, stranger, status(reference.lower()))
    stranger.answer_after(stranger.press("Send me a code").json()["seq"])
    code = code_in(peer, 1)
    elsewhere = do(brain, other, {"type": "check_code", "code": code})
    told = do(brain, stranger, {"type": "check_code", "code": code})
    again = do(brain, stranger, {"type": "check_code", "code": code})

    assert "received, not yet assigned" in told["text"] and reference in told["text"]
    assert reference not in elsewhere["text"] and reference not in again["text"]


def test_status_is_told_in_the_conversation_of_the_request(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    reference = submitted(brain, visitor)

    assert reference in do(brain, visitor, status(None))["text"]
    assert reference in do(brain, visitor, status(reference))["text"]
    assert "only in the conversation" in do(brain, both.visitor(), status(reference))["text"]


@pytest.mark.parametrize(("language", "word"), [("en", "2026-11"), ("zh", "2026-11")])
def test_text_of_the_consent_names_its_version(language: str, word: str) -> None:
    assert word in consent_text(CONSENT, language)
