"""What a typed message does in something that is under way, such as a guided search or a question for a yes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """A step that a message takes.

    Args:
        intent: whose action takes it.
        name: value of the entity `guide`; None where the intent says it all.
        choice: kind and value of what was picked by its place in a list.
        first: intent that is answered before, with the same message.
        about: kind and ref of the record that the message is about without naming it.
        cities: refs of the cities that it is asked of.
    """

    intent: str
    name: str | None = None
    choice: tuple[str, str] | None = None
    first: str | None = None
    about: tuple[str, str] | None = None
    cities: tuple[str, ...] = ()
