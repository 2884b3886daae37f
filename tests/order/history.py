"""What happened in a plan, as it was seen from outside and as it stands in the database afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field

ANSWERED, SILENT, APOLOGISED = "answered", "silent", "apologised"
USER, ASSISTANT = "user", "assistant"


@dataclass(frozen=True)
class Sent:
    """One message that a visitor sent, maybe several times: when, and which number each acceptance named."""

    client_id: str
    text: str
    begun: float
    accepted: float | None = None
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stored:
    """One message in the database."""

    seq: int
    author: str
    text: str
    client_id: str | None = None
    turn_id: str | None = None
    pending: bool = False


@dataclass(frozen=True)
class TurnRow:
    """One turn in the database."""

    turn_id: str
    seq: int
    epoch: int
    outcome: str


@dataclass(frozen=True)
class Span:
    """One stay of a turn in the brain, as long as the gateway that asked was alive."""

    seq: int
    begun: float
    ended: float


@dataclass(frozen=True)
class Person:
    """A time in which a person had the word: its epoch and the sequence numbers given out in it."""

    epoch: int
    first: int
    until: int | None = None


@dataclass
class Talk:
    """One conversation."""

    id: str
    mark: str
    sent: list[Sent] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    turns: list[TurnRow] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    received: list[list[tuple[int, str]]] = field(default_factory=list)
    transcripts: list[list[tuple[int, str]]] = field(default_factory=list)
    state_turns: int = 0
    next_seq: int = 1
    leased: bool = False
    owner: str = ASSISTANT
    open_escalations: int = 0
    undelivered: list[int] = field(default_factory=list)
    """Sequence numbers of what was said and has no row, or two, in the outbox."""
