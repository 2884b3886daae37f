"""Several facts asked for in a row become one sentence for each; a plain name of a fact is a question."""

from __future__ import annotations

import pytest

from nlu import fields


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "population, partner and cluster of Kunming",
            ["population of Kunming", "partner of Kunming", "cluster of Kunming"],
        ),
        ("烟台的人口、伙伴和集群", ["烟台的人口", "烟台的伙伴", "烟台的集群"]),
        ("人口和伙伴：昆明", ["人口：昆明", "伙伴：昆明"]),
        ("its budget and its deadline?", ["its budget?", "its deadline?"]),
        ("Who is the partner of Rome?", []),
        ("罗马和烟台的人口", []),
    ],
)
def test_row_of_facts_is_asked_fact_by_fact(text: str, expected: list[str]) -> None:
    assert fields.apart(text) == expected


@pytest.mark.parametrize("text", ["the partner of Rome", "扬州的伙伴", "Mannheim: population.", "Kunming's website"])
def test_fact_alone_is_a_question(text: str) -> None:
    assert fields.only(text)


@pytest.mark.parametrize("text", ["Our partner is Granada", "我们的伙伴是格拉纳达", "We are a city"])
def test_statement_is_none(text: str) -> None:
    assert not fields.only(text)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("its cluster?", "clusters"),
        ("cluster of Kunming", "clusters"),
        ("Which cluster does it belong to?", "clusters"),
        ("分别属于哪个集群？", "clusters"),
        ("网址是什么？", "website"),
        ("Which clusters are there?", None),
        ("哪个集群适合我们？", None),
        ("有哪些集群？", None),
        ("人口", None),
    ],
)
def test_fact_is_known_by_its_plain_name(text: str, fact: str | None) -> None:
    assert fields.fact_of("city", text) == fact
