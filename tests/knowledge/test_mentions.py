"""Places without a record: each stands in the records and is found there by any of its names."""

from __future__ import annotations

import pytest

from knowledge import mentions
from knowledge.library import Library, default_folder, load

LIBRARY = load(default_folder())
PLACES = mentions.places(LIBRARY)


@pytest.fixture(scope="module")
def library() -> Library:
    return LIBRARY


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name.en)
def test_a_place_stands_in_a_record(library: Library, place: mentions.Place) -> None:
    assert mentions.find(place, library)


@pytest.mark.parametrize("place", [one for one in PLACES if one.part_of is None], ids=lambda place: place.name.en)
def test_a_place_is_no_city_with_a_record(library: Library, place: mentions.Place) -> None:
    assert not [record for form in place.forms for record in library.find(form) if record.kind == "city"]


@pytest.mark.parametrize("place", [one for one in PLACES if one.part_of], ids=lambda place: place.name.en)
def test_a_part_belongs_to_a_city_with_a_record(library: Library, place: mentions.Place) -> None:
    assert place.part_of in library.records


def test_partners_written_as_text_are_places(library: Library) -> None:
    partners = {
        partner.en
        for city in library.of_kind("city")
        for fact in city.facts.values()
        for part in fact.cooperation
        for partner in part.partners
        if not isinstance(partner, str)
    }
    assert partners
    assert all(mentions.place_of(name, library) for name in partners)


@pytest.mark.parametrize(
    ("name", "ref", "fact"),
    [
        ("苏州", "programmes/iurc", "cn22"),
        ("xi’an", "programmes/iurc", "cn22"),
        ("Qingdao", "cities/mannheim", "sister_cities"),
        ("富恩拉夫拉达", "cities/hangzhou", "cooperation"),
        ("Lazio", "cities/tianjin", "cooperation"),
        ("Lazio Region", "cities/zhengzhou", "cooperation"),
        ("厦门", "programmes/clearing", "what"),
        ("汉堡", "programmes/cetregio", "what"),
    ],
)
def test_what_the_records_say_of_a_place(library: Library, name: str, ref: str, fact: str) -> None:
    found = mentions.find(mentions.as_place(name, library), library)
    assert (ref, fact) in {(one.record.ref, one.fact.name if one.fact else None) for one in found}


@pytest.mark.parametrize("name", ["Atlantis", "gdansk", "宿州", "Jining"])
def test_of_other_places_the_records_say_nothing(library: Library, name: str) -> None:
    assert mentions.place_of(name, library) is None
    assert mentions.find(mentions.as_place(name, library), library) == []


@pytest.mark.parametrize(
    ("name", "ref", "fact", "listed"),
    [
        ("Beijing", "programmes/iurc", "cn22", True),
        ("Beijing", "programmes/iuc", "round2_cn", False),
        ("Hefei", "programmes/eclink", "what", True),
        ("Brussels", "programmes/clearing", "what", True),
    ],
)
def test_where_something_was_held_is_no_participant(
    library: Library, name: str, ref: str, fact: str, listed: bool
) -> None:
    assert mentions.lists_it(mentions.as_place(name, library), library.records[ref].facts[fact]) is listed
