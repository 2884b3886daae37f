"""Coming in with a provider: off to it with a state of this browser's own, and back with somebody who was invited."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk import audit
from desk.audit import NOBODY, Actor
from desk.console.access import PREFIX, PUBLIC, Door, Refused, Visit, cookie_name, go, with_cookie
from desk.console.desk_pages import DeskPages
from desk.staff import identities, sessions, throttle
from desk.staff.accounts import Staff
from desk.staff.errors import SigninThrottled
from desk.staff.identities import IdentityRefused
from desk.staff.provider import DOWN, Attempt, Identity, Provider, ProviderError
from desk.staff.signin import Place

GOOD_FOR = timedelta(minutes=10)
"""How long somebody may take at the provider."""
_START, _BACK = "/oidc", "/oidc/back"
_LONGEST_CODE = 2_000
_PURPOSE = "oidc"


class _NoAttemptError(Exception):
    """This browser has not begun what it comes back from."""


class ProviderPages(DeskPages):
    """Leads to the provider and takes who comes back. Nothing here names a page to go to: all end at the inbox."""

    def doors(self) -> list[Door]:
        """Return the routes."""
        return [Door(_START, "GET", PUBLIC, self.start), Door(_BACK, "GET", PUBLIC, self.back)]

    def _provider(self) -> Provider:
        if self._desk.provider is None:
            raise Refused(404, "error.no_provider")
        return self._desk.provider

    async def start(self, visit: Visit) -> Response:
        """Send the browser to the provider; what belongs to the attempt stays sealed with the browser."""
        provider, now = self._provider(), self._desk.clock()
        attempt = Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))
        try:
            await self._hold_back(visit)
            address = await provider.address(attempt)
        except SigninThrottled as refusal:
            return self._throttled(visit, refusal)
        except ProviderError as problem:
            return self._refuse(visit, str(problem), 502)
        kept = {"for": _PURPOSE, "until": (now + GOOD_FOR).isoformat(), **vars(attempt)}
        answer = RedirectResponse(address, 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        sealed = self._desk.vault.lock(json.dumps(kept))
        answer.set_cookie(_cookie(visit.request), sealed, max_age=600, **_options(visit.request))
        return answer

    async def back(self, visit: Visit) -> Response:
        """Sign in who comes back from the provider; an attempt is good once, whatever becomes of it."""
        self._provider()
        try:
            answer = await self._back(visit)
        except _NoAttemptError:
            answer = self._refuse(visit, "state", 400)
        except SigninThrottled as refusal:
            answer = self._throttled(visit, refusal)
        except ProviderError as problem:
            is_down = str(problem) == DOWN
            answer = self._refuse(visit, DOWN, 502) if is_down else await self._failed(visit, str(problem), 403)
        except IdentityRefused as problem:
            answer = await self._failed(visit, problem.code, 403)
        answer.delete_cookie(_cookie(visit.request), **_options(visit.request))
        return answer

    async def _back(self, visit: Visit) -> Response:
        provider, asked = self._provider(), visit.request.query_params
        attempt = self._attempt(visit)
        issuer = asked.get("iss", provider.issuer)
        if issuer != provider.issuer:
            raise _NoAttemptError
        await self._hold_back(visit)
        if "error" in asked:
            return self._refuse(visit, "denied", 403)
        code = asked.get("code", "")
        if not code or len(code) > _LONGEST_CODE:
            raise _NoAttemptError
        identity = await provider.identify(code, attempt)
        person, token, complete = await self._desk.database.write(lambda held: self._enter(held, visit, identity))
        place = "/" if complete else "/code" if person.totp_on else "/authenticator"
        return with_cookie(go(place), visit.request, token)

    def _attempt(self, visit: Visit) -> Attempt:
        """Return the attempt that this browser began.

        Raises:
            _NoAttemptError: it began none, too long ago, or another one than the one it comes back from.
        """
        sealed = visit.request.cookies.get(_cookie(visit.request), "")
        opened = self._desk.vault.unlock(sealed) if sealed else None
        try:
            kept = json.loads(opened) if opened else {}
        except ValueError:
            kept = {}
        if not isinstance(kept, dict) or kept.get("for") != _PURPOSE:
            raise _NoAttemptError
        if datetime.fromisoformat(kept["until"]) <= self._desk.clock():
            raise _NoAttemptError
        state = visit.request.query_params.get("state", "")
        if not secrets.compare_digest(state.encode(), kept["state"].encode()):
            raise _NoAttemptError
        return Attempt(kept["state"], kept["nonce"], kept["verifier"])

    def _enter(self, connection: Connection, visit: Visit, identity: Identity) -> tuple[Staff, str, bool]:
        now, place = self._desk.clock(), self._place(visit)
        person, is_new = identities.holder(connection, identity, now)
        actor, subject = Actor(person.id, place.network), f"staff:{person.id}"
        if is_new:
            audit.write(connection, actor, "provider.bind", subject, now, ["provider"])
        complete = identity.has_second_step or not (person.totp_on or self._desk.authenticator_needed)
        sessions.delete_old(connection, now)
        _, token = sessions.open_session(connection, person.id, complete, place.network, place.browser, now)
        if complete:
            audit.write(connection, actor, "signin.provider", subject, now)
        return person, token, complete

    async def _hold_back(self, visit: Visit) -> None:
        network, now = self._place(visit).network, self._desk.clock()
        await self._desk.database.read(lambda connection: throttle.check_provider(connection, network, now))

    async def _failed(self, visit: Visit, code: str, status: int) -> Response:
        place, now = self._place(visit), self._desk.clock()

        def change(connection: Connection) -> None:
            throttle.provider_failed(connection, place.network, now)
            audit.write(connection, Actor(NOBODY, place.network), "signin.failed", "staff:-", now, ["provider", code])

        await self._desk.database.write(change)
        return self._refuse(visit, code, status)

    def _refuse(self, visit: Visit, code: str, status: int) -> Response:
        return self._signin(visit, visit.words(f"provider.{code}", name=self._provider().name), status)

    def _throttled(self, visit: Visit, refusal: SigninThrottled) -> Response:
        return self._signin(visit, visit.words("signin.throttled", minutes=-(-refusal.seconds // 60)), 429)

    def _signin(self, visit: Visit, problem: str, status: int) -> Response:
        return self._pages.page("signin.html", visit.words, None, status, problem=problem, door=f"{PREFIX}/signin")

    def _place(self, visit: Visit) -> Place:
        return Place(self._desk.network_of(visit.request), visit.request.headers.get("user-agent", "")[:200])


def _cookie(request: Request) -> str:
    return f"{cookie_name(request)}-oidc"


def _options(request: Request) -> dict[str, Any]:
    """Return how the cookie of an attempt is set and taken away; lax, as the provider leads back from elsewhere."""
    return {"httponly": True, "secure": request.url.scheme == "https", "samesite": "lax", "path": "/"}
