"""Joins the console of the staff to the gateway: transactions, wake-ups, and what a visitor is told of a move."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot import phrases, privacy_effects
from bot.brain_client import BrainClient
from bot.endpoint import network_of, tell
from bot.gateway import Gateway
from bot.logs import REQUEST_HEADER, REQUEST_KEY, about_request, current_request, request_id
from bot.mail_settings import mail_is_on, mailbox
from bot.rehearsal import Rehearsal
from bot.replies import reply
from bot.settings import Settings
from desk.console.app import Console, ConsoleMount
from desk.console.ports import Desk
from desk.console.records import Records
from desk.conversations import Conversation
from desk.staff.accounts import Staff
from desk.staff.secrets import Vault
from knowledge.library import Library


def announce(connection: Connection, talk: Conversation, move: str, person: Staff, now: datetime) -> None:
    """Tell a visitor, in their language, that a person answers now, hands back, leaves it to a colleague, or closed it.

    Args:
        connection: the transaction of the move.
        talk: the conversation as it was before.
        move: here, back, passed or ended.
        person: who of the staff.
        now: the time.
    """
    reply(connection, talk.id, talk.channel, phrases.staff_moved(move, person.name, person.office), talk.language, now)


def farewell(connection: Connection, talk: Conversation, now: datetime) -> None:
    """Tell a visitor, in their language, that the staff have erased what was stored about them.

    Args:
        connection: the transaction of the erasure.
        talk: the conversation as it was before.
        now: the time.
    """
    said = [phrases.text(privacy_effects.FAREWELL_BY_STAFF)]
    reply(connection, talk.id, talk.channel, said, talk.language, now)


def troubled(console: ConsoleMount | None) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Return what answers a failure: a page of the desk for its own addresses, JSON for all others.

    Args:
        console: the console; None where there is none.
    """

    async def answer(request: Request, problem: Exception) -> Response:
        identity = current_request() or request_id(request.scope.get(REQUEST_KEY))
        with about_request(identity):
            told = await tell(request, problem)
        if console is not None and console.holds(request):
            retry = {name: told.headers[name] for name in ("Retry-After",) if name in told.headers}
            told = console.trouble(request, told.status_code, identity)
            told.headers.update(retry)
        told.headers[REQUEST_HEADER] = identity  # what failed outside of every middleware has no other
        return told

    return answer


def console_routes(
    gateway: Gateway, settings: Settings, library: Callable[[], Library | None], brain: BrainClient
) -> list[BaseRoute]:
    """Return the console's routes; none while DESK_SECRET is not set.

    Args:
        gateway: gives the database, the time and the streams.
        settings: the settings.
        library: returns the knowledge of this moment.
        brain: says how records are told.
    """
    if not settings.desk_secret:
        return []
    desk = Desk(
        database=gateway,
        clock=lambda: gateway.clock(),
        announce=announce,
        farewell=farewell,
        scrub=gateway.scrubber.soon,
        wake=gateway.hub.wake,
        pause=gateway.hub.pause,
        vault=Vault(settings.desk_secret),
        name=settings.helpdesk_name,
        authenticator_needed=settings.staff_authenticator == "required",
        network_of=_network,
        rehearse=Rehearsal(brain).said,
        site=_site(settings),
    )
    return [Console(desk, Records(library)).route()]


def _site(settings: Settings) -> str | None:
    box = mailbox(settings) if mail_is_on(settings) else None
    return box.site if box else None


def _network(request: Request) -> str:
    return network_of(request)
