"""A request that is with the desk: more is added to it, it is withdrawn, and the brain knows who waits."""

from __future__ import annotations

from desk import cases
from tests.bot.conftest import RunningGateway
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.test_handoff import reference_in, wishing
from tests.bot.visitor import Visitor


def opened(brain: StandInBrain, visitor: Visitor, **other: object) -> str:
    brain.script = wishing({"type": "open_case", "kind": "cooperation", "asked": "a pilot", **other})  # type: ignore[assignment]
    return reference_in(visitor.ask("yes"))


def test_what_is_written_later_is_added_to_the_same_case(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    reference = opened(brain, visitor, office="beijing")
    brain.script = wishing({"type": "add_to_case", "asked": "our city is Rome"})  # type: ignore[assignment]
    reply = visitor.ask("our city is Rome")
    with both.database.read() as connection:
        case = cases.of_reference(connection, visitor.session["conversation_id"], reference)
        assert case is not None
        history = cases.events(connection, case.id)

    assert reference_in(reply) == reference
    assert case.office == "beijing" and "Beijing" in str(reply["text"])
    assert history[-1] == ("requester", "added", {"text": "our city is Rome"})


def test_a_request_is_withdrawn_once_and_nothing_is_added_to_it_any_more(
    both: RunningGateway, brain: StandInBrain
) -> None:
    visitor, stranger = both.visitor(), both.visitor()
    reference = opened(brain, visitor)
    brain.script = wishing({"type": "withdraw_case", "reference": reference})  # type: ignore[assignment]
    foreign, first, second = stranger.ask("withdraw it"), visitor.ask("withdraw it"), visitor.ask("withdraw it")
    brain.script = wishing({"type": "add_to_case", "asked": "one more"})  # type: ignore[assignment]
    late = visitor.ask("one more")
    with both.database.read() as connection:
        case = cases.of_reference(connection, visitor.session["conversation_id"], reference)

    assert "nothing to withdraw" in foreign["text"] and "nothing to withdraw" in second["text"]
    assert reference_in(first) == reference and "has been withdrawn" in first["text"]
    assert case is not None and case.status == "closed"
    assert "no open request" in late["text"]


def test_withdrawing_the_wish_for_a_person_ends_the_waiting(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    visitor.answer_after(visitor.press("Talk to a person").json()["seq"])
    brain.script = wishing({"type": "withdraw_case", "reference": None})  # type: ignore[assignment]
    visitor.ask("withdraw my request")

    assert visitor.owner() == "assistant"


def test_the_brain_is_told_whether_a_person_is_awaited(both: RunningGateway, brain: StandInBrain) -> None:
    visitor = both.visitor()
    visitor.ask("hello")
    visitor.answer_after(visitor.press("Talk to a person").json()["seq"])
    visitor.ask("cancel")

    assert [turn["waiting"] for turn in brain.asked] == [False, True]
