"""Rasa component: one tokenizer for English, Chinese and both in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.normalise import normalise
from nlu.words import WordCutter

LATEST = 512
"""Texts whose words are kept: a turn reads its sentences several times."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BilingualTokenizer(Tokenizer):
    """Tokens with exact offsets into the text as typed; their text is the normalised form."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings every Rasa tokenizer has."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(
        cls, config: dict[str, Any], storage: ModelStorage, resource: Resource, context: ExecutionContext
    ) -> BilingualTokenizer:
        """Create the component; jieba's dictionary is loaded here and not by the first user."""
        component = cls(config)
        component._cut = lru_cache(maxsize=LATEST)(_cutting(WordCutter()))
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the phrases as they are: no component that is trained wants tokens."""
        return training_data

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Cut one attribute of a message into tokens."""
        return [Token(*one) for one in self._cut(str(message.get(attribute) or ""))]


def _cutting(cutter: WordCutter) -> Callable[[str], tuple[tuple[str, int, int], ...]]:
    """Give what cuts a text as typed into (word, start, end)."""

    def cut(text: str) -> tuple[tuple[str, int, int], ...]:
        normalised = normalise(text)
        return tuple((word.text, *normalised.span(word.start, word.end)) for word in cutter.words(normalised.text))

    return cut
