"""What Locust runs: each of its users is one Person who arrives, writes from time to time, and leaves a diary.

Importing Locust changes sockets and threads of the whole process: only its own process imports this file.
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
from pathlib import Path
from typing import TextIO

from locust import User, events, task
from locust.env import Environment
from locust.exception import StopUser

from benchmarks.person import Person
from benchmarks.plan import VARIABLE, Plan


class Crowd:
    """The people of one run.

    Args:
        plan: what they do.
        environment: of Locust; ends when all have left.
        diaries: one line of JSON for each session.
    """

    def __init__(self, plan: Plan, environment: Environment, diaries: TextIO) -> None:
        self.plan = plan
        self.end = time.monotonic() + plan.ramp + plan.seconds
        self._environment = environment
        self._diaries = diaries
        self._sessions = 0
        self._left = 0

    def next(self) -> Person:
        """Return a new person, who has not arrived yet."""
        number, languages = self._sessions, sorted(self.plan.questions)
        self._sessions += 1
        language = languages[number % len(languages)]
        return Person(number, self.plan.address, language, self.plan.questions[language], self.plan.patience)

    def leave(self, person: Person) -> None:
        """Let a person leave, and write the diary down."""
        self._diaries.write(json.dumps(person.leave().written()) + "\n")

    def home(self) -> None:
        """Count one who does not come back; the last one ends the run."""
        self._left += 1
        if self._left == self.plan.people and self._environment.runner is not None:
            # The last one has to be gone first, or Locust stumbles over a user that stops itself.
            threading.Timer(0.2, self._environment.runner.quit).start()


class Visitor(User):
    """One of the crowd."""

    def on_start(self) -> None:
        """Arrive."""
        self.crowd: Crowd = self.environment.crowd
        self.chance = random.Random(id(self))
        self._arrive()

    def _arrive(self) -> None:
        self.person = self.crowd.next()
        self.there = self.person.arrive()
        self.written = 0

    def wait_time(self) -> float:
        """Return the seconds until the next message, half to one and a half times the usual."""
        usual = self.crowd.plan.every * self.chance.uniform(0.5, 1.5)
        return min(usual, max(0.0, self.crowd.end - time.monotonic()))

    @task
    def write(self) -> None:
        """Write one message, or leave when it is time."""
        plan, over = self.crowd.plan, time.monotonic() >= self.crowd.end
        if over or not self.there or (plan.stay and self.written >= plan.stay):
            self.crowd.leave(self.person)
            if over:
                self.crowd.home()
                raise StopUser
            self._arrive()
            return
        self.written += 1
        self.person.write(again=self.written % plan.again == 0)
        if self.written % plan.reconnect == 0:
            self.person.reconnect()


@events.init.add_listener
def _begin(environment: Environment, **_: object) -> None:
    file = Path(os.environ[VARIABLE])
    diaries = file.with_suffix(".diaries").open("w", encoding="utf-8")
    environment.crowd = Crowd(Plan.read(file), environment, diaries)  # type: ignore[attr-defined]
    environment.events.quitting.add_listener(lambda **_: diaries.close())  # type: ignore[no-untyped-call]
