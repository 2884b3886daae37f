"""What the images copy is enough to run, and nothing else gets near them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.bot.served import free_port
from tests.import_graph import ROOT

FILES = {name: (ROOT / f"deploy/Dockerfile.{name}").read_text("utf-8") for name in ("gateway", "brain")}


def copied(name: str, folder: Path) -> None:
    """Copy what an image copies, and remove what it removes."""
    for line in re.findall(
        r"^COPY (?!--from)(.*)$", FILES[name].partition("WORKDIR /app\nCOPY --from")[2], re.MULTILINE
    ):
        *sources, target = line.split()
        for source in sources:
            origin = ROOT / source
            place = folder / target / (origin.name if target.endswith("/") or target == "." else "")
            place.parent.mkdir(parents=True, exist_ok=True)
            if origin.is_dir():
                shutil.copytree(origin, folder / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(origin, place)
    for gone in re.findall(r"^RUN rm -rf (.*)$", FILES[name], re.MULTILINE):
        shutil.rmtree(folder / gone)


def test_gateway_runs_from_what_its_image_holds(tmp_path: Path) -> None:
    copied("gateway", tmp_path)
    port = free_port()
    variables = {**os.environ, "PORT": str(port), "DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "PYTHONPATH": ""}
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.app"], cwd=tmp_path, env=variables, stdout=output, stderr=output
        )
    health = [sys.executable, "deploy/health.py", f"http://127.0.0.1:{port}/health"]
    end = time.monotonic() + 60
    while subprocess.run(health, cwd=tmp_path).returncode and time.monotonic() < end and process.poll() is None:
        time.sleep(0.2)
    page = httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
    session = httpx.post(f"http://127.0.0.1:{port}/api/session", json={"language": "zh"}, trust_env=False)
    process.terminate()
    process.wait(30)

    assert (page.status_code, session.status_code) == (200, 201), log.read_text("utf-8")
    assert not (tmp_path / "bot/brain").exists()
    assert "KnowledgeError" not in log.read_text("utf-8")


@pytest.mark.rasa
@pytest.mark.slow
def test_brain_loads_from_what_its_image_holds(tmp_path: Path) -> None:
    copied("brain", tmp_path)
    opening = (
        "import asyncio; from pathlib import Path; from bot.brain.agent import Brain; "
        "from knowledge.library import default_folder; "
        "asyncio.run(Brain.open(Path('models/citybridge.tar.gz'), default_folder()))"
    )
    variables = {**os.environ, "PYTHONPATH": "", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-c", f"{opening}.watcher.stop()"], cwd=tmp_path, env=variables, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("name", FILES)
def test_image_has_no_root_no_secret_and_takes_the_lock(name: str) -> None:
    text = FILES[name]

    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001:10001"]
    assert "uv export --frozen --no-default-groups" in text and "--require-hashes" in text and "HEALTHCHECK" in text
    assert re.findall(r"^ARG (PACKAGE_INDEX|DEBIAN_MIRROR)=(.*)$", text, re.MULTILINE) == [
        ("PACKAGE_INDEX", ""), ("DEBIAN_MIRROR", ""),
    ]  # fmt: skip
    assert "--group brain" in text if name == "brain" else "--group" not in text
    assert text.count("FROM ") == 2 and "COPY . " not in text


def test_what_images_copy_is_let_through_and_nothing_is_by_default() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    sources = {
        source
        for text in FILES.values()
        for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE)
        for source in line.split()[:-1]
    }
    let_through = [rule[1:] for rule in rules if rule.startswith("!")]

    assert rules[0] == "*"
    assert [
        each for each in sources if not any(each == rule or each.startswith(f"{rule}/") for rule in let_through)
    ] == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/health", "http://127.0.0.1:{port}/none"])
def test_health_check_fails_for_what_is_not_well(address: str) -> None:
    command = [sys.executable, str(ROOT / "deploy/health.py"), address.format(port=free_port())]

    assert subprocess.run(command).returncode == 1
