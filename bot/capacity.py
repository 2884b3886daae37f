"""How much is taken on at once: messages that wait in all conversations, and lines that are kept open."""

from __future__ import annotations

import itertools
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

RETRY_SECONDS = range(5, 15)
"""When to come back. Each who is sent away hears another number, so that they do not all return at once."""
FORGOTTEN_SECONDS = 60.0
"""After so long a message counts against its network no more: it was answered, if not here, then by another gateway."""


@dataclass(frozen=True)
class Limits:
    """How much the gateway takes on at once.

    Args:
        pending: messages that may wait in one conversation.
        parallel_turns: turns at the same time.
        waiting: messages that may wait in all conversations together.
        seconds: from the beginning of a turn until the person is told something, waiting for its place included.
        per_network: messages from one network that may wait, taken in here; 0 is no limit.
    """

    pending: int = 30
    parallel_turns: int = 64
    waiting: int = 1000
    seconds: float = 10.0
    per_network: int = 0


class Crowded(Exception):
    """Nothing more is taken on at the moment.

    Args:
        seconds: after how many seconds another attempt is welcome.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Crowd:
    """The messages that wait for an answer, of all conversations and all gateways.

    What this process takes in and answers is counted at once; what the others do, whenever the database has
    been counted again.

    Args:
        limit: how many may wait.
        per_network: how many of one network that were taken in here may wait; 0 is no limit.
        clock: seconds that only go forward.
    """

    def __init__(self, limit: int, per_network: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._per_network = per_network
        self._clock = clock
        self._came: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._networks: Counter[str] = Counter()
        self._seconds = itertools.cycle(RETRY_SECONDS)
        self.waiting = 0

    def came(self, turn: str, network: str | None = None) -> None:
        """Note that one more waits.

        Args:
            turn: id of the turn that will answer it.
            network: where it comes from; None if that says nothing, as with the servers of a messenger.
        """
        self.waiting += 1
        if network is not None and self._per_network and turn not in self._came:
            self._came[turn] = (network, self._clock() + FORGOTTEN_SECONDS)
            self._networks[network] += 1

    def left(self, turn: str) -> None:
        """Note that a message has been answered."""
        self.waiting = max(0, self.waiting - 1)
        self._forget(turn)

    def has_room(self, network: str | None) -> bool:
        """Tell whether one more may wait, of all and of its network."""
        while self._came and next(iter(self._came.values()))[1] <= self._clock():
            self._forget(next(iter(self._came)))
        crowded = 0 < self._per_network <= self._networks.get(network or "", 0)
        return not (self.is_full or crowded)

    def _forget(self, turn: str) -> None:
        network, _ = self._came.pop(turn, ("", 0.0))
        if network:
            self._networks[network] -= 1
            if not self._networks[network]:
                del self._networks[network]

    def counted(self, waiting: int) -> None:
        """Take over what the database says."""
        self.waiting = waiting

    @property
    def is_full(self) -> bool:
        """Whether no more may wait."""
        return self.waiting >= self._limit

    def refusal(self) -> Crowded:
        """Return what to tell somebody who is sent away."""
        return Crowded(next(self._seconds))

    def share(self, pending: int) -> int:
        """Return how many messages may wait in one conversation.

        Args:
            pending: how many in quiet times. With half of all places taken it is a tenth of that, so that the
                rest goes to many people and not to a few who write without a pause.
        """
        return pending if 2 * self.waiting < self._limit else max(1, pending // 10)


class Places:
    """Lines kept open at once: so many from one network, so many in all.

    Args:
        per_network: from one network; 0 is no limit.
        in_all: from all together; 0 is no limit.
    """

    def __init__(self, per_network: int, in_all: int) -> None:
        self._per_network = per_network
        self._in_all = in_all
        self._taken: Counter[str] = Counter()
        self.taken = 0
        """How many are open."""
        self._seconds = itertools.cycle(RETRY_SECONDS)

    def take(self, network: str) -> None:
        """Take a place.

        Args:
            network: where the line comes from.

        Raises:
            Crowded: none is left.
        """
        if 0 < self._in_all <= self.taken or 0 < self._per_network <= self._taken.get(network, 0):
            raise Crowded(next(self._seconds))
        self._taken[network] += 1
        self.taken += 1

    def leave(self, network: str) -> None:
        """Give a place back."""
        self.taken -= 1
        self._taken[network] -= 1
        if self._taken[network] <= 0:
            del self._taken[network]
