"""Whose connection an address is of: what tells visitors apart."""

from socket import AF_INET, AF_INET6, inet_pton

# The most that a subscriber gets of IPv6 (RFC 6177): who has it all is one visitor.
IPV6_BYTES = 6
_MAPPED = bytes(10) + b"\xff\xff"


def connection(address: str) -> bytes:
    """An IPv4 address, or the first 48 bits of IPv6; nothing for what is no address.

    Four, six or no bytes.
    """
    try:
        if ":" not in address:
            return inet_pton(AF_INET, address)
        found = inet_pton(AF_INET6, address.partition("%")[0])
    except (OSError, ValueError):
        return b""
    return found[len(_MAPPED) :] if found.startswith(_MAPPED) else found[:IPV6_BYTES]
