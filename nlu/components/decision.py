"""Rasa component: question index and the three bands; sets the intent that the rules act on."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu import generation
from nlu.asking_on import ask_on, may_ask_on
from nlu.components.classifier import FAQ_RECORDS, SCOPE
from nlu.encoder import shared
from nlu.follow_ups import in_context
from nlu.understanding import Judged, Thresholds, blend, decide


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class IntentDecision(GraphComponent):
    """Brings classifier, scope and question index together.

    Args:
        limits: the three bands.
    """

    def __init__(self, limits: Thresholds) -> None:
        self._limits = limits

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the thresholds; config.yml says why they are as they are."""
        return dict(vars(Thresholds()))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentDecision:
        """Create the component; thresholds come from config.yml."""
        return cls(Thresholds(**{name: float(config[name]) for name in vars(Thresholds())}))

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide for each message."""
        for message in messages:
            now = generation.current()
            reading = now.reader.read(str(message.get(TEXT) or ""))
            vector = shared().one(reading.normalised.text)
            about = (message.get("metadata") or {}).get("about")
            published = {record.ref for record in now.library.of_kind("faq")}  # one may be withdrawn since training
            records = {ref: p for ref, p in (message.get(FAQ_RECORDS) or {}).items() if ref in published}
            hits = blend(now.index.search(reading, vector, about), records)
            ranking = [(r["name"], float(r["confidence"])) for r in message.get(INTENT_RANKING_KEY)]
            record = now.library.get(about) if about else None
            ranking = in_context(ranking, reading, record)
            judged = Judged(ranking, float(message.get(SCOPE)), records)
            result = decide(judged, hits, reading, self._limits)
            if record is not None and may_ask_on(reading, record):
                result = ask_on(result, reading, record, now.own.nearest(reading, record))
            message.set(INTENT, {"name": result.intent, "confidence": result.confidence}, add_to_output=True)
            message.set("understood", result.as_json(), add_to_output=True)
        return messages
