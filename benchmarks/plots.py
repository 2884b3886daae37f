"""Plots as SVG, readable without colour: by line style, marker and shade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.crowd import Outcome
from benchmarks.distribution import Distribution
from benchmarks.measurement import Measurement

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STYLES = (("black", "-", "o"), ("0.45", "--", "s"), ("0.65", ":", "^"))
"""Shade, line and marker of the first, second and third line."""
POINTS = 60

Line = Sequence[tuple[float, float]]


def lines(file: Path, title: str, axes: tuple[str, str], found: Mapping[str, Line], log: str = "") -> None:
    """Draw lines.

    Args:
        file: to write.
        title: above.
        axes: what stands along x and y.
        found: name → points.
        log: which axes are logarithmic: x, y, xy or none.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    # Texts stay texts, and nothing depends on time or chance: the same figures give the same file.
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": title, "font.size": 10}):
        figure, plot = pyplot.subplots(figsize=(6.4, 3.6))
        for (shade, line, marker), (name, points) in zip(STYLES, found.items()):
            often = max(1, len(points) // 12)
            plot.plot(*zip(*points), line, color=shade, marker=marker, markevery=often, markersize=4, label=name)
        _label(plot, title, axes, log)
        figure.tight_layout()
        figure.savefig(file, metadata={"Date": None, "Creator": None})
        pyplot.close(figure)


def _label(plot: Axes, title: str, axes: tuple[str, str], log: str) -> None:
    plot.set_title(title)
    plot.set_xlabel(axes[0])
    plot.set_ylabel(axes[1])
    if "x" in log:
        plot.set_xscale("log")
        plot.xaxis.set_major_formatter("{x:g}")
    if "y" in log:
        plot.set_yscale("log")
        plot.yaxis.set_major_formatter("{x:g}")
    else:
        plot.set_ylim(bottom=0)
    plot.grid(visible=True, linewidth=0.4, color="0.85")
    plot.legend(frameon=False)


def of_bench(folder: Path, stem: str, found: Sequence[Measurement]) -> list[tuple[str, str]]:
    """Draw the plots of `make bench`.

    Args:
        folder: to write to.
        stem: beginning of the file names.
        found: the assistants.

    Returns:
        File name and what it shows.
    """
    by_name = {each.assistant.name: each for each in found}
    shares = {name: _shares(each.fastest.values) for name, each in by_name.items()}
    rates = {name: [(rush.clients, rush.rate) for rush in each.rushes] for name, each in by_name.items()}
    turns = {name: _smooth(each.long[0]) for name, each in by_name.items() if each.long}
    drawn: list[tuple[str, str, tuple[str, str], Mapping[str, Line], str]] = [
        ("times", "Time until the answer, one client", ("milliseconds", "% of messages answered"), shares, "x"),
        ("rates", "Throughput", ("clients at once", "messages per second"), rates, "x"),
        ("turns", "A long conversation", ("turn", "milliseconds"), turns, "y"),
    ]
    for name, title, axes, points, log in drawn:
        lines(folder / f"{stem}-{name}.svg", title, axes, points, log)
    return [(f"{stem}-{name}.svg", title) for name, title, *_ in drawn]


def _shares(values: Sequence[float]) -> Line:
    """Return at which times which percentage was answered, in few points."""
    places = sorted({round(step * (len(values) - 1) / POINTS) for step in range(POINTS + 1)})
    return [(values[place], 100 * (place + 1) / len(values)) for place in places]


def _smooth(values: Sequence[float]) -> Line:
    """Return medians of neighbours, in few points."""
    width = max(1, len(values) // POINTS)
    starts = range(0, len(values) - width + 1, width)
    return [(start + (width + 1) / 2, sorted(values[start : start + width])[width // 2]) for start in starts]


def of_load(folder: Path, stem: str, outcome: Outcome) -> list[str]:
    """Draw how long answers took over time.

    Args:
        folder: to write to.
        stem: beginning of the file name.
        outcome: of the crowd.

    Returns:
        File names.
    """
    found = outcome.times()
    width = max(1, len(found) // POINTS)
    groups = [found[start : start + width] for start in range(0, len(found) - width + 1, width)]
    middles = [(group[len(group) // 2][0] / 60, Distribution.of(took for _, took in group)) for group in groups]
    if not middles:
        return []
    drawn = {f"p{percent}": [(at, each.percentile(percent)) for at, each in middles] for percent in (95, 50)}
    lines(folder / f"{stem}-times.svg", "Time until the answer", ("minutes since all were there", "ms"), drawn)
    return [f"{stem}-times.svg"]


def of_soak(folder: Path, stem: str, outcome: Outcome) -> list[str]:
    """Draw how long answers took, and the memory over time; the arguments are those of `of_load`."""
    files = of_load(folder, stem, outcome)
    names = list(outcome.samples[0].megabytes) if outcome.samples else []
    drawn = {name: [(each.at / 60, each.megabytes[name]) for each in outcome.samples] for name in names}
    if drawn:
        lines(folder / f"{stem}-memory.svg", "Memory", ("minutes", "megabytes"), drawn)
        files.append(f"{stem}-memory.svg")
    return files
