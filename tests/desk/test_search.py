"""The search finds what was written, in both scripts, as soon as it is written and no longer than it is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from desk import cases, messages, requests, search, search_index
from desk.audit import Actor
from desk.cases import Wish
from desk.conversations import Conversation
from desk.database import Database
from desk.messages import DONE, IN, USER, Message, Reply
from desk.models import cases as case_rows
from desk.models import conversations
from desk.models import messages as message_rows
from desk.requests import Consent, Request
from desk.retention import Periods, apply
from desk.search import NOBODY, Hit, Query
from desk.search_cut import cut, words
from desk.search_models import search_texts
from tests.databases import NOW, later

LAST = "李伟"
SAID = (
    "We plan a smart city pilot in Málaga, together with partners.",
    "我们希望与重庆市开展水务合作",
    "重慶的智慧城市很有名",
    "City of smart people; nothing else. <b>100 %</b>",
    "上海与北京的水处理，联系人：" + LAST,
)


def message(talk: Conversation, seq: int, text: str, author: str = USER) -> Message:
    return Message(
        0, talk.id, seq, IN, author, f"c{seq}", None, text, None, None, None, "en", None, later(seq), DONE, 0
    )


@pytest.fixture
def desk(database: Database, talk: Conversation) -> Database:
    """A conversation with a case; both are found."""
    with database.write() as connection:
        for text in SAID:
            messages.store_inbound(connection, message(talk, messages.take_seq(connection, talk.id), text))
        wish = Wish(cases.ESCALATION, "Who pays for waste water?", ["clusters/circular"], "en", None)
        cases.open_case(connection, talk, wish, later(10))
    return database


def found(database: Database, typed: str, **rest: object) -> list[Hit]:
    with database.read() as connection:
        return search.find(connection, Query(typed, **rest)).hits  # type: ignore[arg-type]


def told(hits: list[Hit]) -> list[str]:
    return ["".join(piece.text for piece in hit.pieces) for hit in hits]


def test_words_phrases_and_what_is_left_out(desk: Database) -> None:
    places = {
        "重庆": [2, 1], "重": [2, 1], "重慶市": [1], "庆市 水务": [1], "北京重庆": [], "联": [4], LAST: [4], "伟": [4],
        "MALAGA": [0], "málag": [0], "smart city": [3, 0], '"smart city"': [0], "smart -pilot": [3], "-pilot": [],
        "smart -“city pilot”": [3], "重庆 －水务": [2], "重庆水务合作": [1], "“水务合作”": [1],
        "与重庆": [1], "art": [], "100 %": [3], '"': [], "nothing' OR 1=1": [], "NOT AND *": [], "'':* & |": [], "": [],
    }  # fmt: skip

    assert {typed: told(found(desk, typed)) for typed in places} == {
        typed: [SAID[place] for place in fitting] for typed, fitting in places.items()
    }


def test_what_is_marked_is_what_was_looked_for(desk: Database) -> None:
    def marked(typed: str) -> list[str]:
        return [piece.text for piece in found(desk, typed)[0].pieces if piece.is_marked]

    assert marked("水务 重慶") == ["重庆", "水务"]
    assert marked("务") == ["务"]
    assert marked("malag smart") == ["smart", "Málaga"]
    assert marked("重庆市开") == ["重庆市开"]
    assert marked('"a smart city"') == ["a smart city"]


def test_what_fits_as_typed_comes_before_what_fits_loosely_and_the_newest_first(
    desk: Database, talk: Conversation
) -> None:
    texts = ("water", "waterfront", "water again", "watershed")
    with desk.write() as connection:
        for seq, text in enumerate(texts, 20):
            messages.store_inbound(connection, message(talk, seq, text))

    assert told(found(desk, "water"))[:3] == ["water again", "water", "Who pays for waste water?"]
    assert told(found(desk, "water"))[3:] == ["watershed", "waterfront"]


def test_pages_go_on_where_the_last_one_ended_whatever_comes_in_between(desk: Database, talk: Conversation) -> None:
    with desk.write() as connection:
        for seq in range(30, 75):
            text = "Partners" if seq % 3 else "Partnership"
            messages.store_inbound(connection, message(talk, seq, f"{text} {seq}"))
    after, seen, pages = "", [], 0
    while pages == 0 or after:
        with desk.write() as connection:
            page = search.find(connection, Query("partner", after=after))
            messages.store_inbound(connection, message(talk, 100 + pages, "A partner, newly come"))
        seen, after, pages = seen + told(page.hits), page.after, pages + 1

    numbers = [int(text.split()[-1]) for text in seen if text.startswith("Partner")]
    assert pages == 3
    assert numbers == sorted(range(30, 75), reverse=True)


def test_notes_requests_staff_and_assistant_are_found_and_told_apart(desk: Database, talk: Conversation) -> None:
    with desk.write() as connection:
        wish = Wish(cases.COOPERATION, "Reuse of water in Bologna", ["clusters/circular"], "zh", None)
        case = cases.open_case(connection, talk, wish, later(11))
        asked = Request("Giulia Rossi", "Comune", "Bologna", email="G.Rossi@bologna.example", description=case.asked)
        requests.store(connection, case.id, asked, Consent("1", "0" * 64, "en", NOW), NOW)
        cases.add_event(connection, case.id, "bea", "note", {"text": "Giulia called about Bologna"}, NOW)
        cases.add_words(connection, case, "Bologna again, please", NOW)
        messages.say(connection, talk.id, "web", Reply("person:bea", "Bologna it is", [], [], "en"), NOW)
        messages.say(connection, talk.id, "web", Reply("assistant", "About Bologna", [], [], "en"), NOW)

    said = [(hit.how, hit.author) for hit in found(desk, "bologna")]
    assert sorted(said) == [("assistant", ""), ("note", "bea"), ("request", ""), ("staff", "bea"), ("user", "")]
    assert {hit.case.reference for hit in found(desk, "bologna")} == {case.reference}
    assert [hit.how for hit in found(desk, "giulia", filters={"said": "note"})] == ["note"]
    assert [hit.how for hit in found(desk, "g.rossi@BOLOGNA.example")] == ["address"]
    for typed in (case.reference, case.reference.lower(), case.reference[-6:]):
        assert (found(desk, typed)[0].how, found(desk, typed)[0].case.id) == ("reference", case.id)


def test_filters_leave_the_cases_that_fit(desk: Database, talk: Conversation) -> None:
    fits: tuple[dict[str, object], ...] = (
        {"filters": {"status": "new", "kind": "escalation", "office": "brussels", "language": "en", "channel": "web"}},
        {"assignee": NOBODY},
        {"cluster": "clusters/circular"},
        {"since": later(1), "until": later(2)},
        {"filters": {"no_filter": "x"}},
    )
    misses: tuple[dict[str, object], ...] = (
        *({"filters": {name: value}} for name, value in (("status", "closed"), ("language", "zh"), ("said", "note"))),
        {"assignee": "bea"},
        {"cluster": "clusters/mobility"},
        {"since": later(2)},
        {"until": later(1)},
    )
    assert [len(found(desk, "málaga", **each)) for each in fits] == [1] * len(fits)
    assert [len(found(desk, "málaga", **each)) for each in misses] == [0] * len(misses)


def test_a_conversation_that_no_case_is_about_is_not_found(database: Database, talk: Conversation) -> None:
    with database.write() as connection:
        messages.store_inbound(connection, message(talk, 1, "只对助手说的话"))

    assert found(database, "助手") == []


def test_what_is_erased_or_changed_is_gone_with_it(desk: Database, talk: Conversation) -> None:
    with desk.write() as connection:
        connection.execute(delete(message_rows).where(message_rows.c.seq == 1))
        connection.execute(update(message_rows).where(message_rows.c.seq == 2).values(text=""))
        connection.execute(update(case_rows).values(asked=""))
        left = connection.execute(select(search_texts.c.words)).scalars().all()
        assert search.find(connection, Query("pilot")).hits == []
    assert len(left) == 3
    assert [found(desk, typed) for typed in ("málaga", "水务", "waste")] == [[], [], []]

    with desk.write() as connection:
        connection.execute(update(case_rows).values(status="closed"))
        apply(connection, Periods(), Actor("-", "retention"), later(400 * 86400))
        connection.execute(delete(conversations))
        assert connection.execute(select(search_texts.c.id)).all() == []
        assert connection.execute(select(message_rows.c.id)).all() == []


def test_what_an_older_gateway_wrote_is_indexed_at_the_next_start(desk: Database, talk: Conversation) -> None:
    with desk.write() as connection:
        cases.add_event(connection, 1, "bea", "note", {"text": "a note of Bea"}, later(12))
    before = [told(found(desk, typed)) for typed in ("重庆", "bea", "waste")]
    with desk.write() as connection:
        connection.execute(delete(search_texts))
        gone = search.find(connection, Query("重庆")).hits
        added = search_index.catch_up(connection)
        again = search_index.catch_up(connection)

    assert (gone, added, again) == ([], 7, 0)
    assert [told(found(desk, typed)) for typed in ("重庆", "bea", "waste")] == before


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("重庆市a é\u0301Ａﬁ-\u200b"))))
def test_every_part_of_a_text_is_where_it_says(text: str) -> None:
    tokens = cut(text)

    assert [token.text for token in tokens] == words(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert not any(set(token.text) & set(" '\"\\\\*:&|!()") for token in tokens)  # nothing ends a quotation
