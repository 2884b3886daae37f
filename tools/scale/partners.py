"""Systems of partners that ask over REST through the front door, and repeat what was not answered under the same id."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from tools.scale.people import AGAIN, PATIENCE, PAUSE, Tally


@dataclass
class Partner:
    """One system with one user.

    A request of a partner is never sent to a second gateway by nginx, since only the partner knows whether its
    message has an id. So it may have to repeat it, and that is no fault: what counts is one answer to each.

    Args:
        door: address for messages.
        token: of the REST interface.
        questions: asked in turn.
        tally: shared with the others.
    """

    door: str
    token: str
    questions: Sequence[str]
    tally: Tally
    sent: list[str] = field(default_factory=list)
    _sender: str = field(default_factory=lambda: uuid.uuid4().hex)

    async def run(self, stop: asyncio.Event) -> None:
        """Ask until told to stop."""
        headers = {"Authorization": f"Bearer {self.token}"}
        limits = httpx.Timeout(30.0, connect=5.0)
        async with httpx.AsyncClient(trust_env=False, timeout=limits, headers=headers) as http:
            while not stop.is_set() or not self.sent:
                await self._ask(http, self.questions[len(self.sent) % len(self.questions)])
                await asyncio.sleep(PAUSE)

    async def _ask(self, http: httpx.AsyncClient, text: str) -> None:
        began, identity = time.monotonic(), uuid.uuid4().hex
        self.sent.append(identity)
        body = {"sender": self._sender, "message_id": identity, "message": text}
        while time.monotonic() < began + PATIENCE:
            self.tally.requests += 1
            with contextlib.suppress(httpx.TransportError):
                reply = await http.post(f"{self.door}/webhooks/rest/webhook", json=body)
                if reply.is_success:
                    answers = reply.json()
                    self.tally.lost += not answers
                    self.tally.doubled += len(answers) > 1
                    self.tally.longest = max(self.tally.longest, time.monotonic() - began)
                    return
            await asyncio.sleep(AGAIN)
        self.tally.failed += 1
