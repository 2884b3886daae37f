"""Rasa component: the intent and how sure we may be that the message is ours to answer."""

from __future__ import annotations

from functools import lru_cache
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

from knowledge.library import default_folder, load
from nlu import generation, known_questions
from nlu.cores import available
from nlu.encoder import Vectors, shared
from nlu.neighbours import Neighbours
from nlu.network import Network
from nlu.projection import Projection
from nlu.reading import Reader
from nlu.scope import ScopeModel
from nlu.training import Trained, names_a_thing, train
from nlu.understanding import ASK_FAQ, FAQ_PREFIX
from nlu.vocabulary import Vocabulary

LATEST = 512
"""Judgements that are kept: a turn asks for a sentence with one context and another, and what people ask repeats."""
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
    """Two classifiers for both languages, a network and nearest phrases, with a calibrated scope model beside them."""

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        self._storage = storage
        self._resource = resource
        self._models: Trained | None = None
        self._judged = lru_cache(maxsize=LATEST)(self._judge)

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
            network = Network.open(folder)
            with np.load(folder / "phrases.npz", allow_pickle=False) as numbers:
                projection = Projection(numbers["mean"], numbers["directions"])
                neighbours = Neighbours(numbers["vectors"], numbers["labels"], tuple(network.labels))
            component._models = Trained(projection, network, neighbours, ScopeModel.open(folder))
            vocabulary = Vocabulary.open(folder / "vocabulary.json")
            generation.process.remember(known_questions.read(folder))
        generation.process.learn(vocabulary)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Train both models on the intent examples and store them."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        texts = [str(message.get(TEXT)) for message in examples]
        vocabulary = Vocabulary.of(texts)
        library = load(default_folder())
        reader = Reader(library, vocabulary)
        known: dict[str, Vectors] = {}
        self._models = train(texts, [label_of(m) for m in examples], reader, shared(), available(), known)
        with self._storage.write_to(self._resource) as folder:
            self._models.network.save(folder)
            self._models.scope.save(folder)
            phrases = self._models.neighbours  # their names are the labels of the network
            numbers = {**vars(self._models.projection), "vectors": phrases.vectors, "labels": phrases.labels}
            np.savez(folder / "phrases.npz", **numbers)
            vocabulary.save(folder / "vocabulary.json")
            known_questions.save(known_questions.of(library, reader, shared(), available(), known), folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add ranking and scope to each message."""
        for message in messages:
            reading = generation.current().reader.read(str(message.get(TEXT) or ""))
            shared().foresee([reading.stand_in, reading.normalised.text])  # the next component wants the second
            ranked, records, scope = self._judged(
                reading.stand_in, tuple(reading.flags.items()), names_a_thing(reading)
            )
            ranking = [{"name": name, "confidence": probability} for name, probability in ranked]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(FAQ_RECORDS, dict(records))
            message.set(SCOPE, scope, add_to_output=True)
        return messages

    def _judge(
        self, text: str, flags: tuple[tuple[str, int], ...], named: bool
    ) -> tuple[list[tuple[str, float]], dict[str, float], float]:
        """Give the ranking, the likeliest FAQ records and the probability of being in scope for a sentence."""
        if self._models is None:
            raise RuntimeError("the classifier has no model; train or load first")
        probabilities, scope = self._models.judge(text, shared().one(text), dict(flags), named)
        return (*collapse(self._models.network.labels, probabilities), scope)
