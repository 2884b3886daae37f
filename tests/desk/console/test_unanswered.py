"""Editors see what could not be answered, by meaning and without people, and settle it."""

from __future__ import annotations

import csv
import io

from sqlalchemy import delete

from desk.models import conversations
from knowledge.files import parse
from tests.bot.conftest import RunningGateway, Start
from tests.bot.stand_in_brain import StandInBrain
from tests.desk.console.conftest import DESK, hire
from tests.desk.console.puzzled import VISA, ask, asked, keys, logged, puzzled
from tests.desk.console.waiting import HOSTILE, PERSON

__all__ = ["asked"]


def test_paraphrases_of_both_languages_are_one_group_that_most_asked_first(asked: RunningGateway) -> None:
    ask(asked, *VISA[:2], "Is there a direct flight to Wuhan?")
    ask(asked, VISA[2], language="zh")
    who = hire(asked, "agent", "Bea")
    page = who.reads("/unanswered")
    groups = keys(who)
    one = who.reads(f"/unanswered/{groups[0]}")

    assert len(groups) == 2
    assert page.index("visa") < page.index("direct flight") and "Groups: 2" in page
    assert all(text in one for text in VISA)
    assert "conversations: 3, times asked: 3 (in 90 days)" in one and "Not understood (3)" in one
    assert 'href="/desk/knowledge/cities/chongqing"' in who.get(f"/unanswered/{groups[0]}").text
    assert "去重庆要办签证吗" in hire(asked, "agent", "Li", "zh").reads("/unanswered")
    assert ("questions.read", "questions", ["groups=2"]) in logged(asked, who)
    assert ("questions.read", f"question:{groups[0]}", ["wordings=3"]) in logged(asked, who)


def test_people_are_masked_and_only_a_case_leads_to_a_conversation(asked: RunningGateway) -> None:
    _, passed_on = ask(
        asked,
        "My name is Giulia Rossi (g.rossi@bologna.example, +39 051 219 3111): a visa for Chongqing?",
        "我叫王小明，微信 wangxm_88，去重庆要签证吗",
    )
    reference = passed_on.answer_after(passed_on.press(PERSON["en"]).json()["seq"])["text"]
    who = hire(asked, "agent", "Bea")
    (group,) = keys(who)
    page = who.get(f"/unanswered/{group}").text
    shown = page + who.get("/unanswered").text + who.get(f"/unanswered/{group}/draft?form=record").text

    for personal in ("Giulia", "Rossi", "g.rossi", "219", "王小明", "wangxm"):
        assert personal not in shown
    assert "[name]" in page and "[e-mail]" in page and "[phone]" in page
    assert page.count('href="/desk/cases/CB-') == 1
    assert page.split('href="/desk/cases/')[1].partition("#")[0] in reference
    assert "something in them is masked: 2" in shown


def test_what_is_erased_is_gone_and_a_person_at_work_is_not_overheard(asked: RunningGateway) -> None:
    ask(asked, VISA[0])
    who = hire(asked, "agent", "Bea")
    (group,) = keys(who)
    with asked.database.write() as connection:
        connection.execute(delete(conversations))

    assert keys(who) == []
    assert "No question here" in who.get("/unanswered").text
    assert who.get(f"/unanswered/{group}").status_code == 404


def test_what_is_set_aside_comes_back_when_it_is_asked_again(asked: RunningGateway) -> None:
    ask(asked, VISA[0])
    who = hire(asked, "agent", "Bea")
    (group,) = keys(who)
    sent = who.post(f"/unanswered/{group}/aside", csrf=who.csrf(f"/unanswered/{group}"), reason="not_ours")
    aside, open_then, all_then = keys(who, "?state=aside"), keys(who), keys(who, "?state=all")
    told = who.reads(f"/unanswered/{group}")
    ask(asked, "chongqing, visa?")
    page = who.reads("/unanswered")
    opened = who.post(f"/unanswered/{group}/open", csrf=who.csrf(f"/unanswered/{group}"))

    assert sent.status_code == opened.status_code == 303
    assert (aside, open_then, all_then) == ([group], [], [group])
    assert "Set aside by Bea" in told and "Not our subject" in told
    assert "asked again since: 1" in page and keys(who, "?state=aside") == []
    assert "asked again" not in who.reads("/unanswered")
    assert [line for line in logged(asked, who) if line[0] in ("questions.aside", "questions.open")] == [
        ("questions.open", f"question:{group}", []),
        ("questions.aside", f"question:{group}", ["not_ours"]),
    ]
    for wrong in ("", "no such reason"):
        assert who.post(f"/unanswered/{group}/aside", csrf=who.csrf(), reason=wrong).status_code == 400


def test_hostile_words_are_words_on_every_page_and_in_every_file(asked: RunningGateway) -> None:
    ask(asked, HOSTILE, f"=cmd|'/C calc'!A0 {HOSTILE}")
    who, boss = hire(asked, "agent", "Bea"), hire(asked, "admin", "Ada")
    groups = keys(who)
    for path in ("/unanswered", *(f"/unanswered/{group}{rest}" for group in groups for rest in ("", "/draft"))):
        page = who.get(path)
        assert page.status_code == 200
        assert "<img src=x" not in page.text and "<script>alert" not in page.text
    file = boss.get("/export/unanswered.csv")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))

    assert file.headers["content-disposition"].startswith('attachment; filename="unanswered-')
    assert len(rows) == len(groups) + 1
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert ("questions.export", "questions", ["csv", f"rows={len(groups)}"]) in logged(asked, boss)
    assert who.get("/export/unanswered.csv").status_code == 403
    for group in groups:
        taken = who.post(f"/unanswered/{group}/file", csrf=who.csrf(), form="record", target="hostile")
        data, problems = parse(taken.text, "faq/hostile.yml")
        assert problems == [] and "\u202e" not in taken.text
        assert data["status"] == "draft"


def test_filters_narrow_and_nonsense_changes_nothing(asked: RunningGateway) -> None:
    ask(asked, VISA[0])
    ask(asked, "武汉有什么酒店", language="zh")
    who = hire(asked, "agent", "Bea")
    both = keys(who)

    assert len(both) == 2
    assert len(keys(who, "?language=zh")) == len(keys(who, "?language=en&days=7")) == 1
    assert keys(who, "?reason=gap") == [] and len(keys(who, "?reason=missed")) == 2
    for nonsense in ("?language=xx&reason='--&days=9999&state=none", "?page=-1", "?page=99999999", "?page=%00"):
        assert keys(who, nonsense) == both
    assert keys(who, "?page=7") == []
    assert who.get("/unanswered/%00").status_code == who.get("/unanswered/..%2Fx").status_code == 404


def test_who_only_reads_finds_no_way_to_words_that_nobody_passed_on(asked: RunningGateway) -> None:
    ask(asked, VISA[0])
    viewer, agent = hire(asked, "viewer", "Vera"), hire(asked, "agent", "Bea")
    (group,) = keys(agent)

    assert "/desk/unanswered" not in viewer.get("/knowledge").text
    assert "/desk/unanswered" in agent.get("/knowledge").text
    for path in ("", f"/{group}", f"/{group}/draft"):
        assert viewer.get(f"/unanswered{path}").status_code == 403
    assert viewer.post(f"/unanswered/{group}/file", csrf=viewer.csrf(), form="record", target="a").status_code == 403


def test_questions_are_read_while_the_records_are_not(start: Start, sqlite_url: str, brain: StandInBrain) -> None:
    brain.script = puzzled
    gateway = start(sqlite_url, staff_authenticator="optional", **DESK)
    ask(gateway, VISA[0])
    who = hire(gateway, "agent", "Bea")

    for group in keys(who):
        assert who.get(f"/unanswered/{group}").status_code == 200
        assert who.get(f"/unanswered/{group}/draft?form=record").status_code in (200, 422)
    assert keys(who)
