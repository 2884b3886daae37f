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
    block = next(b for b in reply.blocks if b["type"] == "list" and city in b["records"])
    item = block["items"][block["records"].index(city)]
    return [node["say"] for node in walk(item) if str(node.get("say", "")).startswith("partner.why")]


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
    assert reply.sources
    assert reasons(reply, "cities/kunming") == ["partner.why_met", "partner.why_clusters"]


def test_the_first_line_is_the_verdict_and_one_line_for_each_city_follows(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("city", "cities/granada"))
    assert reply.says[0] == "partner.closest_then_for"
    lists = [block for block in reply.blocks if block["type"] == "list"]
    assert [len(block["items"]) for block in lists] == [3]
    assert len(reply.text("zh").split("\n\n")) <= 6


def test_all_that_speaks_for_the_cities_stands_behind_a_button(talk: Talk) -> None:
    short = talk.ask("find_partner", ("city", "cities/granada"))
    assert short.buttons[0] == ("find_partner", "why")
    reply = talk.ask("find_partner", ("guide", "why"))
    assert {"partner.why_clusters", "partner.why_topics", "partner.why_together"} <= set(reply.says)


def test_where_no_city_fits_more_than_the_others_none_is_put_first(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("country", "CN"))
    assert reply.says[:2] == ["partner.no_criterion", "partner.suggested"]


def test_an_earlier_pairing_is_named_with_its_partner_and_its_end(talk: Talk) -> None:
    talk.ask("find_partner", ("city", "cities/granada"))
    assert "Nice" in talk.ask("find_partner", ("guide", "why")).text("en")


def test_a_suggestion_says_that_the_programmes_are_over_and_nobody_was_asked(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("city", "cities/granada"))
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
    assert "partner.closest_then_for" in talk.ask("find_partner", ("country", "CN")).says
    assert "partner.suggested" in talk.ask("find_partner", ("country", "EU")).says


def test_nothing_in_common_suggests_nobody(folder: Path) -> None:
    made_up = load(samples.write(folder, samples.changed("cities/lakeside", "facts/clusters", None)))
    reply = Talk(made_up).ask("find_partner", ("country", "EU"), ("topic", "clusters/water"))
    assert reply.says[0] == "partner.topic_missing_alone"
    assert "partner.none" in reply.says
    assert {"request_cooperation", "ask_for_person"} <= {intent for intent, _ in reply.buttons}


@pytest.mark.parametrize("city", ["cities/liuzhou", "cities/barcelona"])
def test_working_together_before_is_a_reason(talk: Talk, city: str) -> None:
    record = talk.library.get(city)
    assert record is not None
    reply = talk.ask("find_partner", ("city", city))
    met = {one for one in pairings.partners(pairings.of_city(record, talk.library)) if isinstance(one, str)}
    both = [ref for ref in suggested(reply) if ref in met]
    assert both
    assert all("partner.why_met" in reasons(reply, ref) for ref in both)


def test_an_unknown_place_is_named_beside_a_city_we_know(talk: Talk) -> None:
    reply = talk.ask("find_partner", ("city", "cities/rome"), ("unknown_name", "Atlantis"))
    assert reply.says[0] == "partner.unknown_city"
    assert "Atlantis" in reply.first(1)
    assert suggested(reply)
