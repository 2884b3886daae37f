"""What a turn asks of the database: every statement is paid with each message, so their number is held here."""

from __future__ import annotations

from typing import Any

import httpx
from sqlalchemy import event

from tests.bot.conftest import API_TOKEN, RunningGateway

ACCEPTED = ["SELECT conversations", "SELECT messages", "INSERT messages", "INSERT search_texts", "UPDATE conversations"]
STORED = [
    "UPDATE conversations",  # only if nobody else became the owner
    "INSERT turns",
    "INSERT message_figures",
    "INSERT buttons",
    "UPDATE conversations",  # the number of the answer
    "INSERT messages",
    "INSERT search_texts",
    "INSERT outbox",
    "UPDATE messages",
    "UPDATE conversations",  # nothing waits: the conversation is free
]


def written(statement: str) -> str:
    """Return what a statement does, and to which table."""
    words = statement.replace('"', "").split()
    before = {"SELECT": "FROM", "INSERT": "INTO", "UPDATE": "UPDATE"}.get(words[0])
    return f"{words[0]} {words[words.index(before) + 1]}" if before else words[0]


def test_turn_of_a_known_visitor_is_two_transactions_of_fifteen_statements(gateway: RunningGateway) -> None:
    seen: list[str] = []

    def ask(text: str) -> None:
        body, headers = {"sender": "anna", "message": text}, {"Authorization": f"Bearer {API_TOKEN}"}
        httpx.post(f"{gateway.url}/webhooks/rest/webhook", json=body, headers=headers, trust_env=False)

    ask("the first question of the day")
    engine = gateway.gateway.database.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(written(statement))

    event.listen(engine, "before_cursor_execute", note)
    ask("the second question")
    event.remove(engine, "before_cursor_execute", note)

    begins = [place for place, each in enumerate(seen) if each == "INSERT turns"]
    assert len(begins) == 1, seen
    # Readers look for news meanwhile; they are no part of the two.
    whole = "\n".join(each for each in seen if each != "BEGIN")
    assert "\n".join(ACCEPTED) in whole, seen
    assert [each for each in seen[begins[0] - 1 :] if not each.startswith(("SELECT", "BEGIN"))][: len(STORED)] == STORED
    assert seen.count("INSERT search_texts") == 2 and seen.count("UPDATE conversations") == 4
