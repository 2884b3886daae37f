"""Follow-ups: what was spoken of stays known, "more", "the second one", "and Rome?", corrections and people."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.asking import Talk


def test_the_city_spoken_of_before_is_meant(talk: Talk) -> None:
    talk.ask("ask_city", ("city", "cities/chongqing"))
    assert "Mannheim" in talk.ask("ask_city_partners").first(1)
    assert "32,054,159" in talk.ask("ask_city_population").first(1)


def test_a_city_that_is_denied_is_no_longer_meant(talk: Talk) -> None:
    talk.ask("ask_city", ("city", "cities/chongqing"))
    reply = talk.ask(
        "ask_city_population", ("city", "cities/chongqing"), ("city", "cities/chengdu"), negated=("cities/chongqing",)
    )
    assert reply.answer.spoken == ["cities/chengdu"]


def test_the_second_one_is_the_second_of_the_list(talk: Talk) -> None:
    shown = talk.ask("ask_pilots").answer.shown
    assert talk.ask("select_item", ("ordinal", "2")).answer.spoken == [shown[1]]
    assert talk.ask("select_item", ("ordinal", "last")).answer.spoken == [shown[-1]]


def test_a_number_that_is_not_on_the_list_is_asked_back(talk: Talk) -> None:
    talk.ask("list_clusters")
    assert talk.ask("select_item", ("ordinal", "9")).says[0] == "select.which"


def test_nothing_to_pick_from_is_said(talk: Talk) -> None:
    assert talk.ask("select_item", ("ordinal", "1")).says[0] == "select.nothing_shown"


def test_the_same_question_is_answered_for_another_thing(talk: Talk) -> None:
    talk.ask("ask_city_partners", ("city", "cities/granada"))
    reply = talk.ask("ask_same_for", ("city", "cities/rome"))
    assert "Yantai" in reply.first(1)
    again = talk.ask("ask_same_for", ("city", "cities/nice"))
    assert "Haikou" in again.first(1)


def test_the_same_question_keeps_the_rest_of_what_was_asked(talk: Talk) -> None:
    talk.ask("find_cities", ("country", "DE"), ("programme", "programmes/iuc"))
    reply = talk.ask("ask_same_for", ("country", "IT"))
    assert "cities/rome" in reply.answer.shown
    assert "International Urban Cooperation" in reply.first(1)


def test_another_kind_of_thing_is_told_for_itself(talk: Talk) -> None:
    talk.ask("ask_funding_deadline", ("funding", "funding/he"))
    assert talk.ask("ask_same_for", ("city", "cities/rome")).answer.spoken == ["cities/rome"]


def test_the_same_for_nothing_is_asked_back(talk: Talk) -> None:
    talk.ask("ask_city_partners", ("city", "cities/granada"))
    assert talk.ask("ask_same_for").says[0] == "select.same_for_what"
    assert talk.ask("ask_same_for", ("unknown_name", "Atlantis")).says[0] == "city.unknown"


def test_a_bare_name_answers_the_question_that_was_open(talk: Talk) -> None:
    talk.ask("ask_city_population")
    reply = talk.ask("ask_city", ("city", "cities/granada"), text="Granada!")
    assert "233,532" in reply.first(1)
    assert talk.slots["last_intent"]["intent"] == "ask_city_population"


def test_a_whole_question_after_an_open_one_is_answered_itself(talk: Talk) -> None:
    talk.ask("ask_city_population")
    reply = talk.ask("ask_city", ("city", "cities/granada"), text="tell me something about granada in general")
    assert "233,532" not in reply.first(1)


def test_a_pick_answers_the_question_that_was_open(talk: Talk) -> None:
    talk.ask("ask_funding_amount")
    assert "label.pays" in talk.ask("select_item", ("ordinal", "1")).says


def test_sources_of_the_last_answer_are_named(talk: Talk) -> None:
    told = talk.ask("ask_city_population", ("city", "cities/chongqing")).sources
    reply = talk.ask("ask_source")
    titles = [talk.library.sources[key].title for key in told]
    assert all(title in reply.text("en") for title in titles)
    assert "source.found" in talk.ask("ask_source").says


def test_asking_for_the_source_does_not_lose_the_thread(talk: Talk) -> None:
    talk.ask("ask_programme", ("programme", "programmes/uec"))
    talk.ask("ask_source")
    assert "more.nothing" not in talk.ask("show_more").says


def test_no_source_before_the_first_answer(talk: Talk) -> None:
    assert talk.ask("ask_source").says[0] == "source.no_answer_yet"


def test_freshness_of_the_last_answer_is_told(talk: Talk) -> None:
    talk.ask("ask_city_population", ("city", "cities/chongqing"))
    reply = talk.ask("ask_freshness")
    assert "1 November 2020" in reply.text("en")
    assert "21 November 2026" in reply.text("en")


def test_guesses_have_human_titles(talk: Talk) -> None:
    reply = talk.ask(
        "did_you_mean",
        ("city", "cities/kunming"),
        candidates=("ask_city_partners", "out_of_scope", "ask_funding", "ask_city"),
        hits=(("programmes/uec", "coord"),),
    )
    buttons = next(block for block in reply.blocks if block["type"] == "buttons")["items"]
    assert len(buttons) == 4
    titles = [reply_title["title"] for reply_title in buttons]
    assert titles[0]["text"]["en"].endswith("?")
    assert titles[1] == {
        "say": "intent.ask_city_partners",
        "with": {"name": {"names": {"en": "Kunming", "zh": "昆明"}}},
    }
    assert titles[2]["say"] == "intent.ask_funding.any"
    assert reply.buttons[-1] == ("ask_for_person", None)


def test_a_record_that_was_nearly_named_is_offered(talk: Talk) -> None:
    reply = talk.ask("did_you_mean", candidates=("ask_city",), hits=(("cities/liuzhou", None),), score=0.57)
    assert reply.buttons[0] == ("ask_city", "cities/liuzhou")


def test_nothing_to_guess_is_out_of_scope(talk: Talk) -> None:
    assert talk.ask("did_you_mean", candidates=("out_of_scope",)).says[0] == "scope.unknown"


def test_out_of_scope_says_what_is_in_scope_and_offers_a_person(talk: Talk) -> None:
    reply = talk.ask("out_of_scope", ("city", "cities/kunming"), text="weather in Kunming")
    assert "scope.near" in reply.says
    assert ("ask_city", "cities/kunming") in reply.buttons
    assert ("ask_for_person", None) in reply.buttons


@pytest.mark.parametrize(
    ("intent", "effect"),
    [("ask_for_person", "ask_person"), ("stop_waiting", "stop_waiting")],
)
def test_people_are_reached_by_effects(talk: Talk, intent: str, effect: str) -> None:
    reply = talk.ask(intent, text="please")
    assert [one["type"] for one in reply.effects] == [effect]
    assert {"type": "effect", "index": 0} in reply.blocks


def test_a_request_is_asked_for_by_its_reference_or_as_the_last_one(talk: Talk) -> None:
    named = talk.ask("ask_request_status", ("reference", "CB-2026-0007"))
    assert named.effects == [{"type": "request_status", "reference": "CB-2026-0007"}]
    assert talk.ask("ask_request_status").effects == [{"type": "request_status", "reference": None}]


@pytest.mark.parametrize(
    ("text", "language"),
    [("please speak English", "en"), ("请说中文", "zh"), ("请用英文回答", "en"), ("can you answer in Chinese?", "zh")],
)
def test_the_language_that_is_named_is_taken(talk: Talk, text: str, language: str) -> None:
    reply = talk.ask("switch_language", text=text)
    assert reply.effects == [{"type": "set_language", "language": language}]
    assert talk.slots["language"] == language


def test_a_language_we_do_not_speak_is_asked_back(talk: Talk) -> None:
    reply = talk.ask("switch_language", text="parlez français")
    assert reply.effects == []
    assert [value for _, value in reply.buttons] == ["en", "zh"]


def test_the_scheme_spoken_of_before_is_meant_whatever_the_index_finds(talk: Talk) -> None:
    talk.ask("ask_funding", ("funding", "funding/iuc_cf"))
    other = (("funding/life", "who"),)
    assert talk.ask("ask_funding_eligibility", hits=other, score=0.95).answer.spoken == ["funding/iuc_cf"]
    assert talk.ask("ask_funding_deadline", hits=other, score=0.7).answer.spoken == ["funding/iuc_cf"]


def test_a_weak_hit_picks_no_scheme(talk: Talk) -> None:
    other = (("funding/life", "who"),)
    assert talk.ask("ask_funding_eligibility", hits=other, score=0.77).says[0] == "ask.funding"
    assert talk.ask("ask_funding_eligibility", hits=other, score=0.78).answer.spoken == ["funding/life"]


def test_the_last_thing_spoken_of_is_meant_of_two_kinds(talk: Talk) -> None:
    talk.ask("ask_programme", ("programme", "programmes/iuc"))
    talk.ask("ask_funding", ("funding", "funding/he"))
    assert talk.ask("ask_programme_status").answer.spoken == ["funding/he"]


@pytest.mark.parametrize(
    "ask", [("list_funding",), ("ask_timeline", ("year", "2018")), ("find_cities", ("country", "DE"))]
)
def test_freshness_of_a_list_is_its_oldest_and_newest_date(talk: Talk, ask: tuple[Any, ...]) -> None:
    listed = talk.ask(*ask).answer.shown
    assert listed == talk.slots["last_intent"]["records"]
    reply = talk.ask("ask_freshness")
    assert reply.says[0] == "freshness.list_dated_between"
    assert f"The {len(listed)} entries" in reply.text("en")
    assert f"共{len(listed)}项" in reply.text("zh")
    assert "freshness.general" not in reply.says


def test_the_dates_of_a_list_are_those_of_what_it_lists(talk: Talk) -> None:
    talk.ask("ask_timeline", ("year", "2018"))
    text = talk.ask("ask_freshness").text("en")
    dates = sorted(
        event.facts["when"].as_of
        for event in talk.library.of_kind("event")
        if event.ref in talk.slots["last_intent"]["records"]
    )
    assert dates[0] < dates[-1]
    assert all(date[:4] in text for date in (dates[0], dates[-1]))


@pytest.mark.parametrize("intent", ["request_cooperation", "complain", "ask_for_person", "stop_waiting"])
def test_what_sets_something_going_is_not_repeated(talk: Talk, intent: str) -> None:
    talk.ask(intent, ("city", "cities/rome"))
    talk.slots["last_intent"] = {"intent": intent, "entities": [{"entity": "city", "value": "cities/rome"}]}
    reply = talk.ask("ask_same_for", ("city", "cities/nice"))
    assert reply.effects == []
    assert talk.slots["last_intent"]["intent"] == "ask_city"
    assert reply.answer.spoken == ["cities/nice"]
