"""Each rule with one sample that it must report; the samples as they stand must pass all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.check import check
from tests.knowledge import samples
from tests.knowledge.samples import changed


def faults(folder: Path, records: dict[str, Any]) -> list[str]:
    return [str(problem) for problem in check(samples.write(folder, records))]


def test_right_records_are_left_alone(tmp_path: Path) -> None:
    assert faults(tmp_path, {}) == []


FACT = "facts/size"
BAD: list[tuple[str, str, Any, str]] = [
    # form
    ("programmes/twins", "owner", "nobody", "owner: 'nobody' is not allowed → use programmes | cities"),
    ("programmes/twins", "colour", "red", "unknown key colour"),
    ("programmes/twins", "summary", None, "summary is missing"),
    ("programmes/twins", "names/zh", [], "names.zh: is empty or too short"),
    ("programmes/twins", "facts/period/as_of", 2019, 'put it in quotes: "2019"'),
    ("programmes/twins", "facts/period", None, "facts: period is missing"),
    ("programmes/twins", "facts/period/period", None, "exactly one of value, date, period"),
    ("programmes/twins", f"{FACT}/value", 3, "exactly one of value, date, period"),
    ("programmes/twins", f"{FACT}/unit", "person", "facts.size: 'value' is a dependency of 'unit'"),
    ("programmes/twins", f"{FACT}/sure", None, "facts.size: sure is missing"),
    ("programmes/twins", f"{FACT}/as_of", None, "facts.size: as_of is missing"),
    ("programmes/twins", f"{FACT}/sources", None, "facts.size: sources is missing"),
    ("programmes/twins", "status", "withdrawn", "withdrawn is missing"),
    ("programmes/twins", "state/is", "closed", "use ended | running | unknown"),
    ("funding/seed", "facts/who", None, "who is missing"),
    ("cities/lakeside", "facts/place/point/lat", 190, "lat"),
    (
        "cities/lakeside",
        "facts/cooperation/cooperation/0/partners/0",
        "programmes/twins",
        "write cities/<id>",
    ),
    (
        "faq/travel",
        "also_asked/en",
        ["a", "b", "c"],
        "also_asked.en: is empty or too short (3) → write at least 4",
    ),
    ("faq/travel", "answer/en", "Yes. " * 121, "answer.en: is too long"),
    # names and references
    ("programmes/twins", "id", "triplets", "id: is triplets, but the file is twins.yml"),
    ("cities/lakeside", "related", ["cities/atlantis"], "there is no record cities/atlantis"),
    ("cities/lakeside", "related", ["cities/lakeside"], "names the record itself"),
    ("cities/lakeside", "facts/clusters/refs", ["cities/riverton"], "cities/riverton is not a cluster"),
    (
        "cities/lakeside",
        "names/en",
        ["RIVERTON"],
        "cities/riverton.yml: names: “Riverton” is also a name of cities/lakeside.yml",
    ),
    ("cities/riverton", "aliases", ["Lakesidé"], "is also a name of cities/lakeside.yml"),
    ("clusters/water", "status", "draft", "clusters/water is draft, so nobody can be shown it"),
    # sources and certainty
    ("programmes/twins", f"{FACT}/sources", ["A1", "Z9"], "there is no source Z9"),
    ("programmes/twins", "state/sources", ["A1", "Z9"], "state.sources: there is no source Z9"),
    ("funding/seed", "facts/calls/calls/0/sources", ["Z9"], "there is no source Z9"),
    ("programmes/twins", f"{FACT}/sources", [], "is confirmed without a source"),
    (
        "programmes/twins",
        f"{FACT}/sources",
        ["A1"],
        "[WARN] programmes/twins.yml: facts.size: is confirmed by A1 only",
    ),
    ("programmes/twins", f"{FACT}/sure", "founding", "is founding without S1 or S2"),
    ("programmes/twins", f"{FACT}/sure", "unknown", "unknown: true and sure: unknown go together"),
    ("programmes/twins", f"{FACT}/unknown", True, "unknown: true and sure: unknown go together"),
    ("programmes/twins", f"{FACT}/sure", "conflict", "claims and sure: conflict go together"),
    (
        "cities/lakeside",
        "facts/cooperation/cooperation/0/sources",
        [],
        "cooperation.0: is single without a source",
    ),
    # placeholders and numbers
    ("programmes/twins", "summary/zh", "该项目为城市结对。", "{period} stands only in en"),
    (
        "programmes/twins",
        "summary",
        {"en": "It has {size}.", "zh": "有{size}。"},
        "names {size}, but no fact",
    ),
    ("programmes/twins", f"{FACT}/text/zh", "截至2020年7月，共有17座城市。", "only en: 6; only zh: 7"),
    ("funding/seed", "facts/pays/text/zh", "资助15万欧元。", "only en: 1500000; only zh: 150000"),
    ("faq/travel", "answer/zh", "各城市承担费用。", "only en: 2; only zh: –"),
    ("clusters/water", "facts/projects/items/0/en", "3 clean rivers", "only en: 3"),
    # language
    ("programmes/twins", f"{FACT}/text/en", "By June 2020 it had 17 cities 城市.", "has Chinese characters"),
    ("programmes/twins", f"{FACT}/text/zh", "By June 2020: 17.", "has no Chinese characters"),
    ("programmes/twins", "names/en", ["Twin 结对"], "names.en: “Twin 结对” has Chinese characters"),
    (
        "programmes/twins",
        "summary/zh",
        "该项目 it paired a lot of cities with other cities {period}。",
        "English words in a row",
    ),
    ("programmes/twins", "summary/zh", "该项目,在{period}为城市结对。", "Western punctuation"),
    ("programmes/twins", f"{FACT}/text/en", "By June 2020 it had 17 cities", "end it with a full stop"),
    ("programmes/twins", "summary/zh", "该项目在{period}为城市结对", "end it with 。"),
    (
        "programmes/twins",
        "summary/en",
        "A. B. It paired cities from {period}. It ended. It is over.",
        "sentences → keep to 2",
    ),
    ("faq/travel", "question/en", "Who pays for travel", "end it with ?"),
    (
        "programmes/twins",
        "summary/zh",
        "该双子项目在{period}为城市结对。",
        "says “双子项目” → write 结对项目",
    ),
    (
        "faq/travel",
        "also_asked/zh",
        ["机票谁出", "机票谁出", "路费怎么算", "住宿费谁付"],
        "the same entry stands twice",
    ),
    # dates
    (
        "programmes/twins",
        "facts/period/period",
        {"from": "2020", "until": "2016"},
        "from 2020 is after until 2016",
    ),
    (
        "funding/seed",
        "facts/calls/calls/0/opens",
        "2025-04-01",
        "opens 2025-04-01 is after closes 2025-03-31",
    ),
    ("programmes/twins", "reviewed/last", "2026-07-01", "last 2026-07-01 is after due 2026-06-10"),
    ("programmes/twins", f"{FACT}/as_of", "2019-02-30", "there is no day 2019-02-30"),
    ("funding/seed", "reviewed/due", "2026-12-10", "is too late after last 2026-01-10 → choose 2026-07-10"),
    (
        "programmes/twins",
        "reviewed/due",
        "2027-12-10",
        "is too late after last 2026-01-10 → choose 2027-01-10",
    ),
]


@pytest.mark.parametrize(("ref", "path", "value", "said"), BAD, ids=lambda part: str(part)[:40])
def test_a_fault_is_named(tmp_path: Path, ref: str, path: str, value: Any, said: str) -> None:
    found = faults(tmp_path, changed(ref, path, value))
    assert any(said in line for line in found), found


NOTHING = {"as_of": "2026", "sure": "unknown", "sources": []}
GOOD: list[tuple[str, str, Any]] = [
    ("programmes/twins", "facts/period/period", {"from": "2016"}),
    ("programmes/twins", "facts/period/period", {"from": "2016", "until": "2016"}),
    ("programmes/twins", f"{FACT}/sources", ["S1", "A1"]),
    ("programmes/twins", "facts/more", {"items": [{"en": "URBAN", "zh": "URBAN"}], **samples.PROOF}),
    (
        "programmes/twins",
        "facts/more",
        {"text": {"en": "Nothing was found.", "zh": "未能查到。"}, "unknown": True, **NOTHING},
    ),
    (
        "programmes/twins",
        "facts/more",
        {
            "text": {"en": "It is 12 or 13.", "zh": "为12或13。"},
            "as_of": "2020",
            "sure": "conflict",
            "sources": [],
            "claims": [
                {"value": 12, "sources": ["A1"], "as_of": "2019"},
                {"value": 13, "sources": ["A2"], "as_of": "2020"},
            ],
        },
    ),
    (
        "cities/riverton",
        "facts/cooperation",
        {
            "cooperation": [
                {
                    "programme": "programmes/twins",
                    "partners": [],
                    "partners_unknown": True,
                    "sure": "unknown",
                    "sources": [],
                }
            ],
            **NOTHING,
        },
    ),
    (
        "cities/riverton",
        "facts/population",
        {"text": {"en": "Its population was not found.", "zh": "未查到其人口。"}, "unknown": True, **NOTHING},
    ),
    ("programmes/twins", "summary/zh", "该结对项目计划（双子）在{period}为城市结对。"),
    ("cities/lakeside", "aliases", ["湖滨市", "濱湖"]),
]


@pytest.mark.parametrize(("ref", "path", "value"), GOOD, ids=lambda part: str(part)[:40])
def test_what_is_allowed_is_left_alone(tmp_path: Path, ref: str, path: str, value: Any) -> None:
    assert faults(tmp_path, changed(ref, path, value)) == []


def test_a_forbidden_word_inside_an_allowed_term_is_left_alone(tmp_path: Path) -> None:
    glossary = [{"en": "twin", "zh": "结对", "never": ["结"], "basis": "own"}, *samples.GLOSSARY]
    assert faults(tmp_path, {"glossary": glossary}) == []


def test_one_question_in_two_faq_is_named(tmp_path: Path) -> None:
    twin = {**changed("faq/travel", "id", "journey")["faq/travel"]}
    twin["question"] = {"en": "Who pays the journey?", "zh": "旅费由谁承担？"}
    twin["also_asked"] = {"en": ["w", "x", "y", "Do you pay flights?!"], "zh": ["甲", "乙", "丙", "丁"]}
    found = faults(tmp_path, {"faq/journey": twin})
    assert len(found) == 1
    assert "“do you pay flights” is also asked in faq/journey.yml" in found[0]
