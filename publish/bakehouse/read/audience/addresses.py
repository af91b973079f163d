"""Addresses of pages without what people typed: no query, nothing that looks personal."""

import re
from urllib.parse import unquote

HIDDEN = "…"
"""What stands for a part of an address that may name somebody."""
HOST = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
TYPED = re.compile(r"[?#;].*", re.DOTALL)
PERSONAL = re.compile(
    r"@"
    r"|(?:\d[ .()+-]?){9}"
    r"|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
    r"|(?=[A-Za-z]*\d)[A-Za-z0-9]{20}"
    r"|(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{24}"
)
"""An e-mail address, a number as long as a telephone's, a UUID, a token."""


def path_of(address: str) -> str:
    """The path of a page's address, decoded, with `…` for each part that may name somebody."""
    # Encoded signs end an address as plain ones do: what follows was typed all the same.
    path = TYPED.sub("", unquote(TYPED.sub("", HOST.sub("", address.strip()))))
    parts = ("/" + path.lstrip("/")).split("/")
    return "/".join(HIDDEN if PERSONAL.search(part) else part for part in parts)


def without_persons(text: str) -> str:
    """A title or the name of an event, with `…` for each word that may name somebody."""
    return " ".join(HIDDEN if PERSONAL.search(word) else word for word in text.split())


def host_of(address: str) -> str:
    """The host of an address, small letters, without its port; empty where it has none."""
    found = HOST.match(address.strip())
    return (
        found[0].partition("://")[2].rpartition("@")[2].partition(":")[0].lower() if found else ""
    )
