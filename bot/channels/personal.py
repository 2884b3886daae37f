"""The file with a visitor's own data, for whoever has the token of the conversation and for nobody else."""

from __future__ import annotations

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.door import Door
from bot.endpoint import network_of, wrong
from bot.gateway import Gateway
from bot.settings import Settings
from desk import audit, privacy
from desk.audit import Actor
from desk.personal_file import FORMS, HTML, Head, written
from desk.privacy import Record

_LANGUAGES = ("en", "zh")
_FOR_OUR_PAGE = "page"


class PersonalData:
    """Hands out the file.

    Args:
        gateway: gives the database and the time.
        settings: name of the help desk.
        door: lets requests in.
    """

    def __init__(self, gateway: Gateway, settings: Settings, door: Door) -> None:
        self._gateway = gateway
        self._name = settings.helpdesk_name
        self._door = door

    def routes(self) -> list[Route]:
        """Return the route."""
        return [Route("/api/mydata", self.file, methods=["GET"])]

    async def file(self, request: Request) -> Response:
        """Return all that is stored about the visitor; the audit log says that it was taken.

        As a file with ?form=json or ?form=html; without a form as {page}, which the chat page saves by itself.
        """
        talk = await self._door.asking(request)
        form = request.query_params.get("form", _FOR_OUR_PAGE)
        language = request.query_params.get("language", talk.language)
        if form not in (*FORMS, _FOR_OUR_PAGE):
            raise wrong("form")
        if language not in _LANGUAGES:
            raise wrong("language")
        now, actor = self._gateway.clock(), Actor("requester", network_of(request))

        def take(connection: Connection) -> Record:
            audit.write(connection, actor, "privacy.exported", f"conversation:{talk.id}", now, [f"form:{form}"])
            return privacy.gather(connection, privacy.of_conversation(connection, talk.id))

        record = await self._gateway.write(take)
        if form == _FOR_OUR_PAGE:
            page = written(HTML, record, Head(self._name, now, internal=False), language)
            return JSONResponse({"page": page})
        name = f'attachment; filename="my-data-{now:%Y-%m-%d}.{form}"'
        head = Head(self._name, now, internal=False)
        return Response(
            written(form, record, head, language), media_type=FORMS[form], headers={"Content-Disposition": name}
        )
