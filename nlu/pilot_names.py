"""How people call a pilot project by its two cities: "the pilot of Nice and Haikou", 尼斯和海口的试点."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations, product

from knowledge.library import Library
from knowledge.records import Record
from nlu import patterns
from nlu.normalise import is_han, plain

LANGUAGES = ("en", "zh")


def by_cities(pilot: Record, library: Library) -> Iterator[str]:
    """Give the normalised ways to call a pilot by its cities, in either order.

    Args:
        pilot: the record of a pilot; one that does not name two cities gives nothing.
        library: has the cities.
    """
    fact = pilot.facts.get("cities")
    cities = [city for ref in (fact.refs if fact else ()) if (city := library.get(ref)) is not None]
    for one, other in permutations(cities, 2):
        for language in LANGUAGES:
            rows = patterns.data("names")["pilots_by_cities"][language]
            names = product(_names(one, language), _names(other, language))
            forms = [[_inside(part) for part in form.split("§")] for form in rows["forms"]]
            for (first, second), form, joint in product(names, forms, map(_inside, rows["joints"])):
                yield " ".join((first + joint + second).join(form).split())


def _names(city: Record, language: str) -> list[str]:
    """Give the normalised names of a city, and those of its other names in the script of a language."""
    others = [name for name in city.aliases if any(map(is_han, name)) == (language == "zh")]
    return [_inside(name).strip() for name in (*city.names.in_(language), *others)]


@lru_cache(maxsize=4096)
def _inside(part: str) -> str:
    """Normalise a part of a sentence and keep the spaces at its ends; 60,000 whole sentences would take seconds."""
    return plain(f"x{part}x")[1:-1]
