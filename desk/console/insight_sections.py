"""The sections on messages and visits: each a chart, its sentence and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.console.charts import Chart, Series, columns, line, rows
from desk.console.heat import Heat
from desk.console.insight_words import Told
from desk.console.wish_map import WishMap
from desk.feedback import DOWN, REASONS, UP
from desk.figures import RESULTS
from desk.insights import messages as said
from desk.insights.report import Report
from desk.insights.sheet import Cell

_LANGUAGES = ("en", "zh")
_MOST_ROWS = 8
"""Bars of a chart; the table has all."""
_FEW_DAYS = 14
"""Up to how many days shares are told by day; the few visits of a day make a share of it mean little."""


@dataclass(frozen=True)
class Section:
    """One section of the page.

    Args:
        key: its name, also of the file.
        say: what it shows, in a sentence with the numbers that matter.
        chart: None where there is nothing to draw.
        header: of the table.
        rows: of the table.
        wide: whether it takes the whole width of the page.
    """

    key: str
    say: str
    chart: Chart | Heat | WishMap | None
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    wide: bool = False


def volume(found: Report, told: Told) -> Section:
    """Messages of each day, by language."""
    t, period = told.words, found.scope.period
    counted = said.tally(found.messages, lambda row: (row.day, row.language))
    steps = said.tally(found.messages, lambda row: (period.step(row.day), row.language))
    visits = said.tally(found.visits, lambda row: row.day)
    lost = said.tally((row for row in found.messages if row.is_unanswered), lambda row: row.day)
    series = [_series(t("language." + one), [steps[step, one] for step in period.steps()], told) for one in _LANGUAGES]
    header = [t("column.day"), t("column.visits"), t("column.messages")]
    header += [*(t("language." + one) for one in _LANGUAGES), t("column.unanswered")]
    table: list[list[Cell]] = []
    for day in period.days():
        each = [counted[day, one] for one in _LANGUAGES]
        table.append([day.isoformat(), visits[day], sum(each), *each, lost[day]])
    chinese = said.share(said.total(row for row in found.messages if row.language == "zh"), said.total(found.messages))
    say = t("insights.say_volume", number=told.number(said.total(found.messages)), share=told.percent(chinese))
    names = [told.step(period, step) for step in period.steps()]
    return Section("volume", say, columns(names, series), header, table, wide=True)


def _series(name: str, values: Sequence[int], told: Told) -> Series:
    return Series(name, values, [told.number(value) for value in values])


def channels(found: Report, told: Told) -> Section:
    """Messages by channel and language."""
    t = told.words
    counted = said.tally(found.messages, lambda row: (row.channel, row.language))
    whole = said.tally(found.messages, lambda row: row.channel)
    order = [channel for channel, _ in whole.most_common()]
    names = [t("channel." + channel) if t.knows("channel." + channel) else channel for channel in order]
    series = [_series(t("language." + one), [counted[each, one] for each in order], told) for one in _LANGUAGES]
    shares = [said.share(whole[channel], said.total(found.messages)) for channel in order]
    table: list[list[Cell]] = [
        [name, whole[channel], *(counted[channel, one] for one in _LANGUAGES), share]
        for name, channel, share in zip(names, order, shares)
    ]
    header = [t("column.channel"), t("column.messages"), *(t("language." + one) for one in _LANGUAGES)]
    ends = [f"{told.number(whole[channel])} · {told.percent(share)}" for channel, share in zip(order, shares)]
    say = t("insights.say_channels", names=told.joined(names[:1]) or "\u2013")
    return Section("channels", say, rows(names, series, ends), [*header, t("column.share")], table)


def intents(found: Report, told: Told) -> Section:
    """What messages were about, and how often there was no answer."""
    t = told.words
    whole = said.tally(found.messages, lambda row: row.intent)
    table: list[list[Cell]] = []
    for intent, number in whole.most_common():
        these = [row for row in found.messages if row.intent == intent]
        lost = said.total(row for row in these if row.is_unanswered)
        table.append([told.intent(intent), number, lost, said.share(lost, number), said.helpful(these)])
    shown = table[:_MOST_ROWS]
    answered = Series(t("insights.answered"), [_int(row[1]) - _int(row[2]) for row in shown], _told(shown, told))
    lost_ones = Series(t("column.unanswered"), [_int(row[2]) for row in shown], [told.cell(row[2]) for row in shown])
    ends = [told.cell(row[1]) for row in shown]
    header = ["about", "messages", "unanswered", "unanswered_share", "helpful_share"]
    chart = rows([str(row[0]) for row in shown], [answered, lost_ones], ends)
    say = t("insights.say_intents", number=len(table))
    return Section("intents", say, chart, [t("column." + name) for name in header], table)


def _int(cell: Cell) -> int:
    assert isinstance(cell, int)
    return cell


def _told(shown: Sequence[Sequence[Cell]], told: Told) -> list[str]:
    return [told.number(_int(row[1]) - _int(row[2])) for row in shown]


def results(found: Report, told: Told) -> Section:
    """What became of messages."""
    t = told.words
    counted, whole = said.tally(found.messages, lambda row: row.result), said.total(found.messages)
    names = [t("result." + result) for result in RESULTS]
    table: list[list[Cell]] = [
        [name, counted[result], said.share(counted[result], whole)] for name, result in zip(names, RESULTS)
    ]
    ends = [
        f"{told.cell(row[1])} · {told.percent(said.share(counted[one], whole))}" for row, one in zip(table, RESULTS)
    ]
    series = _series(t("column.messages"), [counted[result] for result in RESULTS], told)
    say = t("insights.say_results", share=told.percent(said.unanswered(found.messages)))
    header = [t("column.result"), t("column.messages"), t("column.share")]
    return Section("results", say, rows(names, [series], ends), header, table)


def solved(found: Report, told: Told) -> Section:
    """The share of visits that needed no person."""
    t, period = told.words, found.scope.period
    table: list[list[Cell]] = []
    for step in period.steps(_FEW_DAYS):
        these = [row for row in found.visits if period.step(row.day, _FEW_DAYS) == step]
        asked = said.total(row for row in these if row.person)
        table.append([step.isoformat(), said.total(these), asked, said.solved(these)])
    values = [row[3] if isinstance(row[3], float) else None for row in table]
    names = [told.step(period, step) for step in period.steps(_FEW_DAYS)]
    chart = line(
        names,
        Series(t("insights.solved"), values, [told.percent(value) for value in values]),
        t("insights.percent_sign"),
    )
    header = [t("column." + name) for name in ("from_day", "visits", "with_person", "solved_share")]
    return Section(
        "solved", t("insights.say_solved", share=told.percent(said.solved(found.visits))), chart, header, table
    )


def satisfaction(found: Report, told: Told) -> Section:
    """What people thought of answers, and why they did not help."""
    t = told.words
    verdicts = said.tally(found.messages, lambda row: row.verdict)
    down = said.tally((row for row in found.messages if row.verdict == DOWN), lambda row: row.reason)
    kinds = [(t("insights.up"), verdicts[UP]), (t("insights.down_plain"), down[None])]
    kinds += [(t("insights.down", reason=t("case.reason_" + reason)), down[reason]) for reason in REASONS]
    given = verdicts[UP] + verdicts[DOWN]
    table: list[list[Cell]] = [[name, number, said.share(number, given)] for name, number in kinds]
    ends = [f"{told.number(number)} · {told.percent(said.share(number, given))}" for _, number in kinds]
    chart = rows([name for name, _ in kinds], [_series(t("column.opinions"), [one for _, one in kinds], told)], ends)
    share, number = told.percent(said.helpful(found.messages)), told.number(given)
    header = [t("column.opinion"), t("column.opinions"), t("column.share")]
    return Section("satisfaction", t("insights.say_satisfaction", share=share, number=number), chart, header, table)
