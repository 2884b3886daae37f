"""Plans: who does what and when, made by chance from a seed, so that the same seed is the same plan."""

from __future__ import annotations

import random
from dataclasses import dataclass

SECONDS = 3.0
"""How long people act in a plan; afterwards all must come to rest."""
ASK_PERSON, STOP_WAITING, FAILS = "person please", "stop waiting please", "fails"
_BEYOND_THE_LIMIT = 4000
SAY, BURST, AGAIN, PRESS, KILL = "say", "burst", "again", "press", "kill"
TAKE, BACK, GIVE, PASS, CLOSE, REOPEN, NOTE = "take", "back", "give", "pass", "close", "reopen", "note"
STAFF = (TAKE, BACK, GIVE, PASS, CLOSE, REOPEN, NOTE)
"""What the staff do: take the word, hand it back, give it to a colleague, pass the case to the other office, close it,
open it again, write a note."""


@dataclass(frozen=True)
class Step:
    """One thing that happens.

    Args:
        at: seconds after the beginning.
        what: one of the words above.
        visitor: who; for a kill nobody.
        gateway: at which gateway, or which one is killed.
        number: of messages, or which earlier message is repeated.
        words: what else stands in the message; tells the brain how to behave.
        down: seconds until a killed gateway is started again.
    """

    at: float
    what: str
    visitor: int = 0
    gateway: int = 0
    number: int = 0
    words: str = ""
    down: float = 0.0


@dataclass(frozen=True)
class Plan:
    """A seed, how many take part, and the steps in order of time."""

    seed: int
    visitors: int
    gateways: int
    steps: tuple[Step, ...]


def _words(chance: random.Random) -> str:
    """Return what the brain is to do: mostly answer soon, sometimes late, too late or not at all."""
    kind = chance.random()
    if kind < 0.45:
        return ""
    if kind < 0.8:
        return f"wait{chance.choice((20, 60, 150, 400, 900))}"
    if kind < 0.84:
        return f"wait{_BEYOND_THE_LIMIT}"
    if kind < 0.89:
        return FAILS
    return ASK_PERSON if kind < 0.96 else STOP_WAITING


def _step(chance: random.Random, visitors: int, gateways: int) -> Step:
    what = chance.choices((SAY, BURST, AGAIN, PRESS, *STAFF), (40, 8, 18, 6, 9, 8, 4, 3, 4, 3, 1))[0]
    return Step(
        round(chance.uniform(0, SECONDS), 3),
        what,
        chance.randrange(visitors),
        chance.randrange(gateways),
        chance.randrange(2, 7) if what == BURST else chance.randrange(20),
        _words(chance) if what in (SAY, BURST) else "",
    )


def plan(seed: int, gateways: int) -> Plan:
    """Make the plan of a seed.

    Args:
        seed: any number.
        gateways: how many gateways there are.
    """
    chance = random.Random(seed)  # noqa: S311
    visitors = chance.randrange(3, 9)
    steps = [_step(chance, visitors, gateways) for _ in range(chance.randrange(20, 70))]
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        when, down = round(chance.uniform(0.2, SECONDS), 3), chance.choice((0.0, 0.5, 2.0))
        steps.append(Step(when, KILL, gateway=chance.randrange(gateways), down=down))
    return Plan(seed, visitors, gateways, tuple(sorted(steps, key=lambda step: step.at)))
