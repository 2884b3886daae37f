"""Clients of the REST channel, which is the same for CityBridge and for any Rasa assistant."""

from __future__ import annotations

import itertools
import json
import math
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import urllib3

from benchmarks.messages import TURNS, Mix, conversation

PATIENCE = 60.0
MOST_PROBLEMS = 200
"""A rush that meets so many is over: the server is gone, or refuses everything."""


class Unanswered(Exception):
    """The server refused a message or did not answer in time; the text says which."""


class Client:
    """One client with a connection of its own.

    Args:
        address: of the server, such as http://127.0.0.1:5005.
        token: for the REST channel; empty for a server that asks for none.
    """

    def __init__(self, address: str, token: str = "") -> None:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        self._pool = urllib3.connection_from_url(address, maxsize=1, headers=headers, timeout=PATIENCE, retries=False)

    def ask(self, sender: str, text: str) -> list[dict[str, Any]]:
        """Send one message and return the answers.

        Args:
            sender: whose conversation it is.
            text: the message.

        Raises:
            Unanswered: there was none.
        """
        body = json.dumps({"sender": sender, "message": text}).encode()
        try:
            reply = self._pool.urlopen("POST", "/webhooks/rest/webhook", body=body)
        except urllib3.exceptions.HTTPError as problem:
            raise Unanswered(type(problem).__name__) from problem
        if reply.status != 200:
            raise Unanswered(f"status {reply.status}: {reply.data[:200]!r}")
        answers: list[dict[str, Any]] = json.loads(reply.data)
        return answers

    def timed(self, sender: str, text: str) -> float:
        """Send one message and return after how many milliseconds the answer was there."""
        began = time.perf_counter()
        self.ask(sender, text)
        return (time.perf_counter() - began) * 1000

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()


@dataclass
class Rush:
    """What some clients measured together.

    Args:
        clients: how many there were.
        times: milliseconds of each message.
        problems: of each message that was not answered.
        seconds: from the first message to the last answer.
    """

    clients: int
    times: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Return the messages answered per second."""
        return len(self.times) / self.seconds if self.seconds else 0.0


def one_after_another(client: Client, mix: Mix, rounds: int, name: str) -> list[float]:
    """Ask every message of a mix several times, in conversations of the usual length, one client alone.

    Args:
        client: asks.
        mix: what.
        rounds: how often each message.
        name: distinguishes the conversations from those of other measurements.

    Returns:
        Milliseconds of each message.

    Raises:
        Unanswered: a message got no answer.
    """
    count = math.ceil(rounds * sum(len(messages) for messages in mix) / TURNS)
    return [client.timed(f"{name}-{number}", text) for number in range(count) for text in conversation(mix, number)]


def rush(
    address: str, token: str, mix: Mix, clients: int, seconds: float, numbers: Iterator[int] | None = None
) -> Rush:
    """Let some clients ask as fast as they are answered.

    Args:
        address: of the server.
        token: of its REST channel.
        mix: what is asked.
        clients: how many ask at once.
        seconds: for how long.
        numbers: which conversations of the mix are had; those of one rush are not had again in the next with the
            same numbers. Counted from 0 if not given.
    """
    found, numbers = Rush(clients), numbers or itertools.count()
    began = time.perf_counter()
    threads = [
        threading.Thread(
            target=_hurry, args=(Client(address, token), mix, numbers, began + seconds, found), daemon=True
        )
        for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - began
    return found


def _hurry(client: Client, mix: Mix, numbers: Iterator[int], end: float, found: Rush) -> None:
    while time.perf_counter() < end and len(found.problems) < MOST_PROBLEMS:
        number = next(numbers)
        for text in conversation(mix, number):
            if time.perf_counter() >= end or len(found.problems) >= MOST_PROBLEMS:
                break
            try:
                found.times.append(client.timed(f"rush-{found.clients}-{number}", text))
            except Unanswered as problem:
                found.problems.append(str(problem))
    client.close()


def long_conversation(client: Client, sender: str, texts: list[str], turns: int, seconds: float) -> list[float]:
    """Have one long conversation, the same messages in the same order again and again.

    Args:
        client: asks.
        sender: whose conversation.
        texts: the messages.
        turns: how many in all.
        seconds: after which it is given up.

    Returns:
        Milliseconds of each turn; fewer than asked for if the time was up.

    Raises:
        Unanswered: a message got no answer.
    """
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < turns and time.perf_counter() < end:
        times.append(client.timed(sender, texts[len(times) % len(texts)]))
    return times
