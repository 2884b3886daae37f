"""What is too old is deleted, and nothing else; a dry run says the same before, the audit log after."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from ruamel.yaml import YAML
from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from desk import audit, cases, conversations, drafts, messages, ownership, unanswered_marks, ways_back
from desk.audit import Actor
from desk.cases import Wish
from desk.console.logged import told
from desk.console.words import Words
from desk.conversations import Conversation
from desk.database import Database
from desk.messages import Reply
from desk.models import conversations as talks
from desk.models import messages as message_rows
from desk.requests import Consent
from desk.retention import Gone, Periods, apply, kind_names, plan, rules
from desk.staff.models import signin_failures
from desk.unanswered_marks import Mark
from tests.databases import NOW
from tests.import_graph import ROOT
from tools.retention import carry_out, look, report
from tools.terminal import Terminal

MACHINE = Actor("-", "retention")
KEPT = Periods(conversations=10, cases=20, drafts=5)


def gone(connection: Connection, on: int, kept: Periods = KEPT) -> dict[str, int]:
    """Return what went on a day, and see that the dry run before has said so."""
    now = NOW + timedelta(days=on)
    said = {one.kind: one.rows for one in plan(connection, kept, now) if one.rows}
    went = {one.kind: one.rows for one in apply(connection, kept, MACHINE, now) if one.rows}
    assert said == went
    return went


def new(connection: Connection, language: str = "en") -> Conversation:
    return conversations.open_with_token(connection, "web", language, NOW)[0]


def test_old_conversation_goes_with_its_messages(database: Database) -> None:
    with database.write() as connection:
        old = new(connection)
        messages.say(connection, old.id, "web", Reply("assistant", "x", [], [], "en"), NOW)
        young, _ = conversations.open_with_token(connection, "web", "en", NOW + timedelta(days=9))
        went = gone(connection, 11)
        left = connection.execute(select(talks.c.id)).scalars().all()
        words = connection.execute(select(func.count()).select_from(message_rows)).scalar_one()

    assert (went, left, words) == ({"conversations": 1}, [young.id], 0)


def test_conversation_stays_while_its_case_does(database: Database) -> None:
    with database.write() as connection:
        talk = new(connection)
        case = cases.open_case(connection, talk, Wish(cases.COOPERATION, "x", [], "en", None), NOW)
        assert gone(connection, 300) == {}
        cases.set_status(connection, case, cases.CLOSED, "person:anna", NOW + timedelta(days=300))
        connection.execute(talks.update().values(state={"slots": {"name": "Anna"}}))
        assert gone(connection, 319) == {"context": 1}
        connection.execute(talks.update().values(state={"slots": {"name": "Anna"}}))

        assert gone(connection, 321) == {"cases": 1, "conversations": 1}


def test_conversation_that_waits_for_a_person_stays(database: Database) -> None:
    with database.write() as connection:
        ownership.ask_person(connection, new(connection), NOW)

        assert gone(connection, 300) == {}


def test_what_is_remembered_and_not_finished_goes_before_the_conversation(database: Database) -> None:
    with database.write() as connection:
        talk = new(connection)
        connection.execute(talks.update().values(state={"slots": {"name": "Anna"}}))
        drafts.save(connection, talk.id, {"name": "Anna"}, Consent("1", "0" * 64, "en", NOW), NOW)
        assert gone(connection, 4) == {}
        assert gone(connection, 6) == {"drafts": 1, "context": 1}
        assert conversations.by_id(connection, talk.id).state is None


def test_each_other_kind_goes_at_its_own_time_and_the_audit_log_says_so(database: Database) -> None:
    with database.write() as connection:
        ways_back.issue(connection, new(connection).id, ways_back.LINK, NOW)
        connection.execute(insert(signin_failures).values(account="0" * 64, network="10.0.0.0/24", at=NOW))
        went = [gone(connection, on, Periods()) for on in (6, 8, 29, 31)]
        lines = audit.page(connection, subject="retention")

    assert went == [{}, {"links": 1}, {}, {"signins": 1}]
    assert [(line.action, line.fields) for line in lines] == [
        ("retention.deleted", ["signins:1:before:2026-11-24"]),
        ("retention.deleted", ["links:1:before:2026-12-01"]),
    ]


def test_decision_about_a_question_goes_as_late_as_a_conversation(database: Database) -> None:
    with database.write() as connection:
        unanswered_marks.decide(connection, ["a", "b"], Mark("", unanswered_marks.ASIDE, "once", None, "anna", NOW))
        went = [gone(connection, on) for on in (9, 11, 12)]

    assert went == [{}, {"decisions": 2}, {}]


def test_a_conversation_with_another_case_that_stays_is_not_foreseen_to_go(database: Database) -> None:
    with database.write() as connection:
        talk = new(connection)
        connection.execute(talks.update().values(state={"slots": {"name": "Anna"}}))
        for days in (100, 310):
            case = cases.open_case(connection, talk, Wish(cases.COOPERATION, "x", [], "en", None), NOW)
            cases.set_status(connection, case, cases.CLOSED, "person:anna", NOW + timedelta(days=days))

        assert gone(connection, 321) == {"cases": 1, "context": 1}
        assert gone(connection, 331) == {"cases": 1, "conversations": 1}


def test_every_kind_is_named_in_both_languages_and_none_by_its_code() -> None:
    kinds = [rule.kind for rule in rules(Periods())]
    found = [Gone(kind, 0, 3, NOW) for kind in kinds]
    for language in ("en", "zh"):
        named = [told(f"{kind}:3:before:2026-11-23", Words(language), {}) for kind in kinds]
        printed = report(Terminal(language), found, done=False).splitlines()

        assert not [kind for kind, line in zip(kinds, named) if line.startswith(f"{kind}:3")]
        assert all(kind_names()[kind][language] in line for kind, line in zip(kinds, printed))


@pytest.mark.parametrize("file", ["tools/strings.yml", "desk/console/strings.yml"])
def test_one_file_alone_names_the_kinds_so_that_report_and_log_stay_alike(file: str) -> None:
    others = YAML(typ="safe").load((ROOT / file).read_text("utf-8"))

    assert set(kind_names()) == {rule.kind for rule in rules(Periods())}
    assert [key for key in others if re.fullmatch("(retention_|gone[.])" + f"({'|'.join(kind_names())})", key)] == []


def test_the_verb_looks_first_and_deletes_in_pieces(database: Database) -> None:
    now = NOW + timedelta(days=400)
    with database.write() as connection:
        for _ in range(501):
            new(connection)
    looked = {one.kind: one.rows for one in look(database, Periods(), now)}
    went = {one.kind: one.rows for one in carry_out(database, Periods(), now)}

    assert looked["conversations"] == went["conversations"] == 501
    assert {one.kind: one.rows for one in look(database, Periods(), now)}["conversations"] == 0
