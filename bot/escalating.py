"""Effects by which a person is asked for, and told how to reach the one who asked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Connection

from bot import phrases, reception, wanted
from bot.phrases import Block
from bot.scene import Effect, Scene
from desk import cases, conversations, escalations, hours, letters, messages, ownership, windows
from desk.cases import Case, Wish
from desk.conversations import Conversation
from desk.errors import AddressRefused
from desk.routing import Route, route

WEB = "web"
_MAX_ASKED = 4000
_MAX_RECORDS = 50
_MOST_WORDS_AROUND = 40
"""Characters beside an address up to which a message is nothing but the giving of one."""
_ADDRESS = re.compile(
    r"[^\s<>()\[\],;:\uff0c\u3002\uff1a\uff1b\u3001]+@[^\s<>()\[\],;:\uff0c\u3002\uff1a\uff1b\u3001]+"
)


def given_address(text: str) -> str | None:
    """Return the e-mail address that a message gives; None if it gives none, several, or says much else."""
    found = _ADDRESS.findall(text)
    if len(found) != 1 or len(text) - len(found[0]) > _MOST_WORDS_AROUND:
        return None
    try:
        return letters.address(found[0].rstrip(".!?"))
    except AddressRefused:
        return None


def is_sound(effect: Effect) -> bool:
    """Whether the fields of an effect that asks for a person can be used."""
    if effect.get("type") == "give_address" and given_address(str(effect.get("address"))) != effect.get("address"):
        return False
    return effect.get("why", escalations.ASKED) in escalations.WHYS


def escalation(connection: Connection, effect: Effect, scene: Scene) -> tuple[Case, Route, bool]:
    """Return the one open escalation of the conversation, how its office was chosen, and whether it was known."""
    known = cases.open_escalation(connection, scene.conversation)
    if known is not None:
        reason = {"why": effect["why"]} if effect.get("why") else {}
        cases.add_event(connection, known.id, "requester", "asked_again", reason, scene.now)
        return known, Route(known.office), True
    wished = effect.get("office")
    chosen = Route(wished) if wished else route(connection, scene.language, scene.now)
    due = hours.answer_by(chosen.office, scene.now, scene.rules.working_days)
    asked = (effect.get("asked") or _question(connection, scene))[:_MAX_ASKED]
    records = [*(effect.get("records") or ())][:_MAX_RECORDS]
    talk = conversations.by_id(connection, scene.conversation)
    before = escalations.previous_of(connection, talk.id)
    wish = Wish(cases.ESCALATION, asked, records, scene.language, due, chosen.office)
    case = cases.open_case(connection, talk, wish, scene.now)
    escalations.note(connection, case, effect.get("why") or escalations.ASKED, before)
    return case, chosen, False


def _question(connection: Connection, scene: Scene) -> str:
    """Return what the person wants; a command of a messenger is stored as typed, and `said` is what it means."""
    newest = messages.newest_in(connection, scene.conversation)
    if newest is None:
        return scene.said
    return wanted.told(connection, replace(newest, text=scene.said))


def ask_person(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    """Ask for a person: open the case and queue the conversation, or say that this was done."""
    case, chosen, again = escalation(connection, effect, scene)
    talk = conversations.by_id(connection, scene.conversation)
    ownership.ask_person(connection, talk, scene.now)
    said, *rest = phrases.person_asked(case, again)
    return [said, *reception.opening(case, chosen, scene.now), *_address_ask(connection, case, talk, scene), *rest]


def _address_ask(connection: Connection, case: Case, talk: Conversation, scene: Scene) -> list[Block]:
    """Ask for an address where the answer may wait: on a page that nobody has open, or behind a shut window."""
    known = escalations.of_case(connection, case.id)
    has_address = bool(known and known.address)
    if windows.of(connection, talk.id) is not None:
        return [*reception.window(), *([] if has_address else [reception.window_address_ask()])]
    closed = hours.opens_at(case.office, scene.now) is not None
    asks = closed and talk.channel == WEB and not has_address
    return [reception.address_ask(scene.rules.mail)] if asks else []


def give_address(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    """Keep an address with the open escalation."""
    case = cases.open_escalation(connection, scene.conversation)
    if case is None:
        return phrases.case_added(None)
    talk = conversations.by_id(connection, scene.conversation)
    # Letters tell of answers on the page; in a messenger the address is for the staff.
    by_letter = scene.rules.mail and talk.channel == WEB
    consent = reception.ADDRESS_KEPT
    if windows.of(connection, talk.id) is not None:
        consent = reception.WINDOW_ADDRESS_ASK
    elif hours.opens_at(case.office, scene.now):
        consent = reception.address_question(by_letter)
    escalations.give_address(connection, case, effect["address"], f"{consent}:{scene.language}", scene.now)
    return reception.address_kept(case, effect["address"], by_letter)


def forget_address(connection: Connection, _effect: Effect, scene: Scene) -> list[Block]:
    """Forget the address again, also of a case that is finished."""
    case = cases.latest_of_kind(connection, scene.conversation, cases.ESCALATION)
    return reception.address_gone(case is not None and escalations.forget_address(connection, case, scene.now))


EFFECTS: dict[str, Any] = {
    "ask_person": ask_person,
    "give_address": give_address,
    "forget_address": forget_address,
}
