"""Links between cases are seen from both of them."""

from __future__ import annotations

import pytest

from desk import case_links, cases
from desk.cases import Case, Wish
from desk.conversations import Conversation
from desk.database import Database
from desk.errors import MoveRefused
from tests.databases import NOW


def two(database: Database, talk: Conversation) -> tuple[Case, Case]:
    wish = Wish(cases.ESCALATION, "x", [], "en", None)
    with database.write() as connection:
        return cases.open_case(connection, talk, wish, NOW), cases.open_case(connection, talk, wish, NOW)


@pytest.mark.parametrize(
    ("kind", "seen"),
    [("requester", "requester"), ("duplicate", "duplicate"), ("follows", "followed"), ("followed", "follows")],
)
def test_a_link_is_seen_from_both_sides(database: Database, talk: Conversation, kind: str, seen: str) -> None:
    one, other = two(database, talk)
    with database.write() as connection:
        case_links.link(connection, one, other, kind, NOW)

        assert [(each.case.id, each.kind) for each in case_links.of_case(connection, one)] == [(other.id, kind)]
        assert [(each.case.id, each.kind) for each in case_links.of_case(connection, other)] == [(one.id, seen)]


def test_two_cases_have_one_link_and_lose_it_from_either_side(database: Database, talk: Conversation) -> None:
    one, other = two(database, talk)
    with database.write() as connection:
        case_links.link(connection, one, other, "duplicate", NOW)
        case_links.link(connection, other, one, "requester", NOW)
        assert [each.kind for each in case_links.of_case(connection, one)] == ["requester"]

        assert case_links.unlink(connection, one, other)
        assert case_links.of_case(connection, other) == []


@pytest.mark.parametrize("kind", ["requester", "sibling", ""])
def test_a_case_is_not_linked_with_itself_nor_by_a_kind_that_is_none(
    database: Database, talk: Conversation, kind: str
) -> None:
    one, other = two(database, talk)
    with database.write() as connection, pytest.raises(MoveRefused):
        case_links.link(connection, one, one if kind == "requester" else other, kind, NOW)
