"""The key of an answer: shown once to who asks, typed by them, kept nowhere.

Of its 140 random bits HKDF makes the private half of a key for sealed boxes. The desk keeps the
public half, which seals the answer and finds it again, and from which nobody comes back.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# Crockford's base 32: no I, L, O or U.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, EACH = 7, 4
MOST_LETTERS = 100
"""More is no key, and not looked at."""
_ALIKE = str.maketrans("ILO", "110")


def new_key() -> str:
    """A key as it is shown: seven groups of four letters and digits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(EACH)) for _ in range(GROUPS))
    return "-".join(groups)


def private_half(typed: str) -> X25519PrivateKey:
    """What opens; of any text, so that what is no key takes as long as what is one."""
    return X25519PrivateKey.from_private_bytes(
        HKDF(SHA256(), 32, salt=None, info=b"fournil one-time key 1").derive(_letters(typed))
    )


def public_half(typed: str) -> str:
    """What seals and finds, as text."""
    raw = private_half(typed).public_key().public_bytes_raw()
    return urlsafe_b64encode(raw).decode()


def sealing(public: str) -> X25519PublicKey:
    """The public half, from its text."""
    return X25519PublicKey.from_public_bytes(urlsafe_b64decode(public))


def _letters(typed: str) -> bytes:
    """The key without what stands between its letters, however they are written."""
    upper = typed[:MOST_LETTERS].upper().translate(_ALIKE)
    return "".join(one for one in upper if one in LETTERS).encode()
