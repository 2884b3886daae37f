"""Decide what a message wants: classifier, scope, question index and plain rules brought together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from nlu import participation, patterns, wishes
from nlu.plain_words import bare_name, general, says_more, settled_intent, word_for_word
from nlu.question_index import Hit
from nlu.reading import Reading
from nlu.wishes import BETWEEN, DID_YOU_MEAN, SURE, UNSURE

__all__ = ["BETWEEN", "DID_YOU_MEAN", "SURE", "UNSURE"]
OUT_OF_SCOPE = "out_of_scope"
ASK_FAQ = "ask_faq"
ASK_FACT = "ask_fact"
ASK_SAME_FOR = "ask_same_for"
"""What yields to "and what is …?", which asks for the thing itself."""
ASK_CITY = "ask_city"
ASK_CITY_PILOT = "ask_city_pilot"
PARTICIPATION = "participation"
FAQ_PREFIX = "faq/"
NEARLY = 0.75
"""Part of the best intent's probability that the second must have to be hardly less likely."""
CLASSIFIER_WEIGHT = 0.3
"""How much the classifier's belief in a FAQ record adds to the score of its closest question."""


@dataclass(frozen=True)
class Thresholds:
    """Where the three bands lie; set in config.yml, reasons there.

    Args:
        sure: probability of the best intent above which it is acted on.
        between: probability above which it is offered as "did you mean".
        certain: probability above which even a close question of the index does not change the intent.
        binding: the same for wishes that have consequences, such as a request to the staff.
        scope: probability of being in scope below which nothing is guessed.
        hit: score at which a question of the index answers, whatever the classifier says.
        hit_offer: score at which a question of the index is offered.
    """

    sure: float = 0.3
    between: float = 0.2
    certain: float = 0.5
    binding: float = 0.4
    scope: float = 0.75
    hit: float = 0.78
    hit_offer: float = 0.55


@dataclass(frozen=True)
class Understanding:
    """What a message wants.

    Args:
        intent: the intent that the dialogue rules act on.
        confidence: from 0 to 1.
        band: sure, between or unsure.
        candidates: the best intents with their probabilities.
        hits: questions of the index close to the message.
        asks: "participation" where it asks whether places took part.
    """

    intent: str
    confidence: float
    band: str
    candidates: tuple[tuple[str, float], ...]
    hits: tuple[Hit, ...] = field(default=())
    asks: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the part of the message that actions read."""
        return {
            "band": self.band,
            "candidates": [{"intent": name, "confidence": round(p, 4)} for name, p in self.candidates],
            "hits": [hit.as_json() for hit in self.hits],
            "asks": self.asks,
        }


@dataclass(frozen=True)
class Judged:
    """What the classifiers say of a message.

    Args:
        ranking: (intent, probability), best first.
        scope: probability that the message is in scope.
        records: the likeliest FAQ records with their part of the probability of `ask_faq`.
    """

    ranking: list[tuple[str, float]]
    scope: float
    records: dict[str, float]


def blend(hits: list[Hit], records: dict[str, float]) -> list[Hit]:
    """Let the classifier's view of the FAQ records help to order the hits of the question index."""
    helped = [replace(hit, score=min(1.0, hit.score + CLASSIFIER_WEIGHT * records.get(hit.ref, 0.0))) for hit in hits]
    return sorted(helped, key=lambda hit: -hit.score)


def intent_of(hit: Hit) -> str:
    """Return the intent that a hit of the question index stands for."""
    if hit.ref.startswith(FAQ_PREFIX):
        return ASK_FAQ
    folder = hit.ref.split("/")[0]
    if hit.fact is not None and folder not in patterns.data("intents")["always_whole"]:
        return ASK_FACT
    intent: str = patterns.data("intents")["bare_names"][patterns.data("intents")["kinds"][folder]]
    return intent


def decide(judged: Judged, hits: list[Hit], reading: Reading, limits: Thresholds) -> Understanding:
    """Decide on intent and band.

    Args:
        judged: what the classifiers say.
        hits: from the question index, best first.
        reading: names and words.
        limits: the bands.
    """
    probabilities, scope = judged.ranking, judged.scope
    whole = general(reading)
    near = (*whole, *(hit for hit in hits if hit.score >= limits.hit_offer))
    top = tuple(probabilities[:4])
    if participation.asked(reading):
        return Understanding(ASK_CITY_PILOT, 1.0, SURE, top, near, PARTICIPATION)
    name_only = ASK_CITY if participation.settled(reading) else bare_name(reading)
    settled = name_only or settled_intent(reading)
    if settled:
        return Understanding(settled, 1.0, SURE, top, near)
    best, confidence = top[0]
    weak = (ASK_FAQ, OUT_OF_SCOPE, ASK_SAME_FOR) if whole and says_more(reading) else (ASK_FAQ, OUT_OF_SCOPE)
    unsure = (whole and scope < limits.scope) or (near and confidence < min(near[0].score, limits.certain))
    doubtful = best in weak or unsure or (not whole and word_for_word(near, reading))
    if near and near[0].score >= limits.hit and doubtful:
        return Understanding(intent_of(near[0]), near[0].score, SURE, top, near)
    strange = scope < limits.scope / 2  # a poem to be recited is no farewell, though it is like nothing else either
    if best in patterns.data("intents")["harmless"] and confidence >= (limits.certain if strange else limits.binding):
        return Understanding(best, confidence, SURE, top, near)
    if best == OUT_OF_SCOPE or scope < limits.scope:
        offered = best != OUT_OF_SCOPE and confidence >= limits.sure and scope >= limits.scope / 2
        if offered:
            return Understanding(DID_YOU_MEAN, confidence, BETWEEN, top, near)
        return Understanding(OUT_OF_SCOPE, 1 - scope, UNSURE, top, near)
    if best == ASK_FAQ:
        return _faq(judged, near, top, limits)
    intent, band = _banded(top, reading, limits)
    return Understanding(intent, 1 - confidence if band == UNSURE else confidence, band, top, near)


def _banded(top: tuple[tuple[str, float], ...], reading: Reading, limits: Thresholds) -> tuple[str, str]:
    """Give intent and band by how likely the best intent is; a wish with consequences must also be plain.

    Where it is not, the next intent is taken if it is hardly less likely and binds nobody.
    """
    best, confidence = top[0]
    binding = patterns.data("intents")["binding"]
    if best in binding:
        found = wishes.of(best, reading, confidence >= limits.binding)
        second, likely = top[1] if len(top) > 1 else (OUT_OF_SCOPE, 0.0)
        plain = likely >= max(limits.sure, NEARLY * confidence) and second not in (*binding, OUT_OF_SCOPE, ASK_FAQ)
        return (second, SURE) if found[0] == DID_YOU_MEAN and plain else found
    if confidence >= limits.sure:
        return best, SURE
    return (DID_YOU_MEAN, BETWEEN) if confidence >= limits.between else (OUT_OF_SCOPE, UNSURE)


def _faq(
    judged: Judged, near: tuple[Hit, ...], top: tuple[tuple[str, float], ...], limits: Thresholds
) -> Understanding:
    """Choose the FAQ record: by its closest question, or because the classifier knows the very record."""
    record, belief = max(judged.records.items(), key=lambda row: row[1], default=("", 0.0))
    closest = next((hit for hit in near if hit.ref.startswith(FAQ_PREFIX)), None)
    agreed = closest is not None and closest.ref == record and belief >= limits.between  # index and classifier
    if closest is not None and (agreed or closest.score >= (limits.hit + limits.hit_offer) / 2):
        return Understanding(ASK_FAQ, closest.score, SURE, top, near)
    if belief >= limits.sure:
        others = tuple(hit for hit in near if hit.ref != record)
        return Understanding(ASK_FAQ, belief, SURE, top, (Hit(record, None, 1.0, ""), *others))
    return Understanding(DID_YOU_MEAN, closest.score if closest else top[0][1], BETWEEN, top, near)
