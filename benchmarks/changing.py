"""How long it takes until a changed record is answered from."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.client import PATIENCE, Client, Unanswered
from knowledge.library import default_folder

RECORD, QUESTION = "cities/chongqing.yml", "How many people live in Chongqing?"
BEFORE, AFTER, SAID = "32054159", "33000001", "33,000,001"
_PAUSE = 0.1


def copied(folder: Path) -> tuple[Path, Mapping[str, str]]:
    """Copy the records, so that those of the repository stay as they are.

    Args:
        folder: for the copy.

    Returns:
        The copy, and the settings of a product that answers from it.
    """
    records = folder / "knowledge"
    shutil.copytree(default_folder(), records, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return records, {"KNOWLEDGE_FOLDER": str(records)}


def seconds_until_told(client: Client, records: Path) -> float:
    """Change a number in a record and ask for it until the answer tells the new one.

    Args:
        client: asks, of a product that answers from these records.
        records: the folder.

    Raises:
        Unanswered: the record was not as expected, or the change was not told in a minute.
    """
    file = records / RECORD
    text = file.read_text("utf-8")
    if BEFORE not in text:
        raise Unanswered(f"{RECORD} does not say {BEFORE}: put the number that it says into {__name__}")
    file.write_text(text.replace(BEFORE, AFTER), "utf-8")
    began = time.perf_counter()
    while SAID not in str(client.ask("changing", QUESTION)):
        if time.perf_counter() - began > PATIENCE:
            raise Unanswered(f"a change in {RECORD} was not told in {PATIENCE:.0f} s")
        time.sleep(_PAUSE)
    return time.perf_counter() - began
