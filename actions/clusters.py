"""Answers about the thematic clusters: which there are, what one covers, which one fits."""

from __future__ import annotations

from collections import Counter
from datetime import date

from actions import city_lists, context, criteria, facts, glossary, methods, profiles, values
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

MOST_FITTING = 2
WITH_CLUSTERS = frozenset({"programmes/iuc"})
"""The programmes that worked in the thematic clusters."""


def overview(question: Question, library: Library, today: date) -> Answer:
    """List the clusters; of a programme that had none of them, its own themes come before."""
    opening = _of_other(question, library, today)
    denied = [one for one in numbered(library) if one.ref in question.negated]
    found = [one for one in numbered(library) if one not in denied]
    answer = opening or Answer()
    projects = [one.facts["projects"] for one in found if "projects" in one.facts]
    sources = tuple(dict.fromkeys(key for fact in projects for key in fact.sources))
    as_of = min((fact.as_of for fact in projects), default=None)
    evidence = Evidence(tuple(one.ref for one in found), sources, as_of)
    count = values.number(len(found))
    if denied:
        answer.say("cluster.counted_besides", evidence, count=count, denied=values.listed_names(denied))
    else:
        answer.say("cluster.counted", evidence, count=count)
    profiles.listing(answer, found)
    for cluster in found[:3]:
        profiles.offer(answer, cluster)
    return answer.button(values.say("button.find_cluster"), "find_cluster")


def _of_other(question: Question, library: Library, today: date) -> Answer | None:
    """Say that the clusters are not those of a programme that a message names, and which themes it had instead."""
    named = [one for one in context.mentioned(question, library, "programme") if one.ref not in WITH_CLUSTERS]
    if not named:
        return None
    programme = named[0]
    answer = Answer().about(programme)
    answer.say("cluster.not_of", programme=values.names(programme))
    if "themes" in programme.facts:
        profiles.lead(answer, programme, "themes", library, today)
        profiles.offer(answer, programme)
    return answer.say("cluster.of_iuc")


def numbered(library: Library) -> list[Record]:
    """Give the clusters in the order of their numbers; those without a number come last."""

    def key(cluster: Record) -> tuple[float, str]:
        fact = cluster.facts.get("number")
        number = fact.value if fact else None
        return (float(number) if isinstance(number, (int, float)) else float("inf"), cluster.ref)

    return sorted(library.of_kind("cluster"), key=key)


def profile(question: Question, library: Library, today: date) -> Answer:
    """Tell what a cluster covers: its summary, its possible projects and its cities."""
    found = context.spoken_of(question, library, "cluster") or fitting(question, library)
    if not found:
        return profiles.ask_which("cluster", "ask_cluster", numbered(library))
    cluster = found[0]
    hit = question.hit_on(cluster)
    answer = Answer().about(cluster)
    if hit is not None:
        profiles.lead(answer, cluster, hit, library, today)
    else:
        profiles.opening(answer, cluster, library, today, first=0)
        for name in ("projects", "cities"):
            if name in cluster.facts:
                facts.tell(answer, cluster, cluster.facts[name], library)
    profiles.follow_up(answer, cluster, library)
    return answer.button(
        values.say("button.cities_in", name=values.names(cluster)), "find_cities", ("cluster", cluster.ref)
    )


def find(question: Question, library: Library, today: date) -> Answer:
    """Name the clusters that fit the topics of a message."""
    trade = glossary.trade_asked(question)
    if trade is not None:
        return glossary.industry(trade, question, library)
    found = fitting(question, library)
    if found and criteria.asks(question, "of_work") and not criteria.asks(question, "of_clusters"):
        return methods.pilots(question.asking("ask_pilots", *question.entities), library, today)
    if not found:
        answer = Answer(asks_back=True).say("cluster.which_topic")
        profiles.listing(answer, numbered(library))
        for cluster in numbered(library)[:4]:
            profiles.offer(answer, cluster)
        return answer
    answer = Answer().about(found[0])
    words = city_lists.topic_words(question)
    name = values.names(found[0])
    if words:
        answer.say("cluster.fits_topic", topic=values.listed([values.string(one) for one in words]), name=name)
        if not _is_named(words, found[0]):
            answer.say("cluster.fits_ours")
    else:
        answer.say("cluster.fits", name=name)
    profiles.summary(answer, found[0], library)
    told = ("projects", "cities") if not words or _is_named(words, found[0]) else ("projects",)
    for fact in told:
        if fact in found[0].facts:
            facts.tell(answer, found[0], found[0].facts[fact], library)
    answer.shown = [one.ref for one in found]
    for other in found[1:]:
        answer.say("cluster.fits_too", name=values.names(other))
    for cluster in found:
        profiles.offer(answer, cluster)
    return answer.button(values.say("button.cities_in", name=name), "find_cities", ("cluster", found[0].ref))


def _is_named(words: list[str], cluster: Record) -> bool:
    """Tell whether the presentation of 2019 names a topic of a cluster: in its name or among its projects."""
    projects = cluster.facts.get("projects")
    told = [*cluster.names.en, *cluster.names.zh]
    told += [text for item in (projects.items if projects else ()) for text in (item.en, item.zh)]
    return any(word.lower() in one.lower() for word in words for one in told)


def fitting(question: Question, library: Library) -> list[Record]:
    """Give up to two clusters that fit: named ones, then those whose topics, themes or hits a message has."""
    votes: Counter[str] = Counter()
    for ref in question.named("cluster"):
        votes[ref] += 10
    for ref in question.named("topic"):
        votes.update(_clusters_of(ref, library, 3 if ref.startswith("clusters/") else 1))
    for ref in [*question.named("theme"), *question.named("sdg"), *question.named("pilot")]:
        votes.update(_clusters_of(ref, library, 2))
    for hit in question.hits:
        if hit.ref.startswith("clusters/"):
            votes[hit.ref] += 1
    ranked = votes.most_common(MOST_FITTING)
    # A cluster that only a city's other subjects point to is no match for what was asked.
    best = [ref for ref, count in ranked if 2 * count >= ranked[0][1]]
    return context.records(library, best)


def _clusters_of(ref: str, library: Library, weight: int) -> dict[str, int]:
    """Give the clusters that a record belongs to or names as related, with a weight."""
    if ref.startswith("clusters/"):
        return {ref: weight}
    record = library.get(ref)
    if record is None or record.kind == "city":
        return {}
    fact = record.facts.get("clusters")
    named = [*(fact.refs if fact else ()), *(one for one in record.related if one.startswith("clusters/"))]
    return dict.fromkeys(named, weight)
