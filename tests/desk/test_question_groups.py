"""Questions are grouped by what they are about: paraphrases of both languages together, different subjects apart."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from desk.question_groups import groups
from desk.question_meanings import Reader, word_lists

CHONGQING, WUHAN, BOLOGNA, ROME = "cities/chongqing", "cities/wuhan", "cities/bologna", "cities/rome"
NAMES = [
    ("Chongqing", CHONGQING), ("重庆", CHONGQING), ("Wuhan", WUHAN), ("武汉", WUHAN), ("Bologna", BOLOGNA),
    ("博洛尼亚", BOLOGNA), ("Rome", ROME), ("罗马", ROME), ("Reggio Emilia", "cities/reggio"),
    ("Horizon Europe", "funding/he"), ("地平线欧洲", "funding/he"),
]  # fmt: skip
SUBJECTS = [
    ["Do I need a visa to visit Chongqing?", "visa for chongqing please", "Chonqing visas",
     "去重庆要办签证吗？", "重庆签证怎么办理"],
    ["what is the weather in Chongqing", "重庆今天天气怎么样", "Weather in Chongqing today?"],
    ["Is there a direct flight to Chongqing?", "flights to Chongqing", "到重庆有直飞航班吗"],
    ["Can you recommend a hotel in Wuhan?", "武汉有什么酒店推荐", "where to stay overnight in Wuhan"],
    ["Who is the mayor of Bologna?", "博洛尼亚市长是谁", "mayor of Bolonga?"],
    ["mayor of Rome", "罗马市长叫什么名字"],
    ["What does an interpreter cost per day?", "how much do you pay for translators",
     "口译费用怎么算", "翻译一天多少钱"],
    ["Is there a template for a contract between two cities?", "contract template", "有没有合作协议模板"],
    ["Which kindergartens take part in exchanges?", "kindergardens exchange", "幼儿园可以参加交流吗"],
    ["drone mapping permit", "Can private drones be flown for mapping?"],
    ["合资企业怎么交税", "合资公司交什么税"],
    ["Do you sell fridge magnets?", "frigde magnets, where sold"],
]  # fmt: skip


def grouped(texts: list[str]) -> list[set[str]]:
    reader = Reader(NAMES)
    return [{texts[at] for at in places} for places in groups([reader.meaning(text) for text in texts])]


def test_each_subject_is_one_group_whatever_the_language_and_the_order() -> None:
    texts = [text for subject in SUBJECTS for text in subject]
    expected = Counter(frozenset(subject) for subject in SUBJECTS)
    for seed in range(5):
        random.Random(seed).shuffle(texts)

        assert Counter(map(frozenset, grouped(texts))) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chongqing", "visa for Chongqing"),
        ("mayor of Rome", "mayor of Bologna"),
        ("school exchange", "university exchange"),
        ("Can companies get a grant for buses?", "Can companies get a tax number?"),
        ("重庆公交", "重庆公园"),
        ("How do cities cooperate?", "Which cities recycle?"),
    ],
)
def test_what_shares_only_a_name_or_common_words_is_not_the_same(one: str, other: str) -> None:
    assert len(grouped([one, other])) == 2


def test_what_means_nothing_is_in_no_group() -> None:
    assert grouped(["???", "", "请问", "what is it", "\u202e\x00", "的吗"]) == []


def test_key_of_a_question_is_that_of_its_meaning_and_of_nothing_around_it() -> None:
    keys = [
        Reader(NAMES).meaning(text).key
        for text in ("Visa for Chongqing?", "去重庆要签证吗", "VISA — ＣＨＯＮＧＱＩＮＧ", "visa for Wuhan")
    ]

    assert keys[0] == keys[1] == keys[2] != keys[3]
    assert keys[0] == "af99e19778ae3fd0451cb7a2"  # decisions in databases are kept by it


def test_longer_names_win_and_an_empty_list_of_names_is_no_obstacle() -> None:
    reader = Reader([("Europe", "place:Europe"), *NAMES])

    assert reader.meaning("Horizon Europe visa").names == {"funding/he"}
    assert Reader([]).meaning("Horizon Europe visa").words == {"horizon", "~europe", ":visa"}


def test_every_question_is_in_one_group_however_many_there_are() -> None:
    reader = Reader(NAMES)
    texts = [f"{text} {number}" for number in range(60) for subject in SUBJECTS for text in subject]
    found = [place for places in groups([reader.meaning(text) for text in texts]) for place in places]

    assert sorted(found) == list(range(len(texts)))


def test_no_word_stands_twice_in_the_lists() -> None:
    lists = word_lists()
    words = Counter(
        word
        for language in ("en", "zh")
        for part in (lists["silent"], lists["weak"], *lists["meanings"].values())
        for word in part[language]
    )

    assert [word for word, number in words.items() if number > 1] == []
