"""Rasa component: one tokenizer for English, Chinese and both in one sentence."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from nlu.normalise import normalise
from nlu.words import WordCutter


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
        component._cutter = WordCutter()
        return component

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Cut one attribute of a message into tokens."""
        normalised = normalise(str(message.get(attribute) or ""))
        tokens: list[Token] = []
        for word in self._cutter.words(normalised.text):
            start, end = normalised.span(word.start, word.end)
            tokens.append(Token(word.text, start, end))
        return tokens
