"""In which conversation, language and moment the effects of a turn happen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.retention import Periods

Effect = dict[str, Any]


class EffectError(Exception):
    """The brain wished for something that does not exist, or left out what is needed; the text is a code."""


@dataclass(frozen=True)
class Rules:
    """What an operator has set that effects depend on.

    Args:
        working_days: how long an office takes to answer.
        contact: how the help desk is reached otherwise; empty if the operator does not say.
        mail: whether letters can be sent.
        periods: how long each kind of data is kept.
    """

    working_days: int
    contact: str = ""
    mail: bool = False
    periods: Periods = Periods()


@dataclass(frozen=True)
class Scene:
    """In which conversation, language and moment effects happen.

    Args:
        conversation: id of the conversation.
        language: language of the turn.
        said: what the person wrote; the default of what is asked.
        rules: what the operator has set.
        now: the time.
        seq: number of the message that they come of.
    """

    conversation: str
    language: str
    said: str
    rules: Rules
    now: datetime
    seq: int = 0
