"""A record is begun from questions that people asked: in the form of the repository, checked like every other file."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from knowledge import drafting
from knowledge.files import parse
from knowledge.library import Library, default_folder, load

DAY = date(2026, 11, 30)
HOSTILE = 'x" \\ # {a: [b]} \u202e\u2028\x00 - &y *y !!python/object <script>alert(1)</script>'


@pytest.fixture(scope="module")
def records() -> Library:
    return load(default_folder())


def test_draft_has_the_questions_and_marks_everything_else_as_to_fill(records: Library) -> None:
    asked = {"en": ["Do we need a visa?", "visa for a delegation", "VISA for a delegation!"]}
    text = drafting.faq("visa-trip", DAY, asked)
    data, problems = parse(text, "faq/visa-trip.yml")
    wrong = {one.field for one in drafting.check(text, "faq/visa-trip", records)}

    assert problems == []
    assert (data["id"], data["status"], data["question"]["en"]) == ("visa-trip", "draft", "Do we need a visa?")
    assert data["also_asked"] == {"en": ["visa for a delegation"], "zh": []}
    assert data["reviewed"]["last"] == "2026-11-30"
    assert wrong == {
        "topic", "question.zh", "answer.en", "answer.zh", "also_asked.en", "also_asked.zh", "as_of", "sure",
    }  # fmt: skip
    assert text.count(drafting.TO_FILL) == 8  # also the sources, which may stay empty for advice of our own


def test_filled_draft_is_a_record_that_passes_every_check(records: Library) -> None:
    wordings = {
        "en": ["Zebra crossings for guests?", *(f"zebra crossing way {number}" for number in "abcd")],
        "zh": ["客人如何过斑马线？", *(f"斑马线怎么走{number}" for number in "甲乙丙丁")],
    }
    text = drafting.faq("zebra", DAY, wordings)
    for before, after in {
        'topic: ""': "topic: travel",
        'as_of: ""': 'as_of: "2026-11"',
        "sure:   ": "sure: own",
        "  en: >-                    # TO FILL\n": '  en: "On foot."',
        "  zh: >-                    # TO FILL\n": '  zh: "步行通过。"',
    }.items():
        assert before in text
        text = text.replace(before, after)

    assert drafting.check(text, "faq/zebra", records) == []
    doubled = text.replace("zebra crossing way a", "can private companies take part at all")
    assert [one.field for one in drafting.check(doubled, "faq/zebra", records)] == ["also_asked"]
    assert "the file is lion.yml" in str(drafting.check(text, "faq/lion", records)[0])


def test_hostile_wording_stays_one_string(records: Library) -> None:
    data, problems = parse(drafting.faq("a", DAY, {"en": [HOSTILE, f"{HOSTILE} 2"], "zh": ["", " ", "?!"]}), "a")

    assert problems == []
    assert data["question"]["en"].startswith('x" \\ # {a: [b]} - &y')
    assert len(data["also_asked"]["en"]) == 1
    assert set(data) == {
        "id", "status", "owner", "topic", "question", "answer", "also_asked", "as_of", "sure", "sources", "reviewed",
    }  # fmt: skip
    assert {unicodedata.category(one)[0] for one in data["question"]["en"]} <= set("LNPSZ")
    assert "\u202e" not in data["question"]["en"]


def test_more_ways_of_asking_change_nothing_but_their_lists(records: Library) -> None:
    for path in sorted((default_folder() / "faq").glob("*.yml"))[:20]:
        before = path.read_text("utf-8")
        data, _ = parse(before, path.name)
        known = data["also_asked"]["en"][0]
        after = drafting.more_asked(before, {"en": ["may zebras come: too?", known.upper()], "zh": [HOSTILE]})
        more, problems = parse(after, path.name)

        assert problems == []
        assert set(before.splitlines()) < set(after.splitlines())
        assert more["also_asked"]["en"] == [*data["also_asked"]["en"], "may zebras come: too?"]
        assert len(more["also_asked"]["zh"]) == len(data["also_asked"]["zh"]) + 1
        assert {**more, "also_asked": 0} == {**data, "also_asked": 0}


def test_list_in_another_form_is_refused_instead_of_damaged() -> None:
    with pytest.raises(ValueError, match=r"also_asked\.en"):
        drafting.more_asked("also_asked:\n  en: [a, b]\n  zh: [c]\n", {"en": ["d"]})


def test_file_that_is_no_record_is_said_to_be_none(records: Library) -> None:
    assert "YAML" in str(drafting.check("a: [", "faq/a", records)[0])
    assert "no folder" in str(drafting.check("a: 1", "elsewhere/a", records)[0])
