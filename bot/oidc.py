"""Signs staff in with an OpenID Connect provider: authorization code with PKCE, and a token that is checked first."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
from anyio import fail_after

from bot.logs import log
from bot.oidc_settings import Client, is_private
from bot.proxies import Proxy
from desk.staff.provider import DOWN, REFUSED, TOKEN, Attempt, Identity, ProviderError

SECONDS = 10.0
CACHED_SECONDS = 3600.0
"""How long the provider's description and keys are believed; an unknown key is looked for at once."""
KEYS_AGAIN_SECONDS = 30.0
"""But no more often than this, or anybody could have us call the provider all the time."""
LEEWAY_SECONDS = 60
_LONGEST = 512 * 1024
_LONGEST_SUBJECT = 255
FAMILIES = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signed with a key that only the provider has; what is signed with our secret, or not at all, is no proof."""
_NEEDED = ["exp", "iat", "iss", "aud", "sub", "nonce"]


def challenge(verifier: str) -> str:
    """Return what is told of a verifier at the beginning (PKCE, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class Oidc:
    """One provider.

    Args:
        client: what it knows us as.
        proxy: through which it is called, unless it is excepted; None for none.
    """

    def __init__(self, client: Client, proxy: Proxy | None = None) -> None:
        self._proxy = proxy
        self.name = client.name
        self.issuer = client.issuer
        self._client = client
        self._context: ssl.SSLContext | None = None
        self._described: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, dict[str, Any]] | None = None

    async def address(self, attempt: Attempt) -> str:
        """Return where the browser goes to sign in.

        Raises:
            ProviderError: the provider cannot be reached.
        """
        endpoint = (await self._description())["authorization_endpoint"]
        asked = {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": self._client.back,
            "scope": "openid email",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    async def identify(self, code: str, attempt: Attempt) -> Identity:
        """Exchange a code, and check what the provider says.

        Raises:
            ProviderError: nobody was identified.
        """
        described = await self._description()
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._client.back}
        given["code_verifier"] = attempt.verifier
        auth: httpx.BasicAuth | None = httpx.BasicAuth(self._client.client_id, self._client.secret)
        if "client_secret_basic" not in described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
            auth, given = None, {**given, "client_id": self._client.client_id, "client_secret": self._client.secret}
        answer = await self._fetch("POST", described["token_endpoint"], data=given, auth=auth)
        claims = await self._checked(answer.get("id_token"), attempt.nonce)
        if "email" not in claims and described.get("userinfo_endpoint"):
            claims = {**await self._more(described["userinfo_endpoint"], answer, claims["sub"]), **claims}
        return self._identity(claims)

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        email, methods = claims.get("email"), claims.get("amr", [])
        said = [*(methods if isinstance(methods, list) else []), claims.get("acr")]
        return Identity(
            issuer=self.issuer,
            subject=claims["sub"],
            email=email if isinstance(email, str) else "",
            is_verified=claims.get("email_verified") is True,
            has_second_step=any(each in self._client.second_step for each in said if isinstance(each, str)),
        )

    async def _more(self, endpoint: str, answer: Mapping[str, Any], subject: str) -> dict[str, Any]:
        """Return what the provider tells beside the token, if it is of the same person."""
        headers = {"Authorization": f"Bearer {answer.get('access_token', '')}"}
        more = await self._fetch("GET", endpoint, headers=headers)
        if more.get("sub") != subject:
            raise _unbelieved("userinfo")
        return {name: more[name] for name in ("email", "email_verified") if name in more}

    async def _checked(self, token: Any, nonce: str) -> dict[str, Any]:
        """Return the claims of a token once signature, issuer, audience, time and nonce are right."""
        try:
            head = jwt.get_unverified_header(token)
            algorithm = head.get("alg")
            if algorithm not in ALGORITHMS:
                raise _unbelieved("algorithm")
            key = await self._key(head.get("kid"), algorithm)
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self._client.client_id,
                issuer=self.issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": _NEEDED},
            )
        except jwt.PyJWTError as problem:
            raise _unbelieved(type(problem).__name__) from problem
        self._hold(claims, nonce)
        return claims

    def _hold(self, claims: Mapping[str, Any], nonce: str) -> None:
        """Check what the library does not."""
        audience, party = claims["aud"], claims.get("azp", self._client.client_id)
        if isinstance(audience, list) and len(audience) > 1 and "azp" not in claims:
            raise _unbelieved("azp")
        if party != self._client.client_id:
            raise _unbelieved("azp")
        if not isinstance(claims["nonce"], str) or not hmac.compare_digest(claims["nonce"].encode(), nonce.encode()):
            raise _unbelieved("nonce")
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= _LONGEST_SUBJECT:
            raise _unbelieved("sub")

    async def _key(self, identity: Any, algorithm: str) -> Any:
        """Return the provider's key of an id; one that is new is fetched."""
        found = _chosen(await self._key_set(CACHED_SECONDS), identity, algorithm)
        found = found or _chosen(await self._key_set(KEYS_AGAIN_SECONDS), identity, algorithm)
        if found is None:
            raise _unbelieved("key")
        return jwt.PyJWK.from_dict(found, algorithm).key

    async def _key_set(self, seconds: float) -> dict[str, Any]:
        described, now = await self._description(), time.monotonic()
        if self._keys is None or now - self._keys[0] >= seconds:
            self._keys = (now, await self._fetch("GET", described["jwks_uri"]))
        return self._keys[1]

    async def _description(self) -> dict[str, Any]:
        now = time.monotonic()
        if self._described is None or now - self._described[0] >= CACHED_SECONDS:
            place = self.issuer.rstrip("/") + "/.well-known/openid-configuration"
            described = await self._fetch("GET", place)
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if described.get("issuer") != self.issuer or not all(is_private(str(described.get(n))) for n in needed):
                raise _unbelieved("description")
            self._described = (now, described)
        return self._described[1]

    async def _fetch(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        """Return the JSON object of an answer, which is neither late nor endless, and from nowhere else."""
        if self._context is None:
            self._context = ssl.create_default_context()
        try:
            with fail_after(SECONDS):
                through = self._through(url)
                async with httpx.AsyncClient(
                    verify=self._context, proxy=through, trust_env=False, timeout=SECONDS
                ) as line:
                    async with line.stream(method, url, **options) as answer:
                        body = await _read(answer)
                        status = answer.status_code
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as problem:
            log().warning("oidc", code=DOWN, reason=type(problem).__name__)
            raise ProviderError(DOWN) from problem
        if status != 200:
            code = REFUSED if method == "POST" and 400 <= status < 500 else DOWN
            log().warning("oidc", code=code, status=status)
            raise ProviderError(code)
        try:
            content = json.loads(body)
        except ValueError as problem:
            raise _unbelieved("json") from problem
        if not isinstance(content, dict):
            raise _unbelieved("json")
        return content

    def _through(self, url: str) -> httpx.Proxy | None:
        if self._proxy is None or not self._proxy.is_for(httpx.URL(url).host):
            return None
        return httpx.Proxy(self._proxy.url, headers=self._proxy.headers)


async def _read(answer: httpx.Response) -> bytes:
    body = b""
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > _LONGEST:
            raise _unbelieved("size")
    return body


def _chosen(keys: Mapping[str, Any], identity: Any, algorithm: str) -> dict[str, Any] | None:
    """Return the key that a token names; without a name the only one that fits."""
    every = keys.get("keys")
    fitting = [
        key
        for key in (every if isinstance(every, list) else [])
        if isinstance(key, dict)
        and key.get("kty") == FAMILIES[algorithm[:2]]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
    ]
    named = [key for key in fitting if key.get("kid") == identity] if identity is not None else fitting
    return named[0] if len(named) == 1 else None


def _unbelieved(reason: str) -> ProviderError:
    """Return the refusal of what the provider said; the log says why, never what."""
    log().warning("oidc", code=TOKEN, reason=reason)
    return ProviderError(TOKEN)
