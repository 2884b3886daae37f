"""Everything that `make run` does after the installation: checks, training, brain, gateway, address."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bot.settings import Settings, SettingsError, read
from knowledge.library import KnowledgeError
from tools import train
from tools.environment import FILE, QUIET_RASA, TOKEN, SettingsFileError, complete, make_token
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


def processes(settings: Settings, environment: dict[str, str]) -> list[Process]:
    """Return the processes to run: the brain, unless BRAIN_URL names one that runs elsewhere, and the gateway."""
    found: list[Process] = []
    if not environment.get("BRAIN_URL"):
        address = f"http://127.0.0.1:{environment['BRAIN_PORT']}"
        variables = {**environment, **QUIET_RASA}
        found.append(Process("brain", ("-m", "bot.brain.service"), variables, f"{address}/health", LOGS / "brain.log"))
        environment = {**environment, "BRAIN_URL": address}
    health = f"{address_of(settings)}/health"
    found.append(Process("gateway", ("-m", "bot.app"), environment, health, LOGS / "gateway.log"))
    return found


def address_of(settings: Settings) -> str:
    """Return the address at which this machine reaches the gateway."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    host = everywhere.get(settings.host, f"[{settings.host}]" if ":" in settings.host else settings.host)
    return f"http://{host}:{settings.port}"


async def serve(running: list[Process], settings: Settings, terminal: Terminal, began: float) -> int:
    """Start the processes, keep them running and stop them when a signal comes.

    Returns:
        The exit code.
    """
    stop = asyncio.Event()
    for number in STOPPING:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        for process in running:
            await process.start()
            terminal.say("starting", name=process.name, log=process.log)
        for process in running:
            if not await _or_stop(process.ready(), stop):
                return _failed(process, terminal) if not stop.is_set() else 0
            terminal.say("ready", name=process.name, seconds=f"{time.monotonic() - began:.1f}")
        _welcome(settings, terminal)
        keepers = [asyncio.create_task(process.keep(*_news(terminal))) for process in running]
        await stop.wait()
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
        return 0
    finally:
        terminal.say("stopping")
        await asyncio.gather(*(process.stop() for process in running))
        terminal.say("stopped")


async def _or_stop(waiting: Coroutine[Any, Any, bool], stop: asyncio.Event) -> bool:
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
        running = processes(settings, environment)
        if len(running) > 1:
            train.ensure(terminal, environment)
        return asyncio.run(serve(running, settings, terminal, began))
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
