"""No log line tells who somebody is or holds what opens something, however it is written; what operators need stays."""

from __future__ import annotations

import ast
import json
import logging

import pytest

from bot import logs
from bot.masking import masked
from tests.import_graph import ROOT, modules
from tests.test_style import tree_of

TOKEN = "kJ8_x2-" + "Ab3" * 12  # noqa: S105


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("no mailbox anna.li+desk@city.example here", "anna"), ("<anna@city.example>", "anna"),
        ("mail to 李雷@例子.中国 failed", "李雷"), ("anna\u200b@city.example", "anna"), ("anna＠city.example", "anna"),
        ("call +32 2 123 45 67 now", "123"), ("tel:+8613800138000", "1380013"), ("13800138000", "1380013"),
        ("Tel. (0032) 475.12.34.56", "475"), ("电话：010-6512-3456", "6512"),
        ("＋８６ １３８ ００１３ ８０００", "００１３"),
        (f"GET /back?t={TOKEN}", TOKEN), (f"Authorization: Bearer {TOKEN}", TOKEN), ("?token=short&x=1", "short"),
        ("https://api.telegram.org/bot123456789:AAHk5-fjwq_3kd9f8Gh2kLs0PqWeRtYuIo/sendMessage", "AAHk5"),
        ("postgresql://desk:s3cret@10.0.0.5/db is away", "s3cret"), ("password=hunter2", "hunter2"),
        ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9eyJzdWIiOiI.eyJzdWIiOiJhbm5hIn0.c2ln", "c2ln"),
    ],
)  # fmt: skip
def test_what_tells_who_somebody_is_or_opens_something_is_masked(text: str, gone: str) -> None:
    assert gone not in masked(text) and "[" in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "cdfd032267a140f5a35972637cda270d-12", "CB-2026-7K3Q9F", "10.0.0.5:5432 refused", "http://127.0.0.1:5006/turn",
        "2026-11-22T10:00:00Z", "gateway.py:204 in _one", "OperationalError: database is locked", "status_422",
        "host:1234:ab12cd34", "192.168.100.200", "2001:db8::1", "turns.accept", "550e8400-e29b-41d4-a716-446655440000",
    ],
)  # fmt: skip
def test_what_operators_need_stays(text: str) -> None:
    assert masked(text) == text


def test_every_line_passes_the_mask_whoever_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        logs.configure("info")
        logs.log().info("delivery", code="+32475123456", what="anna@city.example wrote", ids=[TOKEN])
        logging.getLogger("uvicorn.error").warning("bad line from %s", "anna@city.example")
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    finally:
        root.handlers[:], root.level = before

    assert (lines[0]["code"], lines[0]["what"], lines[0]["ids"]) == ("[phone]", "[e-mail] wrote", ["[token]"])
    assert lines[1]["what"] == "bad line from [e-mail]"


def test_no_line_of_ours_is_given_words() -> None:
    """Whoever writes a line names an event and gives values under names that are not those of words."""
    wrong = []
    for name, path in modules().items():
        if path.relative_to(ROOT).parts[0] not in ("bot", "desk", "actions"):
            continue
        for node in ast.walk(tree_of(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if not (
                isinstance(node.func.value, ast.Call)
                and getattr(node.func.value.func, "attr", getattr(node.func.value.func, "id", "")) == "log"
            ):
                continue
            plain = len(node.args) == 1 and isinstance(node.args[0], ast.Constant)
            named = {keyword.arg for keyword in node.keywords} & logs.FORBIDDEN
            if not plain or named:
                wrong.append(f"{name}:{node.lineno}: {sorted(str(one) for one in named)}")

    assert wrong == []
