"""A cooperation request in Chinese officials' words: labels, options, corrections, additions, going on."""

from __future__ import annotations

import pytest

from actions import request_additions, request_contacts, request_draft, request_people
from actions.request_choices import CHOICES, choice
from actions.request_corrections import corrections
from actions.request_draft import Draft
from bot.wording.catalogue import catalogue
from knowledge.library import Library
from tests.actions.test_request_form import asked


@pytest.mark.parametrize("language", ["en", "zh"])
def test_label_of_an_option_means_that_option(library: Library, language: str) -> None:
    for name in CHOICES:
        for one in request_draft.words()["choices"][name]:
            text = catalogue().text(f"request.{name}_{one}", language)
            assert choice(name, text, asked(text, asking=name), library).get(name) in (one, None), text
    assert choice("timeframe", "一年以后", asked("一年以后"), library) == {"timeframe": "later"}


def test_words_beside_the_questions_are_understood() -> None:
    assert request_people.person("联系人赵敏", asked=False) == "赵敏"
    assert request_contacts.read("0553-3831234", None) == {"phone": "+865533831234"}
    assert request_contacts.wrong_email("zhangwei@@my")
    assert request_draft.says("submit", "没有问题了，提交")
    assert request_additions.added("补充一下：我市人口约490万") == "我市人口约490万"
    draft = Draft({"organisation": "A"}, "change", consent="2026_11")
    assert corrections("单位应为绵阳市外事办公室", draft) == {"organisation": "绵阳市外事办公室"}
    assert corrections("启动时间改为一年以后", draft) == {"timeframe": "一年以后"}
    for text in ("继续填写", "不改了，继续"):
        assert request_draft.says("resume", text)


def test_two_places_are_no_name_said_twice() -> None:
    assert request_people.introduced("Wuhan University, Wuhan") is None
