"""A suggested partner comes from the other side, fits what was asked, and shows why."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions import pairings
from knowledge.library import load
from tests.actions.asking import Reply, Talk, walk
from tests.knowledge import samples


def suggested(reply: Reply) -> list[str]:
    return reply.answer.shown


def reasons(reply: Reply, city: str) -> list[str]:
    block = next(b for b in reply.blocks if b["type"] == "list" and b["records"] == [city])
    return [
        node["say"] for item in block["items"] for node in walk(item) if str(node.get("say", "")).startswith("partner.")
    ]


def test_every_city_gets_candidates_of_the_other_side(talk: Talk) -> None:
    for city in talk.library.of_kind("city"):
        reply = Talk(talk.library).ask("find_partner", ("city", city.ref))
        found = [talk.library.get(ref) for ref in suggested(reply)]
        assert len(found) <= 3
        assert all(one is not None and (one.country == "CN") != (city.country == "CN") for one in found)


def test_every_candidate_shows_reasons_and_evidence(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("city", "cities/granada"))
    assert suggested(reply)[0] == "cities/kunming"
    for ref in suggested(reply):
        assert reasons(reply, ref)
        block = next(b for b in reply.blocks if b.get("records") == [ref])
        assert block["sources"]
    assert reply.sources
    assert {"partner.why_clusters", "partner.why_topics", "partner.why_together"} <= set(
        reasons(reply, "cities/kunming")
    )


def test_an_earlier_pairing_is_named_with_its_partner_and_its_end(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("city", "cities/granada"))
    assert "Nice" in reply.text("en")
    assert "city.lists_over" in reply.says
    assert "partner.honest" in reply.says


def test_a_topic_narrows_the_suggestion(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("country", "CN"), ("topic", "clusters/health"))
    health = {city.ref for city in talk.library.cities(cluster="clusters/health")}
    assert suggested(reply)
    for ref in suggested(reply):
        city = talk.library.get(ref)
        assert city is not None
        assert ref in health or "health" in city.topics.en
        assert {"partner.why_words", "partner.why_covered_only"} & set(reasons(reply, ref))


def test_a_country_narrows_the_suggestion(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("city", "cities/yantai"), ("country", "IT"))
    countries = {city.country for city in (talk.library.get(ref) for ref in suggested(reply)) if city is not None}
    assert countries == {"IT"}


def test_a_denied_city_is_not_suggested(talk: Talk) -> None:
    denied = ("cities/kunming",)
    assert "cities/kunming" not in suggested(talk.ask("find_partner", ("city", "cities/granada"), negated=denied))


def test_without_city_or_side_the_side_is_asked(talk: Talk) -> None:
    reply = talk.ask("find_partner")
    assert reply.says[0] == "partner.which_side"
    assert [value for _, value in reply.buttons][:2] == ["CN", "EU"]


def test_an_unknown_city_still_gets_suggestions_for_a_side(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("unknown_name", "Atlantis"), ("country", "CN"))
    assert "partner.unknown_city" in reply.says
    assert suggested(reply)


def test_the_city_spoken_of_before_is_meant_if_it_lies_on_the_other_side(talk: Talk) -> None:
    talk.ask("ask_city", ("city", "cities/granada"))
    assert "partner.suggested_for" in talk.ask("find_partner", ("country", "CN")).says
    assert "partner.suggested" in talk.ask("find_partner", ("country", "EU")).says


def test_nothing_in_common_suggests_nobody(folder: Path) -> None:
    made_up = load(samples.write(folder, samples.changed("cities/lakeside", "facts/clusters", None)))
    reply = Talk(made_up).ask("find_partner", ("country", "EU"), ("topic", "clusters/water"))
    assert reply.says[0] == "partner.none"
    assert {"request_cooperation", "ask_for_person"} <= {intent for intent, _ in reply.buttons}


@pytest.mark.parametrize("city", ["cities/liuzhou", "cities/barcelona"])
def test_working_together_before_is_a_reason(talk: Talk, city: str) -> None:
    record = talk.library.get(city)
    assert record is not None
    reply = talk.ask("find_partner", ("city", city))
    met = {one for one in pairings.partners(pairings.of_city(record, talk.library)) if isinstance(one, str)}
    both = [ref for ref in suggested(reply) if ref in met]
    assert both
    assert all("partner.why_together" in reasons(reply, ref) for ref in both)


def test_an_unknown_place_is_named_beside_a_city_we_know(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("city", "cities/rome"), ("unknown_name", "Atlantis"))
    assert reply.says[0] == "partner.unknown_city"
    assert "Atlantis" in reply.first(1)
    assert suggested(reply)
