"""The file of a backup: a description with checksums, and the database."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

FORMAT = "citybridge-backup/1"
DESCRIPTION, DATABASE = "description.json", "database"
_LARGEST_DESCRIPTION = 1024 * 1024
_PIECE = 1024 * 1024


class BackupError(Exception):
    """Something cannot be saved or put back.

    Args:
        key: of the sentence in tools/strings.yml that says what and what to do.
        values: for its places.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True)
class Description:
    """What a backup holds.

    Args:
        system: sqlite or postgresql.
        schema: id of the database's revision.
        made: when, ISO 8601.
        records: the state of the records that answered then, and how many there were.
        settings: names of the settings that were set; never a value.
        checksum: SHA-256 of the database.
        size: of the database in bytes.
        format: of this file.
    """

    system: str
    schema: str
    made: str
    records: dict[str, object]
    settings: list[str]
    checksum: str
    size: int
    format: str = FORMAT


def checksum_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of a file from where it stands."""
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def write(target: Path, database: Path, description: Description) -> None:
    """Write a backup; it is there whole or not at all, and only its owner may read it.

    Args:
        target: the file; must not be there.
        database: the saved database.
        description: what is in it.

    Raises:
        BackupError: the file is there, or cannot be written.
    """
    if target.exists():
        raise BackupError("backup_there", file=target)
    draft = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # readable by its owner alone
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
            text = database.with_name(DESCRIPTION)
            text.write_text(json.dumps(asdict(description), indent=1), "utf-8")
            archive.add(text, DESCRIPTION)
            archive.add(database, DATABASE)
        os.replace(draft, target)
    except OSError as problem:
        if draft:
            Path(draft).unlink(missing_ok=True)
        raise BackupError("backup_unwritten", file=target, problem=problem.strerror) from problem


def read(source: Path, database: Path) -> Description:
    """Take the database out of a backup and prove that it is whole.

    Args:
        source: the backup.
        database: where the database is put.

    Raises:
        BackupError: there is no such file, it is no backup, of a newer form, or damaged.
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            description = _description(source, _member(source, archive, DESCRIPTION).read(_LARGEST_DESCRIPTION))
            with _member(source, archive, DATABASE) as found, database.open("wb") as file:
                shutil.copyfileobj(found, file, _PIECE)
    except FileNotFoundError as problem:
        raise BackupError("restore_missing", file=source) from problem
    except (tarfile.TarError, EOFError, zlib.error, OSError) as problem:
        raise BackupError("restore_damaged", file=source) from problem
    with database.open("rb") as file:
        if checksum_of(file) != description.checksum or file.tell() != description.size:
            raise BackupError("restore_damaged", file=source)
    return description


def _member(source: Path, archive: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        found = archive.extractfile(name)
    except KeyError as problem:
        raise BackupError("restore_foreign", file=source) from problem
    if found is None:
        raise BackupError("restore_foreign", file=source)
    return found


def _description(source: Path, text: bytes) -> Description:
    try:
        description = Description(**json.loads(text))
    except (ValueError, TypeError) as problem:
        raise BackupError("restore_foreign", file=source) from problem
    if description.format != FORMAT:
        raise BackupError("restore_foreign", file=source)
    return description
