"""Keeps one brain answering: restarts it when it ends, hangs or grows too large, and takes a new model without a pause.

There are two ports, and the gateway knows both and asks whoever is ready. A change starts a second brain on the
other port, waits until it is ready, and only then lets the first one end its turns and go. See docs/adr/0016.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.settings import SettingsError
from tools.processes import STEADY_SECONDS, Process, pause_before

Tell = Callable[..., None]
Make = Callable[[int, Path], Process]
Signature = tuple[int, int, int]


@dataclass(frozen=True)
class Rules:
    """When a brain is replaced.

    Args:
        check_seconds: between two looks at its health.
        hung_after: so many questions for its health in a row without an answer, and it is ended.
        start_seconds: a brain that is not ready by then is ended.
        settle_seconds: both are there for so long, so that every gateway has seen the new one.
        end_seconds: the old one has so long for the turns that it was given.
        memory_mb: megabytes that it may have in use; 0 is no limit.
        steady_seconds: a brain that grew too large sooner than this after its start is left alone.
        look_seconds: between two looks at the model file; 0: a new model waits for the next start.
    """

    check_seconds: float = 2.0
    hung_after: int = 5
    start_seconds: float = 180.0
    settle_seconds: float = 3.0
    end_seconds: float = 20.0
    memory_mb: int = 0
    steady_seconds: float = STEADY_SECONDS
    look_seconds: float = 5.0


def read_rules(environment: Mapping[str, str]) -> Rules:
    """Read BRAIN_MEMORY_MB and MODEL_LOOK_SECONDS.

    Raises:
        SettingsError: one is not a number from 0.
    """
    found = {}
    for name, default in (("BRAIN_MEMORY_MB", Rules.memory_mb), ("MODEL_LOOK_SECONDS", Rules.look_seconds)):
        text = environment.get(name, "").strip() or str(default)
        if not (text.isascii() and text.replace(".", "", 1).isdigit()):
            raise SettingsError(f"{name} must be a number from 0, not {text!r:.40}.")
        found[name] = float(text)
    return Rules(memory_mb=int(found["BRAIN_MEMORY_MB"]), look_seconds=found["MODEL_LOOK_SECONDS"])


class BrainKeeper:
    """One brain that is always there, on one of two ports.

    Args:
        make: makes the process of a brain on a port with a model.
        ports: the two ports.
        model: the model file, as training writes it.
        rules: when a brain is replaced.
        tell: tells the operator a sentence of strings.yml with its values.
    """

    def __init__(self, make: Make, ports: tuple[int, int], model: Path, rules: Rules, tell: Tell) -> None:
        self._make, self._ports, self._model = make, ports, model
        self._rules, self._tell = rules, tell
        self._good = model.with_name(f".last-good-{model.name}")
        self._seen = self._loaded = signature(model)
        self._bad: Signature | None = None
        self._attempt = self._unanswered = 0
        self._looked = 0.0
        self._other: Process | None = None
        self.current = make(ports[0], model)

    async def start(self) -> bool:
        """Start the first brain; return whether it became ready."""
        self._loaded = signature(self._model)
        self.current.log.unlink(missing_ok=True)
        await self.current.start()
        return await self._proves_good(self.current)

    async def _proves_good(self, process: Process) -> bool:
        """Wait until a brain is ready, and note whether its model is of any use."""
        if not await self._is_ready(process):
            self._bad = self._loaded
            return False
        if self._bad != self._loaded:
            await self._remember()
        return True

    async def _is_ready(self, process: Process) -> bool:
        try:
            return await asyncio.wait_for(process.ready(), self._rules.start_seconds)
        except asyncio.TimeoutError:
            await process.kill()
            return False

    async def _remember(self) -> None:
        """Keep a copy of the model that has just proved good, for the day when the next one is not."""
        if self._loaded is not None and self._loaded == signature(self._model):
            draft = self._good.with_name(self._good.name + ".new")
            try:
                await asyncio.to_thread(shutil.copyfile, self._model, draft)
                os.replace(draft, self._good)
            except OSError as problem:  # a full disk must not end the supervision
                self._tell("model_not_kept", problem=problem)

    async def keep(self) -> None:
        """Keep a brain answering; never returns."""
        while True:
            if await self.current.wait(self._rules.check_seconds):
                self._attempt = 1 if self.current.age > STEADY_SECONDS else self._attempt + 1
                pause = pause_before(self._attempt)
                self._tell("died", name="brain", code=self.current.code, pause=round(pause))
                await self._restart(pause)
            elif await self._hangs():
                self._tell("brain_hung", times=self._rules.hung_after)
                await self.current.kill()
            elif self._is_too_large():
                self._tell("brain_large", used=self.current.memory_mb, limit=self._rules.memory_mb)
                await self._replace()
            elif self._has_new_model():
                self._tell("model_new")
                await self._replace()

    def _is_too_large(self) -> bool:
        grown = 0 < self._rules.memory_mb < self.current.memory_mb
        return grown and self.current.age > self._rules.steady_seconds

    async def _hangs(self) -> bool:
        answered = await self.current.asked() is not None
        self._unanswered = 0 if answered else self._unanswered + 1
        return self._unanswered >= self._rules.hung_after

    def _has_new_model(self) -> bool:
        """Tell whether there is a model that was not tried, and that nobody is writing any more."""
        now = asyncio.get_running_loop().time()
        if not self._rules.look_seconds or now - self._looked < self._rules.look_seconds:
            return False
        before, self._seen, self._looked = self._seen, signature(self._model), now
        return self._seen not in (None, self._loaded) and self._seen == before

    async def _restart(self, pause: float) -> None:
        """Start the brain again; from the last good model when the present one has proved bad."""
        await self._pause(pause)
        now = signature(self._model)
        if now != self._loaded:
            self._loaded = now
            self.current = self._make(self._ports[0], self._model)
        elif now == self._bad and self._good.is_file() and not same(self._good, self._model):
            self._tell("model_old", model=self._good)
            self.current = self._make(self._ports[0], self._good)
        self._unanswered = 0
        await self.current.start()
        if await self._proves_good(self.current):
            self._tell("back", name="brain")

    async def _pause(self, seconds: float) -> None:
        """Wait, but not when there is a new model that may help."""
        end = asyncio.get_running_loop().time() + seconds
        while (left := end - asyncio.get_running_loop().time()) > 0 and not self._has_new_model():
            await asyncio.sleep(min(left, 0.5))

    async def _replace(self) -> None:
        """Start a second brain, and end the first when the second is ready; if it is not, the first one stays."""
        self._ports = (self._ports[1], self._ports[0])
        self._loaded = signature(self._model)
        self._other = new = self._make(self._ports[0], self._model)
        await new.start()
        if not await self._proves_good(new):
            await new.stop()
            self._ports = (self._ports[1], self._ports[0])
            self._tell("model_refused", log=new.log)
            return
        self._other, self.current, self._unanswered = self.current, new, 0
        await asyncio.sleep(self._rules.settle_seconds)
        await self._other.stop(self._rules.end_seconds)
        self._other = None
        self._tell("brain_replaced")

    async def stop(self) -> None:
        """Stop the brain, and a second one if there is one."""
        await asyncio.gather(*(process.stop() for process in (self.current, self._other) if process is not None))


def signature(file: Path) -> Signature | None:
    """Return what changes with the content of a file; None when there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def same(one: Path, other: Path) -> bool:
    """Tell whether two files have the same content."""
    return other.is_file() and one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
