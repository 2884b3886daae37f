"""Rasa importer: FAQ records train their intent, so a new FAQ is one file."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.library import Library, default_folder, load

INTENT_OF_FAQ = "ask_faq"


def phrases(library: Library) -> list[tuple[str, str, str]]:
    """List (ref, language, phrase) of every FAQ phrase of the published records."""
    rows: list[tuple[str, str, str]] = []
    for record in library.of_kind("faq"):
        for language in ("en", "zh"):
            question = [getattr(record.question, language)] if record.question else []
            for phrase in (*question, *getattr(record.also_asked, language)):
                rows.append((record.ref, language, phrase))
    return rows


class KnowledgeImporter(TrainingDataImporter):
    """Gives the phrases of FAQ records to training; everything else comes from the ordinary files."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Rasa calls this with its own paths; the records have a folder of their own."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return one example per FAQ phrase, its record and language as metadata."""
        examples = [
            Message(data={TEXT: phrase, INTENT: INTENT_OF_FAQ, "metadata": {"record": ref, "language": code}})
            for ref, code, phrase in phrases(load(default_folder()))
        ]
        return TrainingData(examples)

    def get_domain(self) -> Domain:
        """Return an empty domain."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Return no stories."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Return no conversation tests."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """Return nothing; config.yml is the only configuration."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """Return nothing; nothing is configured automatically."""
        return None
