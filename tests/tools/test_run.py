"""What `make run` promises: clear refusals, a token, one training, processes that come back and go."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.import_graph import ROOT
from tools import train
from tools.environment import TOKEN, SettingsFileError, complete, make_token, read_file
from tools.processes import Process, any_free_port, is_free, pause_before
from tools.run import CannotStart, address_of, parts, prepare
from tools.terminal import Terminal, language_of

ENGLISH = Terminal("en")
SERVER = """
import http.server, sys
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, so that no settings file of this repository is touched."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_taken_port_is_named_with_a_way_out(own_folder: Path, taken: int) -> None:
    with pytest.raises(CannotStart, match=rf"Port {taken} .* make run PORT=\d+"):
        prepare({"PORT": str(taken)}, ENGLISH)

    assert list(own_folder.iterdir()) == []


def test_broken_setting_is_named(own_folder: Path) -> None:
    with pytest.raises(CannotStart, match="PORT must be a number"):
        prepare({"PORT": "many"}, ENGLISH)


def test_foreign_address_is_not_called_a_taken_port(own_folder: Path) -> None:
    with pytest.raises(CannotStart, match="no address 192.0.2.1"):
        prepare({"HOST": "192.0.2.1", "PORT": str(any_free_port())}, ENGLISH)


def test_taken_brain_port_matters_only_when_it_was_chosen(own_folder: Path, taken: int) -> None:
    environment = {"PORT": str(any_free_port()), TOKEN: "t" * 20}

    with pytest.raises(CannotStart, match=f"{taken} .BRAIN_PORT."):
        prepare({**environment, "BRAIN_PORT": str(taken)}, ENGLISH)
    prepare(environment, ENGLISH)

    assert is_free("127.0.0.1", int(environment["BRAIN_PORT"]))


def test_token_is_made_once_and_for_its_owner_alone(own_folder: Path) -> None:
    (own_folder / ".env").write_text("PORT=5005\nHELPDESK_API_TOKEN=\n", "utf-8")
    token = make_token()
    kept = read_file(own_folder / ".env")

    assert kept == {"PORT": "5005", TOKEN: token}
    assert len(token) >= 32
    assert stat.S_IMODE((own_folder / ".env").stat().st_mode) == 0o600


def test_environment_wins_over_the_settings_file(own_folder: Path) -> None:
    (own_folder / ".env").write_text(
        "# comment\nPORT=1\nHELPDESK_NAME=\"City desk\"\nFRAME_ANCESTORS='self'\n", "utf-8"
    )

    found = complete({"PORT": "2", "HELPDESK_NAME": ""})

    assert found == {"PORT": "2", "HELPDESK_NAME": "City desk", "FRAME_ANCESTORS": "'self'"}


def test_broken_settings_file_names_the_line(own_folder: Path) -> None:
    (own_folder / ".env").write_text("PORT=1\nport 5005\n", "utf-8")

    with pytest.raises(SettingsFileError, match=r"\.env:2: "):
        complete({})


def test_brain_that_runs_elsewhere_is_not_started_here() -> None:
    gateway, brain = parts(Settings(), {"BRAIN_URL": "http://10.0.0.5:5006"}, ENGLISH)

    assert (gateway.name, brain) == ("gateway", None)


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:5005"), ("0.0.0.0", "http://127.0.0.1:5005"), ("::", "http://[::1]:5005")],  # noqa: S104
)
def test_address_is_one_that_a_browser_can_open(host: str, address: str) -> None:
    assert address_of(Settings(host=host)) == address


def test_pauses_grow_and_end_at_half_a_minute() -> None:
    assert [pause_before(attempt) for attempt in (1, 2, 3, 4, 5, 6, 60)] == [1, 2, 4, 8, 16, 30, 30]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN"}, "en"),
        ({}, "en"),
        ({"LC_ALL": "", "LANG": "zh"}, "zh"),
    ],
)
def test_terminal_decides_the_language(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


async def test_process_that_dies_is_started_again(tmp_path: Path) -> None:
    port = any_free_port()
    process = Process("brain", ("-c", SERVER, str(port)), os.environ, f"http://127.0.0.1:{port}/", tmp_path / "log")
    news: asyncio.Queue[tuple[str, ...]] = asyncio.Queue()
    await process.start()
    assert await process.ready()

    keeper = asyncio.create_task(
        process.keep(
            lambda name, code, pause: news.put_nowait((name, str(code), str(pause))),
            lambda name: news.put_nowait((name,)),
        )
    )
    os.kill(process.number, 9)
    heard = [await asyncio.wait_for(news.get(), 20), await asyncio.wait_for(news.get(), 20)]
    keeper.cancel()
    await process.stop()

    assert heard == [("brain", "-9", "1.0"), ("brain",)]


async def test_process_that_cannot_start_is_not_waited_for(tmp_path: Path) -> None:
    process = Process("brain", ("-c", "import nowhere"), os.environ, "http://127.0.0.1:9/", tmp_path / "log")
    await process.start()

    assert not await asyncio.wait_for(process.ready(), 20)
    assert "ModuleNotFoundError" in process.last_words()


async def test_stubborn_process_is_ended_all_the_same(tmp_path: Path) -> None:
    process = Process("brain", ("-c", STUBBORN), os.environ, "http://127.0.0.1:9/", tmp_path / "log")
    await process.start()
    await asyncio.sleep(0.5)
    await asyncio.wait_for(process.stop(), 60)

    assert not process.alive


def test_setup_says_plainly_that_python_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    (folder / "tools").mkdir(parents=True)
    for name in ("pyproject.toml", "uv.lock", "tools/setup.sh"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("sed", "dirname", "cat", "cksum", "sh"):
        (commands / name).symlink_to(next(p for p in (Path("/bin") / name, Path("/usr/bin") / name) if p.exists()))
    done = run_setup(folder, {"PATH": str(commands), "HOME": str(tmp_path)})

    assert done == (1, "python3 was not found: install Python 3 and run this again.\n")


def run_setup(folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Run the set-up of a copy of this repository; return exit code and what it said."""
    done = subprocess.run(
        ["/bin/sh", "tools/setup.sh", "main"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def test_model_is_current_only_for_its_own_data_and_while_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "MODEL", tmp_path / "model")
    monkeypatch.setattr(train, "STAMP", tmp_path / "stamp")
    before = train.is_current("one")
    (tmp_path / "model").write_bytes(b"whole")
    (tmp_path / "stamp").write_text(json.dumps(train._stamp("one", tmp_path / "model")), "utf-8")
    whole = (train.is_current("one"), train.is_current("two"))
    (tmp_path / "model").write_bytes(b"who")

    assert (before, whole, train.is_current("one")) == (False, (True, False), False)
