"""Editors take drafts along, in the form of the repository and checked like every file; the console writes none."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import drafting
from knowledge.files import parse
from knowledge.library import Library, default_folder
from tests.bot.conftest import RunningGateway
from tests.desk.console.conftest import hire
from tests.desk.console.puzzled import VISA, ask, asked, keys, logged

__all__ = ["asked"]


def test_draft_of_a_record_is_shown_with_what_is_missing_and_taken_along_as_a_file(
    asked: RunningGateway, records: Library
) -> None:
    files = {path: path.stat().st_mtime_ns for path in Path(default_folder()).rglob("*.yml")}
    ask(asked, *VISA[:2])
    ask(asked, VISA[2], language="zh")
    who = hire(asked, "agent", "Bea")
    (group,) = keys(who)
    page = who.reads(f"/unanswered/{group}/draft?form=record")
    csrf = who.csrf(f"/unanswered/{group}")
    taken = who.post(f"/unanswered/{group}/file", csrf=csrf, form="record", target="visa-chongqing")
    data, problems = parse(taken.text, "faq/visa-chongqing.yml")
    found = drafting.check(taken.text, "faq/visa-chongqing", records)

    assert "knowledge/faq/visa-chongqing.yml" in page and "is empty or too short" in page
    assert taken.headers["content-disposition"] == 'attachment; filename="visa-chongqing.yml"'
    assert problems == [] and data["question"]["zh"] == VISA[2]
    assert {data["question"]["en"], *data["also_asked"]["en"]} == set(VISA[:2])
    assert "answer.zh" in {one.field for one in found}
    assert f"What the checks say ({len(found)})" in page
    assert keys(who, "?state=drafted") == [group] and keys(who) == []
    assert ("questions.draft", f"question:{group}", ["knowledge/faq/visa-chongqing.yml"]) in logged(asked, who)
    assert {path: path.stat().st_mtime_ns for path in Path(default_folder()).rglob("*.yml")} == files


def test_what_the_checks_say_is_read_in_ones_own_language(asked: RunningGateway) -> None:
    ask(asked, VISA[0])
    who = hire(asked, "agent", "Wen", "zh")
    (group,) = keys(who)
    page = who.reads(f"/unanswered/{group}/draft?form=record")

    assert "为空，或长度、条数不足" in page and "至少应为" in page
    assert "is empty" not in page and "write at least" not in page


def test_more_ways_of_asking_come_with_the_whole_file_and_its_check(asked: RunningGateway, records: Library) -> None:
    ask(asked, "zebra stripes for companies?")
    who = hire(asked, "agent", "Bea")
    (group,) = keys(who)
    one = records.of_kind("faq")[0]
    for form, target in {"more": one.ref, "intent": "ask_city"}.items():
        page = who.reads(f"/unanswered/{group}/draft?form={form}&target={target}")
        csrf = who.csrf(f"/unanswered/{group}")
        taken = who.post(f"/unanswered/{group}/file", csrf=csrf, form=form, target=target)

        assert "What is new in the file (1)" in page and "The checks find nothing to object to." in page
        assert taken.status_code == 200 and taken.text.count("zebra stripes for companies?") == 1


@pytest.mark.parametrize(
    ("form", "target", "status"),
    [
        ("record", "../../etc/passwd", 422), ("record", "A B", 422), ("record", "companies_ask", 422),
        ("more", "cities/wuhan", 422), ("more", "faq/none", 422), ("more", "../x", 422), ("intent", "near", 422),
        ("intent", "../../x", 422), ("intent", "out_of_scope", 422), ("other", "x", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_drafted_is_refused(asked: RunningGateway, form: str, target: str, status: int) -> None:
    ask(asked, VISA[0])
    who = hire(asked, "agent", "Bea")
    (group,) = keys(who)
    sent = who.post(f"/unanswered/{group}/file", csrf=who.csrf(), form=form, target=target)
    shown = who.get(f"/unanswered/{group}/draft", params={"form": form, "target": target})

    assert sent.status_code == shown.status_code == status
    assert keys(who) == [group]
