"""What can go wrong at the desk, one class per cause."""

from __future__ import annotations


class DeskError(Exception):
    """Base of every error of this package."""


class EpochChanged(DeskError):
    """Somebody else became the owner of the conversation since the turn began."""


class TurnRepeated(DeskError):
    """The turn was already stored, by this process or by another."""


class QueueFull(DeskError):
    """The conversation has too many unanswered messages; the person must wait a little."""


class UnknownConversation(DeskError):
    """No conversation has this id or token."""


class MoveRefused(DeskError):
    """The conversation is not in a state from which this change of owner is possible."""


class DatabaseSetting(DeskError):
    """The database address cannot be used."""
