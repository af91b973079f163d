"""Keyed digests of texts: equal where these are equal, telling nothing without the key.

The construction is NMAC (Bellare, Canetti and Krawczyk, 1996) over SHA-256 with two keys of one
block, both derived from the dataset's key, so that a database computes it without being told them
in a statement.
"""

from hashlib import sha256

from publish.bakehouse.protect.identity import canonical

DIGITS = 32


def check_word(key: bytes) -> str:
    """A word by which a file knows the key it was written with."""
    return sha256(key + b"ledger").hexdigest()[:16]


def digest(key: bytes, text: str) -> bytes:
    """The digest of a text, 16 bytes."""
    inner, outer = halves(key)
    hashed = sha256((inner + text).encode()).hexdigest()
    return bytes.fromhex(sha256((outer + hashed).encode()).hexdigest()[:DIGITS])


def halves(key: bytes) -> tuple[str, str]:
    """The two keys of the construction."""
    return sha256(key + b"inner").hexdigest(), sha256(key + b"outer").hexdigest()


def of_person(key: bytes, who: str) -> str:
    """The digest of a person, however spelt, in hexadecimal."""
    return digest(key, f"listed {canonical(who)}").hex()
