"""Rasa component: the intent and how sure we may be that the message is ours to answer."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import generation
from nlu.encoder import Vectors, shared
from nlu.linear import LinearModel
from nlu.neighbours import Neighbours
from nlu.projection import Projection
from nlu.scope import ScopeModel
from nlu.training import Trained, names_a_thing, train
from nlu.understanding import ASK_FAQ, FAQ_PREFIX
from nlu.vocabulary import Vocabulary

SCOPE = "scope"
FAQ_RECORDS = "faq_records"
RANKED = 8


def label_of(example: Message) -> str:
    """Return what the model learns for a phrase: its intent, or for a FAQ phrase the record that answers it."""
    record = (example.get("metadata") or {}).get("record")
    return str(record or example.get(INTENT))


def collapse(labels: list[str], probabilities: Vectors) -> tuple[list[tuple[str, float]], dict[str, float]]:
    """Sum the FAQ records into their intent.

    Returns:
        (intent, probability) best first, and the likeliest FAQ records with theirs.
    """
    intents: dict[str, float] = {}
    records: dict[str, float] = {}
    for label, probability in zip(labels, probabilities):
        if label.startswith(FAQ_PREFIX):
            records[label] = float(probability)
            label = ASK_FAQ
        intents[label] = intents.get(label, 0.0) + float(probability)
    ranking = sorted(intents.items(), key=lambda row: -row[1])[:RANKED]
    best = sorted(records.items(), key=lambda row: -row[1])[:RANKED]
    return ranking, dict(best)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class BilingualClassifier(GraphComponent, IntentClassifier):
    """Two classifiers for both languages, linear and nearest phrases, with a calibrated scope model beside them."""

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        self._storage = storage
        self._resource = resource
        self._models: Trained | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> BilingualClassifier:
        """Create the component for training."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> BilingualClassifier:
        """Load the trained models; numbers only, nothing that can run code."""
        component = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            linear = LinearModel.open(folder)
            with np.load(folder / "phrases.npz", allow_pickle=False) as numbers:
                projection = Projection(numbers["mean"], numbers["directions"])
                neighbours = Neighbours(numbers["vectors"], numbers["labels"], tuple(linear.labels))
            component._models = Trained(projection, linear, neighbours, ScopeModel.open(folder))
            vocabulary = Vocabulary.open(folder / "vocabulary.json")
        generation.process.learn(vocabulary)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Train both models on the intent examples and store them."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        texts = [str(message.get(TEXT)) for message in examples]
        vocabulary = Vocabulary.of(texts)
        generation.current()
        generation.process.learn(vocabulary)
        self._models = train(texts, [label_of(m) for m in examples], generation.current().reader, shared())
        with self._storage.write_to(self._resource) as folder:
            self._models.linear.save(folder)
            self._models.scope.save(folder)
            numbers = {**vars(self._models.projection), **vars(self._models.neighbours)}
            del numbers["names"]  # the labels of the linear model
            np.savez(folder / "phrases.npz", **numbers)
            vocabulary.save(folder / "vocabulary.json")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add ranking and scope to each message."""
        if self._models is None:
            raise RuntimeError("the classifier has no model; train or load first")
        for message in messages:
            reading = generation.current().reader.read(str(message.get(TEXT) or ""))
            vector = shared().one(reading.stand_in)
            probabilities, scope = self._models.judge(reading.stand_in, vector, reading.flags, names_a_thing(reading))
            ranked, records = collapse(self._models.linear.labels, probabilities)
            ranking = [{"name": name, "confidence": probability} for name, probability in ranked]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(FAQ_RECORDS, records)
            message.set(SCOPE, scope, add_to_output=True)
        return messages
