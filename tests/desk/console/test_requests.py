"""Cooperation requests in the console: a table that is filtered, the request in its case, and what to suggest."""

from __future__ import annotations

import pytest

from desk import amending, audit
from desk.audit import Actor
from desk.requests import Request
from tests.bot.conftest import RunningGateway
from tests.desk.console.conftest import hire
from tests.desk.console.waiting import HOSTILE, USUAL, case_of, request, waiting


def test_the_table_is_filtered_by_each_thing_it_offers(served: RunningGateway) -> None:
    _, bologna = request(served)
    _, wuhan = request(
        served, "zh", name="赵敏", organisation="武汉市外办", city="武汉", city_ref="cities/wuhan", country="CN",
        role="university", topics=("clusters/mobility",), description="新能源汽车", email="zhao@wuhan.example",
        timeframe="soon", budget="large",
    )  # fmt: skip
    agent = hire(served, "agent", "Bea")
    agent.do(wuhan, "assign", colleague=agent.person.id)
    today = served.gateway.clock().date().isoformat()
    one = {
        "status=new", "office=brussels", "language=en", "role=city", "timeframe=year", "budget=small", "country=IT",
        "city=Bologna", "topic=clusters/circular", "words=giulia", "words=BOLOGNA", "words=rossi@", "until=2020-01-01",
    }  # fmt: skip
    for asked in one:
        page = agent.get(f"/requests?{asked}").text
        assert (asked, wuhan in page) == (asked, False)
        assert (asked, bologna in page) == (asked, not asked.startswith("until"))
    assert bologna not in agent.get(f"/requests?assignee={agent.person.id}").text
    assert wuhan in agent.get(f"/requests?assignee={agent.person.id}&status=assigned&since={today}").text


@pytest.mark.parametrize(
    "asked",
    [
        "status=gone",
        "country=italy",
        "topic=' OR 1=1",
        "since=tomorrow",
        "until=9999-99-99",
        "page=-1",
        "x=y",
        "words=",
    ],
)
def test_what_is_no_filter_changes_nothing(knowing: RunningGateway, asked: str) -> None:
    _, reference = request(knowing)

    assert reference in hire(knowing, "viewer").get(f"/requests?{asked}").text


def test_an_empty_table_says_why_and_what_to_do(served: RunningGateway) -> None:
    agent = hire(served, "agent")
    assert "No cooperation request yet" in agent.get("/requests").text
    assert "No request fits these filters" in agent.get("/requests?country=FR").text


@pytest.mark.parametrize(("language", "yantai"), [("en", "Yantai"), ("zh", "烟台")])
def test_the_case_shows_the_request_and_what_to_suggest(knowing: RunningGateway, language: str, yantai: str) -> None:
    _, reference = request(knowing, language)
    agent = hire(knowing, "agent", "Bea", language)
    page = agent.reads(f"/cases/{reference}")

    for said in ("Giulia Rossi", "g.rossi@bologna.example", {"en": "Italy", "zh": "意大利"}[language], yantai):
        assert said in page
    assert {"en": "Cities to suggest", "zh": "可推荐的城市"}[language] in page
    assert {"en": "Horizon Europe", "zh": "地平线欧洲"}[language] in page


def test_reading_requests_is_in_the_audit_log(served: RunningGateway) -> None:
    _, reference = request(served)
    agent = hire(served, "agent")
    agent.get("/requests?words=Giulia")
    agent.get(f"/cases/{reference}")
    with served.database.read() as connection:
        lines = {line.action: line for line in audit.page(connection, actor=agent.person.id)}

    assert lines["requests.read"].fields == ["name", "organisation", "city", "email"]
    assert "request" in lines["case.read"].fields
    assert "Giulia" not in str(lines)


def test_hostile_words_are_words_in_a_request(served: RunningGateway) -> None:
    fields = ("name", "organisation", "city", "description", "partner", "contacts", "email", "phone")
    _, reference = request(served, **dict.fromkeys(fields, HOSTILE))
    admin = hire(served, "admin", "Ada")
    for path in ("/requests", f"/cases/{reference}", "/?view=all", "/requests?city=%3Cimg%20src=x%3E"):
        page = admin.get(path).text
        assert "<img src=x" not in page
        assert "<script>alert" not in page
    assert "alert(1)" in admin.get(f"/cases/{reference}").text


def test_links_are_seen_from_both_cases_and_can_be_taken_away(served: RunningGateway) -> None:
    _, first = waiting(served)
    _, second = request(served)
    bea = hire(served, "agent", "Bea")
    assert bea.do(second, "link", other=first.lower(), kind="follows").status_code == 303

    assert "an earlier case " + first in bea.reads(f"/cases/{second}")
    assert "a later case " + second in bea.reads(f"/cases/{first}")
    assert "linked with" in bea.reads(f"/cases/{first}")
    assert bea.do(first, "unlink", other=second).status_code == 303
    assert "a later case " + second not in bea.reads(f"/cases/{first}")


@pytest.mark.parametrize(
    ("other", "kind"), [("CB-2026-000000", "follows"), ("", "follows"), ("itself", "follows"), ("first", "sibling")]
)
def test_a_link_to_nothing_or_of_no_kind_is_refused(served: RunningGateway, other: str, kind: str) -> None:
    _, first = waiting(served)
    _, second = request(served)
    reference = {"itself": second, "first": first}.get(other, other)

    assert hire(served, "agent").do(second, "link", other=reference, kind=kind).status_code == 422


def test_the_inbox_is_narrowed_by_cluster_words_and_ordered(served: RunningGateway) -> None:
    _, plain = waiting(served)
    _, bologna = request(served)
    agent = hire(served, "agent")

    narrowed = agent.get("/?view=all&cluster=clusters/circular").text
    assert bologna in narrowed
    assert plain not in narrowed
    assert plain not in agent.get("/?view=all&words=WASTE").text
    assert bologna in agent.get(f"/?view=all&words={bologna[-4:].lower()}").text
    oldest, newest = agent.get("/?view=all&sort=oldest").text, agent.get("/?view=all&sort=newest").text
    assert oldest.index(plain) < oldest.index(bologna)
    assert newest.index(bologna) < newest.index(plain)
    assert "No case fits these filters" in agent.get("/?view=all&words=nothing").text


def test_the_number_that_calls_counts_what_this_person_has_not_seen(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea, cem = hire(served, "agent", "Bea"), hire(served, "agent", "Cem")
    assert 'data-number="1"' in bea.get("/calls").text
    bea.do(reference, "take")
    bea.get(f"/cases/{reference}")
    assert 'data-number="0"' in bea.get("/calls").text
    assert 'data-number="0"' in cem.get("/calls").text

    visitor.post("Are you there?")
    assert 'data-number="1"' in bea.get("/calls").text
    assert case_of(served, reference).assignee == bea.person.id


def test_the_inbox_shows_what_is_asked_then_what_is_written_to_the_case(served: RunningGateway) -> None:
    visitor, _ = request(served)
    agent = hire(served, "agent")
    assert "Reuse of treated waste water" in agent.reads("/?view=all")
    assert "We would like to cooperate" not in agent.reads("/?view=all")
    visitor.ask("One more thing: we are twelve people")
    assert "we are twelve people" in agent.reads("/?view=all")


@pytest.mark.parametrize(
    ("language", "says", "event", "short"),
    [("en", "Changed by the visitor", "changed the request: E-mail, Budget", "changed"),
     ("zh", "咨询人已更改", "更改了意向：电子邮箱、预算", "有更改")],
)  # fmt: skip
def test_what_the_requester_changed_is_shown_and_that_it_was_changed(
    knowing: RunningGateway, language: str, says: str, event: str, short: str
) -> None:
    _, reference = request(knowing, language)
    agent = hire(knowing, "agent", "Bea", language)
    before = agent.reads(f"/cases/{reference}")
    with knowing.database.write() as connection:
        case = case_of(knowing, reference)
        wanted = Request(**{**USUAL, "email": HOSTILE, "budget": "large"})
        amending.amend(connection, case, wanted, Actor("requester", "-"), knowing.gateway.clock())
    page, source = agent.reads(f"/cases/{reference}"), agent.get(f"/cases/{reference}").text
    table = agent.get("/requests").text

    assert says not in before and says in page and event in page
    assert "g.rossi@bologna.example" not in page and "&lt;script&gt;alert(2)" in source and HOSTILE not in source
    assert f'<span class="tag">{short}</span>' in table
