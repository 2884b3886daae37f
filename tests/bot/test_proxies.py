"""Through a proxy no more is called than without one, and what is inside is called past it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from bot.oidc import Oidc
from bot.oidc_settings import Client, oidc_problem
from bot.outgoing import Outgoing, OutgoingError
from bot.proxies import Proxy, proxy, proxy_problem
from bot.settings import Settings, SettingsError, read
from desk.addresses import networks
from desk.staff.provider import ProviderError
from tests.bot.hook_peer import LOOPBACK, Receive, receive
from tests.bot.proxy_peer import ProxyPeer, proxy_peer
from tests.bot.served import free_port
from tests.bot.test_outgoing import certified

__all__ = ["proxy_peer", "receive"]

PUBLIC = "93.184.215.14"


def leading(*addresses: str):
    async def resolve(_host: str, _port: int) -> list[str]:
        return list(addresses)

    return resolve


def through(peer: ProxyPeer, credentials: str = "", direct: tuple[str, ...] = ()) -> Proxy:
    return Proxy("127.0.0.1", peer.port, credentials, direct)


async def test_the_proxy_is_given_the_checked_address_and_the_receiver_its_name(
    receive: Receive, proxy_peer: ProxyPeer, tmp_path: Path
) -> None:
    server, client = certified(tmp_path, "hooks.example")
    receiver = receive(context=server)
    proxy_peer.leads_to = receiver.port
    outgoing = Outgoing((), leading(PUBLIC), client, through(proxy_peer, "desk:s3cret"))

    assert await outgoing.post("https://hooks.example/a", b"{}", {}) == 204
    (call,) = receiver.calls
    assert (call.path, call.headers["host"]) == ("/a", "hooks.example")
    assert proxy_peer.targets == [f"{PUBLIC}:443"]
    assert f"Proxy-Authorization: Basic {base64.b64encode(b'desk:s3cret').decode()}" in proxy_peer.heads[0]
    assert "proxy-authorization" not in call.headers
    with pytest.raises(OutgoingError, match="^tls$"):
        await outgoing.post("https://other.example/a", b"{}", {})


@pytest.mark.parametrize("addresses", [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["169.254.169.254"]])
async def test_an_address_inside_is_refused_before_the_proxy_hears_of_it(
    proxy_peer: ProxyPeer, addresses: list[str]
) -> None:
    outgoing = Outgoing((), leading(*addresses), proxy=through(proxy_peer))
    for url in ("https://hooks.example/", "http://hooks.example/"):
        with pytest.raises(OutgoingError, match="^address$"):
            await outgoing.post(url, b"{}", {})

    assert proxy_peer.heads == []


async def test_networks_inside_are_called_past_the_proxy(receive: Receive, proxy_peer: ProxyPeer) -> None:
    receiver = receive()
    outgoing = Outgoing(networks(LOOPBACK), leading("127.0.0.1"), proxy=through(proxy_peer))

    assert await outgoing.post(f"http://chat.city.example:{receiver.port}/", b"{}", {}) == 204
    assert proxy_peer.heads == []


async def test_a_proxy_that_refuses_or_is_not_there_is_named(proxy_peer: ProxyPeer) -> None:
    proxy_peer.answer = "HTTP/1.1 403 Forbidden"
    with pytest.raises(OutgoingError, match="^proxy$"):
        await Outgoing((), leading(PUBLIC), proxy=through(proxy_peer)).post("https://hooks.example/", b"{}", {})
    nowhere = Proxy("127.0.0.1", free_port(), "", ())
    with pytest.raises(OutgoingError, match="^proxy$"):
        await Outgoing((), leading(PUBLIC), proxy=nowhere).post("https://hooks.example/", b"{}", {})


@pytest.mark.parametrize(
    ("host", "addresses", "is_for"),
    [
        ("login.city.example", [], False),
        ("city.example", [], False),
        ("mycity.example", [], True),
        ("chat.example", ["10.2.3.4"], False),
        ("10.2.3.4", [], False),
        ("[::1]", [], False),
        ("localhost", [], False),
        ("8.8.8.8", [], True),
    ],
)
def test_what_no_proxy_names_is_called_directly(host: str, addresses: list[str], is_for: bool) -> None:
    given = read({"HTTPS_PROXY": "http://proxy.example:3128", "NO_PROXY": ".city.example, 10.0.0.0/8"})
    found = proxy(given)

    assert found is not None and found.is_for(host, addresses) is is_for


@pytest.mark.parametrize(
    "wrong", ["proxy:3128", "https://proxy:3128", "socks5://proxy:1080", "http://proxy:x", "http://"]
)
def test_a_proxy_that_cannot_be_used_stops_webhooks_and_the_provider_and_is_named(wrong: str) -> None:
    settings = Settings(https_proxy=wrong)
    with pytest.raises(SettingsError, match="^HTTPS_PROXY must be"):
        proxy(settings)

    assert "HTTPS_PROXY" in str(proxy_problem(settings)) and oidc_problem(settings) is None
    known = Settings(
        https_proxy=wrong, oidc_issuer="https://login.example", oidc_client_id="a", oidc_client_secret="b",  # noqa: S106
        desk_secret="a secret of the tests", public_url="https://help.example",  # noqa: S106
    )  # fmt: skip
    assert "HTTPS_PROXY" in str(oidc_problem(known))


async def test_the_provider_is_asked_through_the_proxy_unless_it_is_excepted(
    receive: Receive, proxy_peer: ProxyPeer, tmp_path: Path
) -> None:
    server, client = certified(tmp_path, "login.example")
    receiver = receive(context=server)
    proxy_peer.leads_to = receiver.port
    known = Client("https://login.example", "id", "secret", "Login", "https://help.example/desk/oidc/back", ())
    provider = Oidc(known, through(proxy_peer))
    provider._context = client
    with pytest.raises(ProviderError):  # it answers with nothing, which is no description of a provider
        await provider._description()
    assert proxy_peer.targets == ["login.example:443"]
    assert [call.path for call in receiver.calls] == ["/.well-known/openid-configuration"]

    excepted = Oidc(known, through(proxy_peer, direct=("login.example",)))
    assert excepted._through("https://login.example/keys") is None
