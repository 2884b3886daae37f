"""What is counted of a turn: what the message was about and what became of it, in codes."""

from __future__ import annotations

from bot import offers
from bot.drafts import APOLOGISED, Draft
from desk import figures
from desk.figures import MessageFigure

_BETWEEN = "between"


def counted(turn: str, draft: Draft) -> MessageFigure:
    """Return what is counted of a turn.

    Args:
        turn: its id.
        draft: what it came to.
    """
    return MessageFigure(turn, draft.language, (draft.understood or {}).get("intent"), _result(draft))


def _result(draft: Draft) -> str:
    if draft.outcome == APOLOGISED:
        return figures.FAILED
    understood = draft.understood
    if understood is None:
        return figures.ANSWERED  # a button of ours, or an address that was asked for
    if offers.missed(understood):
        return figures.MISSED
    if any(block.get("say") in offers.rules()["gaps"] for block in draft.blocks):
        return figures.GAP
    if understood.get("intent") == offers.rules()["refusal"]["intent"]:
        return figures.DECLINED
    return figures.ASKED_BACK if understood.get("band") == _BETWEEN else figures.ANSWERED
