"""What a visitor can do besides writing: open and end a session, be identified, change the language, rate an answer."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import phrases
from bot.channels.door import Door
from bot.endpoint import ApiError, message_text, optional_language, preferred_language, read_object, wrong
from bot.gateway import Gateway
from bot.identity import NotIdentified, Verifier
from bot.logs import log
from bot.replies import reply
from bot.settings import Settings
from bot.wording.render import plain, render
from desk import buttons, conversations, feedback, visitors
from desk.conversations import ASSISTANT, TOKEN_LENGTH, Conversation
from desk.errors import OtherPerson, UnknownMessage
from desk.feedback import Opinion
from desk.visitors import Claims

PRIVACY = "/privacy"
CHANNEL = "web"
_MAX_SEQ = 2**31 - 1
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}")
Handler = Callable[[Request], Awaitable[Response]]


class Visit:
    """Sessions, identity, language and opinions of visitors.

    Args:
        gateway: gives the database and the time.
        settings: names, sites, the key of the sites.
        door: lets requests in.
    """

    def __init__(self, gateway: Gateway, settings: Settings, door: Door) -> None:
        self._gateway = gateway
        self._settings = settings
        self._door = door
        self._verifier = Verifier(settings)

    def routes(self) -> list[Route]:
        """Return the routes."""
        handlers: list[tuple[str, str, Handler]] = [
            ("/api/session", "POST", self.open),
            ("/api/session", "DELETE", self.end),
            ("/api/identity", "POST", self.identify),
            ("/api/language", "POST", self.speak),
            ("/api/feedback", "GET", self.opinions),
            ("/api/feedback", "POST", self.rate),
        ]
        return [Route(path, handler, methods=[method]) for path, method, handler in handlers]

    async def open(self, request: Request) -> Response:
        """Open a conversation and say hello."""
        body = await read_object(request)
        given = optional_language(body)
        request.state.language = given
        site = self._site(body)
        self._door.newcomer(request, site)
        claims = self._claims(body["identity"]) if body.get("identity") is not None else None
        if claims is None and site in self._settings.widget_signed_sites:
            raise ApiError("sign_in")
        language = given or preferred_language(request.headers.get("accept-language", ""))
        now = self._gateway.clock()
        talk, token = await self._gateway.write(lambda connection: self._open(connection, language, site, claims, now))
        notice = plain(render([phrases.notice(self._settings.retention_days, PRIVACY)], language))
        content = {"token": token, "conversation_id": talk.id, "language": language, "notice": notice}
        return JSONResponse(content, 201)

    def _site(self, body: dict[str, Any]) -> str:
        site = body.get("site", "")
        if not isinstance(site, str):
            raise wrong("site")
        if site and site not in self._settings.widget_sites:
            raise ApiError("site")
        return site

    def _claims(self, token: Any) -> Claims:
        try:
            return self._verifier.claims(token)
        except NotIdentified as problem:
            log().info("not_identified", reason=str(problem))
            raise ApiError("identity") from problem

    def _open(
        self, connection: Connection, language: str, site: str, claims: Claims | None, now: datetime
    ) -> tuple[Conversation, str]:
        talk, token = conversations.open_with_token(connection, CHANNEL, language, now)
        if site or claims:
            visitors.arrive(connection, talk.id, site, now)
        if claims:
            visitors.identify(connection, talk.id, claims, now)
        hello = phrases.greeting(self._settings.helpdesk_name, self._settings.retention_days, PRIVACY)
        reply(connection, talk.id, CHANNEL, hello, language, now)
        return talk, token

    async def end(self, request: Request) -> Response:
        """End this browser's access; its streams end too."""
        talk = await self._door.visitor(request)
        await self._gateway.write(lambda connection: conversations.revoke_token(connection, talk.id))
        self._gateway.hub.wake(talk.id)
        return Response(status_code=204)

    async def identify(self, request: Request) -> Response:
        """Note who the site says the visitor is; the token changes, so that one known before opens nothing.

        The client chooses the next token. If our answer is lost, it knows both and can find out which is good.
        """
        talk = await self._door.asking(request)
        body = await read_object(request)
        claims, following = self._claims(body.get("identity")), body.get("next")
        if not (isinstance(following, str) and _TOKEN.fullmatch(following)):
            raise wrong("next")
        token, now = following, self._gateway.clock()

        def change(connection: Connection) -> None:
            visitors.identify(connection, talk.id, claims, now)
            conversations.replace_token(connection, talk.id, token, now)

        try:
            await self._gateway.write(change)
        except OtherPerson as problem:
            raise ApiError("other_person") from problem
        self._gateway.hub.wake(talk.id)
        return JSONResponse({"name": claims.name})

    async def speak(self, request: Request) -> Response:
        """Go on in another language."""
        talk = await self._door.asking(request)
        language = optional_language(await read_object(request))
        if language is None:
            raise wrong("language")
        wanted = language
        await self._gateway.write(lambda connection: conversations.set_language(connection, talk.id, wanted))
        return JSONResponse({"language": language})

    async def opinions(self, request: Request) -> Response:
        """Return what this visitor thought of the answers, by their numbers."""
        talk = await self._door.asking(request)
        found = await self._gateway.read(lambda connection: feedback.of_conversation(connection, talk.id))
        return JSONResponse({"feedback": {str(seq): opinion.verdict for seq, opinion in found.items()}})

    async def rate(self, request: Request) -> Response:
        """Keep what the visitor thinks of an answer; who was not helped is offered a person."""
        talk = await self._door.asking(request)
        body = await read_object(request)
        seq, opinion = _seq(body), _opinion(body)
        now = self._gateway.clock()

        def change(connection: Connection) -> dict[str, str] | None:
            if opinion is None:
                feedback.take_back(connection, talk.id, seq)
                return None
            feedback.give(connection, talk.id, seq, opinion, now)
            wants_person = opinion.verdict == feedback.DOWN and opinion.reason is None and talk.owner == ASSISTANT
            return self._person(connection, talk, now) if wants_person else None

        try:
            offer = await self._gateway.write(change)
        except UnknownMessage as problem:
            raise ApiError("not_found") from problem
        log().info("feedback", conversation=talk.id, seq=seq, verdict=opinion.verdict if opinion else "none")
        return JSONResponse({"seq": seq, "offer": offer})

    @staticmethod
    def _person(connection: Connection, talk: Conversation, now: datetime) -> dict[str, str]:
        parts = render([phrases.buttons(phrases.person_button())], talk.language)
        item: dict[str, str] = buttons.issue(connection, talk.id, parts, now)[0]["items"][0]
        return item


def _seq(body: dict[str, Any]) -> int:
    seq = body.get("seq")
    if isinstance(seq, bool) or not isinstance(seq, int) or not 0 < seq <= _MAX_SEQ:
        raise wrong("seq")
    return seq


def _opinion(body: dict[str, Any]) -> Opinion | None:
    verdict, reason, words = body.get("verdict"), body.get("reason"), body.get("words")
    if verdict is None:
        return None
    if verdict not in feedback.VERDICTS:
        raise wrong("verdict")
    if reason is not None and reason not in feedback.REASONS:
        raise wrong("reason")
    if words is None or words == "":
        return Opinion(verdict, reason)
    said = message_text(words, "words")
    if len(said) > feedback.LONGEST:
        raise ApiError("too_long", {"limit": {"number": feedback.LONGEST}})
    return Opinion(verdict, reason, said)
