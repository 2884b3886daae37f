"""The door of the web interface: whose request it is, whether it comes from our own page, how often they may ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.engine import Connection
from starlette.requests import Request

from bot.endpoint import ApiError, bearer, limit, network_of
from bot.gateway import Gateway
from bot.limits import TokenBuckets
from bot.settings import Settings
from desk import conversations, visitors
from desk.conversations import Conversation
from desk.errors import UnknownConversation

_REQUESTS_FOR_EACH_MESSAGE = 10
"""Polls, streams and acknowledgements that a visitor may make for each message that they may send."""
_CALM = 0.75
"""Share of a visitor's own limit with which somebody only types; as set at first, 15 messages in a few seconds."""
_FOR_THE_CALM = 0.5
"""Share of what a network or site may write that is kept for those."""
_FOREIGN = ("cross-site", "same-site")
Result = TypeVar("Result")


class Door:
    """Lets requests in.

    Args:
        gateway: knows the conversations.
        settings: the rates.
    """

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._visitors = TokenBuckets(settings.rate_messages)
        self._requests = TokenBuckets(_REQUESTS_FOR_EACH_MESSAGE * settings.rate_messages)
        self._networks = TokenBuckets(settings.rate_messages_per_network)
        self._sites = TokenBuckets(settings.rate_messages_per_site)
        self._new_of_network = TokenBuckets(settings.rate_sessions_per_network)
        self._new_of_site = TokenBuckets(settings.rate_sessions_per_site)

    def newcomer(self, request: Request, site: str) -> None:
        """Let somebody without a conversation in.

        Args:
            request: the request.
            site: the site they come from; an empty text for our own page.

        Raises:
            ApiError: the request was made by the page of somebody else, or there are too many.
        """
        _from_our_page(request)
        limit(self._new_of_network, network_of(request))
        if site:
            limit(self._new_of_site, site)

    async def visitor(self, request: Request) -> Conversation:
        """Return the conversation of the request's token.

        Raises:
            ApiError: there is none, or the request was made by the page of somebody else.
        """
        return await self.reading(request, lambda _, talk: talk)

    async def asking(self, request: Request) -> Conversation:
        """Return the conversation of a request that is no message.

        Raises:
            ApiError: there is none, or there are too many requests.
        """
        talk = await self.visitor(request)
        limit(self._requests, talk.id)
        return talk

    async def writing(self, request: Request) -> Conversation:
        """Return the conversation of a message: limits hold for the visitor, their network and their site.

        Raises:
            ApiError: there is none, or there are too many messages.
        """
        talk, site = await self.reading(
            request, lambda connection, found: (found, visitors.site_of(connection, found.id))
        )
        left = limit(self._visitors, talk.id)
        # Who writes as fast as no one types shares half of what a network has; the other half is for everybody else.
        spare = 0.0 if left >= _CALM else _FOR_THE_CALM
        limit(self._networks, network_of(request), spare)
        if site:
            limit(self._sites, site, spare)
        return talk

    async def reading(self, request: Request, query: Callable[[Connection, Conversation], Result]) -> Result:
        """Read something of the conversation of a request in the transaction that finds it.

        Args:
            request: the request.
            query: reads, with the conversation that was found.

        Returns:
            What the query gives.

        Raises:
            ApiError: there is none, or the request was made by the page of somebody else.
        """
        _from_our_page(request)
        token, now = bearer(request), self._gateway.clock()

        def look(connection: Connection) -> tuple[Conversation, Result]:
            talk = conversations.by_token(connection, token, now)
            return talk, query(connection, talk)

        try:
            talk, found = await self._gateway.read(look)
        except UnknownConversation as problem:
            raise ApiError("unauthorised") from problem
        request.state.language = talk.language
        return found


def _from_our_page(request: Request) -> None:
    # A browser says so itself and no script can change it; other programs have no page and say nothing.
    if request.headers.get("sec-fetch-site", "") in _FOREIGN:
        raise ApiError("foreign_page")
