"""Blocks that the gateway itself says; the sentences are in bot/wording/gateway.yml."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from desk.cases import Case
from desk.hours import OFFICES

Block = dict[str, Any]
ASK_PERSON = {"type": "ask_person"}
STOP_WAITING = {"type": "stop_waiting"}
WAITING = "queue"
"""While the conversation has this owner a button is good; a page takes it away afterwards."""
DEFAULT_OFFICE = "brussels"


def text(key: str, **values: Any) -> Block:
    """Return a text block for a key of the wording files."""
    return {"type": "text", "say": key, "with": values}


def button(key: str, do: dict[str, Any]) -> Block:
    """Return one button of a buttons block."""
    return {"title": {"say": key}, "do": do}


def buttons(*items: Block) -> Block:
    """Return a buttons block."""
    return {"type": "buttons", "items": list(items)}


def listed(texts: Sequence[str]) -> dict[str, Any]:
    """Return texts as one value of a sentence."""
    return {"list": [{"string": text} for text in texts], "join": "comma"}


def person_button() -> Block:
    """Return the button that asks for a person; it works without the brain."""
    return button("gateway.person", {"effects": [ASK_PERSON]})


def stop_button() -> Block:
    """Return the button that cancels the wish for a person; it works without the brain."""
    return {**button("gateway.stop_waiting", {"effects": [STOP_WAITING]}), "while": WAITING}


def greeting(name: str, days: int, link: str) -> list[Block]:
    """Return the first message: who speaks, what can be asked, what is stored.

    Args:
        name: name of the assistant.
        days: how long a conversation is kept.
        link: address of the privacy notice.
    """
    topics = ("programmes", "cities", "funding", "steps", "person")
    intents = {"programmes": "list_programmes", "cities": "find_cities", "funding": "list_funding"}
    starts = [button(f"gateway.start_{topic}", {"intent": intent, "entities": []}) for topic, intent in intents.items()]
    return [
        text("gateway.hello", name={"string": name}),
        {
            "type": "list",
            "title": {"say": "gateway.can"},
            "items": [{"say": f"gateway.can_{topic}"} for topic in topics],
        },
        notice(days, link),
        buttons(*starts, person_button()),
    ]


def notice(days: int, link: str) -> Block:
    """Return the short privacy notice."""
    return text("gateway.notice", days={"number": days}, link={"string": link})


def sorry(slow: bool, asked: str = "") -> list[Block]:
    """Return the apology, with a person as the way out, who is told what was asked."""
    wish = {**ASK_PERSON, "why": "failure", **({"asked": asked} if asked else {})}
    way_out = button("gateway.person", {"effects": [wish]})
    return [text("gateway.sorry_slow" if slow else "gateway.sorry"), buttons(way_out)]


def moment(at: datetime, office: str) -> dict[str, str]:
    """Return the day of a moment as it is called in an office's zone."""
    return {"date": at.astimezone(OFFICES[office].zone).date().isoformat()}


def _case_values(case: Case) -> dict[str, Any]:
    due = case.due or case.created
    return {
        "reference": {"string": case.reference},
        "office": {"say": f"office.{case.office}"},
        "date": moment(due, case.office),
    }


def person_asked(case: Case, again: bool) -> list[Block]:
    """Return what is said when a person was asked for."""
    hours = {"say": f"office.hours_{case.office}"}
    key = "gateway.person_asked_already" if again else "gateway.person_asked"
    return [text(key, hours=hours, **_case_values(case)), buttons(stop_button())]


def case_opened(case: Case) -> list[Block]:
    """Return what is said when a case was opened."""
    return [text(f"case.opened_{case.kind}", **_case_values(case))]


def request_received(case: Case) -> list[Block]:
    """Return what is said when a cooperation request was handed over."""
    return [text("request.received", **_case_values(case))]


def request_amended(case: Case, shown: Sequence[dict[str, Any]], changed: bool) -> list[Block]:
    """Return what is said when a request was changed after it was handed over.

    Args:
        case: of the request.
        shown: rows with what it says now.
        changed: whether that is new.
    """
    title = {"say": "request.amended" if changed else "request.amended_same", "with": _case_values(case)}
    office = [text("request.amended_office", **_case_values(case))] if changed else []
    return [{"type": "list", "title": title, "items": list(shown)}, *office]


def request_kept(case: Case, withdrawn: bool) -> list[Block]:
    """Return what is said when a request is finished, so that its fields stay and the words are noted with it."""
    status = {"say": "case.status_cancelled" if withdrawn else f"case.status_{case.status}"}
    again = {"title": {"say": "button.cooperate"}, "do": {"intent": "request_cooperation", "entities": []}}
    return [text("request.amended_late", status=status, **_case_values(case)), buttons(again)]


def proof_needed(reference: str) -> list[Block]:
    """Return what is said to who asks for a request of another conversation; the same whether it exists or not."""
    send = {"type": "send_status_code", "reference": reference}
    return [text("request.proof_needed"), buttons(button("request.send_code", {"effects": [send]}))]


def case_added(case: Case | None) -> list[Block]:
    """Return what is said when words were added to a case; None where no case waits for an answer."""
    return [text("case.added", **_case_values(case)) if case else text("case.none_open")]


def case_withdrawn(case: Case | None) -> list[Block]:
    """Return what is said when a case was withdrawn; None where there was none to withdraw."""
    return [text("case.withdrawn", **_case_values(case)) if case else text("case.none_to_withdraw")]


def still_waiting(case: Case, now: datetime) -> list[Block]:
    """Return the reminder under an answer given while a person was asked for."""
    reference = {"string": case.reference}
    if case.due and now > case.due:
        line = text("gateway.still_waiting_late", reference=reference)
    else:
        line = text("gateway.still_waiting", reference=reference, date=_case_values(case)["date"])
    return [line, buttons(stop_button())]


def staff_moved(move: str, name: str, office: str) -> list[Block]:
    """Return what is said when a member of staff begins to answer, stops, leaves it to a colleague, or closes the case.

    Args:
        move: here, back, passed, ended, answered or together.
        name: of the member of staff.
        office: where they work.
    """
    values = {"name": {"string": name}, "office": {"say": f"office.{office}"}}
    return [text(f"gateway.staff_{move}", **(values if move == "here" else {}))]


def waiting_stopped(case: Case | None) -> list[Block]:
    """Return what is said when somebody no longer waits for a person."""
    if case is None:
        return [text("gateway.not_waiting")]
    return [text("gateway.waiting_stopped", reference={"string": case.reference})]


def case_status(case: Case | None, now: datetime, cancelled: bool = False, together: Case | None = None) -> list[Block]:
    """Return the status of a case; None for a reference that is unknown or not of this conversation.

    Args:
        case: which.
        now: the time.
        cancelled: whether the person withdrew it.
        together: the case that goes on for one that was merged.
    """
    if case is None:
        return [text("case.not_found")]
    values: dict[str, Any] = {
        "reference": {"string": case.reference},
        "date": moment(case.created, case.office),
        "status": {"say": "case.status_cancelled" if cancelled else f"case.status_{case.status}"},
    }
    if together is not None:
        values["status"] = {"say": f"case.status_{together.status}"}
        return [text("case.status_together", other={"string": together.reference}, **values)]
    if case.due and case.due > now and case.status in ("new", "assigned"):
        return [text("case.status_due", due=moment(case.due, case.office), **values)]
    return [text("case.status", **values)]
