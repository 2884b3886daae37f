"""What a message asks of the cities to be listed, as conditions that each say what they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from actions import city_names, city_parts, city_sides, city_sizes, city_standing, city_topics, labels, values
from actions.city_conditions import Condition, listed, named, without
from actions.city_names import Name, form, joined, plain
from actions.city_parts import Parts, Round, is_in
from actions.city_sizes import Size
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record

SIDES = frozenset({"CN", "EU"})
SUBJECTS = frozenset({"cluster", "topic", "theme"})


@dataclass(frozen=True)
class Wish:
    """Everything that a message asks of the cities.

    Args:
        conditions: all of them must hold.
        size: limits and order by inhabitants.
        partners: names of the other side; the list shows whom a city worked with there.
        with_partners: the partners of every city are to be shown.
        round: the round of a programme.
        rounds: all rounds that the message names; `round` is one of them.
        by_programme: a programme is asked for, which may have had members without a record.
        not_used: words of the message for a condition of which the records say nothing.
        narrowed: something besides programmes and countries is asked for.
        countries: codes of the countries of which the cities must be.
        is_narrower: something besides countries and partners is asked for.
    """

    conditions: tuple[Condition, ...] = ()
    size: Size = Size()
    partners: tuple[Name, ...] = ()
    with_partners: bool = False
    round: Round | None = None
    rounds: tuple[Round, ...] = ()
    by_programme: bool = False
    not_used: tuple[str, ...] = ()
    narrowed: bool = False
    countries: tuple[str, ...] = ()
    is_narrower: bool = False

    @property
    def is_of_programme_alone(self) -> bool:
        """Whether nothing but a programme, and perhaps a country, is asked for: its own list of members answers."""
        others = (self.size.asked, self.round, self.not_used, self.partners, self.narrowed)
        return self.by_programme and not any(others)

    def found(self, library: Library, near: bool = False) -> list[Record]:
        """Give the cities that meet all conditions.

        Args:
            library: all records.
            near: give those instead that miss a topic by name and are in a cluster that covers it.
        """
        cities = [
            city
            for city in library.of_kind("city")
            if all(one.holds(city) or (near and one.nearly is not None and one.nearly(city)) for one in self.conditions)
        ]
        return [one for one in cities if not near or not all(each.holds(one) for each in self.conditions)]

    def of_unknown_size(self, library: Library) -> list[Record]:
        """Give the cities that meet all conditions but those of size, since their size is not known."""
        others = [one for one in self.conditions if one.said not in self.size.said()]
        cities = [city for city in library.of_kind("city") if not city_sizes.narrowest_first(city)]
        return [city for city in cities if all(one.holds(city) for one in others)]


def read(question: Question, library: Library, which: int = 0, among: str | None = None) -> Wish:
    """Read the conditions out of a message.

    Args:
        question: the message.
        library: all records.
        which: the place of the round that is a condition, where the message names several.
        among: CN or EU, where the cities lie; None to read it out of the message.
    """
    text = plain(question.text)
    names = _of_others(city_sides.names(question), text)
    chinese = any(one.kind == "country" and "CN" in one.values and not one.denied for one in names)
    size = city_sizes.read(question.text, names, among or ("CN" if chinese else "EU"))
    standing, used = city_standing.read(question.text, names, library)
    rounds = city_parts.rounds_of(text, names, library)
    asked = rounds[which] if rounds else None
    partners = [one for one in names if one.partner or _is_partner_of_china(one, names, text)]
    own = [one for one in names if one not in partners and not one.denied]
    subjects = _either_of([*_clusters(own, text, library), *_topics(own, text, library)], own, text)
    topics = [*standing, *subjects]
    conditions = [
        *_countries(own),
        *topics,
        *_parts(own, [one for one in partners if not one.denied], text, asked, library),
        *[Condition(said, lambda city: city_sizes.fitting(city, size) is not None) for said in size.said()],
        *without([one for one in names if one.denied], library),
    ]
    used += [*size.spans, *(one.span for one in rounds)]
    met = tuple(one for one in partners if not one.denied)
    shown = bool(met) or (form("partner_word").search(text) is not None and not size.asked)
    by_programme = asked is None and any(one.kind == "programme" for one in own)
    not_used = city_standing.not_used(question, names, met, used)
    narrowed = bool(topics) or any(one.denied for one in names)
    narrower = narrowed or size.asked or asked is not None or any(one.kind in ("programme", "year") for one in own)
    codes = tuple(_codes(own))
    return Wish(tuple(conditions), size, met, shown, asked, rounds, by_programme, not_used, narrowed, codes, narrower)


def _of_others(names: list[Name], text: str) -> list[Name]:
    """Leave out the country of those who write, said before they name the one whose cities they look for."""
    spans = city_sizes.own_spans(text)
    own = [one for one in names if one.kind == "country" and any(a <= one.start and one.end <= b for a, b in spans)]
    others = [one for one in names if one.kind == "country" and one not in own]
    return [one for one in names if one not in own] if others else names


def groups(names: list[Name], text: str, kind: str) -> list[list[Name]]:
    """Give the names of a kind, those joined by "and" or "or" together."""
    found: list[list[Name]] = []
    for one in names:
        if one.kind == kind and found and joined(found[-1][-1], one, text):
            found[-1].append(one)
        elif one.kind == kind:
            found.append([one])
    return found


def _either(group: list[Name], text: str) -> bool:
    return group[0].start >= 0 and form("either").search(text[group[0].end : group[-1].start]) is not None


def _is_partner_of_china(one: Name, names: list[Name], text: str) -> bool:
    """Take China and another country side by side for Chinese cities with partners there."""
    countries = [name for name in names if name.kind == "country" and not name.denied]
    if one not in countries or any(name.partner for name in names) or set(one.values) & SIDES:
        return False
    return any(group == [name] for group in groups(countries, text, "country") for name in group if "CN" in name.values)


def _codes(own: list[Name]) -> list[str]:
    """Give the countries that narrow the list; a country of Europe goes before Europe, both sides narrow nothing."""
    codes = list(dict.fromkeys(code for one in own if one.kind == "country" for code in one.values))
    if set(codes) >= SIDES:
        return []
    return [code for code in codes if code != "EU" or len(codes) == 1]


def _countries(own: list[Name]) -> list[Condition]:
    codes = _codes(own)
    said = values.listed([labels.of_country(code) for code in codes], "or")
    return [Condition(said, lambda city: any(is_in(city.country, code) for code in codes))] if codes else []


def _is_one_of(city: Record, refs: frozenset[str]) -> bool:
    return city.ref in refs


def _either_of(found: list[Condition], own: list[Name], text: str) -> list[Condition]:
    """Take subjects of different kinds that "or" stands between for one condition."""
    named = sorted((one for one in own if one.kind in SUBJECTS), key=lambda one: one.start)
    if len(found) < 2 or len(named) < 2 or form("both").search(text) or not _either(named, text):
        return found
    holds, nearly = [one.holds for one in found], [one.nearly for one in found if one.nearly is not None]
    said = values.listed([one.said for one in found], "or")
    return [
        Condition(said, lambda city: any(one(city) for one in holds), lambda city: any(one(city) for one in nearly))
    ]


def _clusters(own: list[Name], text: str, library: Library) -> list[Condition]:
    found = []
    for group in groups(own, text, "cluster"):
        refs = [ref for one in group for ref in one.values]
        several = form("clusters").search(text[group[-1].start : group[-1].end + len(" clusters")]) is not None
        any_ = _either(group, text) or (several and not form("both").search(text))
        members = [{city.ref for city in library.cities(cluster=ref)} for ref in refs]
        held = set.union(*members) if any_ else set.intersection(*members)
        said = values.listed([named(ref, library) for ref in refs], "or" if any_ else "and")
        found.append(Condition(said, partial(_is_one_of, refs=frozenset(held))))
    return found


def _parts(own: list[Name], met: list[Name], text: str, asked: Round | None, library: Library) -> list[Condition]:
    """Read programmes, their round, years and partners as one condition on the same part."""
    found: list[Condition] = []
    years = [year for one in own if one.kind == "year" for year in one.values]
    programmes: list[tuple[str, ...]] = []
    for group in groups(own, text, "programme"):
        refs = [ref for one in group for ref in one.values if asked is None or ref != asked.programme]
        programmes += [tuple(refs)] if _either(group, text) else [(ref,) for ref in refs]
    if asked is not None:
        found.append(Condition(asked.said(library), lambda city: asked.holds(city, library)))
        years = [year for year in years if year != asked.year]
    sides = [tuple(group) for kind in city_names.SIDED for group in groups(met, text, kind)]
    if not (programmes or years or sides):
        return found
    parts = Parts(
        tuple(filter(None, programmes)), tuple(sides), tuple(years), city_parts.bound(own, text), _joined(text, years)
    )
    said = [values.listed([named(ref, library) for ref in group], "or") for group in parts.programmes]
    said += [values.date(year) for year in years]
    said += [values.say("city.filter_worked_with", partners=listed(group, library)) for group in sides]
    return [*found, Condition(values.listed(said), lambda city: parts.holds(city, library))]


def _joined(text: str, years: list[str]) -> bool:
    """Tell whether a message asks who came in with a year, and not who took part in it."""
    return bool(years) and form("joined").search(text) is not None


def _topics(own: list[Name], text: str, library: Library) -> list[Condition]:
    found = []
    for group in groups(own, text, "topic"):
        every = form("both").search(text) and not _either(group, text)
        for some in [[one] for one in group] if every else [group]:
            topic = city_topics.of(some, library)
            found.append(Condition(topic.said, topic.named, topic.covered))
    return found
