"""Addresses of pages without what people typed: no query, and no part that may name somebody."""

import re
from html import unescape
from unicodedata import normalize
from urllib.parse import unquote

HIDDEN = "…"
"""What stands for a part of an address, or a title, that somebody may have typed."""
DOTS = normalize("NFKC", HIDDEN)
ROUNDS = 8
"""How often an address may be encoded over itself; beyond that nothing of it is kept."""
LONGEST = 100
HOST = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
TYPED = re.compile(r"[?#&;]")
BYTE, SIGN = re.compile(r"\\x([0-9A-Fa-f]{2})"), re.compile(r"%u([0-9A-Fa-f]{4})")
"""A byte as servers write it in their logs, and a sign as old scripts did."""
ENCODED = re.compile(r"[%&\\]")
SLUG = re.compile(r"[\w.,:~-]+")
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
NUMBER = re.compile(r"\d(?:[\W_]{0,2}\d){5,}")
SPREAD = re.compile(r"(?:/\d{1,4}){4,}(?=/|$)")
"""Numbers over several parts, more of them than a date has."""
RUN = re.compile(r"[A-Za-z0-9]{8,}")
TURN = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])")
PERSONAL = re.compile(
    r"(?:^|[._-])(?:at|arobase)[._-][\w-]+[._-][A-Za-z]{2,}"
    r"|(?:gmail|hotmail|laposte|live|outlook|protonmail|wanadoo|yahoo)[._-](?:com|fr|me|net|org)\b"
    r"|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
    r"|[A-Za-z0-9]{26}"
    r"|(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{24}"
)
"""An e-mail address without its `@`, a UUID, a token."""


def path_of(address: str) -> str:
    """The path of a page's address, decoded, without what somebody may have typed.

    A part that may name somebody is `…`; each digit of a long number is 0.
    """
    asked = unescape(address.strip()).partition("?")[0].partition("#")[0]
    # Encoded signs end an address as plain ones do: what follows was typed all the same.
    path, typed, *_ = *TYPED.split(plain(HOST.sub("", asked)), maxsplit=1), ""
    parts = [_cleaned(part) for part in ("/" + path.lstrip("/")).split("/")]
    if "@" in typed:
        # An e-mail address with such a sign in it, of which half would stay.
        parts[-1] = HIDDEN
    return SPREAD.sub(_zeros, "/".join(parts))


def host_of(address: str) -> str:
    """The host of an address, small letters, without its port; empty where it has none.

    It is `…` where it names a machine by its number, or may name somebody.
    """
    found = HOST.match(address.strip())
    if not found:
        return ""
    return site_of(plain(found[0].partition("://")[2]).rpartition("@")[2].partition(":")[0])


def site_of(host: str) -> str:
    """The name of a host as it is, or `…` where it is none or may name somebody."""
    labels = host.strip().lower().rstrip(".").split(".")
    is_name = len(labels) > 1 and not labels[-1].isdigit() and all(map(LABEL.fullmatch, labels))
    return ".".join(labels) if is_name and labels == [*map(_cleaned, labels)] else HIDDEN


def plain(text: str) -> str:
    """A text decoded until nothing of it is encoded any more; `…` where that takes too long."""
    if text.isascii() and not ENCODED.search(text):
        return text
    for _ in range(ROUNDS):
        signs = SIGN.sub(lambda found: chr(int(found[1], 16)), BYTE.sub(r"%\1", text))
        decoded = normalize("NFKC", unescape(unquote(signs)))
        if decoded == text:
            return text
        text = decoded
    return HIDDEN


def _cleaned(part: str) -> str:
    if part == DOTS:
        return HIDDEN
    if not part:
        return part
    strange = len(part) > LONGEST or not SLUG.fullmatch(part)
    if strange or PERSONAL.search(part) or any(map(_is_token, RUN.findall(part))):
        return HIDDEN
    return NUMBER.sub(_zeros, part)


def _is_token(run: str) -> bool:
    """Whether letters and digits, or small and large letters, change as they do in no word."""
    return len(TURN.findall(run)) >= max(3, len(run) / 4)


def _zeros(found: re.Match[str]) -> str:
    return re.sub(r"\d", "0", found[0])
