"""Generous limits against misuse: per visitor and per network, never per address alone.

A whole city hall sits behind one address, so the limit of a network is many times that of a visitor.
"""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict

_MAX_BUCKETS = 50_000
_PREFIX = {4: 24, 6: 48}


class TooMany(Exception):
    """The limit is reached.

    Args:
        seconds: after how many seconds the next request is welcome.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class TokenBuckets:
    """One bucket for each key; a full bucket holds one minute's worth.

    Args:
        per_minute: how many a minute; 0 switches the limit off.
        max_buckets: how many keys are remembered; the one longest unused is forgotten first.
    """

    def __init__(self, per_minute: int, max_buckets: int = _MAX_BUCKETS) -> None:
        self._capacity = float(per_minute)
        self._rate = per_minute / 60
        self._max = max_buckets
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, now: float, spare: float = 0.0) -> float:
        """Take one token.

        Args:
            key: visitor or network.
            now: seconds on a clock that only goes forward.
            spare: share of a full bucket, from 0 to 1, that this one must leave to others.

        Returns:
            Share of the bucket that is left; 1 without a limit.

        Raises:
            TooMany: the bucket is empty, or so far empty that the rest is for others.
        """
        if not self._capacity:
            return 1.0
        tokens, since = self._buckets.pop(key, (self._capacity, now))
        tokens = min(self._capacity, tokens + (now - since) * self._rate)
        needed = 1 + spare * self._capacity
        allowed = tokens >= needed
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > self._max:
            self._buckets.popitem(last=False)
        if not allowed:
            raise TooMany(math.ceil((needed - tokens) / self._rate))
        return (tokens - 1) / self._capacity


def network(address: str | None) -> str:
    """Return the network of an address: /24 for IPv4, /48 for IPv6; "unknown" if it is no address."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((parsed, _PREFIX[parsed.version]), strict=False))
