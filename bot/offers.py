"""When a person is offered: twice not understood, a complaint, a gap. Offered with a reason, never forced.

The button holds the question and the records, so that the case does too, and it needs no brain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy.engine import Connection

from bot import phrases
from bot.phrases import Block
from desk import escalations, messages
from desk.messages import Message

UNSURE = "unsure"
_LONGEST = 2000
_MOST_RECORDS = 10


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Any]:
    """Return what bot/offers.yml says, read once."""
    return dict(YAML(typ="safe").load(Path(__file__).with_name("offers.yml").read_text("utf-8")))


def why(connection: Connection, message: Message, understood: Mapping[str, Any], blocks: Sequence[Block]) -> str | None:
    """Return why a person should be offered under an answer; None if nothing speaks for it.

    Args:
        connection: a transaction.
        message: what was asked.
        understood: what the brain made of it.
        blocks: the answer.
    """
    if message.do is not None:
        return None
    if understood.get("intent") in rules()["complaints"]:
        return escalations.FEEDBACK
    if missed(understood):
        before = messages.typed_before(connection, message.conversation, message.seq)
        if before is not None and missed(before.understood or {}):
            return escalations.MISUNDERSTOOD
    if any(block.get("say") in rules()["gaps"] for block in blocks):
        return escalations.GAP
    return None


def missed(understood: Mapping[str, Any]) -> bool:
    """Tell whether a message was not understood; one that surely asks for something else was, and was declined."""
    refusal = rules()["refusal"]
    confidence = float(understood.get("confidence") or 0.0)
    declined = understood.get("intent") == refusal["intent"] and confidence >= refusal["sure"]
    return understood.get("band") == UNSURE and not declined


def offered(
    connection: Connection, message: Message, understood: Mapping[str, Any], blocks: list[Block]
) -> list[Block]:
    """Return an answer with the offer of a person, where there is a reason for one.

    Args:
        connection: a transaction.
        message: what was asked.
        understood: what the brain made of it.
        blocks: the answer.
    """
    reason = why(connection, message, understood, blocks)
    if reason is None:
        return blocks
    asked = [message.text]
    if reason in (escalations.FEEDBACK, escalations.MISUNDERSTOOD):
        before = messages.typed_before(connection, message.conversation, message.seq)
        asked = [*([before.text] if before is not None else []), message.text]
    records = [ref for block in blocks for ref in block.get("records") or ()]
    wish = {
        **phrases.ASK_PERSON,
        "why": reason,
        "asked": "\n\n".join(text[: _LONGEST // len(asked)] for text in asked),
        "records": list(dict.fromkeys([*(understood.get("records") or ()), *records]))[:_MOST_RECORDS],
    }
    said = [phrases.text("offer.misunderstood")] if reason == escalations.MISUNDERSTOOD else []
    button = phrases.button(f"offer.{reason}_button", {"effects": [wish]})
    return [*(_without_person(block) for block in blocks), *said, phrases.buttons(button)]


def _without_person(block: Block) -> Block:
    """Return a block without the brain's own button for a person: two that lead to one place confuse."""
    if block.get("type") != "buttons":
        return block
    kept = [item for item in block.get("items", []) if item["do"].get("intent") != rules()["person"]]
    return {**block, "items": kept}
