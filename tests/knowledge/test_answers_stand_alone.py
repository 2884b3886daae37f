"""A practical answer is never a bare yes or no: given to another question it would say what is wrong."""

from __future__ import annotations

import re

import pytest

from knowledge.library import default_folder, load
from knowledge.records import Record

BARE_EN = re.compile(r"(?:yes|no|none)[,.;:]|(?:yes|no|not|it did|they did|both occur)\b", re.IGNORECASE)
BARE_ZH = re.compile(r"(?:不需要|需要|可以|不能|不会|不属于|是的|不是|没有|有|不清楚|不可以)[。，；]")
ANSWERED = [record for record in load(default_folder()).of_kind("faq") if record.answer is not None]


@pytest.mark.parametrize("record", ANSWERED, ids=lambda record: record.ref)
def test_an_answer_does_not_begin_with_yes_or_no(record: Record) -> None:
    assert record.answer is not None
    assert not BARE_EN.match(record.answer.en), record.answer.en[:60]
    assert not BARE_ZH.match(record.answer.zh), record.answer.zh[:30]
