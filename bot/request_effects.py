"""What a turn changes about cooperation requests: drafts, submissions, codes that prove an address, their status."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.engine import Connection

from bot import phrases, reception
from bot.phrases import Block
from bot.scene import Effect, EffectError, Scene
from bot.wording.catalogue import catalogue
from desk import amending, cases, conversations, drafts, hours, letters, merged, proofs, requests, windows
from desk.cases import Case, Wish
from desk.requests import Consent, Request

_VERSION = re.compile(r"\d{4}_\d{2}[a-z]?")
_CODE = re.compile(r"\d{6}")
_LONGEST = {"name": 200, "organisation": 300, "city": 200, "city_ref": 120, "country": 2, "email": 320, "phone": 32,
            "description": 4000, "partner": 300, "contacts": 2000}  # fmt: skip
_LISTS = ("topics", "partner_refs")
_MOST = 20
_LARGEST_DRAFT = 20_000
SUGGEST = "suggest"


def check(effect: Effect) -> None:
    """Refuse an effect that cannot be carried out.

    Raises:
        EffectError: a field is missing or of the wrong type.
    """
    kind = effect["type"]
    if kind in ("save_draft", "submit_request"):
        consent_text(str(effect.get("consent")), "en")
    if kind == "save_draft" and not (
        isinstance(effect.get("draft"), dict) and len(repr(effect["draft"])) <= _LARGEST_DRAFT
    ):
        raise EffectError("effect_draft")
    if kind == "submit_request":
        request_of(effect.get("answers"), None)
    if kind == "send_email_code" and not isinstance(effect.get("email"), str):
        raise EffectError("effect_email")
    if kind == "check_code" and not _CODE.fullmatch(str(effect.get("code"))):
        raise EffectError("effect_code")
    if kind == "send_status_code" and not isinstance(effect.get("reference"), str):
        raise EffectError("effect_reference")


def consent_text(version: str, language: str) -> str:
    """Return the text of a version of the consent.

    Raises:
        EffectError: there is no such version.
    """
    key = f"request.consent.v{version}"
    if not _VERSION.fullmatch(version) or key not in catalogue():
        raise EffectError("effect_consent")
    return catalogue().text(key, language)


def request_of(answers: Any, confirmed: str | None) -> Request:
    """Make a request of what was answered; each field is of its kind and no longer than it may be.

    Args:
        answers: as the brain gives them.
        confirmed: the e-mail address that was confirmed by a code.

    Raises:
        EffectError: something is needed and not there, or not of its kind.
    """
    if not isinstance(answers, Mapping):
        raise EffectError("effect_answers")
    given: dict[str, Any] = {}
    for name, longest in _LONGEST.items():
        value = answers.get(name)
        if value is not None and not (isinstance(value, str) and len(value) <= longest):
            raise EffectError("effect_answers")
        given[name] = value or None
    for name, choices in requests.CHOICES.items():
        given[name] = answers.get(name)
        if given[name] not in (None, *choices):
            raise EffectError("effect_answers")
    for name in _LISTS:
        value = answers.get(name) or []
        if not isinstance(value, list) or not all(isinstance(ref, str) for ref in value):
            raise EffectError("effect_answers")
        given[name] = tuple(value[:_MOST])
    given["organisation"] = given["organisation"] or given["city"]
    given["partner"] = None if given["partner"] == SUGGEST else given["partner"]
    enough = given["organisation"] and given["name"] and (given["email"] or given["phone"])
    if not enough or not (given["topics"] or given["description"]):
        raise EffectError("effect_answers")
    return Request(**given, email_confirmed=given["email"] is not None and given["email"] == confirmed)


def _save_draft(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    hashed = hashlib.sha256(consent_text(effect["consent"], scene.language).encode()).hexdigest()
    consent = Consent(effect["consent"], hashed, scene.language, scene.now)
    drafts.save(connection, scene.conversation, effect["draft"], consent, scene.now)
    return []


def _drop_draft(connection: Connection, _effect: Effect, scene: Scene) -> list[Block]:
    drafts.drop(connection, scene.conversation)
    return []


def _submit(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    """Open the case of a request; it rests on the consent that was stored with its draft, and on no other."""
    draft = drafts.of(connection, scene.conversation)
    if draft is None or draft.consent.version != effect["consent"]:
        return [phrases.text("request.draft_failed")]
    request = request_of(effect["answers"], draft.email_confirmed)
    office = effect.get("office") or cases.OFFICES[scene.language]
    due = hours.answer_by(office, scene.now, scene.rules.working_days)
    wish = Wish(cases.COOPERATION, requests.asked_in(request), effect.get("records") or [], scene.language, due, office)
    talk = conversations.by_id(connection, scene.conversation)
    case = cases.open_case(connection, talk, wish, scene.now)
    requests.store(connection, case.id, request, draft.consent, scene.now)
    drafts.drop(connection, scene.conversation)
    proof = [phrases.text("request.received_proof")] if scene.rules.mail and request.email else []
    limited = reception.window_of_request() if windows.of(connection, talk.id) else []
    return [*phrases.request_received(case), *limited, *proof]


def send_email_code(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    """Send a code to the address of a request; without mail nothing is asked of anybody."""
    if not scene.rules.mail:
        return []
    email = str(effect["email"])
    code = proofs.issue(connection, scene.conversation, proofs.EMAIL, email, None, scene.now)
    if code is None or not _post(connection, email, code, scene):
        return [phrases.text("request.code_too_many")]
    return [phrases.text("request.code_sent", email={"string": email})]


def _send_status_code(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    """Send a code to the address of a request, if both exist; what is said and stored is the same if not."""
    if not scene.rules.mail:
        return phrases.case_status(None, scene.now)
    case = cases.by_reference(connection, effect["reference"])
    request = requests.of_case(connection, case.id) if case else None
    email = request.email if request else None
    if case is not None and request is not None and not amending.may_write_to(connection, case, request):
        email = None
    known = case.id if case and email else None
    code = proofs.issue(connection, scene.conversation, proofs.STATUS, email, known, scene.now)
    if code is None:
        return [phrases.text("request.code_too_many")]
    if email:
        _post(connection, email, code, scene)
    reference = cases.tidy_reference(effect["reference"])
    return [phrases.text("request.proof_sent", reference={"string": reference})]


def _post(connection: Connection, email: str, code: str, scene: Scene) -> bool:
    if not proofs.may_send(connection, email, scene.now):
        return False
    values = {"code": code}
    letters.enqueue(connection, email, "code", scene.language, values, scene.now, conversation=scene.conversation)
    return True


def _check_code(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    if not scene.rules.mail:
        return [phrases.text("request.code_none")]
    proof = proofs.check(connection, scene.conversation, effect["code"], scene.now)
    if proof is None:
        return [phrases.text("request.code_wrong")]
    if proof.purpose == proofs.STATUS:
        known = _case(connection, proof.case)
        return phrases.case_status(known, scene.now, together=merged.survivor(connection, known) if known else None)
    drafts.confirm_email(connection, scene.conversation, proof.email)
    mine = cases.latest_of_kind(connection, scene.conversation, cases.COOPERATION)
    request = requests.of_case(connection, mine.id) if mine else None
    if mine is not None and request is not None and request.email == proof.email:
        requests.confirm_email(connection, mine.id)
    return [phrases.text("request.code_right", email={"string": proof.email})]


def _case(connection: Connection, identity: int | None) -> Case | None:
    return cases.by_id(connection, identity) if identity is not None else None


def _request_status(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    """Tell a status in the conversation of the request; elsewhere only what proof is needed, whatever exists."""
    reference = effect.get("reference")
    if not reference:
        case = cases.latest(connection, scene.conversation)
        return _status_of(connection, case, effect, scene) if case else [phrases.text("case.none_here")]
    case = cases.of_reference(connection, scene.conversation, reference)
    if case is None and scene.rules.mail:
        return phrases.proof_needed(cases.tidy_reference(reference))
    return _status_of(connection, case, effect, scene) if case else phrases.case_status(None, scene.now)


def _status_of(connection: Connection, case: Case, effect: Effect, scene: Scene) -> list[Block]:
    """Tell the status of a case of this conversation, and whether it was cancelled where that was asked."""
    cancelled = cases.is_withdrawn(connection, case)
    told = phrases.case_status(case, scene.now, cancelled, merged.survivor(connection, case))
    if effect.get("asks") != "cancelled":
        return told
    verdict = phrases.text("case.is_cancelled" if cancelled else "case.not_cancelled")
    return [verdict, *told]


def _desk_contact(_connection: Connection, _effect: Effect, scene: Scene) -> list[Block]:
    if not scene.rules.contact:
        return [phrases.text("request.desk_no_contact")]
    return [phrases.text("request.desk_contact", contact={"string": scene.rules.contact})]


EFFECTS: dict[str, Callable[[Connection, Effect, Scene], list[Block]]] = {
    "save_draft": _save_draft,
    "drop_draft": _drop_draft,
    "submit_request": _submit,
    "send_email_code": send_email_code,
    "send_status_code": _send_status_code,
    "check_code": _check_code,
    "request_status": _request_status,
    "desk_contact": _desk_contact,
}
