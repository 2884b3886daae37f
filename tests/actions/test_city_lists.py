"""Lists of cities by what a message says, and what it does not mean."""

from __future__ import annotations

import pytest

from actions import answer as answers
from actions import city_lists, city_names, participation
from bot.wording.render import plain, render
from knowledge.records import Text
from tests.actions.asking import Reply
from tests.actions.listing import TODAY, asked, library, listed, question


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Cities from France and from Greece", "法国或希腊的城市"), "akk nice"),
        (("Italian or Spanish cities", "意大利和西班牙的城市有哪些"), "barcelona bologna granada malaga reggio rome"),
        (
            ("cities in Germany or Italy in the mobility cluster", "意大利或德国在交通出行集群的城市"),
            "bologna mannheim",
        ),
    ],
)
def test_several_countries_are_all_searched(texts: tuple[str, str], expected: str) -> None:
    for text in texts:
        assert listed(text) == expected.split(), text


@pytest.mark.parametrize(
    ("text", "out", "kept"),
    [
        ("cities working on tourism but not in Germany", "mannheim", "nice"),
        ("德国以外做物流的城市", "mannheim", "zhengzhou"),
        ("show me European cities, anything but Germany", "stuttgart", "rome"),
        ("除意大利外，参加过IUC的欧洲城市", "rome", "nice"),
        ("Smart city cities, only Chinese, without Chengdu", "chengdu", "zhengzhou"),
        ("做旅游但不在意大利的欧洲城市", "rome", "nice"),
        ("除了智慧城市集群，还有哪些中国城市", "chengdu", "wuhan"),
    ],
)
def test_what_is_denied_is_left_out_and_said(text: str, out: str, kept: str) -> None:
    assert out not in listed(text)
    assert kept in listed(text)
    assert any(key.startswith(("city.filter_without", "city.filter_not_in")) for key in asked(text).says)


def test_many_names_stand_in_one_line_after_their_number_and_few_one_below_the_other() -> None:
    many, few = asked("list the Chinese cities"), asked("Cities from France and from Greece")
    assert many.says[:1] == ["city.found"] and "city.found_names" in many.says
    assert "Changchun, Chengdu, Chongqing" in many.text("en") and "长春、成都、重庆" in many.text("zh")
    assert "city.found_names" not in few.says


def test_what_was_asked_of_each_city_stands_beside_it_in_a_list() -> None:
    assert "city.found_names" not in asked("Chinese cities by population, the largest first").says


@pytest.mark.parametrize(
    "text",
    [
        "Which Chinese cities did NOT take part in IURC?",
        "参加过IUC但没有参加IURC的中国城市",
        "Chinese cities in IUC but not in IURC",
        "哪些中国城市没参加IURC",
    ],
)
def test_who_did_not_take_part(text: str) -> None:
    assert listed(text) == ["changchun", "longyan", "shantou", "weinan", "yantai"]


@pytest.mark.parametrize("text", ["European cities that never worked with Chongqing", "没有和重庆合作过的欧洲城市"])
def test_who_never_worked_with_a_city(text: str) -> None:
    assert "mannheim" not in listed(text)
    assert len(listed(text)) == 13
    assert "city.filter_never_with" in asked(text).says


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which Italian cities worked with Chinese ones before?", "bologna reggio rome"),
        ("Which cities in the smart city cluster worked with an Italian city?", "yantai zhengzhou"),
        ("which cities in the health cluster worked with Spain", "kunming"),
        ("Spanish partners of Chinese cities in the health cluster", "granada"),
        ("Which cities worked with the Czech Republic?", "longyan"),
        ("Chinese cities with a French partner that took part in 2019", "haikou"),
        ("2019年有法国伙伴的中国城市", "haikou"),
        ("哪些中国城市和意大利合作过？", "guangzhou tianjin weinan yangzhou yantai zhengzhou"),
        ("和英国合作过的中国城市有哪些", "guangzhou liuzhou tianjin"),
        ("和波兰合作过的中国城市", "chengdu"),
        ("Which Chinese city did Lazio work with?", "tianjin zhengzhou"),
        ("西米德兰兹郡和哪些中国城市合作过？", "guangzhou tianjin"),
        ("Which Chinese cities worked with Austria?", "guangzhou"),
        ("European cities with no Chinese partner", "burgas manchester"),
    ],
)
def test_the_side_that_is_listed_is_not_the_partner(text: str, expected: str) -> None:
    assert listed(text) == expected.split()


def test_every_partner_without_a_record_has_a_country() -> None:
    parts = [part for city in library().of_kind("city") for fact in city.facts.values() for part in fact.cooperation]
    names = {partner.en for part in parts for partner in part.partners if isinstance(partner, Text)}
    assert names
    assert {name for name in names if city_names.place_of(name) is None} == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which cities are in both the culture and the health cluster?", 2),
        ("cities in the health or mobility cluster", 10),
        ("cities in the health and culture clusters", 10),
    ],
)
def test_several_clusters(text: str, expected: int) -> None:
    assert len(listed(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which cities in Jiangsu do you have?", "taicang yangzhou"),
        ("广东的城市有哪些", "guangzhou shantou"),
        ("哪些省会城市参加过IUC？", "changchun chengdu guangzhou haikou kunming zhengzhou"),
    ],
)
def test_what_the_records_say_of_a_city_narrows_the_list(text: str, expected: str) -> None:
    assert listed(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("which Chinese port cities were in the programmes?", "port"),
        ("which cities are Coastal", "Coastal"),
        ("southern European cities", "southern"),
        ("中国沿海城市有哪些", "沿海"),
        ("Chinese cities like Rome", "Rome"),
    ],
)
def test_what_cannot_be_applied_is_named(text: str, words: str) -> None:
    answer = city_lists.find(question(text), library(), TODAY)
    said = [block for block in answer.blocks if block.get("say") == "city.not_applied"]
    assert words in plain(render(said, "en"))


def test_a_topic_in_the_record_is_kept_apart_from_a_cluster() -> None:
    for text in ("汽车产业", "cities in the car industry"):
        assert listed(text) == ["barcelona", "changchun", "chongqing", "liuzhou", "longyan", "wuhan"]
        assert "city.in_cluster_too" in asked(text).says
    assert "rome" in listed("vocational training - who did this?")


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("Who worked with Fuenlabrada?", False),
        ("Chinese cities with a Spanish partner", True),
        ("Bulgarian cities and their partners", True),
        ("富恩拉夫拉达的伙伴是谁？", False),
        ("Who worked with Longyan?", False),
        ("does it have a Spanish partner?", False),
        ("郑州还跟谁合作过？", False),
    ],
)
def test_partners_by_country_are_a_list(text: str, lists: bool) -> None:
    answer = participation.partners(question(text, "ask_city_partners"), library(), TODAY)
    assert any(block.get("say") in ("city.found", "city.found_one") for block in answer.blocks) == lists


@pytest.mark.parametrize(
    ("text", "out", "kept"),
    [
        ("Who besides Mannheim worked with Longyan?", "Mannheim –", "Prague"),
        ("除了马拉加，郑州还跟谁合作过？", "with Málaga", "Lazio"),
    ],
)
def test_a_denied_partner_is_not_told_again(text: str, out: str, kept: str) -> None:
    answer = participation.partners(question(text, "ask_city_partners"), library(), TODAY)
    said = Reply(answers.finished(answer, library()), answer.effects, answer)
    assert said.says[0] == "city.partners_besides"
    assert out not in said.text("en")
    assert kept in said.text("en")


def test_every_list_can_be_read_in_both_languages() -> None:
    for text in ("big European cities", "IUC第二批", "third round of IUC", "cities in no cluster", "Nordic cities"):
        for language in ("en", "zh"):
            assert asked(text).text(language)


@pytest.mark.parametrize(
    ("text", "subject"), [("Which cities do archery?", "archery"), ("哪些城市开展碳交易合作", "碳交易")]
)
def test_a_subject_after_a_plain_verb_that_no_record_names_is_said_to_be_unknown(text: str, subject: str) -> None:
    told = asked(text)

    assert "city.nothing_on" in told.says and subject in told.text("zh")


@pytest.mark.parametrize("text", ["Which cities do cars?", "哪些城市做汽车"])
def test_a_subject_without_a_cluster_finds_the_cities_that_name_it(text: str) -> None:
    assert "wuhan" in listed(text) and "nice" not in listed(text)
