"""Asks people how satisfied they are when a person of the staff finishes their case, and keeps what they say.

Everything here works without the brain and whoever has the word, and nothing here moves the case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from bot import phrases
from bot.phrases import Block
from bot.scene import Effect, EffectError, Scene
from desk import cases, ratings
from desk.cases import Case
from desk.endings import Ending
from desk.messages import OUT, Message

RATE, WORDS_ASK, WORDS, WORDS_LEFT = "rate_case", "ask_rating_words", "keep_rating_words", "leave_rating_words"
OWN = frozenset({RATE, WORDS_ASK, WORDS, WORDS_LEFT})
"""Effects of our own buttons; no brain may wish for them."""
_QUESTION = "rating.words_ask"


def question(ending: Ending) -> list[Block]:
    """Return what is said at the end of a case: that it is finished, and the question with its buttons.

    Args:
        ending: which case, and whether another one of the conversation goes on.
    """
    case = ending.case
    several = "_of_several" if ending.goes_on else ""
    told = phrases.text(f"rating.{case.status}{several}", reference={"string": case.reference})
    answers = [
        phrases.button(f"rating.{verdict}", {"effects": [_effect(RATE, case.reference, verdict=verdict)]})
        for verdict in ratings.VERDICTS
    ]
    return [told, phrases.text("rating.ask"), phrases.buttons(*answers)]


def _effect(kind: str, reference: str, **more: str) -> Effect:
    return {"type": kind, "reference": reference, **more}


def check(effect: Effect) -> None:
    """Refuse an effect that cannot be carried out.

    Raises:
        EffectError: a field is missing or of the wrong type.
    """
    if effect["type"] in OWN and not isinstance(effect.get("reference"), str):
        raise EffectError("effect_reference")
    if effect["type"] == RATE and effect.get("verdict") not in ratings.VERDICTS:
        raise EffectError("effect_verdict")


def only(effects: Sequence[Effect]) -> bool:
    """Whether a message does nothing but rate a case: that is no question to the assistant, and not counted as one."""
    return bool(effects) and all(effect.get("type") in OWN for effect in effects)


def asks(message: Message | None) -> Effect | None:
    """Return what the next words come to, if the last thing said asked for some; else None."""
    blocks = message.blocks if message is not None and message.direction == OUT else None
    for block in blocks or []:
        if block.get("say") == _QUESTION:
            return _effect(WORDS, str(block["with"]["reference"]["string"]))
    return None


def _mine(connection: Connection, effect: Effect, scene: Scene) -> Case | None:
    return cases.of_reference(connection, scene.conversation, effect["reference"])


def _named(case: Case) -> Mapping[str, Any]:
    return {"reference": {"string": case.reference}}


def _rate(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    case = _mine(connection, effect, scene)
    if case is None or not ratings.give(connection, case, effect["verdict"], scene.now):
        return [phrases.text("rating.gone")]
    verdict = {"say": f"rating.{effect['verdict']}"}
    more = phrases.button("rating.words_button", {"effects": [_effect(WORDS_ASK, case.reference)]})
    return [phrases.text("rating.thanks", verdict=verdict, **_named(case)), phrases.buttons(more)]


def _ask_words(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    case = _mine(connection, effect, scene)
    if case is None:
        return [phrases.text("rating.gone")]
    leave = phrases.button("rating.words_no_button", {"effects": [_effect(WORDS_LEFT, case.reference)]})
    return [phrases.text(_QUESTION, **_named(case)), phrases.buttons(leave, phrases.person_button())]


def _keep_words(connection: Connection, effect: Effect, scene: Scene) -> list[Block]:
    case = _mine(connection, effect, scene)
    if case is None or not ratings.say(connection, case, scene.said, scene.now):
        return [phrases.text("rating.gone")]
    return [phrases.text("rating.words_kept", **_named(case))]


def _leave_words(_connection: Connection, _effect_: Effect, _scene: Scene) -> list[Block]:
    return [phrases.text("rating.words_left")]


EFFECTS: dict[str, Callable[[Connection, Effect, Scene], list[Block]]] = {
    RATE: _rate,
    WORDS_ASK: _ask_words,
    WORDS: _keep_words,
    WORDS_LEFT: _leave_words,
}
