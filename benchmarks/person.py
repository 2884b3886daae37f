"""A person in front of the chat page: a session, an event stream, messages with ids of their own, acknowledgements.

Blocking calls and threads only, so the same code runs in a test as it is, and under Locust, which makes threads light.
"""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import urllib3

from benchmarks.diary import OUT, Diary, Seen, Sent

PATIENCE = 30.0
RETURN_SECONDS = 0.5
LAST_WAIT = 3.0
"""Seconds that the stream may take to bring what the server holds already."""
LAST_PATIENCE = 4
"""How many times the patience of one answer somebody waits at the end for all that are still to come."""
LAST_LOOKS = 20
"""How often somebody who is refused at the end asks again: else nobody knows what the server holds."""
RETRIES = urllib3.Retry(total=2, allowed_methods=None, backoff_factor=0.2, status=0)
"""As the chat page does: a message is sent again under its old id when the connection broke off."""
FAILURES = (urllib3.exceptions.HTTPError, ValueError, KeyError)


class Refused(Exception):
    """The server did not accept a request; the text is its status and the beginning of its answer."""


@dataclass(frozen=True)
class Question:
    """A question whose answer can be recognised.

    Args:
        text: as typed.
        record: ref of the record that the answer rests on.
    """

    text: str
    record: str


class Person:
    """One person with one session.

    Args:
        number: whose diary it is; also chooses where in the questions this person begins.
        address: of the server.
        language: of the session.
        questions: asked one after the other, again and again.
        patience: seconds to wait for an answer.
    """

    def __init__(
        self, number: int, address: str, language: str, questions: Sequence[Question], patience: float = PATIENCE
    ) -> None:
        self.diary = Diary(number)
        self._address = address
        self._language = language
        self._questions = questions
        self._patience = patience
        self._pool = urllib3.connection_from_url(address, maxsize=1, timeout=patience, retries=RETRIES)
        self._token = ""
        self._stream: Stream | None = None
        self._news = threading.Condition()

    def arrive(self) -> bool:
        """Open the session and its stream.

        Returns:
            Whether that worked; if not, the diary says why.
        """
        try:
            self._token = self._call("POST", "/api/session", {"language": self._language})["token"]
            self._listen()
        except (*FAILURES, Refused, OSError, http.client.HTTPException) as problem:
            self._note(problem)
            return False
        return True

    def _listen(self) -> None:
        after = max((each.seq for each in self.diary.seen), default=0)
        self._stream = Stream(self._address, self._token, after)
        threading.Thread(target=self._read, args=(self._stream,), daemon=True).start()

    def _read(self, stream: Stream) -> None:
        for content in stream.messages():
            with self._news:
                if stream is not self._stream:
                    return
                self.diary.seen.append(_seen(content))
                self._news.notify_all()
        with self._news:
            if stream is not self._stream:
                return
            self.diary.broken += 1
        time.sleep(RETURN_SECONDS)
        self.reconnect()

    def reconnect(self) -> None:
        """Lose the stream and open another one, which goes on where the last one ended; the diary notes a failure."""
        with self._news:
            old, self._stream = self._stream, None
        if old is not None:
            old.close()
        try:
            self._listen()
        except (Refused, OSError, http.client.HTTPException) as problem:
            self._note(problem)

    def _note(self, problem: Exception) -> None:
        self.diary.problem = f"{type(problem).__name__}: {problem}"

    def write(self, again: bool = False) -> float | None:
        """Write the next message and wait for its answer, then acknowledge it.

        Args:
            again: send it twice under the same id, as after a connection that broke off.

        Returns:
            Seconds until the answer, or nothing if there was none in time or the message was refused.
        """
        place = (self.diary.person * 7 + len(self.diary.sent)) % len(self._questions)
        question = self._questions[place]
        sent = Sent(str(uuid.uuid4()), question.record, time.monotonic())
        self.diary.sent.append(sent)
        body = {"client_id": sent.client_id, "text": question.text}
        try:
            sent.seqs += [self._call("POST", "/api/messages", body)["seq"] for _ in range(1 + again)]
            answer = self._answer_after(sent.seqs[0])
            if answer is None:
                return None
            self._call("POST", "/api/ack", {"seq": answer.seq})
        except (*FAILURES, Refused) as problem:
            if sent.seqs:
                self._note(problem)
            else:
                sent.problem = f"{type(problem).__name__}: {problem}"
            return None
        return answer.at - sent.at

    def _answer_after(self, seq: int) -> Seen | None:
        def found() -> Seen | None:
            return next((each for each in self.diary.seen if each.direction == OUT and each.seq > seq), None)

        with self._news:
            return self._news.wait_for(found, self._patience)

    def leave(self) -> Diary:
        """Wait for what is still to come, look at what the server holds, end the session, and return the diary."""
        accepted = sum(not each.problem for each in self.diary.sent)
        with self._news:
            self._news.wait_for(lambda: len(self.diary.answers()) >= accepted, LAST_PATIENCE * self._patience)
        for _ in range(LAST_LOOKS if self._token else 0):
            try:
                self._compare()
                self._call("DELETE", "/api/session")
                break
            except (*FAILURES, Refused) as problem:
                self._note(problem)
                time.sleep(self._patience / LAST_LOOKS)
        self._pool.close()
        return self.diary

    def _compare(self) -> None:
        """Note what the server holds, let the stream bring the rest of it, and listen no more."""
        if self.diary.compared:
            return
        kept = self.diary.kept = list(self._kept())
        with self._news:
            self._news.wait_for(lambda: set(kept) <= {each.seq for each in self.diary.seen}, LAST_WAIT)
            self.diary.compared = True
            stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _kept(self) -> Iterator[int]:
        after = 0
        while found := self._call("GET", f"/api/messages?after={after}")["messages"]:
            yield from (each["seq"] for each in found)
            after = max(each["seq"] for each in found)

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        reply = self._pool.request(method, path, json=body, headers=headers)
        if reply.status >= 300:
            raise Refused(f"{reply.status} {reply.data[:200]!r}")
        return json.loads(reply.data) if reply.data else {}


class Stream:
    """An open event stream.

    Args:
        address: of the server.
        token: of the session.
        after: the last number that was seen.

    Raises:
        Refused: the server does not take it.
        OSError: the server cannot be reached.
    """

    def __init__(self, address: str, token: str, after: int) -> None:
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE * 2)
        headers = {"Authorization": f"Bearer {token}", "Last-Event-ID": str(after)}
        self._connection.request("GET", "/api/stream", headers=headers)
        self._socket: socket.socket = self._connection.sock
        self._response = self._connection.getresponse()
        if self._response.status != 200:
            raise Refused(f"stream: {self._response.status}")

    def messages(self) -> Iterator[dict[str, Any]]:
        """Yield the messages as they come, until the stream ends."""
        name = ""
        # A stream that breaks off ends here; what it would have brought is then missing in the diary.
        with suppress(OSError, ValueError, http.client.HTTPException), closing(self._connection):
            while line := self._response.readline().decode():
                if line.startswith("event: "):
                    name = line[7:].strip()
                elif line.startswith("data: ") and name == "message":
                    yield json.loads(line[6:])

    def close(self) -> None:
        """Break the connection off; whoever reads from it closes it."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)


def _seen(content: dict[str, Any]) -> Seen:
    return Seen(
        content["seq"],
        content["direction"],
        content.get("client_id", ""),
        content.get("records", []),
        time.monotonic(),
    )
