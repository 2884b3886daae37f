"""Changes a cooperation request that is with the desk, at the wish of the one who made it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from desk import audit, cases, figures, requests, search_index
from desk.audit import Actor
from desk.cases import Case
from desk.models import case_events
from desk.models import cases as case_rows
from desk.request_models import requests as rows
from desk.requests import Request

AMENDED = "amended"
"""The event in the history of a case; its data name the fields, never what they say."""
FIELDS = tuple(name for name in Request.__dataclass_fields__ if name != "email_confirmed")


def amend(connection: Connection, case: Case, wanted: Request, actor: Actor, now: datetime) -> list[str]:
    """Store a request as its requester wants it now; history and audit log say which fields changed.

    An address that changed is confirmed no longer.

    Args:
        connection: a write transaction.
        case: has a request, which is open.
        wanted: the whole request; whether its address is confirmed is decided here.
        actor: who asks for it.
        now: the time.

    Returns:
        The names of the fields that changed; none if it says all of it already.
    """
    before = requests.of_case(connection, case.id)
    if before is None:
        return []
    fields = [name for name in FIELDS if getattr(before, name) != getattr(wanted, name)]
    if not fields:
        return []
    after = replace(wanted, email_confirmed=before.email_confirmed and "email" not in fields)
    values = {**vars(after), "topics": list(after.topics), "partner_refs": list(after.partner_refs)}
    connection.execute(update(rows).where(rows.c.case_id == case.id).values(**values))
    about = {"asked": requests.asked_in(after), "records": [*after.partner_refs, *after.topics], "updated": now}
    connection.execute(update(case_rows).where(case_rows.c.id == case.id).values(**about))
    search_index.change_request(connection, case.id, after, now)
    figures.requested(connection, case.id, after)
    cases.add_event(connection, case.id, actor.id, AMENDED, {"fields": fields}, now)
    audit.write(connection, actor, "case.amended", f"case:{case.reference}", now, fields)
    return fields


def of_cases(connection: Connection, found: list[int]) -> dict[int, dict[str, datetime]]:
    """Return what of some requests was changed after they were handed over.

    Args:
        connection: a transaction.
        found: row ids of cases.

    Returns:
        Row id of the case → name of the field → when it was changed last; only cases with a change.
    """
    columns = case_events.c
    query = select(columns.case_id, columns.data, columns.at).where(columns.case_id.in_(found))
    changed: dict[int, dict[str, datetime]] = {}
    lines: list[Any] = connection.execute(query.where(columns.event == AMENDED).order_by(columns.id)).all()
    for case, data, at in lines:
        changed.setdefault(case, {}).update(dict.fromkeys(data["fields"], at))
    return changed


def may_write_to(connection: Connection, case: Case, request: Request) -> bool:
    """Tell whether letters may go to the address of a request: one that took the place of another must be confirmed."""
    return request.email_confirmed or "email" not in of_cases(connection, [case.id]).get(case.id, {})
