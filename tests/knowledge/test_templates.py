"""A template explains every field of its schema, and lacks nothing but what is left blank."""

from __future__ import annotations

import re

import pytest

from knowledge import forms
from knowledge.files import KINDS, parse
from knowledge.library import default_folder

TEMPLATES = default_folder() / "templates"


def template(kind: str) -> str:
    return (TEMPLATES / f"{kind}.yml").read_text("utf-8")


def test_every_kind_has_a_template_and_a_schema() -> None:
    assert {file.stem for file in TEMPLATES.glob("*.yml")} == set(KINDS.values())
    assert {file.stem for file in forms.SCHEMAS.glob("*.json")} == {
        *KINDS.values(),
        "common",
        "sources",
        "glossary",
    }


@pytest.mark.parametrize("kind", KINDS.values())
def test_a_template_shows_every_field_and_fact_of_its_schema(kind: str) -> None:
    text = template(kind)
    properties = forms.schema(kind)["properties"]
    shown = set(re.findall(r"^(?:# )?([a-z_]+):", text, re.MULTILINE))
    assert set(properties) == shown
    facts = set(properties.get("facts", {}).get("properties", {}))
    assert facts <= set(re.findall(r"^  (?:# )?([a-z_]+):", text, re.MULTILINE))


@pytest.mark.parametrize("kind", KINDS.values())
def test_a_template_lacks_nothing_but_what_is_left_blank(kind: str) -> None:
    text = template(kind).replace("id: ID", "id: new").replace("TODAY", "2026-01-10").replace("DUE", "2026-06-10")
    data, problems = parse(text, kind)
    problems += forms.compare(data, kind, kind)
    assert problems
    assert [
        str(problem) for problem in problems if "is empty" not in problem.what and "relevant" not in problem.field
    ] == []


@pytest.mark.parametrize("kind", KINDS.values())
def test_the_lines_that_are_commented_out_are_right_as_well(kind: str) -> None:
    """Take away the "# " of optional lines: no key may be unknown to the schema."""
    optional = re.sub(r"^( *)# (?=[a-z_ ]+:|- )", r"\1", template(kind), flags=re.MULTILINE)
    data, problems = parse(optional, kind)
    assert problems == []
    assert [str(one) for one in forms.compare(data, kind, kind) if "unknown key" in one.what] == []


def undescribed(properties: dict[str, dict[str, object]]) -> list[str]:
    return [name for name, part in properties.items() if not part.get("description")]


@pytest.mark.parametrize("kind", KINDS.values())
def test_the_editor_gets_help_for_every_field(kind: str) -> None:
    properties = forms.schema(kind)["properties"]
    assert undescribed(properties) == []
    if "facts" in properties:
        facts = properties["facts"]
        assert undescribed(facts["properties"]) == []
        (fact,) = facts["patternProperties"].values()
        assert undescribed(fact["properties"]) == []


@pytest.mark.parametrize(("kind", "entry"), [("sources", "additionalProperties"), ("glossary", "items")])
def test_the_editor_gets_help_for_sources_and_glossary(kind: str, entry: str) -> None:
    assert undescribed(forms.schema(kind)[entry]["properties"]) == []
