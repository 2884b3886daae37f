"""Cities and schemes for a request: of the other side, on its subjects, with reasons that the records give."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge import matching, state
from knowledge.library import EU_SIDE, Library, default_folder, load
from knowledge.matching import Wish

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def library() -> Library:
    """The records as they are."""
    return load(default_folder())


@pytest.mark.parametrize(("country", "own"), [("IT", "cities/bologna"), ("CN", None), ("CN", "cities/chongqing")])
def test_partners_are_of_the_other_side_and_never_the_same_city(
    library: Library, country: str, own: str | None
) -> None:
    found = matching.partners(Wish(own, country, "city", ("clusters/circular",)), library)

    assert found
    assert all((one.record.country == "CN") != (country == "CN") for one in found)
    assert len({one.record.ref for one in found}) == len(found) <= matching.MOST


def test_every_city_has_a_reason_besides_experience(library: Library) -> None:
    for one in matching.partners(Wish(None, "DE", None, ("clusters/health",)), library):
        assert set(one.reasons) - {"experience"}
        assert one.record.ref in str(library.get("clusters/health")) or one.topics


def test_a_wished_city_comes_first_and_old_partners_are_named(library: Library) -> None:
    wish = Wish("cities/chongqing", "CN", "city", (), ("cities/mannheim",))
    first = matching.partners(wish, library)[0]

    assert first.record.ref == "cities/mannheim"
    assert {"wished", "together"} <= set(first.reasons)


def test_without_a_side_no_city_is_suggested(library: Library) -> None:
    assert matching.partners(Wish(None, None, "city", ("clusters/circular",)), library) == []


@pytest.mark.parametrize("country", ["CN", "DE", "NO", "US", None])
@pytest.mark.parametrize("role", ["city", "university", "firm", "ngo", "other", None])
def test_schemes_are_open_to_such_an_applicant(library: Library, country: str | None, role: str | None) -> None:
    kind = role if role in {"city", "university", "firm", "ngo"} else "city"
    for one in matching.schemes(Wish(None, country, role, ("clusters/circular",)), library, TODAY):
        fits = one.record.fits
        assert fits is not None
        assert not state.is_over(state.state_on(one.record, TODAY))
        side = fits.cn if country == "CN" else fits.eu if country else fits.eu + fits.cn
        assert kind in side
        assert country in (None, "CN", *EU_SIDE, *fits.also) or fits.associated
