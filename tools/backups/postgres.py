"""PostgreSQL: its own programs pg_dump and psql; the password reaches them by the environment alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine.url import URL

from desk.database import Database
from tools.backups.archive import BackupError

_SETTINGS = {
    "host": "PGHOST", "port": "PGPORT", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "options": "PGOPTIONS", "service": "PGSERVICE",
}  # fmt: skip
"""What an address may name behind its question mark, and what libpq calls it."""
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
_LOOKS, _PAUSE_SECONDS = 12, 0.5
# What belongs to an extension stays: it is the database's, not ours.
_EMPTY = """
SET lock_timeout = '10s';
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT c.oid::regclass AS name, c.relkind AS kind FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') LOOP
    IF to_regclass(one.name::text) IS NOT NULL THEN
      EXECUTE format('DROP %s IF EXISTS %s CASCADE',
        CASE one.kind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, one.name);
    END IF;
  END LOOP;
  FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name);
  END LOOP;
END $$;
"""


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError("backup_program", program=name)
    return found


def _environment(url: URL) -> dict[str, str]:
    given = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password}
    named = {_SETTINGS[name]: value for name, value in url.query.items() if name in _SETTINGS}
    known = {name: str(value) for name, value in {**given, "PGDATABASE": url.database, **named}.items() if value}
    return {**os.environ, "PGCONNECT_TIMEOUT": "10", **known}


def _run(url: URL, program: str, arguments: Sequence[str]) -> None:
    command = [_program(program), *arguments]
    done = subprocess.run(command, env=_environment(url), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        # Later lines may quote rows, and rows are people's.
        first = next((line for line in done.stderr.splitlines() if "rror" in line), done.stderr[:200])
        raise BackupError("backup_failed", program=program, problem=first.strip()[:300])


def save(url: URL, target: Path) -> None:
    """Save a database as it is at one moment, also while others write to it.

    Raises:
        BackupError: pg_dump is not here, or fails; its own words say why.
    """
    wanted = ["--format=plain", "--no-owner", "--no-privileges", "--no-comments", "--encoding=UTF8"]
    _run(url, "pg_dump", [*wanted, f"--file={target}"])


def refuse_running(database: Database) -> None:
    """Make sure that nobody else is connected; the server takes a moment to forget who has just left.

    Raises:
        BackupError: somebody is.
    """
    for _ in range(_LOOKS):
        with database.read() as connection:
            if not connection.execute(text(_OTHERS)).scalar_one():
                return
        time.sleep(_PAUSE_SECONDS)
    raise BackupError("restore_running", database=database.url.database)


def replace(url: URL, saved: Path) -> None:
    """Empty the database and fill it from what was saved, in one transaction.

    Raises:
        BackupError: psql is not here, or fails; then the database is as it was.
    """
    empty = saved.with_name("empty.sql")
    empty.write_text(_EMPTY, "utf-8")
    wanted = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--output=/dev/null"]
    _run(url, "psql", [*wanted, f"--file={empty}", f"--file={saved}"])
