"""What a turn changes at the desk, done inside the transaction that stores the turn.

An effect is a wish of the brain, or of one of our own buttons. Each gives the blocks that tell the person
what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.engine import Connection

from bot import amend_effects, channel_effects, escalating, phrases, privacy_effects, rating_effects, request_effects
from bot.phrases import Block
from bot.scene import Effect, EffectError, Scene
from desk import cases, conversations, hours, ownership
from desk.cases import Case, Wish
from desk.conversations import Conversation

_MAX_ASKED = 4000
_MAX_RECORDS = 50
_OF_ANY_KIND = ("add_to_case", "withdraw_case")
"""Effects on a case that is there; without a kind, on the newest one."""


@dataclass(frozen=True)
class Outcome:
    """What came of the effects: blocks for each, and the language after them."""

    blocks: tuple[list[Block], ...]
    language: str


def check(effects: Sequence[Effect]) -> None:
    """Refuse effects that cannot be carried out.

    Raises:
        EffectError: unknown type, or a field missing or of the wrong type.
    """
    for effect in effects:
        kind = effect.get("type")
        if kind not in _EFFECTS:
            raise EffectError("effect_unknown")
        if kind == "set_language" and effect.get("language") not in ("en", "zh"):
            raise EffectError("effect_language")
        kinds = (*cases.KINDS, None) if kind in _OF_ANY_KIND else cases.KINDS
        if kind in ("open_case", *_OF_ANY_KIND) and effect.get("kind") not in kinds:
            raise EffectError("effect_kind")
        if not isinstance(effect.get("asked", ""), (str, type(None))):
            raise EffectError("effect_asked")
        if not isinstance(effect.get("reference", ""), (str, type(None))):
            raise EffectError("effect_reference")
        if effect.get("office") not in (None, *cases.OFFICES.values()):
            raise EffectError("effect_office")
        if not escalating.is_sound(effect):
            raise EffectError("effect_person")
        _records(effect)
        request_effects.check(effect)
        amend_effects.check(effect)
        rating_effects.check(effect)


def check_wishes(effects: Sequence[Effect]) -> None:
    """Refuse effects that a brain may not wish for, or that cannot be carried out.

    Raises:
        EffectError: as `check`, or only a person may confirm it, by a button of ours.
    """
    ours = privacy_effects.BY_BUTTON_ONLY | rating_effects.OWN
    if any(effect.get("type") in ours for effect in effects):
        raise EffectError("effect_unconfirmed")
    check(effects)


def _records(effect: Effect) -> list[str]:
    records = effect.get("records") or []
    if not isinstance(records, list) or not all(isinstance(ref, str) for ref in records):
        raise EffectError("effect_records")
    return records[:_MAX_RECORDS]


def language_after(effects: Sequence[Effect], language: str) -> str:
    """Return the language that a conversation has after effects; the last wish counts."""
    wishes = [effect["language"] for effect in effects if effect["type"] == "set_language"]
    return str(wishes[-1]) if wishes else language


def execute(connection: Connection, effects: Sequence[Effect], scene: Scene) -> Outcome:
    """Carry out effects in their order.

    Args:
        connection: the write transaction of the turn.
        effects: as `check` let them pass.
        scene: where and when.

    Returns:
        Blocks for each effect, and the language after them.

    Raises:
        EpochChanged: somebody else became the owner meanwhile.
    """
    language = language_after(effects, scene.language)
    scene = replace(scene, language=language)
    blocks = tuple(_EFFECTS[effect["type"]](connection, effect, scene) for effect in effects)
    return Outcome(blocks, language)


def _talk(connection: Connection, scene: Scene) -> Conversation:
    return conversations.by_id(connection, scene.conversation)


def _new_case(connection: Connection, kind: str, effect: Effect, scene: Scene) -> Case:
    office = effect.get("office") or cases.OFFICES[scene.language]
    due = hours.answer_by(office, scene.now, scene.rules.working_days)
    asked = (effect.get("asked") or scene.said)[:_MAX_ASKED]
    wish = Wish(kind, asked, _records(effect), scene.language, due, office)
    return cases.open_case(connection, _talk(connection, scene), wish, scene.now)


def _open_case(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    if effect["kind"] == cases.ESCALATION:
        case = escalating.escalation(connection, effect, scene)[0]
    else:
        case = _new_case(connection, effect["kind"], effect, scene)
    return phrases.case_opened(case)


def _stop_waiting(connection: Connection, _effect: Effect, scene: Scene) -> list[Block]:
    if not ownership.stop_waiting(connection, _talk(connection, scene), scene.now):
        return phrases.waiting_stopped(None)
    case = cases.open_escalation(connection, scene.conversation)
    if case is not None:
        cases.set_status(connection, case, cases.CLOSED, "requester", scene.now, reason="withdrawn")
    return phrases.waiting_stopped(case)


def _add_to_case(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    case = cases.latest_open(connection, scene.conversation, effect.get("kind"))
    if case is not None:
        cases.add_words(connection, case, (effect.get("asked") or scene.said)[:_MAX_ASKED], scene.now)
    return phrases.case_added(case)


def _withdraw_case(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    """Close a case at the wish of the person; who waits for a person on account of it no longer does."""
    reference = effect.get("reference")
    if reference:
        case = cases.of_reference(connection, scene.conversation, reference)
    else:
        case = cases.latest_open(connection, scene.conversation, effect.get("kind"))
    if case is None or cases.CLOSED not in cases.MOVES[case.status]:
        return phrases.case_withdrawn(None)
    if case.kind == cases.ESCALATION:
        ownership.stop_waiting(connection, _talk(connection, scene), scene.now)
    cases.set_status(connection, case, cases.CLOSED, "requester", scene.now, reason="withdrawn")
    return phrases.case_withdrawn(case)


def _set_language(_connection: Connection, _effect: Effect, _scene: Scene) -> list[Block]:
    return [phrases.text("gateway.language_set")]


_EFFECTS: dict[str, Callable[[Connection, Effect, Scene], list[Block]]] = {
    "open_case": _open_case,
    "add_to_case": _add_to_case,
    "withdraw_case": _withdraw_case,
    **escalating.EFFECTS,
    "stop_waiting": _stop_waiting,
    "set_language": _set_language,
    **request_effects.EFFECTS,
    **amend_effects.EFFECTS,
    **channel_effects.EFFECTS,
    **privacy_effects.EFFECTS,
    **rating_effects.EFFECTS,
}


def place(blocks: Sequence[Block], effects: Sequence[Effect], outcome: Outcome) -> list[Block]:
    """Put the blocks of effects where the answer wants them.

    Args:
        blocks: the brain's blocks, with {"type": "effect", "index": …} as place.
        effects: the effects.
        outcome: what came of them.

    Returns:
        The answer. An effect without a place comes at the end; a change of language is then only mentioned
        if nothing else is said.

    Raises:
        EffectError: a place for an effect that is not there.
    """
    placed: list[Block] = []
    seen: set[int] = set()
    for block in blocks:
        if block.get("type") != "effect":
            placed.append(block)
            continue
        index = block.get("index")
        if not isinstance(index, int) or not 0 <= index < len(effects):
            raise EffectError("effect_place")
        seen.add(index)
        placed.extend(outcome.blocks[index])
    for index, effect in enumerate(effects):
        if index not in seen and not (placed and effect["type"] == "set_language"):
            placed.extend(outcome.blocks[index])
    return placed


def arranged(blocks: Sequence[Block]) -> list[Block]:
    """Put what is said first, then the sources, then all buttons in one block."""
    said = [block for block in blocks if block.get("type") not in ("sources", "buttons")]
    proofs = [block for block in blocks if block.get("type") == "sources"]
    items = [item for block in blocks if block.get("type") == "buttons" for item in block.get("items", [])]
    return [*said, *proofs, *([phrases.buttons(*items)] if items else [])]
