"""Which addresses lead to the open internet, and which into a network."""

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

NAT64 = IPv6Network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, as is the IPv4 one that it may carry."""
    carried = _carried(address) if isinstance(address, IPv6Address) else None
    return address.is_global and not address.is_multicast and (not carried or is_public(carried))


def is_inside(address: Address, host: str) -> bool:
    """Whether a host of the site's list may stand there: a private address, or a public one.

    Not this machine, unless the list says so in these words; not what clouds tell their machines.
    """
    carried = _carried(address) if isinstance(address, IPv6Address) else None
    if carried:
        return is_inside(carried, host)
    if address.is_loopback:
        return host == "localhost" or _is_literal(host)
    unfit = address.is_link_local or address.is_multicast or address.is_unspecified
    return is_public(address) or (address.is_private and not unfit)


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_literal(host: str) -> bool:
    with suppress(ValueError):
        return bool(ip_address(host))
    return False
