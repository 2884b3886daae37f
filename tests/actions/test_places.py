"""What is said of places without a record, and of who took part in a programme."""

from __future__ import annotations

import pytest

from actions import participant_lists
from tests.actions.asking import LANGUAGES, Talk

IURC = ("programme", "programmes/iurc")
ABOUT = ("ask_city", "ask_city_population", "ask_city_partners", "ask_city_pilot")
PART = "participation"


@pytest.mark.parametrize("intent", ABOUT)
def test_a_place_that_a_record_names_is_not_called_unknown(talk: Talk, intent: str) -> None:
    reply = talk.ask(intent, ("unknown_name", "Xi'an"))
    assert reply.says[0] == "place.named"
    assert "city.unknown" not in reply.says
    assert "22 Chinese participants" in reply.text("en")
    assert "湖南湘江新区" in reply.text("zh")
    assert "1 December 2021" in reply.text("en")
    assert "state.programme.ended_since" in reply.says
    assert "D4" in reply.sources


def test_the_partners_of_a_place_without_a_record_come_first(talk: Talk) -> None:
    reply = talk.ask("ask_city_partners", ("unknown_name", "Lazio"))
    assert "Tianjin and Zhengzhou" in reply.first(1)
    assert {"cities/tianjin", "cities/zhengzhou"} <= {value for _, value in reply.buttons}


def test_several_places_are_each_answered(talk: Talk) -> None:
    reply = talk.ask("ask_city", ("unknown_name", "Qingdao"), ("unknown_name", "Dalian"), ("unknown_name", "Atlantis"))
    assert reply.says.count("place.named") == 1
    assert "place.named_there_too" in reply.says
    assert "city.unknown" in reply.says
    assert all("Atlantis" in reply.text(language) for language in LANGUAGES)


def test_a_place_beside_a_city_is_answered_too(talk: Talk) -> None:
    reply = talk.ask("ask_city_partners", ("city", "cities/mannheim"), ("unknown_name", "Zhenjiang"))
    assert "Zhenjiang and Qingdao" in reply.first(2)
    assert "Chongqing" in reply.text("en")


def test_an_unknown_place_is_written_with_a_capital(talk: Talk) -> None:
    assert "Gdansk is not in our records" in talk.ask("ask_city", ("unknown_name", "gdansk")).text("en")


def test_who_speaks_of_the_own_place_is_not_sent_away(talk: Talk) -> None:
    reply = talk.ask("ask_city", ("unknown_name", "Rijeka"), text="we're Rijeka")
    assert reply.says[0] == "place.own"
    assert "find_partner" in {intent for intent, _ in reply.buttons}


@pytest.mark.parametrize(
    ("entities", "first", "part"),
    [
        ((("unknown_name", "Beijing"), IURC), "place.yes", "participants"),
        ((("unknown_name", "Dalian"), ("unknown_name", "Jinan"), IURC), "place.yes", "Dalian and Jinan"),
        ((("city", "cities/hangzhou"), IURC), "place.yes", "Hangzhou took part"),
        ((("unknown_name", "Jining"), IURC), "city.not_in_programme", "Jining is not listed"),
        ((("unknown_name", "Hamburg"), ("programme", "programmes/cetregio")), "place.only_named", "visits to"),
        ((("unknown_name", "Xiamen"), ("programme", "programmes/clearing")), "place.yes", "Huaibei and Xiamen"),
        ((("unknown_name", "Xiamen"), ("programme", "programmes/regreen")), "place.no_list", "not known to us"),
        ((("unknown_name", "Beijing"), ("programme", "programmes/iuc")), "place.only_named", "start-up workshop"),
        ((("city", "cities/guangzhou"), ("programme", "programmes/clearing")), "place.yes", "Guangzhou"),
    ],
)
def test_whether_places_took_part(talk: Talk, entities: tuple[tuple[str, str], ...], first: str, part: str) -> None:
    reply = talk.ask("ask_city_pilot", *entities, asks=PART)
    assert reply.says[0] == first
    assert part in reply.text("en")
    reply.text("zh")


def test_the_verdict_stands_before_the_state_of_the_programme(talk: Talk) -> None:
    reply = talk.ask("ask_city_pilot", ("unknown_name", "Wenzhou"), IURC, asks=PART, text="我们温州参加过IURC吗")
    assert reply.says.index("place.on_list") < reply.says.index("state.programme.ended_since")


def test_who_is_not_on_a_list_is_shown_the_list(talk: Talk) -> None:
    reply = talk.ask("ask_city_pilot", ("city", "cities/yangzhou"), ("unknown_name", "Taizhou"), IURC, asks=PART)
    assert reply.says[:2] == ["place.took_part", "city.not_in_programme"]
    assert "22 Chinese participants" in reply.text("en")


def test_after_a_programme_it_need_not_be_named_again(talk: Talk) -> None:
    talk.ask("ask_programme", IURC)
    reply = talk.ask("ask_city_pilot", ("unknown_name", "Hefei"), asks=PART)
    assert reply.says[0] == "place.yes"
    assert talk.ask("ask_same_for", ("unknown_name", "Wuxi")).says[0] == "city.not_in_programme"


def test_the_participants_of_a_programme_are_those_of_its_record(talk: Talk) -> None:
    reply = talk.ask("find_cities", ("country", "CN"), IURC)
    assert "Hohhot" in reply.text("en")
    assert "呼和浩特" in reply.text("zh")
    assert "city.found" not in reply.says
    assert reply.says.index("place.profiles") > 0
    assert "cities/hangzhou" in reply.answer.shown


def test_participants_of_one_country_are_named_with_and_without_profile(talk: Talk) -> None:
    reply = talk.ask("find_cities", ("country", "ES"), IURC)
    assert "Barcelona, Fuenlabrada and Santiago de Compostela" in reply.first(1)


def test_a_programme_without_a_list_says_so(talk: Talk) -> None:
    reply = talk.ask("find_cities", ("country", "CN"), ("programme", "programmes/transurban"))
    assert reply.says[0] == "place.no_names"
    assert "six Chinese organisations" in reply.text("en")


@pytest.mark.parametrize("narrower", [("cluster", "clusters/health"), ("year", "2018")])
def test_a_narrower_question_is_not_answered_with_the_list(talk: Talk, narrower: tuple[str, str]) -> None:
    reply = talk.ask("find_cities", ("country", "CN"), ("programme", "programmes/iuc"), narrower)
    assert reply.says[0] in ("city.found", "city.found_none")


def test_who_did_not_take_part_is_another_question(talk: Talk) -> None:
    reply = talk.ask("find_cities", ("country", "CN"), IURC, text="Which Chinese cities did NOT take part in IURC?")
    assert "place.profiles" not in reply.says


def test_outside_the_scope_a_place_counts_only_with_what_is_said_of_it(talk: Talk) -> None:
    masks = talk.ask("out_of_scope", ("unknown_name", "长沙"), text="长沙送了口罩给谁")
    assert "50,000" in masks.text("zh")
    weather = talk.ask("out_of_scope", ("unknown_name", "北京"), text="北京今天天气怎么样")
    assert weather.says[0] == "scope.unknown"


def test_every_list_of_participants_exists(talk: Talk) -> None:
    for ref, rows in participant_lists.lists().items():
        record = talk.library.records[ref]
        assert [name for names in rows.values() for name in names if name not in record.facts] == [], ref
