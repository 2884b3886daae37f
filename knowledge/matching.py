"""Which cities and schemes staff may look at first for a request, with the recorded reasons; no more than a beginning.

The dialogue's own search for a partner (actions/partner_match.py) reads sentences and goes on from one suggestion to
the next. Here everything is said already, field by field, so a comparison of records is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge import state
from knowledge.library import EU_SIDE, Library, partners_of, programmes_of
from knowledge.records import Record, Text

CN, EU = "CN", "EU"
MOST = 5
_MOST_SHARED = 3
_RUNNING = ("running", "restricted")
_KINDS = frozenset({"city", "university", "firm", "ngo"})


@dataclass(frozen=True)
class Wish:
    """What is known of a request.

    Args:
        own: ref of the city that asks; None if it has no record.
        country: ISO code of where it is; None if that was not said.
        role: city, university, firm, ngo or other; None if that was not said.
        topics: refs of clusters and themes.
        wished: refs of the partners that were named.
    """

    own: str | None
    country: str | None
    role: str | None
    topics: tuple[str, ...]
    wished: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A record with what speaks for it.

    Args:
        record: a city or a scheme.
        reasons: codes, the strongest first: wished, asked, shared, together, experience, topics, both, open.
        topics: the recorded words behind them.
        score: how much it is.
    """

    record: Record
    reasons: tuple[str, ...]
    topics: tuple[Text, ...]
    score: int


def side_of(wish: Wish, library: Library) -> str | None:
    """Return on which side somebody is who asks: CN, EU, or None where that is not known."""
    own = library.get(wish.own) if wish.own else None
    country = own.country if own is not None else wish.country
    return None if country is None else CN if country == CN else EU


def partners(wish: Wish, library: Library) -> list[Suggestion]:
    """Return cities of the other side that the records speak for, best first.

    Args:
        wish: what is known.
        library: all records.

    Returns:
        Nothing where the side of the one who asks is not known.
    """
    side, own = side_of(wish, library), library.get(wish.own) if wish.own else None
    if side is None:
        return []
    others = [city for city in library.of_kind("city") if (city.country == CN) != (side == CN)]
    found = [_city(city, own, wish, library) for city in others]
    fitting = [one for one in found if set(one.reasons) - {"experience"}]
    return sorted(fitting, key=lambda one: (-one.score, one.record.ref))[:MOST]


def _city(city: Record, own: Record | None, wish: Wish, library: Library) -> Suggestion:
    asked = [ref for ref in wish.topics if _covers(ref, city, library)]
    topics = [topic for ref in wish.topics for topic in _shared(city, library.get(ref))]
    shared = _shared(city, own)
    together = own is not None and (own.ref in partners_of(city) or city.ref in partners_of(own))
    experience = min(2, len(programmes_of(city)))
    weights = {
        "wished": 20 * (city.ref in wish.wished),
        "asked": 6 * len(asked) + 2 * min(_MOST_SHARED, len(topics)),
        "together": 4 * together,
        "shared": 2 * min(_MOST_SHARED, len(shared)),
        "experience": experience,
    }
    words = tuple(dict.fromkeys([*topics, *shared]))[:_MOST_SHARED]
    return Suggestion(city, tuple(name for name, weight in weights.items() if weight), words, sum(weights.values()))


def _covers(ref: str, city: Record, library: Library) -> bool:
    """Whether a city's record names a cluster or theme, or the other way round."""
    other = library.get(ref)
    named = [*city.related, *(one for fact in city.facts.values() for one in fact.refs)]
    naming = [*other.related, *(one for fact in other.facts.values() for one in fact.refs)] if other else []
    return ref in named or city.ref in naming


def _shared(one: Record, other: Record | None) -> list[Text]:
    """Give the topics that two records name with the same words; names and topics are pairs in both languages."""
    if other is None:
        return []
    theirs = {topic.casefold() for topic in (*other.topics.en, *other.names.en)}
    pairs = zip(one.topics.en, one.topics.zh) if len(one.topics.en) == len(one.topics.zh) else ()
    return [Text(en, zh) for en, zh in pairs if en.casefold() in theirs]


def schemes(wish: Wish, library: Library, today: date) -> list[Suggestion]:
    """Return funding schemes that one may still apply to as such an applicant, best first.

    Args:
        wish: what is known.
        library: all records.
        today: the day.
    """
    side = side_of(wish, library)
    kind = wish.role if wish.role in _KINDS else "city"
    found = [
        _scheme(scheme, wish.topics, library, today)
        for scheme in library.of_kind("funding")
        if scheme.fits is not None and scheme.fits.for_ and kind in _applicants(scheme, side, wish.country)
        if not _is_over(scheme, today)
    ]
    return sorted(found, key=lambda one: (-one.score, one.record.ref))[:MOST]


def _applicants(scheme: Record, side: str | None, country: str | None) -> Sequence[str]:
    assert scheme.fits is not None
    terms = scheme.fits
    if side is None:
        return terms.eu + terms.cn
    is_theirs = side == CN or country is None or country in EU_SIDE or country in terms.also or terms.associated
    return (terms.cn if side == CN else terms.eu) if is_theirs else ()


def _is_over(scheme: Record, today: date) -> bool:
    return state.is_over(state.state_on(scheme, today))


def _scheme(scheme: Record, topics: Sequence[str], library: Library, today: date) -> Suggestion:
    shared = [topic for ref in topics for topic in _shared(scheme, library.get(ref))]
    now = state.state_on(scheme, today)
    assert scheme.fits is not None
    weights = {
        "topics": 4 * min(_MOST_SHARED, len(shared)),
        "open": 3 * (now is not None and now.is_ in _RUNNING),
        "both": 2 * (bool(scheme.fits.eu) and bool(scheme.fits.cn)),
    }
    words = tuple(dict.fromkeys(shared))[:_MOST_SHARED]
    return Suggestion(scheme, tuple(name for name, weight in weights.items() if weight), words, sum(weights.values()))
