"""What a turn changes in a cooperation request that is with the desk already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Connection

from bot import phrases, request_effects
from bot.phrases import Block
from bot.privacy_effects import REQUESTER
from bot.scene import Effect, EffectError, Scene
from desk import amending, cases, letters, merged, requests
from desk.cases import Case
from desk.requests import Request

AMEND = "amend_request"
SENT = "sent"
"""How the brain calls a request that was handed over."""
LONGEST = 4000
"""Characters of the words that are noted where a request cannot be changed."""
_CODE_LETTER = "code"


def check(effect: Effect) -> None:
    """Refuse an effect that cannot be carried out.

    Raises:
        EffectError: it changes what is no field of a request, or does not say how that is shown.
    """
    if effect["type"] != AMEND:
        return
    answers, shown = effect.get("answers"), effect.get("shown")
    if not isinstance(answers, dict) or not answers or not set(answers) <= set(amending.FIELDS):
        raise EffectError("effect_answers")
    if not isinstance(shown, list) or not all(isinstance(row, dict) for row in shown):
        raise EffectError("effect_shown")


def _amend(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    """Change the newest request of this conversation; what cannot be changed any more is noted with it, and said."""
    case = cases.latest_of_kind(connection, scene.conversation, cases.COOPERATION)
    request = requests.of_case(connection, case.id) if case is not None else None
    if case is None or (request is None and case.status not in cases.OPEN):
        return phrases.case_added(None)
    goes_on = merged.survivor(connection, case)
    if goes_on is not None and goes_on.status in cases.OPEN:
        return _noted(connection, goes_on, effect, scene)
    if request is None:
        return _noted(connection, case, effect, scene)
    if case.status not in cases.OPEN:
        _noted(connection, case, effect, scene)
        return phrases.request_kept(case, cases.is_withdrawn(connection, case))
    wanted = _wanted(request, effect["answers"])
    if wanted is None:
        return _noted(connection, case, effect, scene)
    fields = amending.amend(connection, case, wanted, REQUESTER, scene.now)
    blocks = phrases.request_amended(case, effect["shown"], bool(fields))
    return blocks + (_asked_to_confirm(connection, wanted, scene) if "email" in fields else [])


def _noted(connection: Connection, case: Case, effect: Effect, scene: Scene) -> list[Block]:
    cases.add_words(connection, case, (effect.get("asked") or scene.said)[:LONGEST], scene.now)
    return phrases.case_added(case)


def _wanted(request: Request, answers: dict[str, Any]) -> Request | None:
    """Return the whole request as it shall be; None where the form would not take it so."""
    before = {**vars(request), "topics": list(request.topics), "partner_refs": list(request.partner_refs)}
    try:
        return request_effects.request_of({**before, **answers}, None)
    except EffectError:
        return None


def _asked_to_confirm(connection: Connection, wanted: Request, scene: Scene) -> list[Block]:
    """Send a code to the new address; one that is on its way to the old address does not go out any more."""
    letters.withdraw(connection, scene.conversation, _CODE_LETTER)
    if wanted.email is None:
        return []
    return request_effects.send_email_code(connection, {"email": wanted.email}, scene)


def handed_over(connection: Connection, conversation: str) -> dict[str, Any] | None:
    """Return the open request of a conversation as the brain remembers one that was handed over."""
    case = cases.latest_of_kind(connection, conversation, cases.COOPERATION)
    request = requests.of_case(connection, case.id) if case is not None and case.status in cases.OPEN else None
    if request is None:
        return None
    said = {name: getattr(request, name) for name in amending.FIELDS}
    answers = {name: list(value) if isinstance(value, tuple) else value for name, value in said.items() if value}
    return {"answers": answers, "stage": SENT}


EFFECTS: dict[str, Callable[[Connection, Effect, Scene], list[Block]]] = {AMEND: _amend}
