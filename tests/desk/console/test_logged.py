"""The audit log speaks the reader's language: every action, field and subject that is written down has words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desk.console.logged import on_what, told
from desk.console.words import Words, strings
from tests.bot.conftest import RunningGateway
from tests.desk.console.conftest import hire

ROOT = Path(__file__).parents[3]
NAMES = {"a1b2": "Ann"}
_LITERAL = re.compile(r'"([a-z]+\.[a-z_]+)"')
_WRITTEN = re.compile(r"audit\.write\(|\blog\(|_log\(|_write\(|_decide\(")
_MOVES = ("take", "assign", "move", "hand_back", "status", "priority", "tags", "link", "unlink", "merge")


def written_actions() -> set[str]:
    """Return the names of actions that stand beside a line for the audit log."""
    found = {f"case.{move}" for move in _MOVES}
    for path in [*ROOT.glob("desk/**/*.py"), *ROOT.glob("bot/*.py"), *ROOT.glob("tools/**/*.py")]:
        for line in path.read_text("utf-8").splitlines():
            if _WRITTEN.search(line):
                found |= set(_LITERAL.findall(line))
    return found


def test_every_action_that_is_written_down_has_words() -> None:
    known = {key.removeprefix("action.") for key in strings() if key.startswith("action.")}

    assert {"record.wrong", "record.feedback", "questions.read", "case.note"} <= written_actions()
    assert written_actions() - known == set()


@pytest.mark.parametrize(
    ("field", "english", "chinese"),
    [
        ("groups=14", "groups: 14", "问题类数：14"),
        ("wordings=3", "wordings: 3", "问法数：3"),
        ("form=intent", "format: phrases for an intent", "格式：为意图补充例句"),
        ("state=aside", "state: set aside", "状态：已搁置"),
        ("result=gap", "why without an answer: Not in the records", "未答原因：资料中没有"),
        ("not_ours", "Not our subject", "不属于服务范围"),
        ("assignee=a1b2", "with whom: Ann", "经办人：Ann"),
        ("since:2026-11-01", "from: 2026-11-01", "起始日期：2026-11-01"),
        ("made=2026-11-22T10:00:00", "made: 2026-11-22 10:00 UTC", "备份时间：2026-11-22 10:00 UTC"),
        ("feedback", "opinions on answers", "对回答的评价"),
    ],
)
def test_a_field_is_told_in_both_languages(field: str, english: str, chinese: str) -> None:
    assert told(field, Words("en"), NAMES) == english
    assert told(field, Words("zh"), NAMES) == chinese


def test_what_a_line_is_about_is_told_in_both_languages() -> None:
    subjects = ["staff:a1b2", "insights:volume", "question:ab12", "record:faq/visa", "search", "case:CB-2026-7K3Q9F"]

    assert [on_what(one, Words("zh"), NAMES) for one in subjects] == [
        "Ann", "消息量走势", "未答问题：ab12", "知识条目：faq/visa", "搜索", "CB-2026-7K3Q9F",
    ]  # fmt: skip
    assert on_what("staff:-", Words("en"), NAMES) == "no known account"


def test_the_page_shows_no_code_of_a_download(desk: RunningGateway) -> None:
    admin = hire(desk, "admin", "Ada", "zh")
    admin.get("/insights/volume.csv?days=30")
    page = admin.reads("/log")

    assert "下载统计数据" in page and "消息量走势" in page
    assert "rows" not in page and "insights:" not in page
