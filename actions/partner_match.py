"""How well a city fits a search for a partner, and which recorded words speak for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from actions import city_sizes, city_standing, figures, pairings, partner_topics, subjects
from actions.city_sizes import Size
from actions.partner_case import CN, Case
from actions.subjects import Subject
from knowledge.library import Library, parts_of
from knowledge.records import Record, Text

MOST_TOPICS = 3
ALIKE = 3.0
"""How many times larger the one of two cities of similar size may be."""


@dataclass(frozen=True)
class Candidate:
    """A city that might fit, with all that speaks for it.

    Args:
        city: the city.
        clusters: refs of clusters that were asked for or are shared.
        topics: topics that both records name.
        words: recorded topics of the city that name what was asked for.
        worked: recorded subjects of its cooperation that do.
        alone: those of them for which no partner is recorded.
        breadth: how many of the subjects asked for it names or has worked on.
        covered: refs of its clusters that cover what was asked for.
        together: its parts in programmes with the city that asks.
        neighbours: its parts with other cities of the same country.
        exactly: whether one of its recorded topics is the very word for it.
        in_cluster: whether it is in a cluster that was asked for.
        alike: whether it is of about the size of the city that asks.
        experience: how many parts in programmes it has.
    """

    city: Record
    clusters: tuple[str, ...]
    topics: tuple[Text, ...]
    words: tuple[Text, ...]
    worked: tuple[Text, ...]
    covered: tuple[str, ...]
    together: tuple[pairings.Pairing, ...]
    neighbours: tuple[pairings.Pairing, ...]
    exactly: bool
    in_cluster: bool
    alike: bool
    experience: int
    alone: tuple[Text, ...] = ()
    breadth: int = 0

    @property
    def names_it(self) -> bool:
        """Whether its own record names what was asked for, or it is in the very cluster that was."""
        return bool(self.words or self.worked or self.in_cluster)

    @property
    def on_subject(self) -> int:
        """How far its record names what was asked for: its own topics most, its work next, its clusters least."""
        own = 6 + min(len(self.words), MOST_TOPICS) + 4 * self.exactly if self.words else 0
        own += 3 * max(0, self.breadth - 1)
        return own + 4 * bool(self.worked) + 3 * bool(self.covered) + 6 * self.in_cluster

    @property
    def score(self) -> int:
        """How much speaks for it; what was asked for counts most."""
        return (
            self.on_subject
            + 3 * len(self.clusters)
            + 2 * min(len(self.topics), MOST_TOPICS)
            + 2 * bool(self.together)
            + 2 * self.alike
            + bool(self.neighbours)
        )


def candidates(case: Case, library: Library, negated: frozenset[str], named: list[str]) -> list[Candidate]:
    """Give the cities that meet a search, best first; one that the message itself names comes first.

    Args:
        case: the search.
        library: all records.
        negated: refs that the message does not want.
        named: refs that it names.
    """
    own = library.get(case.own) if case.own else None
    found = [
        weigh(city, own, case, library)
        for city in library.of_kind("city")
        if (city.country == CN) == (case.side == CN) and city.ref not in {*negated, *case.seen, *case.without}
    ]
    holds = _conditions(case, library)
    found = [one for one in found if all(condition(one.city) for condition in holds)]
    if case.clusters or case.subjects:
        found = [one for one in found if one.on_subject]
        found = [one for one in found if one.names_it or one.city.ref in named] or found
    elif own is not None and not case.narrows:
        found = [one for one in found if one.score] or ([] if case.seen else found)
    return sorted(found, key=lambda one: (one.city.ref not in named, -one.score, -one.experience, one.city.ref))


def _conditions(case: Case, library: Library) -> list[Callable[[Record], bool]]:
    found: list[Callable[[Record], bool]] = []
    if case.without:
        found.append(lambda city: city.country not in case.without)
    if case.countries:
        found.append(lambda city: city.country in case.countries or case.side == CN)
    if case.least is not None or case.most is not None:
        size = Size(case.least, case.most)
        found.append(lambda city: city_sizes.fitting(city, size) is not None)
    if case.programmes:
        found.append(lambda city: any(part.programme in case.programmes for part in parts_of(city)))
    return found + [one.holds for one in city_standing.read(case.place, [], library)[0]]


def weigh(city: Record, own: Record | None, case: Case, library: Library) -> Candidate:
    """Give what speaks for a city in a search, whether it meets the conditions or not."""
    theirs = clusters_of(city)
    wanted = set(case.clusters)
    parts = pairings.of_city(city, library)
    asked = [subjects.by_key(key) for key in case.subjects]
    shared = theirs & wanted if own is None or wanted else theirs & clusters_of(own)
    if asked:
        shared = shared & wanted
    done = partner_topics.worked(city, parts, library)
    own_words, worked = subjects.recorded(city), partner_topics.named(asked, done)
    met = partner_topics.worked(city, [part for part in parts if part.partners], library)
    together = tuple(part for part in parts if own is not None and own.ref in part.partners)
    home = own.country if own is not None else case.home
    neighbours = tuple(part for part in parts if _in_country(part, home, own, library))
    return Candidate(
        city,
        tuple(sorted(shared)),
        _shared_topics(city, own),
        partner_topics.named(asked, own_words),
        worked,
        tuple(ref for ref in sorted(theirs - shared) if covers(library.get(ref), asked)),
        together,
        neighbours,
        any(subject.is_named(word) for subject in asked for word in own_words),
        bool(theirs & wanted),
        case.people is not None and _is_alike(city, case.people),
        len(parts),
        tuple(word for word in worked if word not in met),
        sum(bool(subject.of([*own_words, *done])) for subject in asked),
    )


def covers(cluster: Record | None, asked: list[Subject]) -> bool:
    """Tell whether a cluster names a subject: in its name or its topics, in both languages apart."""
    if cluster is None:
        return False
    words = [*cluster.names.en, *cluster.names.zh, *cluster.topics.en, *cluster.topics.zh]
    return any(subject.form.search(word.lower()) for subject in asked for word in words)


def _is_alike(city: Record, people: float) -> bool:
    own = figures.main(city)
    return own is not None and any(max(one, people) <= ALIKE * min(one, people) for one in own.numbers)


def clusters_of(city: Record) -> set[str]:
    """Give the clusters that a city's record names."""
    fact = city.facts.get("clusters")
    return set(fact.refs) if fact else set()


def _in_country(part: pairings.Pairing, home: str | None, own: Record | None, library: Library) -> bool:
    if home is None or (own is None and home == CN):
        return False
    met = (library.get(one) for one in part.partners if isinstance(one, str) and (own is None or one != own.ref))
    return any(other is not None and other.country == home for other in met)


def _shared_topics(city: Record, own: Record | None) -> tuple[Text, ...]:
    if own is None:
        return ()
    mine = {topic.lower() for topic in own.topics.en}
    return tuple(one for one in subjects.recorded(city) if one.en.lower() in mine)[:MOST_TOPICS]


def without(case: Case) -> list[tuple[str, Case]]:
    """Give the search with one condition less each, the least important one first, with the name of that condition."""
    rows = [
        ("size", replace(case, least=None, most=None), case.least is not None or case.most is not None),
        ("place", replace(case, place="", countries=()), bool(case.place or case.countries)),
        ("programme", replace(case, programmes=()), bool(case.programmes)),
        ("subject", replace(case, subjects=(), clusters=()), bool(case.subjects or case.clusters)),
    ]
    return [(name, less) for name, less, is_said in rows if is_said]
