"""What a message speaks of: its own names first, then what was spoken of before, else a question back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.library import Library
from knowledge.records import Record

KINDS = {
    "programme": "programmes",
    "cluster": "clusters",
    "theme": "themes",
    "sdg": "sdgs",
    "policy": "policies",
    "city": "cities",
    "funding": "funding",
    "contact": "contacts",
    "role": "roles",
    "method": "method",
    "pilot": "pilots",
    "event": "events",
}
"""Kinds of records that a message can name, with the folders of their refs."""
SURE_HIT = 0.6
"""Score from which a fact of the record spoken of is told. Lower than where the index outranks the
classifier, since the record is known already and only its fact is in question."""
FULL_HIT = 0.78
"""Score from which a question of the index is the very question that was asked: it may choose a record, and its
fact leads the answer."""
CLEAR_MARGIN = 0.08
"""How far a lesser hit must be ahead of the next one to be taken for what was asked."""


@dataclass(frozen=True)
class Entity:
    """Something named in a message."""

    kind: str
    value: str
    text: str = ""
    start: int | None = None


@dataclass(frozen=True)
class Hit:
    """A question of the index that is like the message: a FAQ (`fact` is None) or one fact of a record."""

    ref: str
    fact: str | None
    score: float
    question: str = ""


@dataclass(frozen=True)
class Question:
    """A message as the actions see it.

    Args:
        intent: what the person wants.
        text: the message as written, or the title of the button that was pressed.
        entities: what it names; negated names are left out.
        negated: refs that it says it does not mean.
        denied: the names that stand for them in the message.
        hits: questions of the index that are like it, best first.
        candidates: likely intents, best first.
        slots: what the conversation remembers.
        asks: "participation" where the words ask whether places took part, "person" where they ask for a person.
        confidence: how sure the understanding is of the intent.
        pressed: it was a button; the text is only its title.
        own: what the record spoken of can be asked that is like the message, best first.
        own_of: ref of that record.
    """

    intent: str
    text: str = ""
    entities: tuple[Entity, ...] = ()
    negated: frozenset[str] = frozenset()
    denied: tuple[Entity, ...] = ()
    hits: tuple[Hit, ...] = ()
    candidates: tuple[str, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    asks: str = ""
    confidence: float = 1.0
    pressed: bool = False
    own: tuple[Hit, ...] = ()
    own_of: str = ""

    @staticmethod
    def of(message: Mapping[str, Any], slots: Mapping[str, Any]) -> Question:
        """Read a parsed message and the slots of a conversation."""
        understood = message.get("understood") or {}
        negated = frozenset(understood.get("negated") or message.get("negated") or ())
        intent = (message.get("intent") or {}).get("name") or ""
        hits = _hits(understood, "hits")
        named = [
            Entity(e["entity"], str(e["value"]), e.get("text") or "", e.get("start"))
            for e in message.get("entities") or ()
        ]
        return Question(
            intent=intent,
            text=message.get("text") or "",
            entities=tuple(one for one in named if one.value not in negated),
            negated=negated,
            denied=tuple(one for one in named if one.value in negated),
            hits=tuple(sorted(hits, key=lambda hit: -hit.score)),
            candidates=tuple(row["intent"] for row in _rows(understood, "candidates")),
            slots=slots,
            asks=understood.get("asks") or "",
            pressed=bool(understood.get("pressed")),
            own=tuple(_hits(understood, "own")),
            own_of=understood.get("own_of") or "",
            confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
        )

    def named(self, kind: str) -> list[str]:
        """Give the values of a kind that the message itself names, each once, in its order."""
        return list(dict.fromkeys(one.value for one in self.entities if one.kind == kind))

    def remembered(self, kind: str) -> list[str]:
        """Give what the conversation last spoke of; nothing that the message denies."""
        kept = self.slots.get(kind)
        values = kept if isinstance(kept, list) else [kept] if kept else []
        return [value for value in values if value not in self.negated]

    def asking(self, intent: str, *entities: Entity) -> Question:
        """Give the same message as if it asked something else."""
        return replace(self, intent=intent, entities=tuple(entities) or self.entities)

    @property
    def sure_hits(self) -> list[Hit]:
        """Hits that are close enough to lead an answer, best first."""
        return [hit for hit in self.hits if hit.score >= SURE_HIT]

    def near(self, record: Record) -> str | None:
        """Give the fact of a record that comes nearest to the message; None if the record as a whole does."""
        best = next((hit.fact for hit in self.sure_hits if hit.ref == record.ref), None)
        return best if best in record.facts else None

    def hit_on(self, record: Record) -> str | None:
        """Give the fact of a record that may lead the answer; None if the message asks for the record as a whole.

        A lesser hit counts only where nothing else is about as near: else a detail would stand for the whole.
        """
        full, clear = self._standing(record)
        return self.near(record) if full or clear else None

    def exactly_on(self, record: Record) -> str | None:
        """Give the fact that the message asks for beyond doubt: the very question, and no other is as near."""
        return self.near(record) if all(self._standing(record)) else None

    def _standing(self, record: Record) -> tuple[bool, bool]:
        """Tell of the best hit on a record whether it is the very question and whether it is ahead of the others."""
        best = next((hit for hit in self.sure_hits if hit.ref == record.ref), None)
        if best is None:
            return False, False
        others = [hit.score for hit in self.hits if (hit.ref, hit.fact) != (best.ref, best.fact)]
        return best.score >= FULL_HIT, not others or best.score - max(others) >= CLEAR_MARGIN

    @property
    def names_nothing(self) -> bool:
        """Tell whether the message names no record, only what stands around one."""
        return not any(one.kind in KINDS for one in self.entities)

    @property
    def last(self) -> Mapping[str, Any]:
        """What the last answer was about: its intent, entities, records, told facts and sources."""
        kept = self.slots.get("last_intent")
        return kept if isinstance(kept, dict) else {}

    @property
    def unknown_names(self) -> list[str]:
        """Place-like names that no record has, as they were written."""
        return list(dict.fromkeys(one.text or one.value for one in self.entities if one.kind == "unknown_name"))


def _rows(understood: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return list(understood.get(key) or ())


def _hits(understood: Mapping[str, Any], key: str) -> list[Hit]:
    rows = _rows(understood, key)
    return [Hit(row["ref"], row.get("fact"), row.get("score", 1.0), row.get("question") or "") for row in rows]


def records(library: Library, refs: list[str]) -> list[Record]:
    """Give the published records of refs, in their order; others are passed over."""
    found = (library.get(ref) for ref in refs)
    return [record for record in found if record is not None and record.status == "published"]


def mentioned(question: Question, library: Library, *kinds: str) -> list[Record]:
    """Give the records of some kinds that the message itself names, kind after kind."""
    return [record for kind in kinds for record in records(library, question.named(kind))]


def hit(question: Question, library: Library, *kinds: str) -> list[Record]:
    """Give the record that the question index points at: the remembered one if it is among them."""
    found = [record for record in records(library, [one.ref for one in question.hits]) if record.kind in kinds]
    kept = {ref for kind in kinds for ref in question.remembered(kind)}
    return ([record for record in found if record.ref in kept] or found)[:1]


def spoken_of(question: Question, library: Library, *kinds: str) -> list[Record]:
    """Give the records that a message speaks of: named in it, else spoken of before, else found by the index.

    A question of the index chooses over what was spoken of only where the message names something else, and
    chooses a scheme only where it is the very question: a wrong scheme is worse than a question back.
    """
    named = mentioned(question, library, *kinds)
    if named:
        return named
    found = hit(question, library, *kinds)
    kept = remembered(question, library, *kinds)
    full = bool(found) and _score(question, found[0]) >= FULL_HIT
    if kept and (question.names_nothing or not full):
        return kept
    return found if full or any(one.kind != "funding" for one in found) else []


def _score(question: Question, record: Record) -> float:
    return max(hit.score for hit in question.hits if hit.ref == record.ref)


def remembered(question: Question, library: Library, *kinds: str) -> list[Record]:
    """Give the record that the conversation last spoke of: one of the last answer, else of the first kind."""
    kept = [found for kind in kinds if (found := records(library, question.remembered(kind)))]
    last = set(question.last.get("records") or ())
    return next((found for found in kept if found[0].ref in last), kept[0] if kept else [])


def just_spoken_of(question: Question, library: Library, kind: str) -> list[Record]:
    """Give the record of a kind that the last answer was about, if it was about one and no more of them."""
    folder = KINDS[kind] + "/"
    refs = [*(question.last.get("records") or ()), *(row["value"] for row in question.last.get("entities") or ())]
    found = records(library, list(dict.fromkeys(ref for ref in refs if ref.startswith(folder))))
    found = [record for record in found if record.ref not in question.negated]
    return found if len(found) == 1 else []
