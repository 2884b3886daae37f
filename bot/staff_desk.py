"""Joins the console of the staff to the gateway: transactions, wake-ups, and what a visitor is told of a move."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot import phrases, privacy_effects, rating_effects
from bot.brain_client import BrainClient
from bot.endpoint import network_of, tell
from bot.gateway import Gateway
from bot.logs import REQUEST_HEADER, REQUEST_KEY, about_request, current_request, log, request_id
from bot.mail_settings import mail_is_on, mailbox
from bot.masking import masked
from bot.oidc import Oidc
from bot.oidc_settings import client, oidc_problem
from bot.overview import Overview, Running
from bot.phrase_files import PhraseFiles
from bot.proxies import proxy
from bot.rehearsal import Rehearsal
from bot.replies import reply
from bot.settings import Settings
from bot.wording.record_words import RecordWords
from desk.addresses import networks
from desk.console.app import Console, ConsoleMount
from desk.console.ports import Desk
from desk.console.records import Records
from desk.conversations import Conversation
from desk.endings import Ending
from desk.staff.accounts import Staff
from desk.staff.secrets import Vault
from knowledge.library import Library, default_folder


def announce(connection: Connection, talk: Conversation, move: str, person: Staff, now: datetime) -> None:
    """Tell a visitor, in their language, that a person answers now, hands back, leaves it to a colleague, or closed it.

    Args:
        connection: the transaction of the move.
        talk: the conversation as it was before.
        move: here, back, passed, ended, answered or together.
        person: who of the staff.
        now: the time.
    """
    reply(connection, talk.id, talk.channel, phrases.staff_moved(move, person.name, person.office), talk.language, now)


def ask_rating(connection: Connection, talk: Conversation, ending: Ending, now: datetime) -> int:
    """Tell a visitor, in their language, that their case is finished, and ask how satisfied they are.

    Args:
        connection: the transaction of the move.
        talk: the conversation as it was before.
        ending: which case, and whether another one goes on.
        now: the time.

    Returns:
        The sequence number of the message.
    """
    return reply(connection, talk.id, talk.channel, rating_effects.question(ending), talk.language, now)


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
    gateway: Gateway,
    settings: Settings,
    library: Callable[[], Library | None],
    brain: BrainClient,
    running: Running,
) -> list[BaseRoute]:
    """Return the console's routes; none while DESK_SECRET is not set.

    Args:
        gateway: gives the database, the time and the streams.
        settings: the settings.
        library, brain: return the knowledge of this moment, and say how records are told.
        running: tells how the parts are that the page of settings shows.
    """
    if not settings.desk_secret:
        return []
    desk = Desk(
        database=gateway,
        clock=lambda: gateway.clock(),
        announce=announce,
        farewell=farewell,
        ask_rating=ask_rating if settings.ask_satisfaction == "yes" else None,
        scrub=gateway.scrubber.soon,
        wake=gateway.hub.wake,
        pause=gateway.hub.pause,
        vault=Vault(settings.desk_secret),
        name=settings.helpdesk_name,
        authenticator_needed=settings.staff_authenticator == "required",
        network_of=_network,
        rehearse=Rehearsal(brain).said,
        overview=Overview(gateway, settings, brain, library, running).sections,
        record_words=RecordWords(),
        mask=masked,
        phrases=PhraseFiles(default_folder().parent),
        site=_site(settings),
        networks=networks(settings.webhook_networks),
        provider=_provider(settings),
    )
    return [Console(desk, Records(library, _folder(settings))).route()]


def _folder(settings: Settings) -> Path:
    return Path(settings.knowledge_folder) if settings.knowledge_folder else default_folder()


def _provider(settings: Settings) -> Oidc | None:
    problem = oidc_problem(settings)
    if problem:
        log().error("oidc_setting", what=problem)
        return None
    known = client(settings)
    return Oidc(known, proxy(settings)) if known else None


def _site(settings: Settings) -> str | None:
    box = mailbox(settings) if mail_is_on(settings) else None
    return box.site if box else None


def _network(request: Request) -> str:
    return network_of(request)
