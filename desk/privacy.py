"""All that is stored about one person: whose it is, how much, and the whole of it as the person may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import false, func, literal, or_, select
from sqlalchemy.engine import Connection

from desk import case_links
from desk import cases as all_cases
from desk import conversations as talks
from desk.case_links import REQUESTER
from desk.cases import Case
from desk.inventory import CONVERSATION, TableData, inventory
from desk.merged import MERGED, MERGED_INTO
from desk.models import cases, conversations
from desk.tables import metadata
from desk.visitor_tables import visitors

_ID_IN_ADDRESS = 8
"""Characters of its id that an earlier conversation of a messenger has behind its address (desk/continuations.py)."""
_STAFF = "staff"
_SAME_PERSON = (REQUESTER, MERGED, MERGED_INTO)


@dataclass(frozen=True)
class Scope:
    """Whose data is meant: conversations, the one that was asked for first, and row ids of cases."""

    conversations: tuple[str, ...]
    cases: tuple[int, ...]


Record = dict[str, list[dict[str, Any]]]
"""Name of a table → its rows, each column → value."""


def of_conversation(connection: Connection, identity: str) -> Scope:
    """Return what belongs to the person of a conversation.

    That is the conversation, earlier ones of the same user of a messenger, those of the same visitor whom a site has
    signed in, and their cases. An e-mail address that two requests share proves nothing: offices share theirs.

    Args:
        connection: a transaction.
        identity: id of the conversation.

    Raises:
        UnknownConversation: there is none.
    """
    talk = talks.by_id(connection, identity)
    user = talk.external_user.removesuffix(f"#{talk.id[:_ID_IN_ADDRESS]}")
    kept = literal(f"{user}#").concat(func.substr(conversations.c.id, 1, _ID_IN_ADDRESS))
    same_user = (conversations.c.channel == talk.channel) & or_(
        conversations.c.external_user == user, conversations.c.external_user == kept
    )
    known, other = visitors.alias("known"), visitors.alias("other")
    same_visitor = (
        select(other.c.conversation)
        .join(known, (known.c.site == other.c.site) & (known.c.subject == other.c.subject))
        .where(known.c.conversation == identity)
    )
    mine = or_(conversations.c.id == identity, same_user, conversations.c.id.in_(same_visitor))
    found = connection.execute(select(conversations.c.id).where(mine).order_by(conversations.c.id)).scalars()
    all_of_them = (identity, *(each for each in found if each != identity))
    theirs = select(cases.c.id).where(cases.c.conversation.in_(all_of_them)).order_by(cases.c.id)
    return Scope(all_of_them, tuple(connection.execute(theirs).scalars()))


def of_case(connection: Connection, case: Case, also: Sequence[Case] = ()) -> Scope:
    """Return what belongs to the person of a case.

    Args:
        connection: a transaction.
        case: the case.
        also: further cases of which staff know that they are the same person's.
    """
    scopes = [
        of_conversation(connection, each.conversation) if each.conversation else Scope((), ()) for each in (case, *also)
    ]
    chosen = [each.id for each in (case, *also)]
    return Scope(
        tuple(dict.fromkeys(each for scope in scopes for each in scope.conversations)),
        tuple(dict.fromkeys([*chosen, *(each for scope in scopes for each in scope.cases)])),
    )


def linked(connection: Connection, case: Case, scope: Scope) -> list[Case]:
    """Return the cases outside a scope that staff have linked or merged with a case as those of the same requester."""
    links = case_links.of_case(connection, case)
    return [link.case for link in links if link.kind in _SAME_PERSON and link.case.id not in scope.cases]


def references(connection: Connection, scope: Scope) -> list[str]:
    """Return the references of the cases of a scope."""
    found = [all_cases.by_id(connection, identity) for identity in scope.cases]
    return [case.reference for case in found if case is not None]


def whose(name: str, said: TableData, scope: Scope) -> Any:
    """Return the condition for the rows of a table that are about the person.

    Args:
        name: of the table.
        said: what the inventory says of it.
        scope: whose data is meant.
    """
    columns = metadata.tables[name].c
    ways = [
        columns[column].in_(scope.conversations if kind == CONVERSATION else scope.cases)
        for column, kind in said.leads.items()
    ]
    return or_(false(), *ways)


def count(connection: Connection, scope: Scope) -> dict[str, int]:
    """Return how many rows each table has about the person; tables without any are left out."""
    found = {}
    for name, said in inventory().tables.items():
        if said.leads:
            query = select(func.count()).select_from(metadata.tables[name]).where(whose(name, said, scope))
            found[name] = int(connection.execute(query).scalar_one())
    return {name: number for name, number in found.items() if number}


def gather(connection: Connection, scope: Scope, internal: bool = False) -> Record:
    """Return everything that may be shown to the person, table by table, the oldest first.

    Args:
        connection: a transaction.
        scope: whose data is meant.
        internal: also what only staff are shown, such as their notes.
    """
    found: Record = {}
    for name, said in inventory().tables.items():
        shown = [column for column, kind in said.columns.items() if kind.name is not None]
        if not (said.leads and shown):
            continue
        table = metadata.tables[name]
        where = whose(name, said, scope)
        for column, values in ({} if internal else said.internal).items():
            where = where & table.c[column].not_in(values)
        query = select(*(table.c[column] for column in shown)).where(where).order_by(*table.primary_key.columns)
        rows = [
            {column: _shown(said.columns[column].kind, value) for column, value in zip(shown, row)}
            for row in connection.execute(query)
        ]
        if rows:
            found[name] = rows
    return found


def _shown(kind: str, value: Any) -> Any:
    """Return a value as the person may read it: a member of staff is "staff", a moment is in ISO form."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, str) and value.startswith(talks.PERSON):
        return _STAFF
    return _STAFF if kind == _STAFF and value not in (None, "requester") else value
