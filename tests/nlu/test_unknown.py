"""The name of a seat stands for the institutions there, or for the place, by the words around it."""

from __future__ import annotations

import pytest

from knowledge.library import default_folder, load
from nlu.reading import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load(default_folder()))


@pytest.mark.parametrize(
    "text",
    [
        "What does Brussels think about city cooperation?",
        "Does Brussels have to approve our partnership?",
        "Brussels says we should diversify",
        "Who in Brussels is responsible for China?",
        "we need approval from Brussels first",
        "must we inform Beijing before signing",
        "is Brussels against it?",
        "what is the position of Brussels",
        "布鲁塞尔要不要批准我们的结对",
        "布鲁塞尔现在对城市合作是什么态度",
        "北京对城市外交有什么要求",
        "这事要报北京吗",
        "布鲁塞尔同意了没有",
        "协议须经布鲁塞尔批准",
        "布鲁塞尔怎么看",
        "北京不允许怎么办",
    ],
)
def test_offices_at_a_seat_are_no_city(reader: Reader, text: str) -> None:
    assert reader.read(text).values("unknown_name") == []


@pytest.mark.parametrize(
    "text",
    [
        "Has Brussels taken part in a pilot?",
        "What do your records say of Brussels?",
        "Which city is paired with Brussels?",
        "we are from Brussels and look for a partner",
        "请问北京参加过什么项目",
        "布鲁塞尔有没有合作伙伴",
        "想找北京做伙伴",
        "北京和布鲁塞尔的合作",
    ],
)
def test_a_seat_that_is_asked_about_is_a_city(reader: Reader, text: str) -> None:
    assert reader.read(text).values("unknown_name") != []
