"""Rasa component: everything that a record names, as entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu import generation
from nlu.reading import Reading


def as_entities(reading: Reading, text: str) -> list[dict[str, Any]]:
    """Return the mentions of a reading in Rasa's entity form, with offsets into the text as typed."""
    found: list[dict[str, Any]] = []
    for mention in reading.mentions:
        start, end = reading.normalised.span(mention.start, mention.end)
        found.append(
            {
                "entity": mention.entity,
                "value": mention.value,
                "start": start,
                "end": end,
                "text": text[start:end],
                "score": mention.score,
                "extractor": "NameExtractor",
            }
        )
    return found


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NameExtractor(GraphComponent):
    """Finds names with the knowledge that is in use at this moment, so a new record needs no training."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NameExtractor:
        """Create the component."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add entities and the excluded refs to each message."""
        for message in messages:
            text = str(message.get(TEXT) or "")
            reading = generation.current().reader.read(text)
            message.set(ENTITIES, as_entities(reading, text), add_to_output=True)
            message.set("negated", sorted(reading.negated), add_to_output=True)
        return messages
