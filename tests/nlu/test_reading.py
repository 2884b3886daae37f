"""What a message names: exact, misspelt, in pinyin, in Traditional characters, excluded, unknown."""

from __future__ import annotations

import pytest

from knowledge.library import default_folder, load
from nlu.plain_words import bare_name, general
from nlu.pronouns import resolve
from nlu.reading import Reader, Reading
from nlu.vocabulary import Vocabulary

VOCABULARY = Vocabulary(frozenset({"cluster", "funding", "population", "people", "介绍", "人口", "合作"}))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load(default_folder()), VOCABULARY)


def named(reading: Reading, kind: str) -> list[str]:
    return reading.values(kind)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Tell me about Chongqing", "city", ["cities/chongqing"]),
        ("重慶和曼海姆", "city", ["cities/chongqing", "cities/mannheim"]),
        ("chong qing population", "city", ["cities/chongqing"]),
        ("what about Mannhiem?", "city", ["cities/mannheim"]),
        ("Malaga or Málaga", "city", ["cities/malaga"]),
        ("ＩＵＣ", "programme", ["programmes/iuc"]),
        ("LAPs of the cities", "method", ["method/lap"]),
        ("cities in Germany", "country", ["DE"]),
        ("the neutral position", "country", []),
        ("we treat waste water", "topic", ["clusters/circular"]),
        ("events of 2018", "year", ["2018"]),
        ("the second one please", "ordinal", ["2"]),
        ("status of cb-2026-7k3q9f", "reference", ["CB-2026-7K3Q9F"]),
        ("我的申请CB-2026-7K3Q9F怎么样了", "reference", ["CB-2026-7K3Q9F"]),
    ],
)
def test_names_in_a_message(reader: Reader, text: str, kind: str, expected: list[str]) -> None:
    found = named(reader.read(text), kind)

    assert expected == [value for value in found if value in expected] if expected else found == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("not Chongqing, Chengdu", ["cities/chengdu"]),
        ("除了重庆，成都怎么样", ["cities/chengdu"]),
        ("Prague, but neither Rome nor Nice", ["cities/prague"]),
        ("every city except Mannheim and Rome", []),
        ("Mannheim or Rome excluded, Nice", ["cities/nice"]),
        ("罗马和尼斯以外的城市", []),
        ("Did Wuhan not take part?", ["cities/wuhan"]),
        ("Wuhan never worked with Nice", ["cities/wuhan", "cities/nice"]),
    ],
)
def test_an_excluded_city_is_not_asked_for(reader: Reader, text: str, left: list[str]) -> None:
    assert left == named(reader.read(text), "city")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("cities not in Germany", []),
        ("anything but Germany", []),
        ("德国和法国以外的国家", []),
        ("No, Germany", ["DE"]),
        ("we have no Chinese partner yet", ["CN"]),
        ("nothing but Germany", ["DE"]),
    ],
)
def test_an_excluded_country_is_not_asked_for(reader: Reader, text: str, left: list[str]) -> None:
    assert left == named(reader.read(text), "country")


@pytest.mark.parametrize("text", ["the second round", "第二批呢", "第一轮的城市"])
def test_a_round_is_no_pick_from_a_list(reader: Reader, text: str) -> None:
    assert named(reader.read(text), "ordinal") == []


def test_a_topic_of_many_records_is_taken_out_once(reader: Reader) -> None:
    assert bare_name(reader.read("smart city cities, only Chinese, without Chengdu")) is None


@pytest.mark.parametrize(
    "text",
    [
        "What is the population of Springfield?",
        "介绍一下景德镇",
        "Tell me about Lisbon",
        "compare lisbon and Rome",
        "里斯本怎么样",
    ],
)
def test_a_place_that_no_record_knows_is_noticed(reader: Reader, text: str) -> None:
    assert 1 == len(named(reader.read(text), "unknown_name"))


@pytest.mark.parametrize("text", ["Tell me about funding for People", "What is the IUC?", "介绍一下重庆"])
def test_ordinary_words_and_known_names_are_no_unknown_place(reader: Reader, text: str) -> None:
    assert [] == named(reader.read(text), "unknown_name")


def test_offsets_lead_to_the_name_as_typed(reader: Reader) -> None:
    text = "請問　Ｍálaga 的夥伴"
    reading = reader.read(text)
    mention = next(m for m in reading.mentions if m.entity == "city")
    start, end = reading.normalised.span(mention.start, mention.end)

    assert "Ｍálaga" == text[start:end]


def test_the_classifier_sees_no_names(reader: Reader) -> None:
    assert reader.read("who is Chongqing paired with").stand_in == reader.read("who is Granada paired with").stand_in


@pytest.mark.parametrize(
    "text", ["What is the IUC?", "IUC是什么项目？", "介绍一下三螺旋", "tell me about Chongqing", "NKE"]
)
def test_a_question_for_the_whole_is_known_as_such(reader: Reader, text: str) -> None:
    assert general(reader.read(text))


@pytest.mark.parametrize("text", ["Who coordinated URBAN-EU-CHINA?", "IURC的预算是多少", "When did the IUC end?"])
def test_a_question_for_one_fact_is_not_one_for_the_whole(reader: Reader, text: str) -> None:
    assert [] == general(reader.read(text))


def test_a_name_and_nothing_else(reader: Reader) -> None:
    assert "ask_role" == bare_name(reader.read("NKE?"))
    assert bare_name(reader.read("NKE tasks")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who ran it?", "who ran international urban cooperation (iuc)?"),
        ("它的预算", "国际城镇合作项目(iuc)的预算"),
    ],
)
def test_a_pronoun_stands_for_what_was_spoken_of(reader: Reader, text: str, expected: str) -> None:
    record = reader.library.get("programmes/iuc")
    assert record is not None
    resolved = resolve(reader.read(text), record)

    assert resolved is not None
    assert expected.split("(")[0].strip() in resolved


def test_a_noun_means_a_thing_of_its_kind_only(reader: Reader) -> None:
    city = reader.library.get("cities/kunming")
    cluster = reader.library.get("clusters/health")
    assert city is not None and cluster is not None

    assert resolve(reader.read("what does the cluster cover"), city) is None
    assert resolve(reader.read("what does the cluster cover"), cluster) is not None


def test_a_faq_gives_no_name_to_a_pronoun(reader: Reader) -> None:
    assert resolve(reader.read("who pays for it?"), reader.library.of_kind("faq")[0]) is None


def test_a_message_that_names_something_keeps_its_pronouns(reader: Reader) -> None:
    record = reader.library.get("programmes/iuc")
    assert record is not None
    assert resolve(reader.read("is it true that Chongqing left"), record) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [("Is LIFE open?", True), ("life in the city", False), ("life项目还能报吗", True), ("life还开放吗", True)],
)
def test_acronym_that_is_a_word_is_a_name_in_capitals_or_among_han(reader: Reader, text: str, found: bool) -> None:
    assert ("funding/life" in named(reader.read(text), "funding")) is found


def test_asking_whether_it_is_one_does_not_deny_it(reader: Reader) -> None:
    assert reader.read("海口的伙伴是不是尼斯").negated == frozenset()
    assert reader.read("我问的不是尼斯").negated == {"cities/nice"}
