"""The secret keys of a dataset: made once, kept private, never in SQL, logs or messages."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from publish.errors import PrivateStateError

KEY_BYTES = 32


@dataclass(frozen=True)
class Keys:
    """Where a dataset's key is: `private/<dataset>/key` or the environment.

    `expected` says that an earlier release used it: then a lost key is never replaced silently.
    """

    dataset: str
    private: Path
    expected: bool = False
    name: str = "key"

    @property
    def path(self) -> Path:
        """The file of the key."""
        return self.private / self.name

    @property
    def given(self) -> bool:
        """Whether there is a key already."""
        return self.path.is_file() or self.variable in os.environ

    @property
    def variable(self) -> str:
        """The environment variable that stands in for the file."""
        return "FOURNIL_KEY_" + re.sub(r"[^A-Z0-9]", "_", self.dataset.upper())

    def key(self) -> bytes:
        """The key, made at first use; raises PrivateStateError when lost, damaged or readable."""
        given = os.environ.get(self.variable)
        path = self.path
        if given is not None:
            return _decoded(given, f"the environment variable {self.variable}")
        if path.is_file():
            return _read(path)
        if self.expected:
            at = quote(str(path))
            raise PrivateStateError(
                f"{path}: the key of {self.dataset} is gone, and earlier releases used it; put it "
                f"back (`fournil restore`, or {self.variable}), or accept that every pseudonym "
                f"changes: make a new one with `(umask 077; openssl rand -hex {KEY_BYTES} > {at})`"
            )
        return _make(path)


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise PrivateStateError(
            f"{path}: others can read this key; run `chmod 600 {quote(str(path))}`"
        )
    return _decoded(path.read_text(encoding="ascii", errors="replace"), str(path))


def _decoded(text: str, place: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES:
        raise PrivateStateError(
            f"{place}: not a key of {KEY_BYTES} bytes in hexadecimal; put the right one back"
        )
    return key


def _make(path: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key
