"""Starts a new record or a new intent from the template. `python -m tools.new city <id>`."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

from knowledge import drafting
from knowledge.files import KINDS
from knowledge.library import default_folder
from tools.options import UsageError, read
from tools.strings import say

_INTENT = re.compile(r"[a-z][a-z0-9_]*")
_INTENT_FILE = """\
version: "3.1"
# {name}: what the person wants, in one line. Not for … → the neighbour that it could be confused with.
nlu:
- intent: {name}
  metadata: {{language: en}}
  examples: |
    - …
- intent: {name}
  metadata: {{language: zh}}
  examples: |
    - …
"""
_HELD_OUT_HEAD = "# {topic} – held-out sentences; never used for training.\n"
_HELD_OUT = "{name}:\n  en: []\n  zh: []\n"


def new_record(root: Path, kind: str, name: str, today: date) -> Path:
    """Copy the template of a kind to knowledge/<folder>/<id>.yml and fill in the id and the review days.

    Args: root: the repository; kind: for example `city`; name: the id; today: the day of the review.
    Raises: UsageError: the id is not allowed or taken.
    """
    if not drafting.ID.fullmatch(name):
        raise UsageError(say("bad_id", id=name))
    folder = next(folder for folder, one in KINDS.items() if one == kind)
    path = root / "knowledge" / folder / f"{name}.yml"
    if path.exists():
        raise UsageError(say("already_there", path=path.relative_to(root)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(drafting.start(kind, name, today), "utf-8")
    return path


def new_intent(root: Path, name: str, topic: str) -> tuple[Path, Path]:
    """Start the phrases of an intent and its empty lists of held-out sentences; return both files.

    Args: root: the repository; name: the intent, verb first; topic: its folder.
    Raises: UsageError: a name is not allowed, or the intent is there already.
    """
    for word in (name, topic):
        if not _INTENT.fullmatch(word):
            raise UsageError(say("bad_intent", id=word))
    path = root / "nlu" / "intents" / topic / f"{name}.yml"
    there = next((root / "nlu" / "intents").glob(f"*/{name}.yml"), None)
    if there is not None:
        raise UsageError(say("already_there", path=there.relative_to(root)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_INTENT_FILE.format(name=name), "utf-8")
    held_out = root / "tests" / "understanding" / f"{topic}.yml"
    held_out.parent.mkdir(parents=True, exist_ok=True)
    before = held_out.read_text("utf-8") if held_out.exists() else _HELD_OUT_HEAD.format(topic=topic)
    held_out.write_text(before.rstrip("\n") + "\n" + _HELD_OUT.format(name=name), "utf-8")
    return path, held_out


def run(arguments: list[str], root: Path, today: date) -> str:
    """Do what the arguments ask for; return what to tell the person.

    Raises: UsageError: the arguments make no sense.
    """
    words, options = read((word for word in arguments if word), ("lang",))
    language = "zh" if options.get("lang") == "zh" else "en"
    if len(words) == 3 and words[0] == "intent":
        _, name, topic = words
        phrases, held_out = (file.relative_to(root) for file in new_intent(root, name, topic))
        created = [say("created", language, path=file) for file in (phrases, held_out)]
        names = {"path": phrases, "held_out": held_out, "name": name, "topic": topic}
        return "\n".join([*created, say("next_intent", language, **names)])
    if len(words) == 2 and words[0] in KINDS.values():
        file = new_record(root, words[0], words[1], today)
        hint = say("next_record", language, id=f"{file.parent.name}/{file.stem}")
        return "\n".join([say("created", language, path=file.relative_to(root)), hint])
    raise UsageError(say("usage_new", language, kinds=", ".join(KINDS.values())))


def main() -> int:
    """Run the tool on this repository; return 2 if it was called wrongly."""
    try:
        print(run(sys.argv[1:], default_folder().parent, date.today()))
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
