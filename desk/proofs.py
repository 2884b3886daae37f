"""Codes that are sent to an e-mail address and come back: they prove that the address is one's own.

Six digits, kept as a hash, good for 15 minutes and five tries. A code for a request that does not exist is made
and stored in the same way, so that nothing tells the two apart.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from desk.request_models import proof_codes

EMAIL, STATUS = "email", "status"
DIGITS = 6
GOOD_FOR = timedelta(minutes=15)
MOST_TRIES = 5
MOST_IN_CONVERSATION, WITHIN = 5, timedelta(hours=1)
MOST_TO_ADDRESS, IN_A_DAY = 8, timedelta(days=1)
_COST = 2**12


@dataclass(frozen=True)
class Proof:
    """What a code proves.

    Args:
        purpose: EMAIL or STATUS.
        email: the address.
        case: id of the case whose status may be told; None for EMAIL.
    """

    purpose: str
    email: str
    case: int | None


def _hash(conversation: str, code: str) -> str:
    """Slow on purpose: there are only a million codes."""
    return hashlib.scrypt(code.encode(), salt=conversation.encode(), n=_COST, r=8, p=1, dklen=32).hex()


def issue(
    connection: Connection, conversation: str, purpose: str, email: str | None, case: int | None, now: datetime
) -> str | None:
    """Make a code.

    Args:
        connection: a write transaction.
        conversation: where it must be typed.
        purpose: EMAIL or STATUS.
        email: where it is sent; None where there is nobody to send it to, and the code opens nothing.
        case: id of the case whose status it opens.
        now: the time.

    Returns:
        The code; None where this conversation has had too many.
    """
    forget(connection, now)
    columns = proof_codes.c
    sent = select(func.count()).where((columns.conversation == conversation) & (columns.created > now - WITHIN))
    if connection.execute(sent).scalar_one() >= MOST_IN_CONVERSATION:
        return None
    mine = (columns.conversation == conversation) & (columns.purpose == purpose)
    connection.execute(update(proof_codes).where(mine).values(tries=MOST_TRIES))  # a newer code ends the older
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    row = {"conversation": conversation, "purpose": purpose, "email": email, "case_id": case, "tries": 0}
    hashed = _hash(conversation, code)
    connection.execute(proof_codes.insert().values(**row, code_hash=hashed, expires=now + GOOD_FOR, created=now))
    return code


def may_send(connection: Connection, email: str, now: datetime) -> bool:
    """Tell whether an address may get another code, the one just made included."""
    to_it = (proof_codes.c.email == email) & (proof_codes.c.created > now - IN_A_DAY)
    return int(connection.execute(select(func.count()).where(to_it)).scalar_one()) <= MOST_TO_ADDRESS


def check(connection: Connection, conversation: str, code: str, now: datetime) -> Proof | None:
    """Take a code that was typed; a right one is used up.

    Args:
        connection: a write transaction.
        conversation: where it was typed.
        code: six digits.
        now: the time.
    """
    columns = proof_codes.c
    alive = (columns.conversation == conversation) & (columns.expires > now) & (columns.tries < MOST_TRIES)
    query = select(columns.id, columns.code_hash, columns.purpose, columns.email, columns.case_id).where(alive)
    hashed = _hash(conversation, code)
    found = None
    for row in connection.execute(query.order_by(columns.id.desc())).all():
        connection.execute(update(proof_codes).where(columns.id == row[0]).values(tries=columns.tries + 1))
        if hmac.compare_digest(row[1], hashed) and row[3] is not None and found is None:
            connection.execute(update(proof_codes).where(columns.id == row[0]).values(tries=MOST_TRIES))
            found = Proof(row[2], row[3], row[4])
    return found


def forget(connection: Connection, now: datetime) -> None:
    """Delete the codes that no limit counts any more."""
    connection.execute(delete(proof_codes).where(proof_codes.c.created < now - IN_A_DAY))
