"""The map of wishes as numbers: Europe and China side by side, cities as points, wishes as arrows.

Each side is an equirectangular plot of its own, since between them lies nothing that is told. No outlines and no tiles:
the points are the records' own, and nothing is loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

WIDTH, HEIGHT, _GAP, _MARGIN = 1000, 460, 70, 26
_BETWEEN = 60
"""Degrees east: west of it is Europe."""
_GRID = 10
_LETTER = {True: 14.0, False: 7.4}
"""How wide a letter is, Han or not, in the units of the map."""
_LINE, _AWAY = 15, 9
_THICKEST = 9.0
_MOST_ARROWS = 40
_ALONG = (0.5, 0.36, 0.62, 0.43, 0.56, 0.3)
"""How far along the arrows their figures stand, in turn, so that they do not cover each other."""
_FIRST_HAN = "\u2e80"


@dataclass(frozen=True)
class Place:
    """A city with a record: its name, latitude and longitude."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Wish:
    """Requests of one city for another, by their refs."""

    origin: str
    partner: str
    number: int


@dataclass(frozen=True)
class City:
    """A point; its name stands at (`at_x`, `at_y`), or nowhere if nobody there asks or is asked for."""

    x: float
    y: float
    name: str
    wished: bool
    at_x: float = 0
    at_y: float = 0
    anchor: str = "start"


@dataclass(frozen=True)
class Arrow:
    """A curve from one city to another: SVG path, thickness, what it says, and its figure at (`x`, `y`).

    `west` says that it begins in Europe, which the pattern of the line tells too.
    """

    path: str
    thick: float
    title: str
    number: int
    x: float
    y: float
    west: bool


@dataclass(frozen=True)
class Line:
    """A line of the grid with its degrees; `down` is one of longitude."""

    x1: float
    y1: float
    x2: float
    y2: float
    text: str
    down: bool


@dataclass(frozen=True)
class WishMap:
    """The map."""

    kind: str
    cities: tuple[City, ...]
    arrows: tuple[Arrow, ...]
    grid: tuple[Line, ...]
    frames: tuple[tuple[float, float], ...]
    legend: tuple[str, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT


class _Side:
    """One side: degrees to units."""

    def __init__(self, places: Sequence[Place], left: float, width: float) -> None:
        self.left, self.width = left, width
        lats, lons = [place.lat for place in places], [place.lon for place in places]
        middle = (min(lats) + max(lats)) / 2
        # A degree of longitude is shorter than one of latitude, as far north as this side lies.
        self._narrow = cos(radians(middle))
        tall, wide = max(lats) - min(lats) + 3, (max(lons) - min(lons) + 3) * self._narrow
        self._unit = min((HEIGHT - 2 * _MARGIN) / tall, (width - 4 * _MARGIN) / wide)
        self._lat, self._lon = middle, (min(lons) + max(lons)) / 2

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a place is."""
        x = self.left + self.width / 2 + (lon - self._lon) * self._narrow * self._unit
        return round(x, 1), round(HEIGHT / 2 - (lat - self._lat) * self._unit, 1)

    def grid(self) -> list[Line]:
        """Return the lines of every ten degrees."""
        lines = []
        for degrees in range(-180, 181, _GRID):
            x, y = self.at(degrees, degrees)
            if self.left + 20 < x < self.left + self.width - 45:
                lines.append(Line(x, 0, x, HEIGHT, f"{abs(degrees)}\u00b0{'W' if degrees < 0 else 'E'}", True))
            if 40 < y < HEIGHT - 24:
                lines.append(Line(self.left, y, self.left + self.width, y, f"{degrees}\u00b0N", False))
        return lines


def wish_map(places: Mapping[str, Place], wishes: Sequence[Wish]) -> WishMap | None:
    """Return the map; None without cities on both sides.

    Args:
        places: cities by their refs.
        wishes: the most frequent first; those of cities that are not among the places are left out.
    """
    west = [place for place in places.values() if place.lon < _BETWEEN]
    east = [place for place in places.values() if place.lon >= _BETWEEN]
    if not west or not east:
        return None
    each = (WIDTH - _GAP) / 2
    sides = (_Side(west, 0, each), _Side(east, each + _GAP, each))
    points = {ref: sides[place.lon >= _BETWEEN].at(place.lat, place.lon) for ref, place in places.items()}
    shown = [wish for wish in wishes if wish.origin in points and wish.partner in points][:_MOST_ARROWS]
    named = {ref for wish in shown for ref in (wish.origin, wish.partner)}
    most = max((wish.number for wish in shown), default=1)
    arrows = tuple(_arrow(wish, places, points, most, _ALONG[at % len(_ALONG)]) for at, wish in enumerate(shown))
    grid = tuple(line for side in sides for line in side.grid())
    return WishMap("map", tuple(_cities(places, points, named)), arrows, grid, ((0, each), (each + _GAP, each)))


def _arrow(
    wish: Wish, places: Mapping[str, Place], points: Mapping[str, tuple[float, float]], most: int, t: float
) -> Arrow:
    (x1, y1), (x2, y2) = points[wish.origin], points[wish.partner]
    far = hypot(x2 - x1, y2 - y1) or 1
    # The way there bends up and the way back down, so that both are seen.
    bend = min(70, far * 0.16)
    middle_x, middle_y = (x1 + x2) / 2 + bend * (y2 - y1) / far, (y1 + y2) / 2 - bend * (x2 - x1) / far
    short = 1 - 11 / far
    end_x, end_y = middle_x + (x2 - middle_x) * short, middle_y + (y2 - middle_y) * short
    path = f"M{x1:.1f} {y1:.1f}Q{middle_x:.1f} {middle_y:.1f} {end_x:.1f} {end_y:.1f}"
    names = places[wish.origin].name, places[wish.partner].name
    thick = round(1.5 + (_THICKEST - 1.5) * (wish.number - 1) / max(most - 1, 1), 1)
    title = f"{names[0]} \u2192 {names[1]}: {wish.number}"
    at_x = (1 - t) ** 2 * x1 + 2 * t * (1 - t) * middle_x + t * t * end_x
    at_y = (1 - t) ** 2 * y1 + 2 * t * (1 - t) * middle_y + t * t * end_y
    return Arrow(path, thick, title, wish.number, round(at_x, 1), round(at_y, 1), places[wish.origin].lon < _BETWEEN)


def _cities(places: Mapping[str, Place], points: Mapping[str, tuple[float, float]], named: set[str]) -> list[City]:
    """Return the points, each name where it covers no other name and as few points as can be."""
    taken: list[tuple[float, float, float, float]] = []
    found = []
    for ref, place in sorted(places.items(), key=lambda item: points[item[0]][1]):
        x, y = points[ref]
        if ref not in named:
            found.append(City(x, y, place.name, False))
            continue
        wide = sum(_LETTER[letter >= _FIRST_HAN] for letter in place.name)
        # Away from the other side first, where the arrows are.
        out = ("end", -1) if place.lon < _BETWEEN else ("start", 1)
        back = ("start", 1) if place.lon < _BETWEEN else ("end", -1)
        choices = [(x + side * _AWAY, y + down, anchor) for anchor, side in (out, back) for down in (5, -4, 14)]
        choices += [(x, y - 11, "middle"), (x, y + 22, "middle")]
        boxes = [(_box(at_x, at_y, wide, anchor), at_x, at_y, anchor) for at_x, at_y, anchor in choices]
        best = min(boxes, key=lambda one: _covered(one[0], taken, list(points.values())))
        taken.append(best[0])
        found.append(City(x, y, place.name, True, round(best[1], 1), round(best[2], 1), best[3]))
    return found


def _box(x: float, y: float, wide: float, anchor: str) -> tuple[float, float, float, float]:
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return left, y - _LINE + 3, left + wide, y + 3


def _covered(
    box: tuple[float, float, float, float],
    taken: Sequence[tuple[float, float, float, float]],
    points: Sequence[tuple[float, float]],
) -> int:
    """Return how bad a place for a name is: names that it covers, then points, then that it leaves the map."""
    left, top, right, bottom = box
    names = sum(left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in taken)
    dots = sum(left - 5 < x < right + 5 and top - 4 < y < bottom + 4 for x, y in points)
    outside = left < 0 or right > WIDTH or top < 0 or bottom > HEIGHT
    return 100 * names + 10 * dots + 50 * outside
