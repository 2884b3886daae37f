"""Training that is interrupted and a model that is broken: what was good stays, and what is wrong is said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bot.served import free_port
from tests.import_graph import ROOT

RASA = """
import pathlib, sys, time
out = pathlib.Path(sys.argv[1]); out.mkdir(parents=True)
(out / "citybridge.tar.gz").write_bytes(b"half of a")
time.sleep(float(sys.argv[2]))
(out / "citybridge.tar.gz").write_bytes(b"whole " + sys.argv[3].encode())
"""
TRAIN = """
import sys
from pathlib import Path
from tools import train
train.command = lambda out: ("-c", sys.argv[1], str(out), *sys.argv[2:])
train.fingerprint = lambda library: sys.argv[3]
sys.exit(train.main([]))
"""
"""`python -m tools.train` with something in the place of Rasa that writes as slowly as it does."""


def train(folder: Path, seconds: float, data: str) -> subprocess.Popen[str]:
    """Begin to train in a folder: half a file at once, the rest after some seconds."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-c", TRAIN, RASA, str(seconds), data]
    return subprocess.Popen(  # noqa: S603
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # it may be ignored around these tests
    )


def said(training: subprocess.Popen[str]) -> str:
    """Return everything that a training printed, once it has ended."""
    return training.communicate(timeout=100)[0]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_interrupted_training_leaves_the_old_model_and_the_next_one_works(tmp_path: Path, how: signal.Signals) -> None:
    model, draft = tmp_path / "models/citybridge.tar.gz", tmp_path / "models/.training/citybridge.tar.gz"
    first = said(train(tmp_path, 0, "one"))
    interrupted = train(tmp_path, 4, "two")
    end = time.monotonic() + 40
    while not draft.is_file() and time.monotonic() < end:
        time.sleep(0.05)
    interrupted.send_signal(how)
    said(interrupted)
    between = model.read_bytes()
    after = said(train(tmp_path, 0, "two"))
    again = said(train(tmp_path, 0, "two"))

    assert "ready after" in first and between == b"whole one"
    assert "ready after" in after and model.read_bytes() == b"whole two"
    assert again == "The model is up to date.\n"
    assert sorted(path.name for path in model.parent.iterdir()) == [".lock", "citybridge.json", "citybridge.tar.gz"]


def test_damaged_model_is_trained_again(tmp_path: Path) -> None:
    said(train(tmp_path, 0, "one"))
    (tmp_path / "models/citybridge.tar.gz").write_bytes(b"who")

    assert "ready after" in said(train(tmp_path, 0, "one"))
    assert (tmp_path / "models/citybridge.tar.gz").read_bytes() == b"whole one"


@pytest.mark.rasa
@pytest.mark.timeout(300)
def test_brain_with_a_broken_model_says_so_in_one_sentence(tmp_path: Path) -> None:
    model = tmp_path / "citybridge.tar.gz"
    model.write_bytes(b"half of a model")
    environment = {**os.environ, "MODEL": str(model), "BRAIN_PORT": str(free_port())}
    command = [sys.executable, "-m", "bot.brain.service"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    last = done.stderr.strip().splitlines()[-1]

    assert done.returncode == 3
    assert last.startswith(f"{model}: this model cannot be used (")
    assert last.endswith("train it again: python -m tools.train --force")
