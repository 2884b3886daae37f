"""Which addresses of the network this service may call for somebody: public ones, and those an operator has named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
_TRANSLATED = IPv6Network("64:ff9b::/96")
_LOCAL_TRANSLATED = IPv6Network("64:ff9b:1::/48")


def networks(written: Iterable[str]) -> list[Network]:
    """Return networks such as 10.1.0.0/16.

    Raises:
        ValueError: one of them is none.
    """
    return [ip_network(each) for each in written]


def real(address: Address) -> Address:
    """Return the address that is meant: some of IPv6 only wrap one of IPv4, and lead there."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the internet: not private, loopback, link-local, reserved or for many at once."""
    meant = real(address)
    if isinstance(meant, IPv6Address) and (meant in _LOCAL_TRANSLATED or meant.is_site_local):
        return False
    inner = meant.is_private or meant.is_loopback or meant.is_link_local or meant.is_reserved or meant.is_unspecified
    return meant.is_global and not inner and not meant.is_multicast


def is_inside(address: Address, inside: Sequence[Network]) -> bool:
    """Whether an address is in one of the networks that an operator has named."""
    meant = real(address)
    return any(meant.version == network.version and meant in network for network in inside)


def may_be_called(written: Iterable[str], inside: Sequence[Network], is_tls: bool) -> bool:
    """Whether a name that leads to these addresses may be called; one that also leads elsewhere may not.

    Args:
        written: all addresses of the name.
        inside: networks that may be called although they are not public, there also without TLS.
        is_tls: whether the call is encrypted.
    """
    addresses = [ip_address(each.partition("%")[0]) for each in written]
    return bool(addresses) and all(
        is_inside(each, inside) or (is_tls and is_public(each)) for each in addresses
    )  # fmt: skip
