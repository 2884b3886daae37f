"""The proxy through which calls leave a network that has no other way out, and which of them need none."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import unquote, urlsplit

import httpcore

from bot.settings import Settings, SettingsError

_LONGEST_HEAD = 16 * 1024
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Proxy:
    """A proxy that takes CONNECT.

    Args:
        host: its name or address.
        port: its port.
        credentials: name and password for it, with a colon between; empty for none.
        direct: names, endings of names and networks that are called without it.
    """

    host: str
    port: int
    credentials: str
    direct: tuple[str, ...]

    @property
    def url(self) -> str:
        """Where it is, without name and password."""
        return f"http://{_bracketed(self.host)}:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """What it is told beside the address."""
        known = base64.b64encode(self.credentials.encode()).decode()
        return {"Proxy-Authorization": f"Basic {known}"} if known else {}

    def is_for(self, host: str, addresses: Iterable[str] = ()) -> bool:
        """Whether a host is called through it.

        Args:
            host: name or address.
            addresses: what the name leads to, if that is known.
        """
        name, known = host.lower().strip("[]").rstrip("."), [host.strip("[]"), *addresses]
        if name in _LOCAL or "*" in self.direct:
            return False
        return not any(_is_name(each, name) or _holds(each, known) for each in self.direct)


def proxy(settings: Settings) -> Proxy | None:
    """Return the proxy of the settings; None while none is named.

    Raises:
        SettingsError: it cannot be used.
    """
    if not settings.https_proxy:
        return None
    wrong = "HTTPS_PROXY must be an address such as http://proxy.city.example:3128; the proxy must take CONNECT."
    try:
        parts = urlsplit(settings.https_proxy)
        port = parts.port or 3128
    except ValueError as problem:
        raise SettingsError(wrong) from problem
    if parts.scheme != "http" or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise SettingsError(wrong)
    name, secret = unquote(parts.username or ""), unquote(parts.password or "")
    direct = tuple(
        each.lower().partition(":")[0] if each.count(":") == 1 else each.lower() for each in settings.no_proxy
    )
    return Proxy(parts.hostname, port, f"{name}:{secret}" if name else "", direct)


def proxy_problem(settings: Settings) -> str | None:
    """Return the sentence that says what is wrong with the proxy of the settings; None if nothing is."""
    try:
        proxy(settings)
    except SettingsError as problem:
        return str(problem)
    return None


class Tunnel(httpcore.AsyncNetworkBackend):
    """Opens connections through a proxy, to the very address that is asked for: the proxy resolves no name.

    Args:
        through: the proxy.
    """

    def __init__(self, through: Proxy) -> None:
        self._through = through
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Return a connection on which the target itself answers.

        Raises:
            httpcore.ProxyError: the proxy cannot be reached or lets nothing through to this target.
        """
        known = self._through
        try:
            stream = await self._plain.connect_tcp(known.host, known.port, timeout, local_address, socket_options)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as problem:
            raise httpcore.ProxyError(str(problem)) from problem
        is_open = False
        try:
            await _ask(stream, f"{_bracketed(host)}:{port}", known.headers, timeout)
            is_open = True
        finally:
            if not is_open:
                await stream.aclose()
        return stream

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._plain.sleep(seconds)


async def _ask(
    stream: httpcore.AsyncNetworkStream, target: str, headers: dict[str, str], timeout: float | None
) -> None:
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}", *(f"{name}: {said}" for name, said in headers.items())]
    await stream.write("\r\n".join([*lines, "", ""]).encode("ascii"), timeout)
    head = b""
    while b"\r\n\r\n" not in head:
        piece = await stream.read(4096, timeout)
        head += piece
        if not piece or len(head) > _LONGEST_HEAD:
            raise httpcore.ProxyError("no answer")
    status = head.split(b"\r\n", 1)[0].split(b" ")
    if len(status) < 2 or not status[1].startswith(b"2") or not head.endswith(b"\r\n\r\n"):
        raise httpcore.ProxyError(status[1][:3].decode("ascii", "replace") if len(status) > 1 else "no answer")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_name(entry: str, name: str) -> bool:
    ending = entry.lstrip("*").lstrip(".")
    return bool(ending) and (name == ending or name.endswith(f".{ending}"))


def _holds(entry: str, known: Sequence[str]) -> bool:
    """Whether an entry is a network that holds one of some addresses."""
    try:
        network = ip_network(entry, strict=False)
    except ValueError:
        return False
    for each in known:
        try:
            address = ip_address(each.partition("%")[0])
        except ValueError:
            continue
        if address.version == network.version and address in network:
            return True
    return False
