"""The sections on cases and cooperation requests: why, how long, who wants what, and with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from desk.cases import ESCALATION
from desk.console.charts import Series, ranges, rows
from desk.console.heat import heat
from desk.console.insight_sections import Section
from desk.console.insight_words import Told
from desk.console.wish_map import Place, Wish, wish_map
from desk.escalations import WHYS
from desk.hours import OFFICES
from desk.insights import messages as said
from desk.insights.cases import RESOLUTION, RESPONSE, times
from desk.insights.report import Report
from desk.insights.sheet import Cell
from desk.ratings import ASKED, GOOD, VERDICTS

_MOST_ACROSS, _MOST_DOWN = 10, 12


def reasons(found: Report, told: Told) -> Section:
    """Why a person was asked for."""
    t = told.words
    counted = Counter(case.why for case in found.cases if case.kind == ESCALATION)
    order = sorted(WHYS, key=lambda why: -counted[why])
    whole, names = sum(counted.values()), [t("why." + why) for why in order]
    table: list[list[Cell]] = [[name, counted[why], said.share(counted[why], whole)] for name, why in zip(names, order)]
    ends = [f"{told.number(counted[why])} · {told.percent(said.share(counted[why], whole))}" for why in order]
    numbers = [counted[why] for why in order]
    series = Series(t("column.cases"), numbers, [told.number(number) for number in numbers])
    header = [t("column.why"), t("column.cases"), t("column.share")]
    say = t("insights.say_reasons", number=told.number(whole))
    return Section("reasons", say, rows(names, [series], ends), header, table)


def handled(found: Report, told: Told) -> Section:
    """How satisfied people were with the way staff handled their case."""
    t = told.words
    counted = Counter(case.rating for case in found.cases if case.rating)
    given, asked = sum(counted[verdict] for verdict in VERDICTS), sum(counted.values())
    names = [t("satisfied." + verdict) for verdict in VERDICTS]
    shares = [said.share(counted[verdict], given) for verdict in VERDICTS]
    table: list[list[Cell]] = [[name, counted[one], each] for name, one, each in zip(names, VERDICTS, shares)]
    table.append([t("insights.unrated"), counted[ASKED], None])
    ends = [f"{told.number(counted[one])} · {told.percent(each)}" for one, each in zip(VERDICTS, shares)]
    numbers = [counted[verdict] for verdict in VERDICTS]
    series = Series(t("column.answers"), numbers, [told.number(number) for number in numbers])
    header = [t("column.opinion"), t("column.answers"), t("column.share")]
    amounts = {"number": told.number(given), "asked": told.number(asked)}
    say = t("insights.say_handled", share=told.percent(said.share(counted[GOOD], given)), **amounts)
    return Section("handled", say, rows(names, [series], ends), header, table)


def durations(found: Report, told: Told, overdue: Mapping[str, int]) -> Section:
    """How long the offices took, in their own working time, and what they kept."""
    t = told.words
    table: list[list[Cell]] = []
    names, spans, ends = [], [], []
    for office in OFFICES:
        here = [case for case in found.cases if case.office == office]
        for what in (RESPONSE, RESOLUTION):
            took = times(here, what)
            names.append(t("took." + what, office=t("office." + office)))
            spans.append((took.middle, took.most))
            middle, most = told.hours(took.middle), told.hours(took.most)
            ends.append(t("insights.took", middle=middle, most=most) if took.number else t("insights.none_yet"))
            row: list[Cell] = [t("office." + office), t("step." + what), len(here), took.number]
            table.append([*row, took.middle, took.most, took.in_time, overdue.get(office, 0)])
    kept = times(found.cases, RESPONSE).in_time
    say = t("insights.say_times", share=told.percent(kept), overdue=told.number(sum(overdue.values())))
    header = ["office", "what", "cases", "done", "middle", "most", "in_time_share", "overdue"]
    chart = ranges(names, spans, ends, t("insights.legend_times"))
    return Section("times", say, chart, [t("column." + name) for name in header], table, wide=True)


def demand(found: Report, told: Told) -> Section:
    """Which cities ask for which subjects."""
    t = told.words
    asking: Counter[str] = Counter()
    for wish in found.subjects:
        asking[told.place(wish.city, wish.country)] += wish.number
    across = [place for place, _ in asking.most_common(_MOST_ACROSS)]
    down = [ref for ref, _ in said.tally(found.subjects, lambda wish: wish.ref).most_common(_MOST_DOWN)]
    fields: Counter[tuple[int, int]] = Counter()
    for wish in found.subjects:
        place = told.place(wish.city, wish.country)
        if place in across and wish.ref in down:
            fields[down.index(wish.ref), across.index(place)] += wish.number
    table: list[list[Cell]] = [
        [told.name(wish.ref), told.place(wish.city, wish.country), wish.number] for wish in found.subjects
    ]
    chart = heat([told.name(ref) for ref in down], across, fields, t.language) if down else None
    first = found.subjects[0] if found.subjects else None
    say = (
        t("insights.say_demand", subject=told.name(first.ref), place=told.place(first.city, first.country))
        if first
        else t("insights.say_no_requests")
    )
    header = [t("column.subject"), t("column.place"), t("column.requests")]
    return Section("demand", say, chart, header, table, wide=True)


def partners(found: Report, told: Told, places: Mapping[str, Place]) -> Section:
    """Which cities wish for which."""
    t = told.words
    wishes = [Wish(wish.city, wish.ref, wish.number) for wish in found.partners if wish.city]
    table: list[list[Cell]] = [
        [told.place(wish.city, wish.country), told.name(wish.ref), wish.number] for wish in found.partners
    ]
    chart = wish_map(places, wishes) if wishes else None
    number = told.number(said.total(found.partners))
    say = t("insights.say_partners", number=number) if found.partners else t("insights.say_no_partners")
    header = [t("column.wishing"), t("column.wished"), t("column.requests")]
    return Section("partners", say, chart, header, table, wide=True)
