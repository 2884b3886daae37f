"""Follow-ups that point back: of them, the second one, once more in Chinese, what a record does not tell."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from tests.actions.asking import Talk


@pytest.fixture
def talk(library: Library) -> Talk:
    return Talk(library)


def test_a_record_that_does_not_tell_says_so_and_offers_what_it_tells(talk: Talk) -> None:
    reply = talk.ask("ask_fact", hits=(("pilots/nice_haikou", None),), text="who paid for it")

    assert "fact.not_told" == reply.says[0]
    assert ("ask_for_person", None) in reply.buttons
    assert ("ask_fact", "content") in reply.buttons
    assert reply.answer.spoken == ["pilots/nice_haikou"]


def test_of_an_event_all_that_is_known_is_told(talk: Talk) -> None:
    reply = talk.ask("ask_fact", hits=(("events/2024-02-27-seminar", None),), text="who spoke there?")

    assert "fact.not_told_near" == reply.says[0]
    assert "closed IURC-China" in reply.text("en")


def test_the_list_stays_after_an_answer_with_one_thing(talk: Talk) -> None:
    shown = talk.ask("find_cities", ("cluster", "clusters/health")).answer.shown
    talk.ask("ask_city_partners", ("city", "cities/haikou"))

    assert talk.ask("select_item", ("ordinal", "4")).answer.spoken == [shown[3]]


def test_steps_take_the_list_away(talk: Talk) -> None:
    talk.ask("find_cities", ("cluster", "clusters/health"))
    talk.ask("ask_steps")

    assert talk.slots["shown"] == []


def test_one_step_is_told_alone(talk: Talk) -> None:
    talk.ask("ask_steps")
    reply = talk.ask("ask_steps", ("ordinal", "3"))

    assert "Name one key contact person" in reply.text("en")
    assert "Define your own needs" not in reply.text("en")
    assert ("ask_steps", "4") in reply.buttons


def test_and_kunming_after_all_cities_is_about_kunming(talk: Talk) -> None:
    talk.ask("find_cities")
    reply = talk.ask("ask_same_for", ("city", "cities/kunming"), text="How about Kunming?")

    assert reply.answer.spoken == ["cities/kunming"]
    assert len(reply.answer.shown) < 2


def test_a_country_chooses_among_the_partners_just_listed(talk: Talk) -> None:
    talk.ask("ask_city_partners", ("city", "cities/zhengzhou"))

    assert talk.ask("ask_same_for", ("country", "ES"), text="the Spanish ones").answer.spoken == ["cities/malaga"]


def test_a_partner_without_a_record_is_not_denied(talk: Talk) -> None:
    talk.ask("ask_city_partners", ("city", "cities/zhengzhou"))
    reply = talk.ask("ask_same_for", ("country", "IT"), text="and the Italian ones?")

    assert "choice.none_of_list" == reply.says[0]
    assert "Lazio Region" in reply.text("en")


def test_another_country_replaces_the_country_of_the_last_list(talk: Talk) -> None:
    talk.ask("find_cities", ("country", "ES"))
    reply = talk.ask("ask_same_for", ("country", "FR"), text="法国的呢")

    assert reply.answer.shown == ["cities/nice"]
    assert len(talk.slots["shown"]) == 3  # the list of Spanish cities is still the last list of several


def test_of_them_never_looks_beyond_the_list(talk: Talk) -> None:
    talk.ask("find_cities", ("country", "ES"))
    reply = talk.ask("ask_same_for", ("country", "FR"), text="which of them are French?")

    assert "choice.none_of_list" == reply.says[0]
    assert "Nice" in reply.text("en")


def test_in_it_keeps_the_programme(talk: Talk) -> None:
    talk.ask("ask_programme", ("programme", "programmes/iurc"))
    within = talk.ask("find_cities", ("country", "CN"), text="who was in it from China?").answer.shown
    talk.ask("ask_programme", ("programme", "programmes/iurc"))
    every = talk.ask("find_cities", ("country", "CN"), text="Chinese cities").answer.shown

    assert "cities/changchun" not in within
    assert "cities/changchun" in every


@pytest.mark.parametrize("text", ["用中文再说一遍", "in Chinese please", "say that again in Chinese"])
def test_the_last_answer_is_given_again_in_another_language(talk: Talk, text: str) -> None:
    first = talk.ask("ask_fact", hits=(("programmes/iuc", "owner"),))
    again = talk.ask("switch_language", text=text)

    assert first.says == again.says
    assert again.effects == [{"type": "set_language", "language": "zh"}]


def test_a_change_of_language_alone_repeats_nothing(talk: Talk) -> None:
    talk.ask("ask_programme", ("programme", "programmes/iuc"))

    assert talk.ask("switch_language", text="please answer in Chinese from now on").says == ["button.capabilities"]


def test_projects_of_the_city_spoken_of(talk: Talk) -> None:
    talk.ask("ask_city", ("city", "cities/mannheim"))
    reply = talk.ask("ask_pilots", hits=(("cities/mannheim", "pilots"),), text="有啥项目")

    assert "pilots/mannheim_chongqing" in reply.answer.spoken
