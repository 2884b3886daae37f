"""The REST channel for systems of partners: one request, one answer, in the form that Rasa made usual."""

from __future__ import annotations

import asyncio
import hmac
from datetime import timedelta
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.channel import Capabilities
from bot.channels.public import records, sources
from bot.endpoint import (
    ApiError,
    bearer,
    limit,
    message_text,
    network_of,
    optional_language,
    read_object,
    take_in,
    wrong,
)
from bot.gateway import Gateway
from bot.incoming import EmptyMessage, InboundMessage, MessageTooLong, clean
from bot.limits import TokenBuckets
from bot.settings import Settings
from desk import buttons, conversations, messages, outbox, turns
from desk.messages import Message
from desk.turns import Accepted, Incoming

_LONGEST_ID = 128
_MESSAGE_ID = 80
_PATIENCE = 5.0


class RestChannel:
    """`POST /webhooks/rest/webhook`.

    Args:
        gateway: takes the messages.
        settings: token, time limit, rates.
    """

    name = "rest"
    capabilities = Capabilities(pushes=False, buttons=True, greets=False)

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._token = settings.helpdesk_api_token
        self._patience = 2 * settings.brain_timeout + _PATIENCE
        # A partner's system writes for all its users; who they are and how fast they are is its affair.
        self._networks = TokenBuckets(settings.rate_messages_per_network)

    def routes(self) -> list[Route]:
        """Return the route."""
        return [Route("/webhooks/rest/webhook", self.webhook, methods=["POST"])]

    def parse(self, body: dict[str, Any]) -> InboundMessage:
        """Read {sender, message, message_id?, language?}.

        Raises:
            ApiError: a field is missing, of the wrong type, empty or too long.
        """
        sender = _identifier(body.get("sender"), "sender", _LONGEST_ID)
        identity = body.get("message_id")
        client_id = None if identity is None else _identifier(identity, "message_id", _MESSAGE_ID)
        text = message_text(body.get("message"), "message")
        button = text if buttons.looks_like_key(text) else None
        return InboundMessage(self.name, sender, client_id, text, button, optional_language(body))

    async def webhook(self, request: Request) -> Response:
        """Take one message, wait for its turn and return what was answered.

        A 503 or 504 does not say that the message was not stored: the database may have taken it and not been heard.
        Whoever sends it again must give it the same `message_id`, or the same header `Idempotency-Key`.
        """
        # An unset token would compare equal to no token, so it closes the door instead.
        if not self._token or not hmac.compare_digest(bearer(request).encode(), self._token.encode()):
            raise ApiError("token")
        limit(self._networks, network_of(request))
        body = await read_object(request)
        if body.get("message_id") is None:
            body["message_id"] = request.headers.get("idempotency-key")
        inbound = self.parse(body)
        talk, incoming = await self._resolved(inbound)
        accepted = await take_in(self._gateway, talk, incoming, network_of(request))
        self._gateway.metrics.accepted(self.name, accepted)
        turn = f"{talk}-{accepted.message.seq}"
        # Nothing may happen between accepting and listening, or the news would be missed.
        asked, answers = await self._answers(request, accepted, turn)
        return JSONResponse([_answer(inbound.external_user, answer, asked, turn) for answer in answers])

    async def _resolved(self, inbound: InboundMessage) -> tuple[str, Incoming]:
        known = await self._gateway.read(lambda connection: self._find(connection, inbound))
        if known is not None:
            return known
        try:
            talk = await self._gateway.write(lambda connection: self._open(connection, inbound))
        except IntegrityError:
            # Two first messages of a sender at once: the other one has opened the conversation.
            return await self._resolved(inbound)
        return talk, _typed(inbound)

    def _find(self, connection: Connection, inbound: InboundMessage) -> tuple[str, Incoming] | None:
        talk = conversations.of_user(connection, self.name, inbound.external_user)
        if talk is None:
            return None
        button = buttons.find(connection, talk.id, inbound.button) if inbound.button else None
        if button is not None:
            return talk.id, Incoming(button.title, button.do, inbound.client_id)
        return talk.id, _typed(inbound)

    def _open(self, connection: Connection, inbound: InboundMessage) -> str:
        now, language = self._gateway.clock(), inbound.language or "en"
        return conversations.open_for_user(connection, self.name, inbound.external_user, language, now)[0].id

    async def _answers(self, request: Request, accepted: Accepted, turn: str) -> tuple[Message, list[Message]]:
        """Wait until the turn is stored, and return the message as it is then with what was said."""
        talk, loop = accepted.message.conversation, asyncio.get_running_loop()
        end = loop.time() + self._patience
        with self._gateway.hub.subscribe(talk) as news:
            # Any position differs from this one, so a turn made by another gateway is seen too.
            news.seen = (-1, -1, True)
            begun = accepted.turn is not None
            while loop.time() < end:
                # Of a turn that has only just begun there is nothing to read yet.
                if begun and not await news.wait_to_read(end - loop.time()):
                    break
                # What nobody takes away any more must not count as sent; it comes with a later answer.
                if await request.is_disconnected():
                    break
                found = await self._gateway.write(lambda connection: self._collect(connection, accepted.message, turn))
                if found is not None:
                    return found
                begun = True
        raise ApiError("late")

    def _collect(self, connection: Connection, message: Message, turn: str) -> tuple[Message, list[Message]] | None:
        """Return the answer, and before it what else has not been fetched, but not what others wait for."""
        # One request after the other, at whichever gateway, or two would fetch the same.
        conversations.by_id(connection, message.conversation, lock=True)
        asked = messages.by_seq(connection, message.conversation, message.seq)
        if asked is None or asked.status == messages.PENDING:
            return None
        own = messages.of_turn(connection, turn)
        upto = own[-1].seq if own else asked.seq
        waiting = outbox.waiting(connection, asked.conversation, upto)
        mine = {message.id for message in own}
        others = messages.by_ids(connection, [each for each in waiting if each not in mine])
        left = [message for message in others if not self._is_awaited(connection, message)]
        found = sorted([*left, *own], key=lambda message: message.seq)
        outbox.mark_sent(connection, [message.id for message in found], self._gateway.clock())
        return asked, found

    def _is_awaited(self, connection: Connection, answer: Message) -> bool:
        """Return whether the request that asked may still be waiting for its answer, here or at another gateway."""
        if answer.turn_id is None:
            return False
        asked = messages.by_seq(connection, answer.conversation, turns.seq_of(answer.turn_id))
        return asked is not None and self._gateway.clock() < asked.created + timedelta(seconds=self._patience)


def _typed(inbound: InboundMessage) -> Incoming:
    return Incoming(inbound.text or "", None, inbound.client_id)


def _identifier(value: Any, field: str, longest: int) -> str:
    if not isinstance(value, str):
        raise wrong(field)
    try:
        identity = clean(value)
    except (EmptyMessage, MessageTooLong) as problem:
        raise wrong(field) from problem
    if identity != value or len(identity) > longest:
        raise wrong(field)
    return identity


def _answer(sender: str, message: Message, asked: Message, turn: str) -> dict[str, Any]:
    understood = (asked.understood or {}) if message.turn_id == turn else {}
    keys = [item for part in message.parts or [] if part["type"] == "buttons" for item in part["items"]]
    return {
        "recipient_id": sender,
        "text": message.text,
        "buttons": [{"title": item["title"], "payload": item["key"]} for item in keys],
        "custom": {
            "intent": understood.get("intent"),
            "confidence": understood.get("confidence"),
            "language": message.language,
            "records": records(message),
            "sources": sources(message),
        },
    }
