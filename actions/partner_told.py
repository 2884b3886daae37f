"""What is told of a suggested partner city: what was taken into account, and which recorded words speak for it."""

from __future__ import annotations

from actions import city_standing, context, figures, labels, pairings, subjects, values
from actions.answer import Answer, Evidence
from actions.partner_case import Case
from actions.partner_match import MOST_TOPICS, Candidate
from actions.values import Typed
from knowledge.library import Library
from knowledge.records import Record, Text

MOST_WORDS = 4
MOST_REASONS = 2
"""How many reasons stand in the one line of a city; all of them are told on demand."""


def wish(answer: Answer, case: Case, library: Library) -> None:
    """Say what was taken into account, where more than the side was said."""
    rows: list[Typed] = []
    if case.own is None and case.home is not None:
        rows.append(values.say("partner.you_in", country=labels.of_country(case.home)))
    if case.people is not None:
        rows.append(values.say("partner.you_have", people=values.number(round(case.people), figures.PERSON)))
    if not rows and not case.narrows:
        return
    if case.side is not None:
        codes = case.countries or (case.side,)
        rows.append(values.say("partner.wanted_in", country=values.listed([labels.of_country(c) for c in codes], "or")))
    asked = [subjects.by_key(key).said for key in case.subjects]
    if asked:
        rows.append(values.say("partner.wanted_topic", topics=values.listed(asked)))
    elif case.clusters:
        named = [values.names(one) for one in context.records(library, list(case.clusters))]
        rows.append(values.say("partner.wanted_cluster", clusters=values.listed(named)))
    if case.programmes:
        named = [values.names(one) for one in context.records(library, list(case.programmes))]
        rows.append(values.say("partner.wanted_programme", programmes=values.listed(named, "or")))
    rows += _limits(case)
    if case.without:
        unwanted = [labels.of_country(code) for code in case.without if "/" not in code]
        unwanted += [values.names(one) for one in context.records(library, list(case.without))]
        rows.append(values.say("partner.wanted_without", what=values.listed(unwanted, "or")))
    placed = city_standing.read(case.place, [], library)[0]
    rows += [values.say("partner.wanted_place", place=one.said) for one in placed]
    answer.say("partner.wish", points=values.listed(rows, "semicolon"))


def _limits(case: Case) -> list[Typed]:
    rows = []
    if case.least is not None:
        rows.append(values.say("partner.wanted_least", people=values.number(round(case.least), figures.PERSON)))
    if case.most is not None:
        rows.append(values.say("partner.wanted_most", people=values.number(round(case.most), figures.PERSON)))
    return rows


def not_used(answer: Answer, case: Case) -> None:
    """Say which words for a part of a country were not used, since the records do not tell of it."""
    found = city_standing.unknown_places(case.place)
    if found:
        answer.say("partner.place_unknown", words=values.listed([values.string(one) for one in found]))


def lines(answer: Answer, found: list[Candidate], case: Case, library: Library) -> None:
    """Add the cities as a list, each in one line with what speaks for it most."""
    rests = [_evidence(one, [] if _main(one, case, library) else _others(one, library)[:1]) for one in found]
    sources = tuple(dict.fromkeys(key for one in rests for key in one.sources))
    evidence = Evidence(
        tuple(one.city.ref for one in found), sources, max((one.as_of for one in rests if one.as_of), default=None)
    )
    answer.items([_line(one, case, library) for one in found], ordered=True, evidence=evidence)


def _line(candidate: Candidate, case: Case, library: Library) -> Typed:
    """Name a city with its country and its main reasons; without any, with its latest experience."""
    city = candidate.city
    why = _main(candidate, case, library) or [
        values.say("partner.why_earlier", part=pairings.row(part, library)) for part in _others(candidate, library)[:1]
    ]
    why += [*_size(candidate, case), *_where(city, case)]
    named = {"name": values.names(city), "country": labels.of_country(city.country or "")}
    return (
        values.say("partner.line", **named, why=values.listed(why, "semicolon"))
        if why
        else values.say("city.item", **named)
    )


def _main(candidate: Candidate, case: Case, library: Library) -> list[Typed]:
    own = context.records(library, [case.own] if candidate.together and case.own else [])
    met = [values.say("partner.why_met", name=values.names(one)) for one in own]
    return [*met, *_subjects(candidate, case, library), *_shared(candidate, case, library)][:MOST_REASONS]


def _others(candidate: Candidate, library: Library) -> list[pairings.Pairing]:
    """Give the parts of a city in programmes, those with the asker's country first, without those with the asker."""
    parts = [one for one in pairings.of_city(candidate.city, library) if one.partners]
    rest = [one for one in parts if one not in candidate.together and one not in candidate.neighbours]
    return [*(one for one in candidate.neighbours if one not in candidate.together), *rest]


def explain(answer: Answer, candidate: Candidate, case: Case, library: Library) -> None:
    """Add the list of what speaks for a city, by the words of its record."""
    city = candidate.city
    others = _others(candidate, library)[:2]
    rows = [*_subjects(candidate, case, library), *_shared(candidate, case, library)]
    rows += [values.say("partner.why_together", part=pairings.row(part, library)) for part in candidate.together]
    rows += [values.say("partner.why_earlier", part=pairings.row(part, library)) for part in others]
    rows += _size(candidate, case)
    rows.append(values.say("partner.why_country", country=labels.of_country(city.country or "")))
    rows += _where(city, case)
    title = values.say("partner.candidate", name=values.names(city))
    answer.items(rows, title, evidence=_evidence(candidate, others))


def _where(city: Record, case: Case) -> list[Typed]:
    """Say where a city lies, for words for a part of a country that the records do not use."""
    if not case.place or city.summary is None or not city_standing.unknown_places(case.place):
        return []
    return [values.say("partner.where", text=_opening(city))]


def _subjects(candidate: Candidate, case: Case, library: Library) -> list[Typed]:
    """Say by which recorded words a city was found."""
    rows: list[Typed] = []
    if candidate.words:
        rows.append(values.say("partner.why_words", words=_quoted(candidate.words)))
    worked = tuple(one for one in candidate.worked if not _is_said(one, candidate))
    with_partner = tuple(word for word in worked if word not in candidate.alone)
    if with_partner:
        rows.append(values.say("partner.why_worked", words=_quoted(with_partner)))
    if candidate.alone:  # told also where its topics name it: that no partner is known is news
        rows.append(values.say("partner.why_worked_alone", words=_quoted(candidate.alone)))
    if candidate.covered:
        named = [values.names(one) for one in context.records(library, list(candidate.covered))]
        key = "partner.why_covered" if candidate.words or candidate.worked else "partner.why_covered_only"
        rows.append(values.say(key, clusters=values.listed(named, "and")))
    return rows


def _is_said(word: Text, candidate: Candidate) -> bool:
    """Tell whether what a city worked on is among its topics already, or stands within a longer title of its work."""
    longer = (one for one in candidate.worked if one != word)
    return word in candidate.words or any(word.zh in one.zh or word.en.lower() in one.en.lower() for one in longer)


def _quoted(words: tuple[Text, ...]) -> Typed:
    return values.listed([values.say("partner.word", word=values.text(one)) for one in words[:MOST_WORDS]], "quoted")


def _shared(candidate: Candidate, case: Case, library: Library) -> list[Typed]:
    rows: list[Typed] = []
    if candidate.clusters:
        named = [values.names(one) for one in context.records(library, list(candidate.clusters))]
        key = "partner.why_cluster_asked" if case.clusters else "partner.why_clusters"
        rows.append(values.say(key, clusters=values.listed(named, "and")))
    if candidate.topics:
        topics = values.listed([values.text(topic) for topic in candidate.topics[:MOST_TOPICS]])
        rows.append(values.say("partner.why_topics", topics=topics))
    return rows


def _size(candidate: Candidate, case: Case) -> list[Typed]:
    own = figures.main(candidate.city)
    if own is None or (case.least is None and case.most is None and case.people is None):
        return []
    key = "partner.why_alike" if candidate.alike else "partner.why_size"
    return [values.say(key, population=own.noted)]


def _opening(city: Record) -> Typed:
    """Give the first sentence of what a record says of a city, which tells where it lies."""
    summary = city.summary
    assert summary is not None
    return values.text(Text(summary.en.split(". ")[0].rstrip("."), summary.zh.split("\u3002")[0].split("\uff1b")[0]))


def _evidence(candidate: Candidate, others: list[pairings.Pairing]) -> Evidence:
    city = candidate.city
    kept = [city.facts[name] for name in ("clusters", "cooperation") if name in city.facts]
    parts = pairings.sources([*candidate.together, *candidate.neighbours, *others])
    sources = tuple(dict.fromkeys([*parts, *(key for fact in kept for key in fact.sources)]))
    return Evidence((city.ref,), sources, kept[0].as_of if kept else None, kept[0].sure if kept else None)
