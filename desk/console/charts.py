"""Charts as numbers: where each mark stands. The template draws them as SVG.

Across, everything is in percent of the width, up and down in pixels, so that a chart fills a phone as well as a wide
screen and its letters never shrink.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

PLOT = 170
"""Height of what is drawn between the axis and the highest line, in pixels."""
TOP = 20
"""Room above it for the figure of the axis."""
FOOT = 24
_MOST_LABELS = 5
_TICKS = 4
_ROW, _BAR = 46, 14
LEVELS = 5
Value = float | None


@dataclass(frozen=True)
class Mark:
    """A rectangle: `x` and `width` in percent, `y` and `height` in pixels.

    Args:
        series: its number; it decides fill and pattern.
        title: what it says when it is pointed at.
        text: what stands on or beside it.
    """

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str
    text: str = ""


@dataclass(frozen=True)
class Dot:
    """A point of a line, and where the line to it begins; None where there is a gap."""

    x: float
    y: float
    title: str
    text: str
    begin: tuple[float, float] | None


@dataclass(frozen=True)
class Text:
    """A text at a place; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """A chart.

    Args:
        kind: which part of the template draws it.
        height: in pixels.
        marks: its rectangles.
        dots: points of its lines.
        lines: heights of the lines across, each with its figure.
        labels: of the axis or the rows.
        legend: names of the series, where there are several.
    """

    kind: str
    height: int
    marks: tuple[Mark, ...] = ()
    dots: tuple[Dot, ...] = ()
    lines: tuple[Text, ...] = ()
    labels: tuple[Text, ...] = ()
    legend: tuple[str, ...] = ()


@dataclass(frozen=True)
class Series:
    """Values with a name; `said` are the same as people read them."""

    name: str
    values: Sequence[Value]
    said: Sequence[str]


def ceiling(highest: float) -> float:
    """Return the round number at the top of an axis: 1, 2, 4, 5 or 10 times a power of ten, at least 4."""
    if highest <= _TICKS:
        return float(_TICKS)
    power = 10.0 ** int(log10(highest))
    return next(step * power for step in (1, 2, 4, 5, 10) if step * power >= highest)


def _y(value: float, top: float) -> float:
    return round(TOP + PLOT * (1 - value / top), 1)


def _axis(top: float, unit: str) -> tuple[Text, ...]:
    return tuple(Text(0, _y(at, top), f"{at:,g}{unit}") for at in (top * part / _TICKS for part in range(_TICKS + 1)))


def _below(names: Sequence[str]) -> tuple[Text, ...]:
    """Return as many labels of the axis as fit a phone."""
    every, wide = ceil(len(names) / _MOST_LABELS), 100 / max(len(names), 1)
    shown = [(number, name) for number, name in enumerate(names) if number % every == 0]
    return tuple(Text(round(wide * (number + 0.5), 2), TOP + PLOT + 17, name) for number, name in shown)


def columns(names: Sequence[str], series: Sequence[Series]) -> Chart:
    """Return a chart of columns, one for each name, its series on top of each other.

    Args:
        names: below the columns.
        series: values as many as names; None counts as nothing.
    """
    heights = [sum(each.values[number] or 0 for each in series) for number in range(len(names))]
    top, wide, marks = ceiling(max(heights, default=0)), 100 / max(len(names), 1), []
    for number, name in enumerate(names):
        under = 0.0
        for place, each in enumerate(series):
            value = each.values[number] or 0
            if value:
                y = _y(under + value, top)
                title = f"{name} · {each.name}: {each.said[number]}"
                size = round(_y(under, top) - y, 1)
                marks.append(Mark(round(wide * (number + 0.14), 2), y, round(wide * 0.72, 2), size, place, title))
            under += value
    legend = tuple(each.name for each in series) if len(series) > 1 else ()
    return Chart("columns", TOP + PLOT + FOOT, tuple(marks), (), _axis(top, ""), _below(names), legend)


def line(names: Sequence[str], series: Series, sign: str) -> Chart:
    """Return a chart of shares in percent as a line with points; where there is no value, the line is cut.

    Args:
        names: below the points.
        series: values as many as names.
        sign: what stands behind the figures of the axis.
    """
    wide, dots, last = 100 / max(len(names), 1), [], None
    for number, value in enumerate(series.values):
        if value is None:
            last = None
            continue
        at = (round(wide * (number + 0.5), 2), _y(value, 100))
        shown = series.said[number] if len(names) <= _MOST_LABELS else ""
        dots.append(Dot(*at, f"{names[number]}: {series.said[number]}", shown, last))
        last = at
    return Chart("line", TOP + PLOT + FOOT, (), tuple(dots), _axis(100, sign), _below(names))


def rows(names: Sequence[str], series: Sequence[Series], said: Sequence[str]) -> Chart:
    """Return a chart of bars, one below the other, each under its name and its figure.

    Args:
        names: of the bars.
        series: values as many as names.
        said: what stands at the end of each row.
    """
    sums = [sum(each.values[number] or 0 for each in series) for number in range(len(names))]
    most, marks, labels = max([*sums, 0]) or 1, [], []
    for number, name in enumerate(names):
        y, x = _ROW * number + 16, 0.0
        labels += [Text(0, y, name, "start"), Text(100, y, said[number], "end")]
        for place, each in enumerate(series):
            width = round(100 * (each.values[number] or 0) / most, 2)
            if width:
                title = f"{name} · {each.name}: {each.said[number]}"
                marks.append(Mark(round(x, 2), y + 7, width, _BAR, place, title))
            x += width
    legend = tuple(each.name for each in series) if len(series) > 1 else ()
    return Chart("rows", _ROW * len(names) + 4, tuple(marks), labels=tuple(labels), legend=legend)


def ranges(names: Sequence[str], spans: Sequence[tuple[Value, Value]], said: Sequence[str], legend: str) -> Chart:
    """Return a chart of times: a bar until the middle one, a thin line until the one that most keep.

    Args:
        names: of the rows.
        spans: middle and most, in hours.
        said: what stands at the end of each row.
        legend: what bar and line are, with a "|" between them.
    """
    highest = max([most or 0 for _, most in spans] + [0]) or 1
    marks, labels = [], []
    for number, (middle, most) in enumerate(spans):
        y = _ROW * number + 16
        labels += [Text(0, y, names[number], "start"), Text(100, y, said[number], "end")]
        if middle is not None and most is not None:
            title = f"{names[number]}: {said[number]}"
            marks.append(Mark(0, y + 12, max(round(100 * most / highest, 2), 0.5), 4, 1, title))
            marks.append(Mark(0, y + 7, max(round(100 * middle / highest, 2), 0.5), _BAR, 0, title))
    return Chart("ranges", _ROW * len(spans) + 4, tuple(marks), labels=tuple(labels), legend=tuple(legend.split("|")))
