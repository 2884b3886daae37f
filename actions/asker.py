"""Who asks, as far as an answer must differ: a Foreign Affairs Office is not told to ask the Foreign Affairs Office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from actions import forms
from actions.answer import Answer, Block
from actions.context import Question

SLOT = "asker"
FAO = "fao"


def of(question: Question) -> str | None:
    """Tell who asks: from the message itself, else from what was said before."""
    known: str | None = question.slots.get(SLOT)
    return known if question.pressed else read(question.text) or known


def read(text: str) -> str | None:
    """Tell who a message says that it is from; None where it says nothing of the kind."""
    return FAO if forms.form("asker", FAO, "is").search(text.lower().replace("\u2019", "'")) else None


def address(question: Question, answer: Answer) -> None:
    """Remember who asks, and say whom else to ask where an answer sends them to themselves."""
    asker = of(question)
    if asker is None:
        return
    answer.slots[SLOT] = asker
    told = {row["ref"] for row in answer.told}
    if "faq/fao_asks" not in told and any(map(_advises, _texts(answer.blocks))):
        answer.say("asker.fao")


def _advises(text: str) -> bool:
    return re.search(forms.words("asker")[FAO]["advised"], text) is not None


def _texts(blocks: list[Block]) -> Iterator[str]:
    """Give the record's own words in an answer that stand as text; lists name offices without sending anybody."""
    for block in blocks:
        if block.get("type") == "text":
            yield from _strings({name: block[name] for name in ("text", "with") if name in block})


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for one in node.values():
            yield from _strings(one)
