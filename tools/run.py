"""Everything that `make run` does after the installation: checks, training, brain, gateway, address."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from bot.settings import Settings, SettingsError, read
from knowledge.library import KnowledgeError
from tools import train
from tools.brains import BrainKeeper, read_rules
from tools.environment import DESK_SECRET, FILE, QUIET_RASA, TOKEN, SettingsFileError, address_of, complete, make_token
from tools.processes import Process, any_free_port, is_free, is_local
from tools.terminal import Terminal, language_of

BRAIN_PORT = 5006
LOGS = Path("logs")
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotStart(Exception):
    """One sentence that says why, and what to do."""


def prepare(environment: dict[str, str], terminal: Terminal) -> Settings:
    """Check the settings and ports, and complete the environment of both processes in place.

    Args:
        environment: variables and the settings file together.
        terminal: says what was made.

    Raises:
        CannotStart: a setting cannot be used, or a port is taken.
    """
    try:
        settings = read(environment)
    except SettingsError as problem:
        raise CannotStart(terminal.text("setting_wrong", problem=problem, file=FILE)) from problem
    if not is_local(settings.host):
        raise CannotStart(terminal.text("host_wrong", host=settings.host))
    if not is_free(settings.host, settings.port):
        raise CannotStart(
            terminal.text("port_taken", host=settings.host, port=settings.port, other=settings.port + 1000)
        )
    if not settings.helpdesk_api_token:
        environment[TOKEN] = make_token()
        terminal.say("token_made", file=FILE, name=TOKEN)
        settings = read(environment)
    if not settings.desk_secret:
        environment[DESK_SECRET] = make_token(name=DESK_SECRET)
        settings = read(environment)
    if not environment.get("BRAIN_URL"):
        environment["BRAIN_PORT"] = str(_brain_port(environment, terminal))
    return settings


def _brain_port(environment: dict[str, str], terminal: Terminal) -> int:
    chosen = environment.get("BRAIN_PORT", "")
    if chosen and not (chosen.isdigit() and 0 < int(chosen) < 65536):
        raise CannotStart(terminal.text("brain_port_wrong", value=chosen[:20]))
    port = int(chosen or BRAIN_PORT)
    if is_free("127.0.0.1", port):
        return port
    if chosen:
        raise CannotStart(terminal.text("brain_port_taken", port=port))
    return any_free_port()


def parts(settings: Settings, environment: dict[str, str], terminal: Terminal) -> tuple[Process, BrainKeeper | None]:
    """Return what is to run: the gateway, and the brain unless BRAIN_URL names one that runs elsewhere.

    Raises:
        CannotStart: a setting of the brain cannot be used.
    """
    keeper = None
    if not environment.get("BRAIN_URL"):
        ports = (int(environment["BRAIN_PORT"]), any_free_port())
        model = Path(environment.get("MODEL") or train.MODEL)
        try:
            rules = read_rules(environment)
        except SettingsError as problem:
            raise CannotStart(terminal.text("setting_wrong", problem=problem, file=FILE)) from problem
        keeper = BrainKeeper(partial(_brain, environment), ports, model, rules, terminal.say)
        # The gateway asks whichever of the two is ready.
        environment = {**environment, "BRAIN_URL": ",".join(f"http://127.0.0.1:{port}" for port in ports)}
    health = f"{address_of(settings)}/health"
    return Process("gateway", ("-m", "bot.app"), environment, health, LOGS / "gateway.log"), keeper


def _brain(environment: dict[str, str], port: int, model: Path) -> Process:
    variables = {**environment, **QUIET_RASA, "BRAIN_PORT": str(port), "MODEL": str(model)}
    health = f"http://127.0.0.1:{port}/health"
    return Process("brain", ("-m", "bot.brain.service"), variables, health, LOGS / "brain.log", appends=True)


async def serve(
    gateway: Process, brain: BrainKeeper | None, settings: Settings, terminal: Terminal, began: float
) -> int:
    """Start the processes, keep them running and stop them when a signal comes.

    A brain that does not start is told, and tried again: the gateway takes messages meanwhile.

    Returns:
        The exit code.
    """
    stop = asyncio.Event()
    for number in STOPPING:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        terminal.say("starting", name=gateway.name, log=gateway.log)
        await gateway.start()
        if brain is not None:
            terminal.say("starting", name="brain", log=brain.current.log)
        first = asyncio.create_task(_first(brain, terminal, began))
        if not await _or_stop(gateway.ready(), stop):
            first.cancel()
            return _failed(gateway, terminal) if not stop.is_set() else 0
        terminal.say("ready", name=gateway.name, seconds=f"{time.monotonic() - began:.1f}")
        await _or_stop(first, stop)
        if not stop.is_set():
            _welcome(settings, terminal)
            await _keep(gateway, brain, terminal, stop)
        return 0
    finally:
        terminal.say("stopping")
        await asyncio.gather(gateway.stop(), *([brain.stop()] if brain is not None else []))
        terminal.say("stopped")


async def _first(brain: BrainKeeper | None, terminal: Terminal, began: float) -> bool:
    """Start the brain for the first time."""
    if brain is None:
        return True
    if await brain.start():
        terminal.say("ready", name="brain", seconds=f"{time.monotonic() - began:.1f}")
        return True
    print(brain.current.last_words())
    terminal.say("brain_not_ready", log=brain.current.log)
    return False


async def _keep(gateway: Process, brain: BrainKeeper | None, terminal: Terminal, stop: asyncio.Event) -> None:
    """Keep both running until we are to stop."""
    keepers = [asyncio.create_task(gateway.keep(*_news(terminal)))]
    if brain is not None:
        keepers.append(asyncio.create_task(brain.keep()))
    stopped = asyncio.create_task(stop.wait())
    # A keeper never returns; one that fails must not leave its process unwatched in silence.
    await asyncio.wait([*keepers, stopped], return_when=asyncio.FIRST_COMPLETED)
    for task in (*keepers, stopped):
        task.cancel()
    for result in await asyncio.gather(*keepers, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


async def _or_stop(waiting: Awaitable[bool], stop: asyncio.Event) -> bool:
    """Return the result of a wait, or False as soon as we are to stop."""
    tasks = [asyncio.ensure_future(waiting), asyncio.ensure_future(stop.wait())]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    return tasks[0] in done and bool(tasks[0].result())


def _failed(process: Process, terminal: Terminal) -> int:
    print(process.last_words())
    terminal.say("did_not_start", name=process.name, log=process.log)
    return 1


def _news(terminal: Terminal) -> tuple[Callable[[str, int, float], None], Callable[[str], None]]:
    return (
        lambda name, code, pause: terminal.say("died", name=name, code=code, pause=round(pause)),
        lambda name: terminal.say("back", name=name),
    )


def _welcome(settings: Settings, terminal: Terminal) -> None:
    terminal.say("address", address=address_of(settings))
    terminal.say("desk", address=address_of(settings))
    terminal.say("curl", address=address_of(settings), name=TOKEN, file=FILE)


def main() -> int:
    """Run until Ctrl-C; returns the exit code."""
    began = time.monotonic()
    terminal = Terminal(language_of(os.environ))
    for number in STOPPING:  # until `serve` takes over, a signal during training ends it cleanly
        signal.signal(number, signal.default_int_handler)
    try:
        environment = complete(os.environ)
        settings = prepare(environment, terminal)
        gateway, brain = parts(settings, environment, terminal)
        if brain is not None:
            train.ensure(terminal, environment)
        return asyncio.run(serve(gateway, brain, settings, terminal, began))
    except KeyboardInterrupt:
        terminal.say("stopped")
        return 0
    except (CannotStart, KnowledgeError, SettingsFileError) as problem:
        print(problem, file=sys.stderr)
    except train.TrainingFailed as problem:
        print(problem, file=sys.stderr)
        terminal.say("train_failed", log=train.LOG)
    return 1


if __name__ == "__main__":
    sys.exit(main())
