"""A backup made while people write is whole, and comes back; what cannot be put back is refused and changes nothing."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desk import audit
from desk.database import Database
from desk.migrate import migrate, newest
from desk.models import messages
from knowledge.library import default_folder
from tests.bot.conftest import RunningGateway, Start, brain, start
from tests.databases import database_url, postgres_url, sqlite_url
from tools.backups import archive, postgres
from tools.backups.archive import BackupError
from tools.backups.work import Source, back_up, names_set, restore

__all__ = ["brain", "database_url", "postgres_url", "sqlite_url", "start"]
SOURCE = Source(default_folder() / "glossary", ["DATABASE_URL", "DESK_SECRET"])
"""Without records, which take seconds to read."""


def now() -> datetime:
    return datetime.now(timezone.utc)


def stored(url: str) -> int:
    database = Database(url)
    with database.read() as connection:
        count = connection.execute(select(func.count()).select_from(messages)).scalar_one()
    database.close()
    return int(count)


class Writing:
    """Somebody who writes all the time."""

    def __init__(self, gateway: RunningGateway) -> None:
        self.taken = 0
        self._visitor = gateway.visitor()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def _write(self) -> None:
        while not self._ended.wait(0.01):
            self.taken += self._visitor.post("Is this kept?").status_code < 300

    def __enter__(self) -> Writing:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


def test_a_backup_made_while_people_write_comes_back_whole(start: Start, database_url: str, tmp_path: Path) -> None:
    gateway, file = start(database_url, pending_limit=1000, rate_messages=0), tmp_path / "saved.tar.gz"
    with Writing(gateway) as writing:
        gateway.visitor().ask("What is the IUC?")
        before = writing.taken
        made = back_up(gateway.database, file, SOURCE, now())
    with pytest.raises(BackupError) as running:
        restore(gateway.database, file, SOURCE, now())
    gateway.stop()
    after = stored(database_url)
    opened = Database(database_url)
    _, kept = restore(opened, file, SOURCE, now())
    opened.close()
    restored = stored(database_url)

    assert (made.schema, stat.S_IMODE(file.stat().st_mode)) == (newest(), 0o600)
    assert running.value.key == "restore_running"
    assert before <= restored <= after
    assert kept and kept.is_file()
    served = start(database_url)
    assert served.visitor().ask("What is the IUC?")
    with served.database.read() as connection:
        assert [line.action for line in audit.page(connection)][:2] == ["database.restore", "database.backup"]


def test_what_was_replaced_can_be_put_back(database_url: str, tmp_path: Path) -> None:
    database, file = Database(database_url), tmp_path / "saved.tar.gz"
    back_up(database, file, SOURCE, now())
    with database.write() as connection:
        audit.write(connection, audit.Actor("-", "test"), "after.backup", "-", now())
    _, kept = restore(database, file, SOURCE, now())
    assert kept
    with database.read() as connection:
        assert "after.backup" not in {line.action for line in audit.page(connection)}
    if database.is_sqlite:
        database.close()
        Path(str(database.url.database)).unlink()
        kept.rename(str(database.url.database))
    else:
        restore(database, kept, SOURCE, now())
    with database.read() as connection:
        assert "after.backup" in {line.action for line in audit.page(connection)}
    database.close()


@pytest.fixture
def saved(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Database, Path]]:
    """A SQLite database and a backup of it."""
    database = Database(sqlite_url)
    migrate(database)
    back_up(database, tmp_path / "saved.tar.gz", SOURCE, now())
    yield database, tmp_path / "saved.tar.gz"
    database.close()


def other(file: Path, target: Path, **changes: object) -> Path:
    """Write a backup again with another description."""
    made = archive.read(file, target.with_suffix(".db"))
    archive.write(target, target.with_suffix(".db"), replace(made, **changes))  # type: ignore[arg-type]
    return target


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"schema": "9999"}, "restore_newer"),
        ({"system": "postgresql"}, "restore_other"),
        ({"checksum": "0" * 64}, "restore_damaged"),
        ({"format": "citybridge-backup/9"}, "restore_foreign"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused_and_changes_nothing(
    saved: tuple[Database, Path], tmp_path: Path, changes: dict[str, object], key: str
) -> None:
    database, file = saved
    wrong = other(file, tmp_path / "wrong", **changes)
    before = Path(str(database.url.database)).read_bytes()
    with pytest.raises(BackupError) as refused:
        restore(database, wrong, SOURCE, now())

    assert refused.value.key == key
    assert Path(str(database.url.database)).read_bytes() == before
    assert not list(tmp_path.glob("*.replaced-*"))


def test_a_cut_file_a_foreign_one_and_a_missing_one_are_refused(saved: tuple[Database, Path], tmp_path: Path) -> None:
    database, file = saved
    cut, foreign, missing = (tmp_path / name for name in ("cut", "foreign", "missing"))
    cut.write_bytes(file.read_bytes()[:-200])
    with tarfile.open(foreign, "w:gz") as made:
        made.add(__file__, "../description.json")
    keys = []
    for wrong in (cut, foreign, missing):
        with pytest.raises(BackupError) as refused:
            restore(database, wrong, SOURCE, now())
        keys.append(refused.value.key)

    assert keys == ["restore_damaged", "restore_foreign", "restore_missing"]


def test_a_backup_names_settings_but_holds_no_value_of_them(saved: tuple[Database, Path], tmp_path: Path) -> None:
    _, file = saved
    environment = {"DESK_SECRET": "very secret indeed", "PORT": "5005", "HOME": "/root", "PUBLIC_URL": ""}
    with tarfile.open(file) as held:
        told = json.load(held.extractfile("description.json"))  # type: ignore[arg-type]

    assert names_set(environment) == ["DESK_SECRET", "PORT"]
    assert told["settings"] == ["DATABASE_URL", "DESK_SECRET"]
    assert set(told) == {"system", "schema", "made", "records", "settings", "checksum", "size", "format"}


def test_the_verbs_say_what_they_did_and_what_to_do(saved: tuple[Database, Path], tmp_path: Path) -> None:
    database, _ = saved
    settings = {**os.environ, "DATABASE_URL": str(database.url), "LANG": "en", "LC_ALL": "en"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", *words]
        return subprocess.run(command, env=settings, capture_output=True, text=True, check=False)

    file = tmp_path / "again.tar.gz"
    first, second = run("tools.backup", f"to={file}"), run("tools.backup", f"to={file}")
    database.close()
    third = run("tools.restore", f"from={file}")

    assert (first.returncode, "Saved in" in first.stdout) == (0, True)
    assert (second.returncode, "never overwrites" in second.stderr) == (1, True)
    assert (third.returncode, "is kept" in third.stdout) == (0, True)


def test_a_missing_program_is_named_with_what_to_install(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError) as refused:
        postgres.save(Database(postgres_url).url, tmp_path / "dump")

    assert (refused.value.key, refused.value.values["program"]) == ("backup_program", "pg_dump")
