"""Rasa importer: phrases are read once and quickly, and FAQ records train their intent, so a new FAQ is one file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.files import parse
from knowledge.library import Library, default_folder, load
from nlu.phrases import lines

INTENT_OF_FAQ = "ask_faq"
_PHRASES = re.compile(r"^nlu:", re.MULTILINE)


class PhraseFileError(ValueError):
    """A file of phrases cannot be read; the text names file and fault, `make check` says more."""


class Example(Message):
    """A phrase as Rasa hands it around: it is compared and copied many times, and never changed."""

    _cached_fingerprint: str | None

    def fingerprint(self) -> str:
        """Return a digest of what it says; Rasa's own walks every part of every phrase."""
        if self._cached_fingerprint is None:
            told = repr((sorted(self.data.items(), key=lambda item: item[0]), self.features))
            self._cached_fingerprint = hashlib.md5(told.encode(), usedforsecurity=False).hexdigest()
        return self._cached_fingerprint

    def __deepcopy__(self, _known: dict[int, Any]) -> Example:
        return self  # nobody changes it, and Rasa would copy all of them again and again


def phrases(library: Library) -> list[tuple[str, str, str]]:
    """List (ref, language, phrase) of every FAQ phrase of the published records."""
    rows: list[tuple[str, str, str]] = []
    for record in library.of_kind("faq"):
        for language in ("en", "zh"):
            question = [getattr(record.question, language)] if record.question else []
            for phrase in (*question, *getattr(record.also_asked, language)):
                rows.append((record.ref, language, phrase))
    return rows


def _files(paths: Iterable[str]) -> list[Path]:
    found: list[Path] = []
    for path in map(Path, paths):
        found += sorted(path.rglob("*.yml")) if path.is_dir() else [path]
    return found


def _examples(file: Path) -> Iterator[Example]:
    """Read the phrases of a file.

    Raises:
        PhraseFileError: the file is broken.
    """
    data, faults = parse(file.read_text("utf-8"), file.as_posix())
    if faults:
        raise PhraseFileError(f"{file}: {faults[0]}; `make check` says what to do")
    for entry in data["nlu"]:
        try:
            about = {"intent": entry["metadata"]}
            for text in lines(entry["examples"]):
                yield Example({TEXT: text, INTENT: entry["intent"], "metadata": about})
        except (KeyError, TypeError, AttributeError) as problem:
            raise PhraseFileError(f"{file}: an entry has no {problem}; `make check` says what to do") from problem


class KnowledgeImporter(TrainingDataImporter):
    """Gives the phrases of the files and of the FAQ records to training; all else is read by Rasa's own importer.

    Args:
        config_file: the configuration.
        domain_path: file or folder of the domain.
        training_data_paths: files and folders with phrases and dialogue rules.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **_: Any,
    ) -> None:
        """Part the files with phrases, which Rasa would parse for minutes, from the others."""
        given = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        files = _files(given)
        self._phrases = [file for file in files if _PHRASES.search(file.read_text("utf-8"))]
        others = [str(file) for file in files if file not in self._phrases]
        self._others = RasaFileImporter(config_file, domain_path, others)
        self._read: TrainingData | None = None

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return one example per phrase; those of the FAQ have their record as metadata."""
        if self._read is None:
            examples = [example for file in self._phrases for example in _examples(file)]
            examples += [
                Example({TEXT: phrase, INTENT: INTENT_OF_FAQ, "metadata": {"record": ref, "language": code}})
                for ref, code, phrase in phrases(load(default_folder()))
            ]
            self._read = TrainingData(examples)
        return self._read

    def get_domain(self) -> Domain:
        """Return the domain of the files."""
        return self._others.get_domain()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Return the rules of the files."""
        return self._others.get_stories(exclusion_percentage)

    def get_conversation_tests(self) -> StoryGraph:
        """Return Rasa's conversation tests; there are none."""
        return self._others.get_conversation_tests()

    def get_config(self) -> dict[str, Any]:
        """Return the configuration."""
        return dict(self._others.get_config())

    def get_config_file_for_auto_config(self) -> str | None:
        """Return nothing; nothing is configured automatically."""
        return None
