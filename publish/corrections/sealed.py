"""Texts that the desk seals and cannot open: the bakehouse alone has the other half of the key.

A sealed box: a key that is used once, X25519 with the bakehouse's, HKDF, ChaCha20-Poly1305.
Whole files go the other way: the bakehouse seals them for who asked.
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
# A file is as long as the next power of two, and never less than this.
_LEAST = 1 << 16
_LENGTH = 8
_WHO, _FILE = b"fournil contributor 1", b"fournil answer 1"
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
    padded = text.encode() + bytes(-len(text.encode()) % _STEP)
    return urlsafe_b64encode(_closed(key, padded, _WHO)).decode()


def unsealed(key: X25519PrivateKey, text: str) -> str:
    """What was sealed; raises ValueError where it was for another key, or is damaged."""
    padded = _opened(key, urlsafe_b64decode(text.encode()), _WHO)
    return padded.rstrip(b"\0").decode()


def sealed_file(key: X25519PublicKey, content: bytes) -> bytes:
    """The same of bytes; how long they are is told no better than by the next power of two."""
    said = len(content).to_bytes(_LENGTH) + content
    size = max(_LEAST, 1 << (len(said) - 1).bit_length())
    return _closed(key, said + bytes(size - len(said)), _FILE)


def unsealed_file(key: X25519PrivateKey, box: bytes) -> bytes:
    """The bytes; raises ValueError where they were sealed for another key, or are damaged."""
    padded = _opened(key, box, _FILE)
    return padded[_LENGTH : _LENGTH + int.from_bytes(padded[:_LENGTH])]


def _closed(key: X25519PublicKey, padded: bytes, purpose: bytes) -> bytes:
    once = X25519PrivateKey.generate()
    sender, receiver = once.public_key().public_bytes_raw(), key.public_bytes_raw()
    box = _box(once.exchange(key), sender + receiver, purpose)
    return sender + box.encrypt(_NONCE, padded, None)


def _opened(key: X25519PrivateKey, whole: bytes, purpose: bytes) -> bytes:
    sender, closed = whole[:_BYTES], whole[_BYTES:]
    shared = key.exchange(X25519PublicKey.from_public_bytes(sender))
    receiver = key.public_key().public_bytes_raw()
    try:
        return _box(shared, sender + receiver, purpose).decrypt(_NONCE, closed, None)
    except InvalidTag:
        raise ValueError("it was sealed for another key, or is damaged") from None


def _box(shared: bytes, keys: bytes, purpose: bytes) -> ChaCha20Poly1305:
    derived = HKDF(SHA256(), 32, salt=None, info=purpose + keys).derive(shared)
    return ChaCha20Poly1305(derived)
