"""A file that a tool starts is right once its blanks are filled, and a tool never overwrites anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge import forms
from knowledge.files import KINDS, parse
from knowledge.library import load
from nlu.phrases import read_held_out, read_intents
from tests.knowledge import samples
from tools import new, overdue, parity, preview
from tools.options import UsageError, read
from tools.strings import _strings

TODAY = date(2026, 8, 31)


@pytest.mark.parametrize(("kind", "due"), [("city", "2027-08-31"), ("funding", "2027-02-28"), ("faq", "2027-08-31")])
def test_a_new_record_has_its_id_and_its_review_days(tmp_path: Path, kind: str, due: str) -> None:
    path = new.new_record(tmp_path, kind, "new-one", TODAY)
    data, problems = parse(path.read_text("utf-8"), "new")
    assert problems == []
    assert (data["id"], data["status"]) == ("new-one", "draft")
    assert data["reviewed"] == {"last": "2026-08-31", "by": "knowledge-team", "due": due}


@pytest.mark.parametrize("kind", KINDS.values())
def test_every_kind_can_be_started(tmp_path: Path, kind: str) -> None:
    path = new.new_record(tmp_path, kind, "new-one", TODAY)
    assert KINDS[path.parent.name] == kind
    data, _ = parse(path.read_text("utf-8"), "new")
    assert not [one for one in forms.compare(data, kind, "new") if one.field in ("id", "reviewed", "status", "owner")]


def test_a_record_is_never_overwritten(tmp_path: Path) -> None:
    new.new_record(tmp_path, "city", "rome", TODAY)
    with pytest.raises(UsageError, match="knowledge/cities/rome.yml is already there"):
        new.new_record(tmp_path, "city", "rome", TODAY)


@pytest.mark.parametrize("name", ["Rome", "reggio emilia", "罗马", "../rome", "-rome", ""])
def test_an_id_that_is_no_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        new.new_record(tmp_path, "city", name, TODAY)


def test_a_new_intent_has_two_languages_and_empty_test_lists(tmp_path: Path) -> None:
    said = new.run(["intent", "ask_weather", "weather"], tmp_path, TODAY)
    phrases, problems = read_intents(tmp_path / "nlu" / "intents")
    assert problems == []
    assert [(one.intent, one.language, one.text) for one in phrases] == [
        ("ask_weather", "en", "…"),
        ("ask_weather", "zh", "…"),
    ]
    assert read_held_out(tmp_path / "tests" / "understanding") == ([], [])
    assert "bot/dialogue/weather.yml" in said


def test_a_second_intent_of_a_topic_keeps_the_test_sentences_of_the_first(tmp_path: Path) -> None:
    held_out = tmp_path / "tests" / "understanding" / "weather.yml"
    held_out.parent.mkdir(parents=True)
    held_out.write_text('# weather\nask_rain:\n  en: ["rain"]\n  zh: []', "utf-8")
    new.new_intent(tmp_path, "ask_snow", "weather")
    data, _ = parse(held_out.read_text("utf-8"), "weather")
    assert data == {"ask_rain": {"en": ["rain"], "zh": []}, "ask_snow": {"en": [], "zh": []}}


def test_an_intent_is_not_started_twice_in_whatever_topic(tmp_path: Path) -> None:
    new.new_intent(tmp_path, "ask_snow", "weather")
    with pytest.raises(UsageError, match="nlu/intents/weather/ask_snow.yml is already there"):
        new.new_intent(tmp_path, "ask_snow", "winter")


@pytest.mark.parametrize(
    "arguments", [[], ["city"], ["city", ""], ["castle", "x"], ["intent", "ask_snow"], ["city", "a", "b"]]
)
def test_a_wrong_call_says_how_to_call(tmp_path: Path, arguments: list[str]) -> None:
    with pytest.raises(UsageError, match="usage: python -m tools.new"):
        new.run(arguments, tmp_path, TODAY)


def test_a_preview_shows_both_languages_facts_state_sources_and_review(tmp_path: Path) -> None:
    text = preview.run(["programmes/twins"], samples.write(tmp_path), date(2026, 11, 22))
    english, chinese = text.split("── 中文 ──")
    assert "It paired cities from 2016 – 2020." in english
    assert "State on 2026-11-22: ended since 2020" in english
    assert "size: By June 2020 it had 17 cities. [confirmed, as of 2019; A1, A2]" in english
    assert "asked: how many cities were twins" in english
    assert "A1: News, Somebody, read on 2026-01-10 https://example.org/a1" in english
    assert "Review due: 2026-06-10" in english
    assert "2026-11-22的状态：2020起已结束" in chinese
    assert "截至2020年6月，共有17座城市。" in chinese
    assert "Problems" not in text


def test_a_preview_shows_the_state_of_the_day_asked_for(tmp_path: Path) -> None:
    text = preview.run(["seed", "on=2026-01-05"], samples.write(tmp_path), TODAY)
    assert "State on 2026-01-05: running" in text
    assert "Open call on 2026-01-05: Call 2, until 2026-02-10" in text


def test_a_preview_names_partners_and_fills_numbers(tmp_path: Path) -> None:
    text = preview.run(["lakeside"], samples.write(tmp_path), TODAY)
    assert "Lakeside is a city with 120,000 people." in text
    assert "Twin Programme 2017 – 2018: Riverton" in text
    assert "结对项目 2017—2018：河城" in text


def test_a_preview_ends_with_the_problems_of_its_record(tmp_path: Path) -> None:
    bad = samples.changed("programmes/twins", "summary/en", "It paired cities from {period}")
    text = preview.run(["twins"], samples.write(tmp_path, bad), TODAY)
    assert text.rstrip().endswith("end it with a full stop")


def test_a_record_that_cannot_be_read_is_not_previewed_but_named(tmp_path: Path) -> None:
    bad = samples.changed("programmes/twins", "summary", None)
    with pytest.raises(UsageError, match="summary is missing"):
        preview.run(["twins"], samples.write(tmp_path, bad), TODAY)


def test_a_preview_of_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no record atlantis"):
        preview.run(["atlantis"], samples.write(tmp_path), TODAY)
    with pytest.raises(UsageError, match=r"usage: python -m tools\.preview"):
        preview.run([], tmp_path, TODAY)


def test_overdue_records_are_listed_the_oldest_first(tmp_path: Path) -> None:
    late = samples.changed("cities/lakeside", "reviewed/due", "2026-05-01")
    folder = samples.write(tmp_path, late)
    assert overdue.run([], folder, date(2026, 5, 1)) == "0 records are overdue on 2026-05-01."
    lines = overdue.run(["on=2026-06-11"], folder, TODAY).splitlines()
    assert lines[0] == "2026-05-01  41 days over  cities/lakeside  (cities)"
    assert lines[-1] == "6 records are overdue on 2026-06-11."
    assert "in 9 days" in overdue.run(["within=30", "on=2026-06-01"], folder, TODAY)


def test_missing_list_of_holidays_is_named_before_the_year_begins(tmp_path: Path) -> None:
    folder = samples.write(tmp_path)
    early, late = (overdue.run([f"on={day}"], folder, TODAY) for day in ("2026-10-31", "2026-11-01"))

    assert "holidays" not in early and "desk/holidays.yml: beijing 2027" in late
    assert "desk/holidays.yml: brussels 2027 has only the days fixed by law" in late


def test_overdue_refuses_what_it_does_not_understand(tmp_path: Path) -> None:
    for arguments in (["now"], ["on=soon"], ["within=long"], ["month=5"]):
        with pytest.raises(UsageError):
            overdue.run(arguments, tmp_path, TODAY)


def test_parity_marks_gaps(tmp_path: Path) -> None:
    samples.write(tmp_path / "knowledge")
    new.new_intent(tmp_path, "ask_snow", "weather")
    lines = parity.run([], tmp_path).splitlines()
    row = next(line for line in lines if line.startswith("ask_snow"))
    assert row.endswith("← gap")
    assert lines[-1] == "2 intents, 2 with gaps"
    assert "意图" in parity.run(["lang=zh"], tmp_path)


def test_an_option_that_nobody_knows_is_refused() -> None:
    assert read(["a", "on=2026-01-01", "lang="], ("on", "lang")) == (["a"], {"on": "2026-01-01"})
    with pytest.raises(UsageError, match="unknown option colour"):
        read(["colour=red"], ("on",))


def test_every_sentence_of_the_tools_is_there_in_both_languages_with_the_same_placeholders() -> None:
    import string

    for key, words in _strings().items():
        assert set(words) == {"en", "zh"}, key
        fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in words.values()]
        assert fields[0] == fields[1], key


def test_a_record_made_by_the_tool_and_filled_is_loaded(tmp_path: Path) -> None:
    samples.write(tmp_path / "knowledge")
    path = new.new_record(tmp_path, "faq", "parking", TODAY)
    text = path.read_text("utf-8")
    for blank, filled in (
        ('topic: ""', "topic: travel"),
        ('en: ""', 'en: "Where do we park?"'),
        ('zh: ""', 'zh: "车停在哪里？"'),
        ("  en: >-\n\n", "  en: >-\n    At the station.\n\n"),
        ("  zh: >-\n\n", "  zh: >-\n    停在车站。\n\n"),
        ("  en: []", "  en: [a, b, c, d]"),
        ("  zh: []", "  zh: [甲, 乙, 丙, 丁]"),
        ('as_of: ""', 'as_of: "2026"'),
        ("sure: ", "sure: own "),
        ("status: draft", "status: published"),
    ):
        text = text.replace(blank, filled, 1)
    path.write_text(text, "utf-8")
    faq = load(tmp_path / "knowledge").get("faq/parking")
    assert faq is not None
    assert faq.answer is not None
    assert faq.answer.zh == "停在车站。"


def test_a_preview_begins_with_what_the_assistant_will_say(tmp_path: Path) -> None:
    text = preview.run(["programmes/twins"], samples.write(tmp_path), date(2026, 11, 22))
    english, chinese = text.split("── 中文 ──")
    assert (
        english.index("As the assistant says it on 2026-11-22:") < english.index("has ended") < english.index("size:")
    )
    assert "2026-11-22助手的回答：" in chinese and "已结束" in chinese
