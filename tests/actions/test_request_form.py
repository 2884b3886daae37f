"""The cooperation request: what a message says, how it moves the form; no order of messages loses an answer."""

from __future__ import annotations

import random
from typing import Any

import pytest

from actions import guides, request_contacts, request_corrections, request_draft, request_fields, request_reader
from actions.context import Entity, Question
from actions.moves import Move
from actions.request_draft import SLOT, Draft
from knowledge.library import Library
from tests.actions.asking import LANGUAGES, Talk


def asked(text: str, *entities: Entity, asking: str = "name", intent: str = "did_you_mean", **more: Any) -> Question:
    draft = Draft(more.pop("answers", {}), asking, consent="2026_11", **more)
    return Question(intent, text, entities, slots={SLOT: draft.kept()}, confidence=0.4)


def move(question: Question, library: Library, asks: bool = False, is_sure: bool = False) -> Move | None:
    return request_reader.move_of(question, library, asks, is_sure)


@pytest.mark.parametrize(
    ("text", "asking", "expected"),
    [
        ("Anna Rossi", "name", {"name": "Anna Rossi"}),
        ("My name is Anna Rossi.", "name", {"name": "Anna Rossi"}),
        ("我叫李明", "name", {"name": "李明"}),
        ("we want to cooperate", "name", {}),
        ("anna@comune.bologna.it", "contact", {"email": "anna@comune.bologna.it"}),
        ("anna@bologna", "contact", {}),
        ("手机13800138000", "contact", {"phone": "+8613800138000"}),
        ("Marco Bianchi, University of Turin", "name", {"name": "Marco Bianchi"}),
        ("University of Turin, Marco Bianchi, m.b@unito.it", "organisation",
         {"organisation": "University of Turin", "name": "Marco Bianchi", "email": "m.b@unito.it"}),
        ("name: Li Na; organisation: Jiangbei District; e-mail: li@cq.gov.cn", "organisation",
         {"name": "Li Na", "organisation": "Jiangbei District", "email": "li@cq.gov.cn"}),
        ("next year", "budget", {"timeframe": "year"}),
        ("明年", "timeframe", {"timeframe": "year"}),
        ("5000 euros", "budget", {"budget": "small"}),
        ("we have no budget", "budget", {"budget": "none"}),
        ("a company", "role", {"role": "firm"}),
        ("please suggest one", "partner", {"partner": "suggest"}),
        ("都可以", "partner", {"partner": "suggest"}),
        ("We met Wuhan's mayor in 2019.", "contacts", {"contacts": "We met Wuhan's mayor in 2019."}),
    ],
)  # fmt: skip
def test_fields_are_read_out_of_an_answer(library: Library, text: str, asking: str, expected: dict[str, Any]) -> None:
    question = asked(text, asking=asking)
    draft = Draft.of(question.slots)
    assert draft is not None
    said = request_fields.gather(question, library, draft)
    assert {name: said.get(name) for name in expected} == expected and (expected or not said)


@pytest.mark.parametrize(
    ("text", "asking", "expected"),
    [
        ("what about Rome?", "partner", None),
        ("罗马怎么样？", "partner", None),
        ("list all cities", "name", None),
        ("Who pays the flights?", "organisation", None),
        ("why do you ask?", "name", "why"),
        ("为什么要问这个", "contact", "why"),
        ("skip", "role", "skip"),
        ("跳过", "role", "skip"),
        ("no", "contacts", "skip"),
        ("cancel", "name", "cancel"),
        ("算了，不填了", "name", "cancel"),
        ("I'll continue later", "name", "later"),
        ("go back", "contact", "back"),
        ("change the e-mail", "topic", "correct"),
        ("邮箱写错了，应该是a@b.cn", "topic", "correct"),
        ("yes", "consent", "agree"),
        ("我同意", "consent", "agree"),
        ("no thanks", "consent", "disagree"),
        ("cancel", "consent", "cancel"),
        ("what is it used for", "consent", "why"),
        ("what is the IUC?", "consent", None),
        ("maybe", "consent", "unclear"),
        ("yes", "summary", "submit"),
        ("no", "summary", "correct"),
        ("hmm", "summary", "unclear"),
        ("the e-mail", "change", "correct"),
        ("I do not agree any more", "name", "disagree"),
        ("2", "role", "answer"),
        ("delete my answers", "name", "delete"),
        ("123456", "topic", None),
        ("withdraw my request", "topic", "cancel"),
    ],
)
def test_one_reading_decides_answer_question_or_command(
    library: Library, text: str, asking: str, expected: str | None
) -> None:
    found = move(asked(text, asking=asking, answers={"email": "x@y.eu"}), library, asks=text.endswith(("?", "？")))
    assert (found.name if found else None) == expected


def test_correction_takes_the_new_value_and_not_the_old(library: Library) -> None:
    draft = Draft({"name": "Anna Rossi", "email": "x@y.eu"}, "topic", consent="2026_11")
    for text, expected in (
        ("sorry, my name is Anna Bianchi, not Rossi", {"name": "Anna Bianchi"}),
        ("the e-mail should be new@y.eu", {"email": "new@y.eu"}),
        ("名字写错了，应该是李娜", {"name": "李娜"}),
        ("把邮箱改成new@y.eu", {"email": "new@y.eu"}),
        ("I meant Anna Bianchi, not Anna Rossi", {"name": "Anna Bianchi"}),
        ("不是Rossi，是Bianchi", {"name": "Anna Bianchi"}),
        ("the e-mail is new@y.eu, and the name is Li Na", {"email": "new@y.eu", "name": "Li Na"}),
        ("change something", {}),
        ("we change cities", {}),
    ):
        assert request_corrections.corrections(text, draft) == expected, text


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("+39 051 219 3040", None, "+390512193040"),
        ("0039 051 2193040", None, "+390512193040"),
        ("051 219 3040", "IT", "+390512193040"),
        ("13800138000", "DE", "+8613800138000"),
        ("86-138-0013-8000", "CN", "+8613800138000"),
        ("027-82826666", "CN", "+862782826666"),
        ("１３８００１３８０００", "CN", "+8613800138000"),
        ("1234567", "CN", None),
    ],
)
def test_telephone_numbers_are_kept_in_the_international_form(
    written: str, country: str | None, kept: str | None
) -> None:
    assert request_contacts.read(written, country).get("phone") == kept


def test_every_form_of_the_words_can_be_read() -> None:
    rows = request_draft.words()
    listed = [one for forms in rows["commands"].values() for one in forms] + list(rows["around"].values())
    listed += [one for name in ("role", "timeframe", "budget") for one in rows[f"{name}_words"].values()]
    assert all(request_draft.form(one) for one in listed)


GIVEN: dict[str, tuple[str, dict[str, Any]]] = {
    "organisation": ("Town of Hilden", {"organisation": "Town of Hilden"}),
    "country": ("Germany", {"country": "DE"}),
    "name": ("Jan Meyer", {"name": "Jan Meyer"}),
    "role": ("1", {"role": "city"}),
    "contact": ("jan@hilden.de", {"email": "jan@hilden.de"}),
    "topic": ("Exchange on cycling and public squares", {"description": "Exchange on cycling and public squares"}),
    "partner": ("please suggest", {"partner": "suggest"}),
    "timeframe": ("within a year", {"timeframe": "year"}),
    "budget": ("no budget", {"budget": "none"}),
    "contacts": ("We know people in Yantai", {"contacts": "We know people in Yantai"}),
}
BETWEEN = ("why do you ask?", "What is the IUC?", "go back", "later", "what have you noted so far?", "skip", "?!",
           "cancel", "hello", "123456", "change something", "submit", "thanks")  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_no_order_of_messages_loses_an_answer_or_ends_in_silence(library: Library, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    talk = Talk(library)
    talk.ask("request_cooperation", text="we would like to cooperate")
    talk.ask("request_cooperation", ("guide", "agree"), text="I agree")
    given: dict[str, Any] = {}
    for _ in range(60):
        draft = Draft.of(talk.slots)
        assert draft is not None
        known = GIVEN.get(draft.asking) if draft.waits else None
        text = known[0] if known and chance.random() < 0.5 else chance.choice(BETWEEN)
        if draft.asking in ("summary", "change") and not known and text == "submit":
            text = "go back"
        said = _say(talk, text)
        after = Draft.of(talk.slots)
        assert after is not None and said
        if known and text == known[0]:
            given |= known[1]
        assert given.items() <= dict(after.answers).items(), text


def _say(talk: Talk, text: str) -> bool:
    """Send a typed message as the brain would; tell whether anything was answered."""
    entities = (Entity("country", "DE", "Germany", 0),) if "Germany" in text else ()
    question = Question("did_you_mean", text, entities, slots=dict(talk.slots), confidence=0.3)
    for guide in guides.GUIDES:
        if not guide.waits(text, talk.slots):
            continue
        step = guide.move_of(question, talk.library, text.endswith("?"), False)
        if step is None or step.name is None:
            continue
        steps = [("guide", step.name), *([step.choice] if step.choice else []), *((e.kind, e.value) for e in entities)]
        reply = talk.ask(step.intent, *steps, text=text)
        return bool(reply.effects or all(reply.text(language) for language in LANGUAGES))
    reply = talk.ask("ask_programme", ("programme", "programmes/iuc"), text=text)
    guides.remind(question, reply.answer)
    talk.slots.update(reply.answer.slots)
    return bool(reply.text())


@pytest.mark.parametrize(
    ("text", "asking", "expected"),
    [
        ("clean air, joint programme with a Chinese city", "contact", {"description"}),
        ("Chinese city, not too big", "contact", {"partner"}),
        ("we want to set up a joint programme on air quality with a chinese city", "country", {"description"}),
        ("希望与中国城市开展空气质量方面的联合项目", "country", {"description"}),
        ("China", "country", {"country"}),
        ("Ana Ruiz", "country", {"name"}),
    ],
)
def test_what_speaks_of_the_other_side_is_no_fact_of_the_writer(
    library: Library, text: str, asking: str, expected: set[str]
) -> None:
    place = "chinese" if "chinese" in text.lower() else "China"
    named = (Entity("country", "CN", place, 0),) if place.lower() in text.lower() else ()
    question = asked(text, *named, asking=asking, answers={"organisation": "Kraków University of Technology"})
    draft = Draft.of(question.slots)
    assert draft is not None
    assert set(request_fields.gather(question, library, draft)) == expected


def test_number_of_questions_stays_the_same_whatever_is_answered() -> None:
    draft = Draft({}, "organisation", consent="2026_11")
    assert draft.with_({"organisation": "Gdynia", "topics": ["clusters/circular"]}).asked("name").progress == (3, 11)
    assert draft.progress == (1, 11)
