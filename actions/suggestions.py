"""Suggests partner cities, and shows on what each suggestion rests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions import cities, clusters, context, labels, pairings, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Question
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record, Text

MOST_SUGGESTED = 3
MOST_TOPICS = 3


@dataclass(frozen=True)
class Candidate:
    """A city that might fit, with all that speaks for it."""

    city: Record
    clusters: tuple[str, ...]
    topics: tuple[Text, ...]
    together: tuple[pairings.Pairing, ...]
    neighbours: tuple[pairings.Pairing, ...]
    asked_topic: bool
    experience: int

    @property
    def score(self) -> int:
        """How much speaks for it; what was asked for counts most."""
        return (
            6 * self.asked_topic
            + 3 * len(self.clusters)
            + 2 * min(len(self.topics), 3)
            + 2 * bool(self.together)
            + bool(self.neighbours)
        )


def partner(question: Question, library: Library, today: date) -> Answer:
    """Suggest up to three cities of the other side.

    The own city is one that the message names; without one, the side, a cluster or a topic is enough.
    """
    own = _own(question, library)
    side = _wanted_side(question, own)
    if side is None:
        return _ask_side(question, library)
    found = candidates(question, library, own[0] if own else None, side)
    answer = Answer().about(*own)
    for name in question.unknown_names:
        answer.say("partner.unknown_city", name=values.string(name))
    if not found:
        return _nothing(answer)
    _introduce(answer, own, found)
    for candidate in found:
        _explain(answer, candidate, own[0] if own else None, library)
    answer.say("partner.honest")
    pairings.tell_over(answer, [candidate.city for candidate in found], library, today)
    answer.shown = [candidate.city.ref for candidate in found]
    for candidate in found:
        profiles.offer(answer, candidate.city)
    return answer.button(values.say("button.cooperate"), "request_cooperation", *[("city", c.ref) for c in own])


def _own(question: Question, library: Library) -> list[Record]:
    """Give the city that looks for a partner: the first one named, else the last one spoken of."""
    named = context.mentioned(question, library, "city")
    if named or question.unknown_names:
        return named[:1]
    wanted = _wanted_side(question, [])
    kept = context.remembered(question, library, "city")
    return [city for city in kept if wanted is None or (city.country == "CN") != (wanted == "CN")][:1]


def _wanted_side(question: Question, own: list[Record]) -> str | None:
    if own:
        return "EU" if own[0].country == "CN" else "CN"
    countries = question.named("country")
    if not countries:
        return None
    return "CN" if "CN" in countries else "EU"


def _ask_side(question: Question, library: Library) -> Answer:
    answer = Answer(asks_back=True)
    for name in question.unknown_names:
        answer.say("partner.unknown_city", name=values.string(name))
    answer.say("partner.which_side")
    kept = [(one.kind, one.value) for one in question.entities if one.kind in ("cluster", "topic", "theme")]
    answer.button(values.say("button.want_cn"), "find_partner", *kept, ("country", "CN"))
    answer.button(values.say("button.want_eu"), "find_partner", *kept, ("country", "EU"))
    answer.button(values.say("button.cooperate"), "request_cooperation")
    for city in cities.likely(question, library)[:1]:
        answer.button(values.say("button.partner_for", name=values.names(city)), "find_partner", ("city", city.ref))
    return answer


def _nothing(answer: Answer) -> Answer:
    answer.say("partner.none")
    answer.button(values.say("button.cities"), "find_cities", ("country", "CN"), ("country", "EU"))
    answer.button(values.say("button.cooperate"), "request_cooperation")
    return answer.button(values.say("button.person"), "ask_for_person")


def candidates(question: Question, library: Library, own: Record | None, side: str) -> list[Candidate]:
    """Give the best candidates of a side; one that the message itself names comes first.

    Args:
        question: names topics, clusters and countries to filter by, and cities it does not want.
        library: all records.
        own: the city that looks for a partner, if it is known.
        side: CN or EU.
    """
    countries = [code for code in question.named("country") if code not in ("CN", "EU")]
    wanted = {one.ref for one in clusters.fitting(question, library)}
    topics = set(question.named("topic"))
    found = [
        _weigh(city, own, wanted, topics, library)
        for city in library.of_kind("city")
        if (city.country == "CN") == (side == "CN")
        and city.ref not in question.negated
        and (side == "CN" or not countries or city.country in countries)
    ]
    if wanted or topics:
        found = [one for one in found if one.asked_topic]
    elif own is not None:
        found = [one for one in found if one.score]
    named = question.named("city")
    order = sorted(found, key=lambda one: (one.city.ref not in named, -one.score, -one.experience, one.city.ref))
    return order[:MOST_SUGGESTED]


def _weigh(city: Record, own: Record | None, wanted: set[str], topics: set[str], library: Library) -> Candidate:
    theirs = _clusters(city)
    parts = pairings.of_city(city, library)
    together: tuple[pairings.Pairing, ...] = ()
    neighbours: tuple[pairings.Pairing, ...] = ()
    shared = theirs & wanted if own is None or wanted else theirs & _clusters(own)
    if own is not None:
        together = tuple(part for part in parts if own.ref in part.partners)
        neighbours = tuple(part for part in parts if _in_country(part, own, library))
    asked = bool(theirs & wanted) or city.ref in topics
    return Candidate(city, tuple(sorted(shared)), _shared_topics(city, own), together, neighbours, asked, len(parts))


def _clusters(city: Record) -> set[str]:
    fact = city.facts.get("clusters")
    return set(fact.refs) if fact else set()


def _in_country(part: pairings.Pairing, own: Record, library: Library) -> bool:
    met = (library.get(one) for one in part.partners if isinstance(one, str) and one != own.ref)
    return any(other is not None and other.country == own.country for other in met)


def _shared_topics(city: Record, own: Record | None) -> tuple[Text, ...]:
    if own is None:
        return ()
    mine = {topic.lower() for topic in own.topics.en}
    pairs = zip(city.topics.en, city.topics.zh)
    return tuple(Text(en, zh) for en, zh in pairs if en.lower() in mine)[:MOST_TOPICS]


def _introduce(answer: Answer, own: list[Record], found: list[Candidate]) -> None:
    names = values.listed([values.names(one.city) for one in found], "and")
    if own:
        answer.say("partner.suggested_for", name=values.names(own[0]), cities=names)
    else:
        answer.say("partner.suggested", cities=names)


def _explain(answer: Answer, candidate: Candidate, own: Record | None, library: Library) -> None:
    city = candidate.city
    parts = candidate.together + candidate.neighbours
    others = [part for part in pairings.of_city(city, library) if part.partners and part not in parts]
    rows: list[Typed] = []
    if candidate.clusters:
        named = [values.names(one) for one in context.records(library, list(candidate.clusters))]
        key = "partner.why_clusters" if own else "partner.why_cluster_asked"
        rows.append(values.say(key, clusters=values.listed(named, "and")))
    if candidate.topics:
        topics = values.listed([values.text(topic) for topic in candidate.topics])
        rows.append(values.say("partner.why_topics", topics=topics))
    if candidate.asked_topic and not candidate.clusters:
        rows.append(values.say("partner.why_topic_asked", topics=_own_topics(city)))
    rows += [values.say("partner.why_together", part=pairings.row(part, library)) for part in candidate.together]
    for part in [*candidate.neighbours, *others][:2]:
        if part not in candidate.together:
            rows.append(values.say("partner.why_earlier", part=pairings.row(part, library)))
    rows.append(values.say("partner.why_country", country=labels.of_country(city.country or "")))
    title = values.say("partner.candidate", name=values.names(city))
    answer.items(rows, title, evidence=_evidence(candidate, others[:2]))


def _own_topics(city: Record) -> Typed:
    pairs = list(zip(city.topics.en, city.topics.zh))[:MOST_TOPICS]
    return values.listed([values.text(Text(en, zh)) for en, zh in pairs])


def _evidence(candidate: Candidate, others: list[pairings.Pairing]) -> Evidence:
    city = candidate.city
    kept = [city.facts[name] for name in ("clusters", "cooperation") if name in city.facts]
    parts = pairings.sources([*candidate.together, *candidate.neighbours, *others])
    sources = tuple(dict.fromkeys([*parts, *(key for fact in kept for key in fact.sources)]))
    return Evidence((city.ref,), sources, kept[0].as_of if kept else None, kept[0].sure if kept else None)
