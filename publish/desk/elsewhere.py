"""The address of a person's own place elsewhere, of which a page may be let reach the origin."""

import re
from urllib.parse import urlsplit

MOST_LETTERS = 2_000
# As a policy of a page may name it: neither blanks, `;`, `*` nor what browsers read otherwise.
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


def origin_of(address: str) -> str | None:
    """`https://cloud.example` of an https address; None of what is none, or names who signs in."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:
        return None
    whole = len(address) <= MOST_LETTERS and parts.scheme == "https" and "@" not in parts.netloc
    if not whole or not _HOST.fullmatch(host):
        return None
    return f"https://{host}" if port in (None, 443) else f"https://{host}:{port}"
