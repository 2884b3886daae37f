"""What goes to people needs a plain yes; what is said afterwards is added, and all of it can be taken back."""

from __future__ import annotations

from actions import consents, guides
from actions.context import Question
from actions.moves import Move
from knowledge.library import Library
from tests.actions.asking import LANGUAGES, Reply, Talk
from tests.actions.test_consent_reader import filed, move

ROME = ("city", "cities/rome")
YES, NO, ADD = ("guide", "yes"), ("guide", "no"), ("guide", "add")


def ask_rome(talk: Talk) -> Reply:
    return talk.ask("complain", ROME, text="we want to work with Rome")


def test_a_complaint_is_shown_before_it_is_passed_on(talk: Talk) -> None:
    reply = ask_rome(talk)
    assert reply.effects == []
    assert "consent.ask" in reply.says
    assert "we want to work with Rome" in reply.text("en")
    assert "Brussels" in reply.text("en")
    assert [value for _, value in reply.buttons[:2]] == ["yes", "no"]
    assert all(reply.text(language) for language in LANGUAGES)


def test_only_a_yes_opens_the_case_with_what_happens_next(talk: Talk) -> None:
    ask_rome(talk)
    reply = talk.ask("complain", YES, text="yes")
    assert reply.effects == [
        {
            "type": "open_case",
            "kind": "escalation",
            "asked": "we want to work with Rome",
            "records": ["cities/rome"],
            "office": "brussels",
        }
    ]
    assert "consent.can_add" in reply.says
    assert talk.ask("complain", YES, text="yes").effects == []


def test_a_no_passes_nothing_on_and_a_later_yes_neither(talk: Talk) -> None:
    ask_rome(talk)
    assert "consent.dropped" in talk.ask("complain", NO).says
    late = talk.ask("complain", YES)
    assert late.effects == []
    assert "consent.nothing_open" in late.says


def test_details_are_added_before_the_yes_and_passed_on_with_it(talk: Talk) -> None:
    ask_rome(talk)
    assert "consent.noted" in talk.ask("complain", ADD, ("city", "cities/nice"), text="also with Nice").says
    effect = talk.ask("complain", YES).effects[0]
    assert effect["asked"] == "we want to work with Rome\nalso with Nice"
    assert effect["records"] == ["cities/rome", "cities/nice"]


def test_the_office_is_that_of_the_language(talk: Talk) -> None:
    talk.slots["language"] = "zh"
    assert "北京办公室" in ask_rome(talk).text("zh")
    assert talk.ask("complain", YES).effects[0]["office"] == "beijing"


def test_what_follows_a_request_is_added_to_it(talk: Talk) -> None:
    ask_rome(talk)
    talk.ask("complain", YES)
    reply = talk.ask("request_cooperation", ADD, text="our contact is the mayor's office")
    assert reply.effects == [{"type": "add_to_case", "asked": "our contact is the mayor's office"}]


def test_a_request_is_withdrawn_by_name_or_as_the_last_one(talk: Talk) -> None:
    last = talk.ask("request_cooperation", ("guide", "withdraw"))
    assert last.effects == [{"type": "withdraw_case", "reference": None}]
    named = talk.ask("request_cooperation", ("reference", "CB-2026-0007"), ("guide", "withdraw"))
    assert named.effects == [{"type": "withdraw_case", "reference": "CB-2026-0007"}]


def test_a_complaint_is_offered_to_be_passed_on_with_what_was_said_last(talk: Talk) -> None:
    talk.ask("ask_city", ("city", "cities/nice"))
    offered = talk.ask("complain", text="that did not help")
    assert offered.effects == []
    assert "desk.sorry" in offered.says
    effect = talk.ask("complain", YES).effects[0]
    assert (effect["kind"], effect["records"]) == ("escalation", ["cities/nice"])


def test_a_call_is_answered_honestly_and_offered(talk: Talk) -> None:
    reply = talk.ask("ask_for_person", ("guide", "contact"), text="please")
    assert reply.effects == []
    assert {"desk.contact", "consent.ask"} <= set(reply.says)
    assert talk.ask("ask_for_person", YES).effects[0]["kind"] == "escalation"


def test_deletion_is_left_to_the_gateway_which_asks_before(talk: Talk) -> None:
    assert talk.ask("ask_for_person", ("guide", "deletion"), text="please").effects == [{"type": "ask_erasure"}]


def test_while_a_person_is_awaited_contact_data_go_to_the_same_case(talk: Talk) -> None:
    talk.ask("ask_for_person", text="a person please")
    reply = talk.ask("ask_for_person", ("guide", "contact"), text="call me on +48 600 123 456")
    assert [one["type"] for one in reply.effects] == ["add_to_case"]
    assert "desk.contact" in reply.says


def test_a_person_of_the_other_office_can_be_asked_for(talk: Talk) -> None:
    reply = talk.ask("ask_for_person", text="I want to speak to someone in the Beijing office")
    assert reply.effects == [{"type": "ask_person", "office": "beijing"}]


def test_a_question_in_between_is_answered_and_the_wish_stays_open(talk: Talk) -> None:
    ask_rome(talk)
    question = Question("ask_city_partners", "who is Nice paired with?", slots=talk.slots)
    assert move(question, talk.library, asks=True, is_sure=True) is None
    reply = talk.ask("ask_city_partners", ("city", "cities/nice")).answer
    guides.remind(question, reply)
    assert [block["say"] for block in reply.blocks if "say" in block][-1] == "consent.still_open"
    assert [button["do"]["entities"][0]["value"] for button in reply.buttons[:2]] == ["yes", "no"]


def test_a_wish_is_dropped_after_two_reminders_and_said_to_be(talk: Talk) -> None:
    ask_rome(talk)
    said: list[str] = []
    for _ in range(3):
        question = Question("ask_city", "Nice?", slots=dict(talk.slots))
        reply = talk.ask("ask_city", ("city", "cities/nice")).answer
        guides.remind(question, reply)
        talk.slots.update(reply.slots)
        said.append([block["say"] for block in reply.blocks if "say" in block][-1])
    assert said == ["consent.still_open", "consent.still_open", "consent.dropped"]
    assert consents.Wish.of(Question("yes", slots=talk.slots)) is None


def test_when_something_else_was_spoken_of_a_name_is_no_detail(library: Library, talk: Talk) -> None:
    talk.slots.update(filed())
    answer = talk.ask("ask_city", ("city", "cities/nice")).answer
    guides.remind(Question("ask_city", "Nice?", slots=talk.slots), answer)
    assert answer.slots[consents.SLOT]["fresh"] is False
    assert move(Question("ask_same_for", "Gdańsk", slots=filed(fresh=False)), library, is_sure=True) is None


def test_an_earlier_request_can_be_withdrawn_while_the_next_one_is_written(talk: Talk) -> None:
    talk.slots.update(filed())
    talk.ask("request_cooperation", ("city", "cities/nice"), text="another request: Nice")
    question = Question("deny", "withdraw my request", slots=talk.slots)
    assert move(question, talk.library, is_sure=True) == Move("request_cooperation", "withdraw")
