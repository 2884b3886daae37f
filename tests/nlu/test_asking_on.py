"""What a short question asks after an answer about one record, with the real records and questions."""

from __future__ import annotations

import pytest

from knowledge.records import Record
from nlu import generation
from nlu.asking_on import ask_on, may_ask_on
from nlu.question_index import Hit
from nlu.understanding import SURE, Understanding


def record(ref: str) -> Record:
    found = generation.current().library.get(ref)
    assert found is not None
    return found


def asked(text: str, about: str, intent: str, confidence: float = 0.6, hits: tuple[Hit, ...] = ()) -> Understanding:
    now = generation.current()
    reading = now.reader.read(text)
    result = Understanding(intent, confidence, SURE, (), hits)
    if not may_ask_on(reading, record(about)):
        return result
    return ask_on(result, reading, record(about), now.own.nearest(reading, record(about)))


@pytest.mark.parametrize(
    ("text", "about", "taken_for", "fact"),
    [
        ("who writes it", "method/ucap", "ask_source", "what"),
        ("谁来写", "method/ucap", "ask_source", "what"),
        ("was the MoU signed?", "pilots/stuttgart_taicang", "ask_faq", "signed"),
        ("那份备忘录最后签没签？", "pilots/stuttgart_taicang", "ask_faq", "signed"),
        ("who was coordinator", "programmes/uec", "ask_role", "coord"),
        ("since when?", "funding/he", "ask_freshness", "period"),
        ("属于哪个集群", "cities/mannheim", "find_cluster", "clusters"),
        ("它官网", "cities/granada", "ask_contact", "website"),
        ("when was it", "events/2024-02-27-seminar", "ask_timeline", "when"),
        ("so was it a success or not?", "pilots/mannheim_chongqing", "ask_pilots", "train_record"),
    ],
)
def test_a_fact_of_the_record_answers(text: str, about: str, taken_for: str, fact: str) -> None:
    result = asked(text, about, taken_for)

    assert ("ask_fact", about, fact) == (result.intent, result.hits[0].ref, result.hits[0].fact)


@pytest.mark.parametrize(
    ("text", "faq"),
    [
        ("期限写几年好", "faq/mou_duration"),
        ("用中文还是英文", "faq/mou_language"),
        ("how long should it run for?", "faq/mou_duration"),
        ("can you send me a template", "faq/mou_template"),
    ],
)
@pytest.mark.parametrize("about", ["method/mou", "faq/mou_content"])
def test_practical_questions_stay_with_the_document_spoken_of(text: str, faq: str, about: str) -> None:
    result = asked(text, about, "ask_freshness")

    assert ("ask_faq", faq) == (result.intent, result.hits[0].ref)


@pytest.mark.parametrize(
    ("text", "about", "taken_for"),
    [
        ("who paid for it", "pilots/nice_haikou", "ask_programme"),
        ("when did it start", "pilots/nice_haikou", "ask_funding_deadline"),
        ("who spoke there?", "events/2024-02-27-seminar", "ask_if_machine"),
        ("谁参加了？", "events/2019-04-09-forum", "find_cities"),
        ("多久评估一次", "method/ucap", "ask_freshness"),
    ],
)
def test_what_the_record_does_not_tell_is_not_answered_with_something_else(
    text: str, about: str, taken_for: str
) -> None:
    result = asked(text, about, taken_for)

    assert ("ask_fact", about, None) == (result.intent, result.hits[0].ref, result.hits[0].fact)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("where is this from?", "ask_source"),
        ("这个信息的来源是什么", "ask_source"),
        ("is this up to date?", "ask_freshness"),
        ("信息是最新的吗", "ask_freshness"),
        ("which programmes are there?", "list_programmes"),
        ("who are you?", "ask_if_machine"),
        ("thanks a lot", "thank"),
        ("who pays for Rome?", "ask_city"),
    ],
)
@pytest.mark.parametrize("about", ["pilots/nice_haikou", "method/ucap"])
def test_what_plainly_asks_for_something_else_is_left_alone(text: str, intent: str, about: str) -> None:
    result = asked(text, about, intent, confidence=0.95)

    assert intent == result.intent
