"""What is over is said to be over, at once and with its date; what is closed is never offered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from actions import states
from actions.funding import takes_applications
from knowledge.library import Library, load
from knowledge.state import open_calls, state_on
from tests.actions.asking import Reply, Talk, walk
from tests.knowledge import samples

DAYS = [date(2018, 3, 1), date(2024, 8, 1), date(2026, 1, 15), date(2026, 2, 11), date(2026, 11, 22), date(2029, 1, 1)]
OFFERING = ("funding.call_open", "funding.open_state")
ALIVE = ("funding.title_running", "funding.title_restricted", "funding.title_unknown")


def offered(reply: Reply) -> set[str]:
    """Give the refs of the schemes that an answer presents as more than history."""
    found: set[str] = set()
    for block in reply.blocks:
        title = (block.get("title") or {}).get("say")
        alive = str(block.get("say", "")).startswith(("funding.state_", *OFFERING))
        if title in ALIVE or alive:
            found |= set(block.get("records", ()))
    return found


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("intent", ["list_funding", "find_funding", "ask_funding_deadline"])
def test_closed_scheme_is_never_offered(library: Library, today: date, intent: str) -> None:
    closed = {one.ref for one in library.of_kind("funding") if state_on(one, today).is_ == "closed"}
    for entities in ((), (("country", "CN"),), (("country", "DE"), ("city", "cities/chengdu"))):
        reply = Talk(library, today).ask(intent, *entities)
        assert closed & offered(reply) == set()


@pytest.mark.parametrize("today", DAYS)
def test_only_an_open_call_is_called_open(library: Library, today: date) -> None:
    for scheme in library.of_kind("funding"):
        reply = Talk(library, today).ask("ask_funding_deadline", ("funding", scheme.ref))
        assert ("funding.call_open" in reply.says) == takes_applications(scheme, today)
        if "funding.call_open" in reply.says:
            assert open_calls(scheme, today)
            assert state_on(scheme, today).is_ != "closed"


@pytest.mark.parametrize("today", DAYS)
def test_what_is_over_is_said_in_the_first_two_sentences(library: Library, today: date) -> None:
    for kind, intent in (("programme", "ask_programme"), ("funding", "ask_funding"), ("contact", "ask_contact")):
        for record in library.of_kind(kind):
            if not states.is_over(record, today):
                continue
            asked = [(), ((record.ref, next(iter(record.facts))),)]
            for hits in asked:
                reply = Talk(library, today).ask(intent, (kind, record.ref), hits=hits)
                first = [block.get("say", "") for block in reply.blocks][:2]
                assert any(str(key).startswith("state.") for key in first), record.ref


def test_the_date_of_an_end_is_said(talk: Talk) -> None:
    assert "2020" in talk.ask("ask_programme_status", ("programme", "programmes/iuc")).first(1)


@pytest.mark.parametrize(
    ("today", "key"),
    [
        (date(2025, 1, 1), "funding.call_coming"),
        (date(2025, 1, 15), "funding.call_open"),
        (date(2025, 3, 31), "funding.call_open"),
        (date(2025, 4, 1), "funding.call_coming"),
        (date(2026, 2, 10), "funding.call_open"),
        (date(2026, 2, 11), "funding.call_past"),
    ],
)
def test_a_call_is_open_from_its_first_to_its_last_day(folder: Path, today: date, key: str) -> None:
    made_up = load(samples.write(folder))
    reply = Talk(made_up, today).ask("ask_funding_deadline", ("funding", "funding/seed"))
    found = [say for say in reply.says if say.startswith("funding.call_")]
    assert found[0] == key
    assert reply.text("zh")


def test_the_call_that_is_open_is_listed_when_no_scheme_is_named(folder: Path) -> None:
    made_up = load(samples.write(folder))
    assert "funding.call_open" in Talk(made_up, date(2025, 2, 1)).ask("ask_funding_deadline").says
    assert "funding.none_open" in Talk(made_up, date(2026, 6, 1)).ask("ask_funding_deadline").says


def test_a_scheme_written_as_running_is_closed_once_its_calls_are_past(folder: Path) -> None:
    made_up = load(samples.write(folder))
    reply = Talk(made_up, date(2026, 6, 1)).ask("ask_funding_eligibility", ("funding", "funding/seed"))
    assert reply.says[0] == "state.funding.closed_since"
    assert "February 2026" in reply.first(1)


def test_a_programme_ends_with_its_period_though_it_says_running(folder: Path) -> None:
    made_up = load(samples.write(folder))
    before = Talk(made_up, date(2018, 1, 1)).ask("ask_programme_status", ("programme", "programmes/twins"))
    after = Talk(made_up, date(2021, 1, 1)).ask("ask_programme_status", ("programme", "programmes/twins"))
    assert before.says[0] == "state.programme.running"
    assert after.says[0] == "state.programme.ended_since"


def test_funding_answers_end_with_the_portal_and_the_plain_truth(talk: Talk) -> None:
    for intent in ("list_funding", "find_funding"):
        says = [
            key
            for block in talk.ask(intent, ("country", "DE"), ("applicant", "city")).blocks
            for key in [block.get("say")]
            if key
        ]
        assert says[-2:] == ["funding.no_pair_scheme", "funding.portal"]


def test_contact_answers_end_with_the_help_desk_itself(talk: Talk) -> None:
    contacts = [(("contact", record.ref),) for record in talk.library.of_kind("contact")]
    for entities in [(), (("city", "cities/kunming"),), *contacts]:
        texts = [block for block in talk.ask("ask_contact", *entities).blocks if block["type"] == "text"]
        assert texts[-1]["say"] in ("contact.own", "contact.own_here")


def test_the_contact_of_the_operator_is_named_where_it_is_set(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPDESK_CONTACT", "desk@example.org")
    reply = talk.ask("ask_contact", ("contact", "contacts/iuc_asia"))
    assert "desk@example.org" in reply.text("en")
    assert "desk@example.org" in reply.text("zh")


def test_an_overdue_check_is_admitted(folder: Path) -> None:
    made_up = load(samples.write(folder))
    reply = Talk(made_up, date(2026, 6, 11)).ask("ask_freshness", ("city", "cities/lakeside"))
    assert "freshness.overdue" in reply.says
    assert (
        "freshness.checked" in Talk(made_up, date(2026, 6, 10)).ask("ask_freshness", ("city", "cities/lakeside")).says
    )


def test_blocks_are_dated(talk: Talk) -> None:
    reply = talk.ask("ask_city_population", ("city", "cities/chongqing"))
    dated = [node for block in reply.blocks for node in walk(block) if node.get("as_of")]
    assert any(node["as_of"] == "2020-11-01" for node in dated)


@pytest.mark.parametrize("text", ["events in September 2026", "2026年12月有活动吗", "2025年9月有什么活动吗"])
def test_month_of_a_year_without_events_is_answered(library: Library, text: str) -> None:
    year = "2025" if "2025" in text else "2026"
    reply = Talk(library).ask("ask_timeline", ("year", year), text=text)
    assert "timeline.none_in" in reply.says
    if year == "2026":
        assert "timeline.latest" in reply.says  # what comes, or came last, is told as for the year alone
