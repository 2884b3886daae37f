"""What is said of a request after it was submitted: corrected, added to, asked about; nothing of it is lost."""

from __future__ import annotations

import pytest

from actions import guides, request_reader, request_sent
from actions.context import Entity, Question
from actions.request_draft import SENT, SLOT, Draft
from knowledge.library import Library
from tests.actions.asking import LANGUAGES, Talk

AFTER = Draft({"name": "Eva Huber", "email": "e@linz.at", "organisation": "City of Linz"}, stage=SENT)

WITHOUT = [
    ("there's a typo in the e-mail", "email"), ("the phone number is missing", "phone"),
    ("our budget changed", "budget"),
    ("we forgot the phone number", "phone"), ("can we add another topic?", "topic"), ("the name is wrong", "name"),
    ("our timing has changed", "timeframe"), ("联系人电话补一下", "phone"), ("邮箱填错了", "email"),
    ("我们的时间有变化", "timeframe"), ("再加一个主题", "topic"), ("漏填了邮箱", "email"), ("预算要调整一下", "budget"),
]  # fmt: skip
WITH = [
    ("the e-mail should be eva@linz.at", "email"), ("add another topic: beekeeping", "topic"),
    ("we also want to cover beekeeping", "topic"), ("the phone number is missing, it's +43 732 7070", "phone"),
    ("our time frame changed, now it's 2029", "timeframe"), ("电话补一下，13952810000", "phone"),
    ("再补一个主题，养蜂", "topic"), ("邮箱改为eva@linz.at", "email"), ("我们时间有变化，改到2029年", "timeframe"),
]  # fmt: skip


def _asked(text: str, draft: Draft = AFTER, intent: str = "did_you_mean") -> Question:
    return Question(intent, text, slots={SLOT: draft.kept()}, confidence=0.4)


@pytest.mark.parametrize(("text", "part"), WITHOUT)
def test_a_part_that_is_wrong_is_told_to_the_desk_and_asked_for(talk: Talk, text: str, part: str) -> None:
    move = request_reader.move_of(_asked(text), talk.library, True, False)
    talk.slots[SLOT] = AFTER.kept()
    reply = talk.ask("request_cooperation", ("guide", "amend"), text=text)

    assert request_reader.waits(text, talk.slots) and move is not None and move.name == "amend"
    assert reply.effects == [{"type": "add_to_case", "kind": "cooperation", "asked": text}]
    assert "request.amend_value" in reply.says and all(reply.text(language) for language in LANGUAGES)
    after = Draft.of(talk.slots)
    assert after is not None and request_sent.awaited(after) == part and guides.asks(talk.slots) == "form"


@pytest.mark.parametrize(("text", "part"), WITH)
def test_what_comes_with_its_value_is_added_at_once(talk: Talk, text: str, part: str) -> None:
    found = request_sent.amendment(text)
    talk.slots[SLOT] = AFTER.kept()
    reply = talk.ask("request_cooperation", ("guide", "amend"), text=text)

    assert found is not None and found.part == part and found.value
    assert reply.effects[0]["asked"] == text and "request.amend_value" not in reply.says


@pytest.mark.parametrize(
    ("part", "text", "added", "says"),
    [
        ("email", "eva.huber@linz.at", True, None), ("email", "eva.huber@linz", False, "request.amend_unread"),
        ("phone", "+43 732 70700", True, None), ("topic", "养蜂", True, None), ("timeframe", "2029", True, None),
        ("timeframe", "never mind", False, "request.amend_left"), ("topic", "算了", False, "request.amend_left"),
    ],
)  # fmt: skip
def test_the_next_message_is_the_value_that_was_asked_for(
    talk: Talk, part: str, text: str, added: bool, says: str | None
) -> None:
    draft = Draft(AFTER.answers, part, stage=SENT)
    move = request_reader.move_of(_asked(text, draft), talk.library, False, False)
    talk.slots[SLOT] = draft.kept()
    reply = talk.ask("request_cooperation", ("guide", "amend"), text=text)

    assert move is not None and move.name == "amend"
    assert [effect["asked"] for effect in reply.effects] == ([text] if added else [])
    assert says is None or says in reply.says


@pytest.mark.parametrize("text", ["which cities work on water?", "介绍一下重庆", "withdraw my request", "撤回申请"])
def test_a_question_or_a_withdrawal_is_no_value(library: Library, text: str) -> None:
    draft = Draft(AFTER.answers, "topic", stage=SENT)

    assert request_reader.move_of(_asked(text, draft), library, False, True) is None


def test_a_value_is_no_longer_awaited_after_another_answer(talk: Talk) -> None:
    talk.slots[SLOT] = Draft(AFTER.answers, "topic", stage=SENT).kept()
    reply = talk.ask("ask_capabilities", text="what can you do?")
    guides.remind(_asked("what can you do?", Draft(AFTER.answers, "topic", stage=SENT)), reply.answer)
    after = Draft.of(reply.answer.slots)

    assert after is not None and request_sent.awaited(after) is None


@pytest.mark.parametrize(
    "text",
    ["status?", "Status", "any update yet?", "any news on my request?", "has anyone looked at it?",
     "what's the status of my request?", "前天交的怎么没消息", "怎么样了", "有回音吗",
     "昨天报的申请没人理啊", "进展如何"],
)  # fmt: skip
@pytest.mark.parametrize("asking", ["consent", "email"])
def test_how_it_stands_is_told_whatever_was_said_before(library: Library, text: str, asking: str) -> None:
    move = request_reader.move_of(_asked(text, Draft(AFTER.answers, asking, stage=SENT)), library, True, False)

    assert move is not None and move.intent == "ask_request_status"


def test_the_status_of_a_record_is_no_status_of_the_request(library: Library) -> None:
    question = _asked("status of the IUC?")
    named = Question(question.intent, question.text, (Entity("programme", "programmes/iuc", "iuc", 14),),
                     slots=question.slots)  # fmt: skip

    assert request_reader.move_of(named, library, True, True) is None
