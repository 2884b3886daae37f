"""Calls to addresses that somebody typed: only where it is allowed, to the very address that was checked, and bounded.

A name is resolved once. Every address it has must be allowed, and the connection goes to one of these, so that a name
that leads elsewhere a moment later leads nowhere. Certificates are checked against the name all the same. Through a
proxy it is no different: the proxy is given the checked address, and the name is seen by the receiver alone.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from ipaddress import ip_address

import httpcore
import httpx
from anyio import fail_after

from bot.proxies import Proxy, Tunnel
from desk.addresses import Network, is_inside, may_be_called

SECONDS = 10.0
"""For one call, everything together."""
_CONNECT_SECONDS = 4.0
_MOST_ADDRESSES = 3
Resolve = Callable[[str, int], Awaitable[list[str]]]


class OutgoingError(Exception):
    """A call was not made, or not answered; the text is a code."""


async def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a name.

    Raises:
        OSError: it has none.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Outgoing:
    """Makes calls.

    Args:
        inside: networks that may be called although they are not public.
        resolver: returns the addresses of a name.
        context: how certificates are checked.
        proxy: through which public addresses are called; None for none.
    """

    def __init__(
        self,
        inside: Sequence[Network] = (),
        resolver: Resolve = resolve,
        context: ssl.SSLContext | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        self._proxy = proxy
        self._inside = inside
        self._resolve = resolver
        self._context = context

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a body; what comes back is not read beyond its head, and a redirect is not followed.

        Args:
            url: http or https.
            body: what is sent.
            headers: beside those of every call.

        Returns:
            The status of the answer.

        Raises:
            OutgoingError: "address" is not allowed, "dns", "connection", "tls", "timeout", "protocol", "proxy".
        """
        if self._context is None:
            self._context = ssl.create_default_context()
        try:
            with fail_after(SECONDS):
                return await self._post(httpx.URL(url), body, headers, self._context)
        except TimeoutError as problem:
            raise OutgoingError("timeout") from problem
        except httpx.InvalidURL as problem:
            raise OutgoingError("address") from problem

    async def _post(self, url: httpx.URL, body: bytes, headers: Mapping[str, str], context: ssl.SSLContext) -> int:
        last: OutgoingError = OutgoingError("dns")
        timeout = httpx.Timeout(SECONDS, connect=_CONNECT_SECONDS)
        addresses = await self._addresses(url)
        transport = self._way(url, addresses, context)
        async with httpx.AsyncClient(
            transport=transport, timeout=timeout, trust_env=False, follow_redirects=False
        ) as client:  # fmt: skip
            for address in addresses:
                pinned = url.copy_with(host=address)
                named = {"Host": url.netloc.decode("ascii"), **headers}
                options = {"sni_hostname": url.raw_host.decode("ascii")}
                request = client.build_request("POST", pinned, content=body, headers=named, extensions=options)
                try:
                    answer = await client.send(request, stream=True)
                    await answer.aclose()
                    return answer.status_code
                except (httpx.ConnectError, httpx.ConnectTimeout) as problem:
                    last = OutgoingError(_code(problem))
                except httpx.HTTPError as problem:
                    raise OutgoingError(_code(problem)) from problem
        raise last

    def _way(self, url: httpx.URL, addresses: Sequence[str], context: ssl.SSLContext) -> httpx.AsyncHTTPTransport:
        """Return how a receiver is reached: networks inside, and what NO_PROXY names, without the proxy."""
        way = httpx.AsyncHTTPTransport(verify=context, trust_env=False)
        inside = all(is_inside(ip_address(each.partition("%")[0]), self._inside) for each in addresses)
        if self._proxy is not None and not inside and self._proxy.is_for(url.host, addresses):
            # httpx would have the proxy resolve the name; the tunnel is given the address that was checked.
            way._pool = httpcore.AsyncConnectionPool(ssl_context=context, network_backend=Tunnel(self._proxy))
        return way

    async def _addresses(self, url: httpx.URL) -> list[str]:
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found = await self._resolve(url.raw_host.decode("ascii"), port)
        except (OSError, UnicodeError) as problem:
            raise OutgoingError("dns") from problem
        if not may_be_called(found, self._inside, url.scheme == "https"):
            raise OutgoingError("address")
        return found[:_MOST_ADDRESSES]


def _code(problem: httpx.HTTPError) -> str:
    if isinstance(problem, httpx.ProxyError):
        return "proxy"
    if isinstance(problem, httpx.TimeoutException):
        return "timeout"
    is_tls = "SSL" in str(problem) or "certificate" in str(problem).lower()
    if isinstance(problem, httpx.ConnectError):
        return "tls" if is_tls else "connection"
    return "protocol" if isinstance(problem, httpx.ProtocolError) else "connection"
