"""Reads YAML files: YAML 1.2, duplicate keys refused, a file parsed once as long as it does not change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from knowledge.problems import Problem

#: Folder of knowledge/ → kind of the records in it.
KINDS = {
    "programmes": "programme",
    "clusters": "cluster",
    "themes": "theme",
    "sdgs": "sdg",
    "policies": "policy",
    "cities": "city",
    "funding": "funding",
    "contacts": "contact",
    "roles": "role",
    "method": "method",
    "pilots": "pilot",
    "events": "event",
    "faq": "faq",
}
SHARED = ("sources.yml", "glossary.yml")


@dataclass(frozen=True)
class Document:
    """One YAML file as it was read: its path below the folder, its content, the digest of its bytes."""

    path: str
    data: Any
    digest: str

    @property
    def folder(self) -> str:
        """The folder it lies in, for example `cities`; empty for shared files."""
        return self.path.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return self.path.rpartition("/")[2].removesuffix(".yml")


def parse(text: str, path: str) -> tuple[Any, list[Problem]]:
    """Parse YAML text; a fault becomes a problem that names the line."""
    try:
        return YAML(typ="safe").load(text), []
    except DuplicateKeyError as error:
        return None, [_fault(path, error, "the same key stands twice", "keep one of the two")]
    except MarkedYAMLError as error:
        advice = "put the sentence in double quotes or a >- block, and check the indentation"
        return None, [_fault(path, error, f"not readable as YAML ({error.problem})", advice)]
    except (YAMLError, ValueError) as error:
        return None, [Problem(path, "", f"not readable as YAML ({error})", "compare it with the template")]


def _fault(path: str, error: MarkedYAMLError, what: str, do: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = f"line {mark.line + 1}" if mark else ""
    return Problem(path, line, what, do)


def list_files(folder: Path) -> list[Path]:
    """List the record files and shared files of a knowledge folder, in a fixed order."""
    shared = [folder / name for name in SHARED if (folder / name).is_file()]
    records = [path for name in KINDS for path in sorted((folder / name).glob("*.yml"))]
    return shared + records


class Reader:
    """Reads a knowledge folder; a file whose bytes did not change is neither parsed nor judged again."""

    def __init__(self) -> None:
        self._parsed: dict[str, tuple[Document, list[Problem]]] = {}
        self._judged: dict[str, tuple[str, list[Problem]]] = {}

    def read(self, folder: Path) -> tuple[list[Document], list[Problem]]:
        """Read every file of the folder; unreadable ones are named in the problems."""
        documents: list[Document] = []
        problems: list[Problem] = []
        seen: dict[str, tuple[Document, list[Problem]]] = {}
        for file in list_files(folder):
            path = file.relative_to(folder).as_posix()
            seen[path] = self._read_one(file, path)
            document, faults = seen[path]
            problems += faults
            if not faults:
                documents.append(document)
        self._parsed = seen
        return documents, problems

    def judged(self, document: Document, judge: Callable[[Document], list[Problem]]) -> list[Problem]:
        """Return what is wrong with one file by itself.

        Args: document: the file as it is now; judge: finds the faults, asked once for the same bytes.
        """
        digest, found = self._judged.get(document.path, ("", []))
        if digest != document.digest:
            found = judge(document)
            self._judged[document.path] = document.digest, found
        return list(found)

    def _read_one(self, file: Path, path: str) -> tuple[Document, list[Problem]]:
        try:
            content = file.read_bytes()
        except OSError as error:
            return Document(path, None, ""), [Problem(path, "", f"cannot be read ({error.strerror})", "check the file")]
        digest = hashlib.sha256(content).hexdigest()
        known = self._parsed.get(path)
        if known is not None and known[0].digest == digest:
            return known
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return Document(path, None, digest), [Problem(path, "", "is not UTF-8", "save the file as UTF-8")]
        data, problems = parse(text, path)
        return Document(path, data, digest), problems
