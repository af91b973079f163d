"""Traces of machines: IP and MAC addresses."""

import re
from collections.abc import Sequence
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from publish.bakehouse.personal.kind import Kind, Rule, column, each, words
from publish.words.told import told

IPV4 = re.compile(r"(?<![\w.])(?<!\d,)\d{1,3}(?:\.\d{1,3}){3}(?!\w)(?!\.\d)")
IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{1,4}(?:::?[0-9A-Fa-f]{1,4}){1,7}(?:::)?(?![\w:])")
VERSION = re.compile(
    r"\b(?:v|ver|version|release|firmware|build|oid|rev|chrome|chromium|driver|pilote|patch"
    r"|m[àa]j|mise [àa] jour|update|logiciel|software)\b[\s:/=n°-]{0,4}$",
    re.IGNORECASE,
)
OF_SOFTWARE = words(
    "version versions ver firmware build release logiciel software revision rev oid driver patch "
    "masque netmask mask subnet chapitre section article paragraphe"
)


def holds_ip(text: str) -> bool:
    """Whether the IP address of a machine stands in a text, and no version number."""
    fours = any(
        _is_machine(match.group()) and not VERSION.search(text[: match.start()])
        for match in IPV4.finditer(text)
    )
    return fours or any(_is_ipv6(match.group()) for match in IPV6.finditer(text))


def _is_machine(text: str) -> bool:
    """Whether four numbers are an address: those of versions are small, masks end in zeros."""
    large = sum(int(part) >= 32 for part in text.split("."))
    private = text.startswith("10.") and large >= 1
    return (large >= 2 or private) and _is_ipv4(text) and not text.startswith("0.")


def is_ip(text: str) -> bool:
    """Whether a whole text is an address, under a header that speaks of them."""
    return _is_ipv4(text.strip()) or _is_ipv6(text.strip())


def _is_ipv4(text: str) -> bool:
    try:
        address = IPv4Address(text)
    except AddressValueError:
        return False
    return not (address.is_unspecified or address.is_loopback or text.startswith("255."))


def large_ip(text: str) -> bool:
    """Whether a whole text is an address that no version is: one of its numbers is 32 or more."""
    return _is_ipv4(text.strip()) and any(int(part) >= 32 for part in text.split("."))


def of_a_network(texts: Sequence[str]) -> bool:
    """Whether first numbers are spread as machines have them: versions have small, near ones."""
    starts = [int(match.group().split(".")[0]) for match in map(IPV4.search, texts) if match]
    if len(starts) < min(len(texts), 4):
        return True
    return max(starts) >= 128 or 10 in starts or max(starts) - min(starts) > 45


def _is_ipv6(text: str) -> bool:
    groups = [group for group in text.split(":") if group]
    if not any(len(group) >= 3 for group in groups):
        return False
    try:
        return not IPv6Address(text).is_loopback
    except AddressValueError:
        return False


WHOLE = r"^\s*(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]{3,39})\s*$"
IP_HEADERS = words("ip ipv4 ipv6 ipaddress adresseip adressesip clientip visitip remoteaddr")

IP = Kind(
    name="ip",
    severity="blocker",
    words=told("IP addresses"),
    rules=(
        Rule(
            r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}"
            r"|[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){3,7}|[0-9A-Fa-f]{3,4}::[0-9A-Fa-f]{1,4}",
            holds_ip,
            hint=r"\d\.\d{1,3}\.\d|[0-9A-Fa-f]:[0-9A-Fa-f:]",
            unless=OF_SOFTWARE,
            together=of_a_network,
        ),
        Rule(WHOLE, is_ip, headers=IP_HEADERS),
        Rule(WHOLE, large_ip, share=0.5, unless=OF_SOFTWARE, together=of_a_network),
    ),
    true=(
        column("ip", "156.5.3.2"),
        column("visitIp", "5.3.2.1"),
        column("adresse", "156.5.3.2", "192.0.2.17"),
        *each(
            "203.0.113.45",
            "192.168.1.45",
            "10.0.0.145",
            "[203.0.113.45] GET /index.html",
            "203.0.113.45:8080",
            "2001:db8:85a3::8a2e:370:7334",
            "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
            "fe80::1ff:fe23:4567:890a",
        ),
    ),
    false=(
        column("version", "1.2.3.4", "2.0.0.17", "2.45.3.1", "104.88.54.226"),
        column("x", "9.31.44.0", "6.61.53.2", "2.45.33.1", "12.88.54.226", "6.40.50.1"),
        column("ip", "127.0.0.1", "IP44"),
        *each(
            "1.2.3.4",
            "v12.45.67.89",
            "version 2.45.33.1",
            "10.0.19041.1",
            "255.255.255.0",
            "127.0.0.1",
            "1.3.6.1.4.1.311.21.20",
            "12.05.2024",
            "10:30:45",
            "10:00:00:12",
            "std::vector",
            "1.234.567,89",
        ),
    ),
)

MAC_ADDRESS = re.compile(
    r"(?<![\w:-])(?:[0-9A-F]{2}(?P<s>[:-])(?:[0-9A-F]{2}(?P=s)){4}[0-9A-F]{2}"
    r"|[0-9A-F]{4}\.[0-9A-F]{4}\.[0-9A-F]{4})(?![\w:-])",
    re.IGNORECASE,
)


def holds_mac(text: str) -> bool:
    """Whether a network card's address stands in a text: one without letters is not believed."""
    return any(re.search("[A-Fa-f]", match.group()) for match in MAC_ADDRESS.finditer(text))


MAC = Kind(
    name="mac",
    severity="blocker",
    words=told("MAC addresses"),
    rules=(
        Rule(
            r"(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}",
            holds_mac,
            hint="[0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-]|[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4}",
        ),
        Rule(
            r"^\s*[0-9A-Fa-f]{12}\s*$", share=0.5, headers=words("mac bssid adressemac macaddress")
        ),
    ),
    true=(
        *each("00:1b:44:11:3a:b7", "00-1B-44-11-3A-B7", "001b.4411.3ab7", "eth0 00:1b:44:11:3a:b7"),
        column("mac", "001B44113AB7"),
    ),
    false=each(
        "10:20:30:40:50:60",
        "01-12-23-34-45-06",
        "a4:9c:3f:00:11:22:33:44:55:66:77:88:99:aa:bb:cc",
        "1234.5678.9012",
        "550e8400-e29b-41d4-a716-446655440000",
    ),
)
