"""Rasa component: question index and the three bands; sets the intent that the rules act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from knowledge.library import Library
from knowledge.records import Record
from nlu import aspects, details, differences, generation, moments, persons, practical, subjects, ties, visits
from nlu.asking_on import ask_on, may_ask_on
from nlu.components.classifier import FAQ_RECORDS, SCOPE
from nlu.follow_ups import in_context
from nlu.reading import Reading
from nlu.understanding import Judged, Thresholds, Understanding, blend, decide

REQUEST = "request_cooperation"
"""A wish that is to be passed on as it is."""
LONGEST, MOST = 12, 6
"""Words of a message that may ask on about the record spoken of, and how much of the record is passed on."""


def _published(records: Mapping[str, float], library: Library) -> dict[str, float]:
    """Leave out the records that were withdrawn since training."""
    known = ((library.get(ref), probability) for ref, probability in records.items())
    return {record.ref: p for record, p in known if record is not None and record.status == "published"}


def _own(reading: Reading, record: Record | None) -> dict[str, Any]:
    """Give what the record spoken of can be asked that is like a short message."""
    if record is None or len(reading.words) > LONGEST:
        return {}
    own = generation.current().own.nearest(reading, record)[:MOST]
    return {"own_of": record.ref, "own": [hit.as_json() for hit in own]}


def _specially(
    result: Understanding, reading: Reading, record: Record | None, now: generation.Generation
) -> Understanding:
    """Give what a message wants where a rule knows better than the classifiers, the plainer rules first."""
    library = now.library
    if persons.asked(reading.normalised.text):
        return persons.understood(result)
    if (moment := moments.asked(reading, record)) is not None:
        return moments.understood(result, moment)
    if (faq := aspects.on_a_document(reading, record, library)) is not None:
        return aspects.answered_by(result, faq)
    if refs := differences.asked(reading, library):
        return differences.understood(result, refs, library)
    if (visit := visits.asked(reading, record, library)) is not None:
        return visits.understood(result, visit[1])
    detail = details.asked(reading, record, library)
    if detail is not None and not details.goes_before(result, detail, _follows(detail, record)):
        detail = None
    if detail is not None and detail.first:
        return details.told(result, detail)
    if (aspect := aspects.asked(reading, record, library)) is not None:
        return aspects.understood(result, *aspect)
    if (tie := ties.asked(reading, record, library)) is not None:
        return ties.understood(result, *tie)
    if (what := ties.of_place(reading, record)) is not None and not result.asks:
        return ties.of_a_place(result, what, bool(reading.values("unknown_name")))
    if (asked := practical.asked(reading, library)) is not None:
        return aspects.answered_by(result, asked)
    wished = ties.wished(reading, library)
    if wished is not None and result.intent != REQUEST:
        return ties.wishing(result, wished)
    return _beside(result, reading, record, detail, now)


def _beside(
    result: Understanding,
    reading: Reading,
    record: Record | None,
    detail: details.Detail | None,
    now: generation.Generation,
) -> Understanding:
    """Give what a message wants where it asks for a body of the glossary, or on about the record spoken of."""
    if (special := subjects.asked(reading, now.library)) is not None:
        return subjects.understood(result, special)
    if detail is not None:
        return details.told(result, detail)
    if record is not None and may_ask_on(reading, record):
        return ask_on(result, reading, record, now.own.nearest(reading, record))
    return result


def _follows(detail: details.Detail, about: Record | None) -> bool:
    return about is not None and detail.record.ref == about.ref


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
            about = (message.get("metadata") or {}).get("about")
            records = _published(message.get(FAQ_RECORDS) or {}, now.library)
            records = {ref: p for ref, p in records.items() if practical.speaks_of(ref, reading)}
            near = [hit for hit in now.index.search(reading, about) if practical.speaks_of(hit.ref, reading)]
            hits = blend(near, records)
            ranking = [(r["name"], float(r["confidence"])) for r in message.get(INTENT_RANKING_KEY)]
            record = now.library.get(about) if about else None
            ranking = in_context(ranking, reading, record)
            judged = Judged(ranking, float(message.get(SCOPE)), records)
            result = decide(judged, hits, reading, self._limits)
            result = _specially(result, reading, record, now)
            message.set(INTENT, {"name": result.intent, "confidence": result.confidence}, add_to_output=True)
            own = {**result.as_json(), **_own(reading, record)}
            message.set("understood", own, add_to_output=True)
        return messages
