"""What is tried while people write: the plain loop, restarts one after the other, and the loss of each part."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tools.scale.installation import Installation
from tools.scale.partners import Partner
from tools.scale.parts import Part
from tools.scale.people import Person, Tally

AWAY = 3.0
"""Seconds for which a lost part stays away."""
CALM = 1.0
"""Seconds of traffic before and after."""
TRUSTED = 2.0
"""Seconds between a part that is ready again and the restart of the next; the operator's guide says the same."""


@dataclass(frozen=True)
class Trial:
    """One thing that happens while people write.

    Args:
        name: key of its title in strings.yml.
        happens: what is done.
        seamless: whether not even one request may have to be sent again.
    """

    name: str
    happens: Callable[[Installation], Awaitable[None]]
    seamless: bool = False


@dataclass(frozen=True)
class Result:
    """What came of a trial."""

    trial: Trial
    tally: Tally
    answers: int

    @property
    def is_good(self) -> bool:
        """Tell whether everybody got every answer, once."""
        tally = self.tally
        bad = tally.failed + tally.lost + tally.doubled + (tally.repeated if self.trial.seamless else 0)
        return bad == 0 and self.answers > 0


async def _nothing(_: Installation) -> None:
    await asyncio.sleep(AWAY)


async def _restart(part: Part) -> None:
    await part.end(signal.SIGTERM)
    await part.start()
    await asyncio.sleep(TRUSTED)


async def _kill(part: Part) -> None:
    await part.end(signal.SIGKILL)
    await asyncio.sleep(AWAY)
    await part.start()


async def _roll_gateways(all_of: Installation) -> None:
    for gateway in all_of.gateways:
        await _restart(gateway)


async def _roll_brains(all_of: Installation) -> None:
    for brain in all_of.brains:
        await _restart(brain)


async def _lose_gateway(all_of: Installation) -> None:
    await _kill(all_of.gateways[0])


async def _lose_brain(all_of: Installation) -> None:
    await _kill(all_of.brains[0])


async def _lose_redis(all_of: Installation) -> None:
    await _kill(all_of.redis)


async def _end_connections(all_of: Installation) -> None:
    await asyncio.to_thread(all_of.database.end_connections)
    await asyncio.sleep(CALM)


async def _lose_database(all_of: Installation) -> None:
    all_of.database.wire.cut()
    await asyncio.sleep(AWAY)
    all_of.database.wire.mend()


async def _reload_nginx(all_of: Installation) -> None:
    all_of.nginx.send(signal.SIGHUP)
    await asyncio.sleep(CALM)


TRIALS = (
    Trial("trial_loop", _nothing, seamless=True),
    Trial("trial_roll_gateways", _roll_gateways, seamless=True),
    Trial("trial_roll_brains", _roll_brains, seamless=True),
    Trial("trial_reload_nginx", _reload_nginx, seamless=True),
    Trial("trial_lose_gateway", _lose_gateway),
    Trial("trial_lose_brain", _lose_brain),
    Trial("trial_lose_redis", _lose_redis),
    Trial("trial_end_connections", _end_connections),
    Trial("trial_lose_database", _lose_database),
)


async def attempt(trial: Trial, all_of: Installation, people: int, questions: dict[str, tuple[str, ...]]) -> Result:
    """Let people write, let it happen, and look at what they saw.

    Args:
        trial: what happens.
        all_of: to which installation.
        people: how many write on the chat page; half in each language. Two partners ask over REST beside them.
        questions: what they ask, by language.
    """
    tally, stop = Tally(), asyncio.Event()
    apologies = await asyncio.to_thread(all_of.database.apologies)
    crowd: list[Person | Partner] = [_person(number, trial, all_of, questions, tally) for number in range(people)]
    crowd += [Partner(all_of.nginx.url, all_of.token, asked, tally) for asked in questions.values()]
    writing = [asyncio.create_task(person.run(stop)) for person in crowd]
    await asyncio.sleep(CALM)
    await trial.happens(all_of)
    await asyncio.sleep(CALM)
    stop.set()
    for outcome in await asyncio.gather(*writing, return_exceptions=True):
        if isinstance(outcome, (TimeoutError, asyncio.TimeoutError)):
            tally.failed += 1
        elif isinstance(outcome, BaseException):
            raise outcome
    tally.failed += await asyncio.to_thread(all_of.database.apologies) - apologies
    return Result(trial, tally, sum(len(person.sent) for person in crowd))


def _person(
    number: int, trial: Trial, all_of: Installation, questions: dict[str, tuple[str, ...]], tally: Tally
) -> Person:
    language = ("en", "zh")[number % 2]
    door = ear = all_of.nginx.url
    if trial.happens is _nothing and number < 4:
        # In the plain loop some write to one gateway and listen at the other, whatever nginx would choose.
        door, ear = (gateway.url for gateway in (all_of.gateways if number < 2 else reversed(all_of.gateways)))
    return Person(door, ear, language, questions[language], tally)
