"""Who signs the list of releases, and how a replica knows it: Ed25519, the public key pinned."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from publish.errors import PrivateStateError, StoreError
from publish.release.disk import write_private

KEY = "store.key"
# A signature made for something else is none here.
_PURPOSE = b"fournil store 1\n"


def make_key(private: Path, name: str = KEY) -> None:
    """A new key, in place of the one there was."""
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Ed25519PrivateKey.generate().private_bytes_raw()
    write_private(private / name, f"{b64encode(key).decode()}\n")


def read_key(private: Path) -> Ed25519PrivateKey | None:
    """The key; None where nobody made one. Raises PrivateStateError where it is damaged."""
    path = private / KEY
    try:
        return key_in(path)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise PrivateStateError(
            f"{path}: no key that can be used ({error}); put it back from a backup, or make "
            "another with `fournil sign --new-key`"
        ) from None


def key_in(path: Path) -> Ed25519PrivateKey:
    """The key of a file; raises OSError, and ValueError where it is none."""
    return Ed25519PrivateKey.from_private_bytes(b64decode(path.read_bytes()))


def public(key: Ed25519PrivateKey) -> str:
    """What replicas are told to trust: 44 characters."""
    return b64encode(key.public_key().public_bytes_raw()).decode()


def trusted_keys(texts: Sequence[str]) -> list[Ed25519PublicKey]:
    """The keys that a replica trusts; raises StoreError where one is none."""
    return [_key(text) for text in texts]


def _key(text: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(b64decode(text, validate=True))
    except ValueError:
        raise StoreError(
            f"--trust {text}: no public key; `fournil sign` of the publishing site prints it"
        ) from None


def signed(key: Ed25519PrivateKey, statement: str) -> str:
    """A statement of one line with its signature below."""
    signature = key.sign(_PURPOSE + statement.encode())
    return f"{statement}\n{b64encode(signature).decode()}\n"


def statement_of(text: bytes, trusted: Sequence[Ed25519PublicKey]) -> bytes:
    """The statement that one of the trusted keys signed; raises StoreError."""
    statement, _, rest = text.partition(b"\n")
    try:
        signature = b64decode(rest.strip(), validate=True)
    except ValueError:
        signature = b""
    if not any(_is_by(key, signature, statement) for key in trusted):
        raise StoreError("the list of releases is not signed by a key that is trusted here")
    return statement


def _is_by(key: Ed25519PublicKey, signature: bytes, statement: bytes) -> bool:
    try:
        key.verify(signature, _PURPOSE + statement)
    except InvalidSignature:
        return False
    return True
