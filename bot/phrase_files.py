"""The files of phrases, for editors: one of them with more phrases in it, and what the check of phrases says of it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from knowledge.library import Library
from knowledge.problems import Problem, errors
from knowledge.records import plain_name
from nlu import check, phrases

_INTENT = re.compile(r"[a-z][a-z0-9_]*")
_MARKUP = re.compile(r"[\[\](){}]")
"""Rasa reads these as annotations."""


class PhraseFiles:
    """Reads files of phrases; nothing is ever written into them.

    Args:
        root: the folder that holds nlu/intents.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def intents(self) -> list[str]:
        """Return the intents that have a file of their own."""
        return sorted(path.stem for path in self._files() if f"\n- intent: {path.stem}\n" in path.read_text("utf-8"))

    def _files(self) -> list[Path]:
        return sorted((self._root / "nlu" / "intents").glob("*/*.yml"))

    def with_more(self, intent: str, asked: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
        """Return path and content of an intent's file with more phrases below those that it has.

        Args:
            intent: its name.
            asked: language → wordings; what the file has already is left out.

        Returns:
            None if there is no such file, or it is not in the usual form.
        """
        path = next((path for path in self._files() if path.stem == intent and _INTENT.fullmatch(intent)), None)
        if path is None:
            return None
        text = path.read_text("utf-8")
        for language, wordings in asked.items():
            head = rf"- intent: {intent}\n  metadata: {{language: {language}}}\n  examples: \|\n"
            found = re.search(rf"(?m)^{head}(?P<lines>(?:    - .*\n)+)", text)
            if found is None:
                return None
            known = {plain_name(line) for line in found["lines"].splitlines()}
            new = {plain_name(line): line for line in map(_one_line, wordings)}
            added = "".join(f"    - {line}\n" for plain, line in new.items() if plain and plain not in known)
            text = text[: found.end()] + added + text[found.end() :]
        return path.relative_to(self._root).as_posix(), text

    def check(self, path: str, text: str, library: Library) -> list[Problem]:
        """Return what the check of phrases says of a file, beside all others as they are.

        The held-out sentences of the tests are not compared: only `make check` does that, it takes seconds.

        Args:
            path: of the file, below the root.
            text: what shall stand in it.
            library: the records, whose questions are phrases too.
        """
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for file in self._files():
                place = root / file.relative_to(self._root)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(file.resolve())
            (root / path).unlink(missing_ok=True)
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
            own = set(phrases.lines(text.replace("    - ", "- ")))
            found = errors(check.check(root, library))
        # A phrase that stands twice is named where it stands second: that may be another file.
        return [one for one in found if one.file == path or any(f"“{line}”" in one.what for line in own)]


def _one_line(text: str) -> str:
    seen = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(_MARKUP.sub(" ", seen).split()).lstrip("/ ")
