"""`desk/secret`: what forms are sealed with, the same for all workers and after a restart."""

import os
import secrets
from pathlib import Path

from publish.errors import PrivateStateError

_BYTES = 32


def secret(folder: Path) -> bytes:
    """The secret of a desk's folder, made at the first time; raises OSError, PrivateStateError."""
    path = folder / "secret"
    if not path.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        _make(path)
    if path.stat().st_mode & 0o077:
        raise PrivateStateError(f"{path}: others than its owner may read it; `chmod 600 {path}`")
    found = path.read_bytes()
    if len(found) != _BYTES:
        raise PrivateStateError(
            f"{path}: not a secret of {_BYTES} bytes; delete it, and serve again"
        )
    return found


def _make(path: Path) -> None:
    """Whole or not at all: of two that begin at once, the first one's stays."""
    aside = path.with_name(f".secret-{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        try:
            os.link(aside, path)
        except FileExistsError:
            return
    finally:
        aside.unlink()
