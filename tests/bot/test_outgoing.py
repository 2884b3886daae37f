"""Calls go to exactly the address that was checked, and to none inside that no operator has named."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot import outgoing
from bot.outgoing import Outgoing, OutgoingError
from desk.addresses import is_public, may_be_called, networks
from tests.bot.hook_peer import LOOPBACK, Receive, receive
from tests.bot.served import free_port

__all__ = ["receive"]

INSIDE = networks(LOOPBACK)
NOT_PUBLIC = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254",
    "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "fe80::1%eth0",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_address_inside_is_not_called(address: str) -> None:
    assert not may_be_called([address], [], is_tls=True)
    assert not may_be_called(["93.184.215.14", address], [], is_tls=True)


def test_public_address_is_called_over_tls_alone_and_one_inside_where_it_is_named() -> None:
    assert is_public(ipaddress.ip_address("93.184.215.14")) and is_public(ipaddress.ip_address("2606:4700::1111"))
    assert may_be_called(["93.184.215.14", "2606:4700::1111"], [], is_tls=True)
    assert not may_be_called(["93.184.215.14"], INSIDE, is_tls=False)
    assert may_be_called(["127.0.0.1", "::ffff:127.0.0.1"], INSIDE, is_tls=False)
    assert not may_be_called(["127.0.0.1", "10.0.0.1"], INSIDE, is_tls=False)
    assert not may_be_called([], INSIDE, is_tls=True)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://127.1:{port}/", "http://2130706433:{port}/",
     "http://0x7f.0.0.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "https://127.0.0.1:{port}/"],
)  # fmt: skip
async def test_however_this_machine_is_written_nothing_reaches_it(receive: Receive, url: str) -> None:
    receiver = receive()
    with pytest.raises(OutgoingError, match="^(address|dns)$"):
        await Outgoing().post(url.format(port=receiver.port), b"{}", {})

    assert receiver.calls == []


async def test_name_that_leads_elsewhere_a_moment_later_is_asked_for_once(receive: Receive) -> None:
    receiver, asked = receive(), []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    status = await Outgoing(INSIDE, rebinding).post(f"http://hooks.example:{receiver.port}/a?b=c", b"{}", {"x-y": "z"})

    (call,) = receiver.calls
    assert (status, asked, call.path, call.headers["x-y"]) == (204, ["hooks.example"], "/a?b=c", "z")
    assert call.headers["host"] == f"hooks.example:{receiver.port}"


async def test_redirect_is_not_followed(receive: Receive) -> None:
    other = receive()
    receiver = receive(other.url)

    assert await Outgoing(INSIDE).post(receiver.url, b"{}", {}) == 302
    assert other.calls == []


async def test_receiver_that_says_nothing_is_left(receive: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "SECONDS", 0.3)
    receiver = receive(5.0)
    begin = time.monotonic()
    with pytest.raises(OutgoingError, match="^timeout$"):
        await Outgoing(INSIDE).post(receiver.url, b"{}", {})

    assert time.monotonic() - begin < 4


async def test_what_cannot_be_reached_has_a_code() -> None:
    with pytest.raises(OutgoingError, match="^connection$"):
        await Outgoing(INSIDE).post(f"http://127.0.0.1:{free_port()}/", b"{}", {})

    async def nobody(_host: str, _port: int) -> list[str]:
        raise OSError

    with pytest.raises(OutgoingError, match="^dns$"):
        await Outgoing(INSIDE, nobody).post("https://hooks.invalid/", b"{}", {})


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a server of a name shows, and what a client needs to believe it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.timezone.utc)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    until = now + datetime.timedelta(days=1)
    built = x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number(), now, until)
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    certificate = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "server.pem").write_bytes(secret + certificate)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "server.pem")
    return server, ssl.create_default_context(cadata=certificate.decode())


async def test_certificate_is_checked_against_the_name_although_the_address_is_called(
    receive: Receive, tmp_path: Path
) -> None:
    async def here(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    server, client = certified(tmp_path, "hooks.example")
    receiver = receive(context=server)

    assert await Outgoing(INSIDE, here, client).post(f"https://hooks.example:{receiver.port}/", b"{}", {}) == 204
    for name, context in (("other.example", client), ("hooks.example", None)):
        with pytest.raises(OutgoingError, match="^tls$"):
            await Outgoing(INSIDE, here, context).post(f"https://{name}:{receiver.port}/", b"{}", {})
    assert len(receiver.calls) == 1
