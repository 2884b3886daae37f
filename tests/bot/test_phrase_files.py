"""Editors get the whole file of an intent with what people asked below it, checked beside all other phrases."""

from __future__ import annotations

import pytest

from bot.phrase_files import PhraseFiles
from knowledge.files import parse
from knowledge.library import Library, default_folder, load
from nlu.phrases import read_intents

ROOT = default_folder().parent
FILES = PhraseFiles(ROOT)


@pytest.fixture(scope="module")
def records() -> Library:
    return load(default_folder())


def test_phrases_are_added_to_their_language_and_nothing_else_changes(records: Library) -> None:
    hostile = "/restart [Wuhan](city) {x} \x00\u2028<b> - q: # zebra"
    more = FILES.with_more("ask_city", {"en": ["Tell me about LIUZHOU!", hostile, hostile], "zh": ["斑马城是啥样的"]})
    assert more is not None
    path, text = more
    before = (ROOT / path).read_text("utf-8")
    added = [line for line in text.splitlines() if line not in set(before.splitlines())]

    assert path == "nlu/intents/cities/ask_city.yml"
    assert added == ["    - restart Wuhan city x <b> - q: # zebra", "    - 斑马城是啥样的"]
    assert len(text.splitlines()) == len(before.splitlines()) + 2
    assert parse(text, path)[1] == [] and FILES.check(path, text, records) == []


def test_phrase_of_another_intent_is_named(records: Library) -> None:
    taken = next(one.text for one in read_intents(ROOT / "nlu/intents")[0] if one.intent == "list_clusters")
    faq = records.of_kind("faq")[0].also_asked.en[0]
    more = FILES.with_more("ask_city", {"en": [taken, faq]})
    assert more is not None
    found = FILES.check(*more, records)

    assert sorted(one.what for one in found) == sorted(
        [
            f"“{faq}” also stands under ask_city ({more[0]})",
            f"“{taken}” also stands under ask_city ({more[0]})",
        ]
    )
    assert {one.field for one in found} == {"ask_faq", "list_clusters"}


def test_intent_without_a_file_of_the_usual_form_gets_none() -> None:
    assert FILES.with_more("near", {"en": ["x"]}) is None
    assert FILES.with_more("../../etc/passwd", {"en": ["x"]}) is None
    assert "ask_city" in FILES.intents() and not {"near", "out_of_scope"} & set(FILES.intents())
