"""The page of a case: what it shows, what it never shows, and what is written down of its use."""

from __future__ import annotations

import re

import pytest

from desk import audit, cases, outbox, visitors
from desk.visitors import Claims
from tests.bot.conftest import RunningGateway
from tests.bot.served import Served
from tests.desk.console.colleague import Colleague
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import HOSTILE, case_of, waiting


def test_notes_and_names_stay_inside(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "note", text="Call the mayor's office first")

    assert "Call the mayor's office first" in bea.reads(f"/cases/{reference}")
    assert "mayor's office" not in str(visitor.messages())
    assert bea.person.id not in str(visitor.messages())


def test_what_was_delivered_is_what_the_visitor_has(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "take")
    bea.do(reference, "reply", text="Hello")
    with served.database.read() as connection:
        assert outbox.count_by_state(connection).get("delivered", 0) == 0
    visitor.http.post("/api/ack", json={"seq": visitor.messages()[-1]["seq"]})

    assert "delivered" in bea.reads(f"/cases/{reference}")


def test_hostile_words_are_words_on_every_page(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    visitor.ask(HOSTILE)
    admin = hire(served, "admin", "Ada")
    admin.do(reference, "take")
    admin.do(reference, "note", text=HOSTILE)
    admin.do(reference, "tags", tags="<b>x</b>, y")
    admin.do(reference, "reply", text=HOSTILE)
    for path in ("/?view=all", f"/cases/{reference}", f"/cases/{reference}/live", "/log"):
        page = admin.get(path).text
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page
        assert "49" not in re.findall(r"alert\(2\)[^<]*", page)


def test_reading_answering_and_changing_are_in_the_audit_log_without_values(served: RunningGateway) -> None:
    _, reference = waiting(served)
    admin = hire(served, "admin", "Ada")
    admin.get(f"/cases/{reference}")
    admin.do(reference, "take")
    admin.do(reference, "reply", text="A secret answer")
    admin.do(reference, "tags", tags="secret tag")
    with served.database.read() as connection:
        lines = [line for line in audit.page(connection, subject=f"case:{reference}") if line.action != "case.read"]
        reads = [line for line in audit.page(connection) if line.action == "case.read"]

    assert [(line.action, line.fields) for line in reversed(lines)] == [
        ("case.take", ["assignee", "status"]), ("case.reply", []), ("case.tags", ["tags"]),
    ]  # fmt: skip
    assert {line.actor for line in [*lines, *reads]} == {admin.person.id}
    assert "secret" not in admin.reads("/log").replace("a secret", "")


def test_an_unknown_case_is_a_page_that_says_so(desk: RunningGateway) -> None:
    answer = hire(desk, "agent").get("/cases/CB-2026-000000")

    assert answer.status_code == 404
    assert "no case with this reference" in answer.text


@pytest.mark.parametrize(
    ("move", "fields"),
    [
        ("take", {"version": "one"}),
        ("take", {"version": "99999999999"}),
        ("reply", {"epoch": "-1", "text": "x"}),
        ("reply", {"text": ""}),
        ("note", {"text": "   "}),
        ("priority", {"priority": "highest"}),
        ("finish", {"status": "new"}),
        ("tags", {"tags": ",".join(str(number) for number in range(20))}),
        ("reopen", {}),
        ("hand-back", {}),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    served: RunningGateway, move: str, fields: dict[str, str]
) -> None:
    _, reference = waiting(served)
    before = case_of(served, reference)
    answer = hire(served, "agent").do(reference, move, **fields)

    assert answer.status_code in (400, 422)
    assert case_of(served, reference) == before


def test_colleagues_on_the_same_case_see_each_other(served: RunningGateway) -> None:
    _, reference = waiting(served)
    bea, cem = hire(served, "agent", "Bea"), hire(served, "agent", "Cem")
    bea.get(f"/cases/{reference}")

    assert "Also looking: Bea" in cem.reads(f"/cases/{reference}")


def test_revoking_a_session_ends_its_stream(served: RunningGateway) -> None:
    bea = hire(served, "agent", "Bea")
    with bea.http.stream("GET", "/desk/stream") as stream:
        lines = stream.iter_lines()
        assert "event: changed" in [next(lines) for _ in range(4)]
        other = hire(served, "agent", "Bea")  # a new password ends every session
        rest = list(lines)

    assert "event: ended" in rest
    assert other.get("/").status_code == 200


def test_a_gateway_that_ends_lets_go_of_the_stream_in_order(served: RunningGateway) -> None:
    bea = hire(served, "agent", "Bea")
    with bea.http.stream("GET", "/desk/stream") as stream:
        lines = stream.iter_lines()
        while next(lines) != "event: changed":
            pass
        Served.stop(served)  # the server alone: the colleague stays
        assert "event: ended" not in list(lines)  # a stream that is cut off in the middle raises here


def test_a_new_message_moves_the_stream(served: RunningGateway) -> None:
    visitor, _ = waiting(served)
    bea = hire(served, "agent", "Bea")
    with bea.http.stream("GET", "/desk/stream") as stream:
        lines = stream.iter_lines()
        while next(lines) != "event: changed":
            pass
        visitor.post("news")
        while next(lines) != "event: changed":
            pass


def test_a_case_without_conversation_can_still_be_worked_on(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    with served.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM conversations")
    bea = hire(served, "agent", "Bea")

    assert "has been deleted" in bea.reads(f"/cases/{reference}")
    assert bea.do(reference, "take").status_code == 422
    assert bea.do(reference, "finish", status="closed").status_code == 303
    assert cases.CLOSED == case_of(served, reference).status
    assert visitor is not None


def test_the_inbox_filters_by_what_it_offers_only(served: RunningGateway) -> None:
    _, english = waiting(served, "en")
    _, chinese = waiting(served, "zh")
    agent = Colleague(served, hire(served, "agent").person)
    agent.sign_in()

    assert english in agent.get("/?view=all&language=en").text
    assert chinese not in agent.get("/?view=all&language=en").text
    nothing = agent.get("/?view=all&language=en&words=zzzz").text
    assert 'href="/desk/?view=all">Show all, without filters' in nothing and "appear here by themselves" not in nothing
    everything = agent.get("/?view=all&language=fr&assignee=x&__class__=y&page=-1&kind='; DROP TABLE cases").text
    assert english in everything
    assert chinese in everything


def test_a_refused_note_never_comes_back_into_the_box_for_answers(served: RunningGateway) -> None:
    _, reference = waiting(served)
    refused = hire(served, "agent").do(reference, "note", text="x" * 8001)

    assert refused.status_code == 422
    assert f'data-restore="{reference}:note"' in refused.text


def test_what_the_visitor_thought_is_shown_as_words(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    opinion = {"seq": visitor.messages()[-1]["seq"], "verdict": "down", "reason": "outdated", "words": HOSTILE}
    assert visitor.http.post("/api/feedback", json=opinion).status_code == 200
    bea = hire(served, "agent", "Bea")
    page, source = bea.reads(f"/cases/{reference}"), bea.get(f"/cases/{reference}").text

    assert "the visitor found this not helpful · out of date" in page
    assert "<img src=x" not in source and "<script>alert" not in source


def test_who_a_site_says_the_visitor_is_is_shown_as_its_claim(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    with served.database.write() as connection:
        claims = Claims("u-1", HOSTILE[:100], "li@city.example")
        visitors.identify(connection, visitor.session["conversation_id"], claims, served.gateway.clock())
    bea = hire(served, "agent", "Bea")
    page, source = bea.reads(f"/cases/{reference}"), bea.get(f"/cases/{reference}").text

    assert re.search("the site – says this is .*li@city.example, u-1", page)
    assert "<img src=x" not in source and "<script>alert" not in source


@pytest.mark.parametrize(
    ("language", "mark", "view"), [("en", "@ mentions you", "Mentions"), ("zh", "@提到您", "提到我的")]
)
def test_a_colleague_named_in_a_note_finds_the_case_in_their_inbox_until_they_open_it(
    served: RunningGateway, language: str, mark: str, view: str
) -> None:
    _, reference = waiting(served)
    bea, cem = hire(served, "agent", "Bea"), hire(served, "viewer", "Cem", language)
    assert view not in cem.reads("/")
    assert bea.do(reference, "note", text=f"@Cem {HOSTILE}").status_code == 303

    inbox = cem.reads("/?view=named")
    assert mark in inbox and reference in inbox and f"{view} 1" in cem.reads("/")
    assert "@Cem" in bea.reads(f"/cases/{reference}") and "<script>alert" not in bea.get(f"/cases/{reference}").text
    cem.get(f"/cases/{reference}")
    assert mark not in cem.reads("/?view=named") and view not in cem.reads("/")
