"""A library answers by ref, name, kind and what a city belongs to, and hides what is not published."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import Library, inspect, load
from knowledge.problems import KnowledgeError
from knowledge.records import Period, Text
from tests.knowledge import samples
from tests.knowledge.samples import changed


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return load(samples.write(tmp_path))


def refs(records: list[object]) -> list[str]:
    return [record.ref for record in records]  # type: ignore[attr-defined]


def test_a_record_has_what_its_file_says(library: Library) -> None:
    city = library.get("cities/lakeside")
    assert city is not None
    assert (city.kind, city.id, city.country, city.owner) == ("city", "lakeside", "DE", "cities")
    assert city.name == Text("Lakeside", "湖滨")
    population = city.facts["population"]
    assert (population.kind, population.value, population.unit, population.sources) == (
        "value",
        120000,
        "person",
        ("A1", "A2"),
    )
    part = city.facts["cooperation"].cooperation[0]
    assert (part.programme, part.period, part.partners) == (
        "programmes/twins",
        Period("2017", "2018"),
        ("cities/riverton",),
    )
    assert str(city.reviewed.due) == "2026-06-10"


def test_facts_stay_in_the_order_of_the_file(library: Library) -> None:
    city = library.get("cities/lakeside")
    assert city is not None
    assert list(city.facts) == ["population", "place", "cooperation", "clusters"]


def test_a_faq_has_question_and_answer(library: Library) -> None:
    faq = library.get("faq/travel")
    assert faq is not None
    assert faq.name == faq.question == Text("Who pays for travel?", "差旅费由谁承担？")
    assert faq.also_asked.zh[0] == "机票谁出"
    assert (faq.topic, faq.sure, faq.sources) == ("travel", "confirmed", ("A1", "A2"))


def test_a_partner_without_a_record_is_a_name(library: Library) -> None:
    city = library.get("cities/riverton")
    assert city is not None
    assert city.facts["cooperation"].cooperation[0].partners == (Text("Lower Hills", "下丘"),)


def test_an_unknown_ref_gives_nothing(library: Library) -> None:
    assert library.get("cities/atlantis") is None


@pytest.mark.parametrize("name", ["Lakeside", "LAKESIDE", "湖滨", "lakeside-on-sea", "Läkeside on Sea"])
def test_a_name_is_found_whatever_case_accents_and_spaces(library: Library, name: str) -> None:
    assert refs(library.find(name)) == ["cities/lakeside"]


def test_a_part_of_a_name_is_not_found(library: Library) -> None:
    assert library.find("Lake") == []


def test_records_are_listed_by_kind(library: Library) -> None:
    assert refs(library.of_kind("city")) == ["cities/lakeside", "cities/riverton"]


def test_a_kind_that_does_not_exist_is_an_error(library: Library) -> None:
    with pytest.raises(ValueError, match="no such kind: cities; use one of"):
        library.of_kind("cities")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["cities/lakeside", "cities/riverton"]),
        ({"country": "DE"}, ["cities/lakeside"]),
        ({"country": "EU"}, ["cities/lakeside"]),
        ({"country": "CN"}, ["cities/riverton"]),
        ({"country": "FR"}, []),
        ({"cluster": "clusters/water"}, ["cities/lakeside", "cities/riverton"]),
        ({"cluster": "clusters/air"}, []),
        ({"programme": "programmes/twins"}, ["cities/lakeside", "cities/riverton"]),
        ({"programme": "programmes/other"}, []),
        ({"partner_country": "CN"}, ["cities/lakeside"]),
        ({"partner_country": "EU"}, []),
        ({"cluster": "clusters/water", "country": "CN"}, ["cities/riverton"]),
    ],
)
def test_cities_are_filtered_by_all_that_is_given(library: Library, wanted: dict[str, str], found: list[str]) -> None:
    assert refs(library.cities(**wanted)) == found


def test_a_draft_is_only_reached_by_its_ref(tmp_path: Path) -> None:
    cluster = changed("clusters/water", "status", "draft")
    city = changed("cities/lakeside", "facts/clusters", None)
    library = load(samples.write(tmp_path, {**cluster, **city}))
    assert library.get("clusters/water") is not None
    assert library.of_kind("cluster") == []
    assert library.find("Water") == []
    assert "clusters/water" not in refs(list(library.published()))


def test_a_withdrawn_record_keeps_its_reason(tmp_path: Path) -> None:
    faq = changed("faq/travel", "status", "withdrawn")
    faq["faq/travel"]["withdrawn"] = {"en": "The rule has changed.", "zh": "规定已变更。"}
    library = load(samples.write(tmp_path, faq))
    record = library.get("faq/travel")
    assert record is not None
    assert record.withdrawn == Text("The rule has changed.", "规定已变更。")
    assert library.of_kind("faq") == []


def test_sources_are_found_by_key(library: Library) -> None:
    assert library.source("A1").url == "https://example.org/a1"
    assert library.source("A2").url is None
    with pytest.raises(KeyError):
        library.source("Z9")


def test_the_generation_follows_the_content(tmp_path: Path) -> None:
    before = load(samples.write(tmp_path)).generation
    assert load(samples.write(tmp_path)).generation == before
    assert load(samples.write(tmp_path, changed("cities/lakeside", "aliases", ["LS"]))).generation != before


def test_nothing_in_a_library_can_be_changed(library: Library) -> None:
    city = library.get("cities/lakeside")
    assert city is not None
    with pytest.raises(TypeError):
        city.facts["population"] = city.facts["place"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        city.status = "draft"  # type: ignore[misc]


def test_load_refuses_faulty_records_and_names_all_of_them(tmp_path: Path) -> None:
    bad = {**changed("programmes/twins", "id", "triplets"), **changed("faq/travel", "answer", None)}
    with pytest.raises(KnowledgeError) as caught:
        load(samples.write(tmp_path, bad))
    assert {problem.file for problem in caught.value.problems} == {"programmes/twins.yml", "faq/travel.yml"}
    assert "answer is missing" in str(caught.value)


def test_inspect_loads_the_rest_of_a_faulty_folder(tmp_path: Path) -> None:
    library, problems = inspect(samples.write(tmp_path, changed("faq/travel", "answer", None)))
    assert library.get("faq/travel") is None
    assert library.get("cities/lakeside") is not None
    assert len(problems) == 1


def test_matters_of_style_do_not_stop_a_process(tmp_path: Path) -> None:
    load(samples.write(tmp_path, changed("programmes/twins", "summary/en", "It paired cities from {period}")))


def test_a_city_finds_the_cities_that_name_it_as_their_partner(library: Library) -> None:
    found = library.parts_with("cities/riverton")
    assert [(city.ref, part.programme) for city, part in found] == [("cities/lakeside", "programmes/twins")]
    assert library.parts_with("cities/lakeside") == ()


def test_a_draft_names_nobody_as_its_partner(tmp_path: Path) -> None:
    draft = changed("cities/lakeside", "status", "draft")
    library, _ = inspect(samples.write(tmp_path, draft))
    assert library.parts_with("cities/riverton") == ()
