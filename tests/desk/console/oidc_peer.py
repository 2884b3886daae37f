"""A real provider of identities for tests, that says what a test wants: keys, claims, answers."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from typing import Any
from urllib.parse import parse_qs, urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.bot.served import Served, plain_server

CLIENT, SECRET = "desk-client", "client secret of the tests"


class Provider(Served):
    """A provider on a real port.

    Attributes:
        claims: what the token says beside the usual; None takes a claim out.
        more: what the userinfo endpoint says; None: there is no such endpoint.
        sign: makes the token of its claims; the usual way by default.
    """

    def __init__(self) -> None:
        self.keys = {"one": rsa.generate_private_key(public_exponent=65537, key_size=2048)}
        self.shown = ["one"]
        self.with_key = "one"
        self.claims: dict[str, Any] = {"email": "ada@desk.example", "email_verified": True, "sub": "sub-ada"}
        self.more: dict[str, Any] | None = None
        self.sign = self.signed
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[dict[str, str]] = []
        self.is_down = False
        self.basic = True
        paths = {"/.well-known/openid-configuration": self._describe, "/keys": self._show_keys}
        paths |= {"/authorize": self._authorize, "/userinfo": self._userinfo}
        routes = [Route(path, work) for path, work in paths.items()]
        super().__init__(plain_server(Starlette(routes=[*routes, Route("/token", self._token, methods=["POST"])])))

    async def _describe(self, _request: Request) -> Response:
        if self.is_down:
            return Response("oh no", 503)
        methods = ["client_secret_basic"] if self.basic else ["client_secret_post"]
        return JSONResponse({
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize", "jwks_uri": f"{self.url}/keys",
            "token_endpoint": f"{self.url}/token", "token_endpoint_auth_methods_supported": methods,
            **({"userinfo_endpoint": f"{self.url}/userinfo"} if self.more is not None else {}),
        })  # fmt: skip

    async def _show_keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.public(name) for name in self.shown]})

    def public(self, name: str) -> dict[str, Any]:
        """A key as it is published."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.keys[name].public_key(), as_dict=True)
        return {**public, "kid": name, "use": "sig", "alg": "RS256"}

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def _token(self, request: Request) -> Response:
        given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if not self._knows(request, given):
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self.codes.pop(given["code"], None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != proof or asked["redirect_uri"] != given["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims = {name: value for name, value in {**usual, **self.claims}.items() if value is not None}
        return JSONResponse({"access_token": "at", "token_type": "Bearer", "id_token": self.sign(claims)})

    def _knows(self, request: Request, given: dict[str, str]) -> bool:
        if not self.basic:
            return (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
        right = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        return request.headers.get("authorization") == f"Basic {right}"

    async def _userinfo(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer at"
        return JSONResponse(self.more)

    def signed(self, claims: dict[str, Any]) -> str:
        """A token as it should be."""
        return jwt.encode(claims, self.keys[self.with_key], "RS256", {"kid": self.with_key})

    def unsigned(self, claims: dict[str, Any]) -> str:
        """A token with `alg: none`."""
        head = {"alg": "none", "typ": "JWT", "kid": "one"}
        parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (head, claims)]
        return ".".join([*parts, ""])

    def with_secret(self, claims: dict[str, Any]) -> str:
        """A token signed with what is no secret between us: HS256 with the client's."""
        return jwt.encode(claims, SECRET + " " * 32, "HS256", {"kid": "one"})

    def by_another(self, claims: dict[str, Any]) -> str:
        """A token signed by somebody else under the name of our key."""
        return jwt.encode(claims, rsa.generate_private_key(65537, 2048), "RS256", {"kid": "one"})

    def rotate(self) -> None:
        """Sign with a new key from now on, and show that one alone."""
        self.keys["two"] = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.shown, self.with_key = ["two"], "two"
