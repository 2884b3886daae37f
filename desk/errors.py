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


class UnknownCase(DeskError):
    """No case has this reference."""


class DatabaseSetting(DeskError):
    """The database address cannot be used."""


class AddressRefused(DeskError):
    """What was typed is no e-mail address."""


class LetterUnknown(DeskError):
    """There is no such letter, or it is not filled with exactly its placeholders; the text names them."""


class UnknownMessage(DeskError):
    """The conversation has no such answer."""


class OtherPerson(DeskError):
    """The conversation belongs to another person than the one whom the site names."""


class UnknownWebhook(DeskError):
    """No webhook has this id."""


class WebhookRefused(DeskError):
    """What was typed of a webhook cannot be used.

    Args:
        field: name, url or kinds.
    """

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
