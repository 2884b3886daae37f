"""Programmes that have ended: who plans with them, who looks for their office, and what is told first."""

from __future__ import annotations

import pytest

from tests.actions.asking import LANGUAGES, Reply, Talk

IUC = ("programme", "programmes/iuc")
IURC = ("programme", "programmes/iurc")
PLANS = (
    "We want to join the IUC as a pilot city next year, how do we apply?",
    "我们明年想加入IUC成为试点城市，怎么申请？",
)
PLANNING = ("ask_city_pilot", "ask_programme", "did_you_mean", "ask_steps", "ask_funding_eligibility")


def told(reply: Reply) -> list[tuple[str | None, str | None]]:
    return [(row["ref"], row["fact"]) for row in reply.answer.told]


@pytest.mark.parametrize("text", PLANS)
@pytest.mark.parametrize("intent", PLANNING)
def test_who_plans_with_an_ended_programme_is_told_at_once(talk: Talk, intent: str, text: str) -> None:
    reply = talk.ask(intent, IUC, text=text, candidates=("ask_city_pilot",))
    assert reply.says[0] == "state.programme.ended_since"
    assert "2020" in reply.first(1)
    assert "December 2023" in reply.text("en")
    assert ("programmes/iurc", "next_china") in told(reply)
    assert "plan.possible" in reply.says
    assert {"request_cooperation", "find_partner"} <= {button for button, _ in reply.buttons}
    assert all(reply.text(language) for language in LANGUAGES)


def test_a_wish_to_cooperate_in_an_ended_programme_is_taken_up_with_the_truth(talk: Talk) -> None:
    reply = talk.ask("request_cooperation", IURC, text="we want to join IURC")
    assert reply.says[0] == "state.programme.ended_since"
    assert reply.effects == []
    assert "request.consent_first" in reply.says


def test_a_question_about_a_programme_is_no_plan(talk: Talk) -> None:
    assert "plan.possible" not in talk.ask("ask_programme", IUC, text="What is the IUC?").says
    went = talk.ask("ask_city_pilot", IUC, ("city", "cities/chongqing"), text="When did Chongqing join the IUC?")
    assert went.answer.spoken == ["cities/chongqing"]


@pytest.mark.parametrize(("programme", "office"), [(IUC, "contacts/iuc_asia"), (IURC, "contacts/iurc")])
def test_the_office_of_an_ended_programme_is_history(talk: Talk, programme: tuple[str, str], office: str) -> None:
    reply = talk.ask("ask_contact", ("role", "roles/key_contact"), programme, ("unknown_name", "Beijing"))
    assert reply.says[0] == "state.programme.ended_since"
    assert "state.contact.historical_since" in [block.get("say") for block in reply.blocks[:3]]
    assert reply.answer.spoken[0] == office
    assert ("ask_for_person", None) in reply.buttons
    texts = [block for block in reply.blocks if block["type"] == "text"]
    assert texts[-1]["say"] == "contact.own_here"
    assert all(reply.text(language) for language in LANGUAGES)


def test_a_detail_of_the_office_comes_after_the_end(talk: Talk) -> None:
    reply = talk.ask("ask_contact", IURC, hits=(("contacts/iurc", "phone"),))
    assert [block["say"] for block in reply.blocks[:2]] == [
        "state.programme.ended_since",
        "state.contact.historical_since",
    ]
    assert ("contacts/iurc", "phone") in told(reply)


def test_the_summary_follows_the_end_and_the_note_on_it_comes_third(talk: Talk) -> None:
    reply = talk.ask("ask_programme", ("programme", "programmes/uec"))
    assert "Horizon 2020" in reply.first(2)


def test_the_office_of_the_programme_just_spoken_of(talk: Talk) -> None:
    talk.ask("ask_programme", IUC)
    reply = talk.ask("ask_contact")
    assert reply.says[0] == "state.programme.ended_since"
    assert "office@iuc-asia.eu" in reply.text("zh")


def test_a_detail_asked_for_comes_before_the_end(talk: Talk) -> None:
    reply = talk.ask("ask_programme_status", IUC, hits=(("programmes/iuc", "launch_cn"),))
    assert "15 March 2017" in reply.first(1)
    assert "has ended" in reply.first(2)
    still = talk.ask("ask_programme_status", IUC, hits=(("programmes/iuc", "status"),))
    assert still.says[0] == "state.programme.ended_since"


def test_a_lesser_hit_leads_only_where_nothing_is_as_near(talk: Talk) -> None:
    ref = "programmes/iuc"
    two = ((ref, "round1_cn"), (ref, "approach"))
    assert told(talk.ask("ask_programme", IUC, hits=two[:1], score=0.65))[0] == two[0]
    beside = told(talk.ask("ask_programme", IUC, hits=two, score=0.7))
    assert (ref, None) in beside
    assert two[0] not in beside
    assert told(talk.ask("ask_programme", IUC, hits=two, score=0.8))[0] == two[0]


@pytest.mark.parametrize(("facts", "score", "leads"), [(2, 0.8, False), (1, 0.7, False), (1, 0.8, True)])
def test_a_pilot_is_told_by_its_summary_unless_one_fact_is_asked_for_beyond_doubt(
    talk: Talk, facts: int, score: float, leads: bool
) -> None:
    ref = "pilots/mannheim_chongqing"
    hits = ((ref, "innov"), (ref, "goals"))[:facts]
    cities = (("city", "cities/mannheim"), ("city", "cities/chongqing"))
    reply = talk.ask("ask_pilots", *cities, hits=hits, score=score)
    assert (told(reply)[0] == hits[0]) is leads
    assert ("2020" in reply.first(2)) is True
    assert hits[0] in told(reply)


def test_a_question_for_the_whole_record_is_answered_by_its_summary(talk: Talk) -> None:
    ref = "pilots/mannheim_chongqing"
    record = talk.library.get(ref)
    assert record is not None and record.summary is not None
    story = [fact.name for fact in record.facts.values() if fact.text is not None][0]
    reply = talk.ask("ask_pilots", ("pilot", ref), hits=((ref, None), (ref, story)))
    assert (ref, None) == [row for row in told(reply) if row[1] is None][0]
    assert told(reply)[0] != (ref, story)


@pytest.mark.parametrize("named", [True, False])
def test_the_money_of_a_programme_is_told_without_asking_which_scheme(talk: Talk, named: bool) -> None:
    if not named:
        talk.ask("ask_programme", IURC)
    reply = talk.ask("ask_funding_amount", *([IURC] if named else []))
    assert "2,498,490" in reply.first(1)
    assert "has ended" in reply.text("en")
    talk.ask("ask_programme", IUC)
    other = talk.ask("ask_funding_amount")
    assert other.says[0] == "programme.no_budget"
    assert ("programmes/iuc", "owner") in told(other)


def test_the_scheme_spoken_of_last_goes_before_an_older_programme(talk: Talk) -> None:
    talk.ask("ask_programme", IURC)
    talk.ask("ask_funding", ("funding", "funding/he"))
    assert talk.ask("ask_funding_amount").answer.spoken == ["funding/he"]
