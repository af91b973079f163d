"""Texts that the desk seals and cannot open: the bakehouse alone has the other half of the key.

A sealed box: a key that is used once, X25519 with the bakehouse's, HKDF, ChaCha20-Poly1305.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from publish.errors import DeskError

PUBLIC, PRIVATE = "contributors.pub", "contributors.key"
"""The file in `desk/` with the half that seals, the one in `private/` with the half that opens."""
_BYTES = 32
# What is sealed is as long as the next multiple, so that its length tells little.
_STEP = 128
# The key is used once.
_NONCE = bytes(12)


def public_key(folder: Path) -> X25519PublicKey:
    """The half that seals, in the desk's folder; raises DeskError without one."""
    path = folder / PUBLIC
    try:
        return X25519PublicKey.from_public_bytes(urlsafe_b64decode(path.read_bytes()))
    except (OSError, ValueError):
        raise DeskError(
            f"{path}: no key that seals who is handed over; `fournil desk sealing-key` makes one"
        ) from None


def sealed(key: X25519PublicKey, text: str) -> str:
    """A text that nobody opens but who has the other half; each time another."""
    once = X25519PrivateKey.generate()
    sender, receiver = once.public_key().public_bytes_raw(), key.public_bytes_raw()
    padded = text.encode() + bytes(-len(text.encode()) % _STEP)
    box = _box(once.exchange(key), sender + receiver).encrypt(_NONCE, padded, None)
    return urlsafe_b64encode(sender + box).decode()


def unsealed(key: X25519PrivateKey, text: str) -> str:
    """What was sealed; raises ValueError where it was for another key, or is damaged."""
    whole = urlsafe_b64decode(text.encode())
    sender, box = whole[:_BYTES], whole[_BYTES:]
    shared = key.exchange(X25519PublicKey.from_public_bytes(sender))
    receiver = key.public_key().public_bytes_raw()
    try:
        padded = _box(shared, sender + receiver).decrypt(_NONCE, box, None)
    except InvalidTag:
        raise ValueError("it was sealed for another key, or is damaged") from None
    return padded.rstrip(b"\0").decode()


def _box(shared: bytes, keys: bytes) -> ChaCha20Poly1305:
    derived = HKDF(SHA256(), 32, salt=None, info=b"fournil contributor 1" + keys).derive(shared)
    return ChaCha20Poly1305(derived)
