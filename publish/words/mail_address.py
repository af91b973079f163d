"""Addresses of e-mail, as far as one line of a header and of SMTP can hold them safely."""

import re

# What most servers take, without quoted names; no letter beyond ASCII, no blank, no line end.
_ADDRESS = re.compile(
    r"(?P<name>[A-Za-z0-9_%+'/=-]+(?:\.[A-Za-z0-9_%+'/=-]+)*)"
    r"@(?P<domain>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63})"
)
MOST_LETTERS, MOST_OF_NAME = 254, 64


def is_address(text: str) -> bool:
    """Whether a text is one address and nothing else."""
    found = _ADDRESS.fullmatch(text)
    return found is not None and len(text) <= MOST_LETTERS and len(found["name"]) <= MOST_OF_NAME


def mailbox(address: str) -> str:
    """What is counted as one mailbox: capitals, dots and what follows a plus make no other."""
    name, _at, domain = address.lower().partition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"
