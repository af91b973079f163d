"""Keys for heavy reusers, as the public side sees them: verified, never written, never logged."""

from datetime import UTC, datetime
from pathlib import Path

from publish.release.token import BEGINS, ISSUED, Verifier, verifier
from publish.site.base.asgi import Scope
from publish.site.base.memory import once_per_file

_BEARER = f"bearer {BEGINS}".encode()
# How much more a holder may ask for, and how much longer a statement may take.
MORE_RATE, MORE_TIME = 10.0, 5.0


def is_key(said: bytes) -> bool:
    """Whether an Authorization header brings a key of ours."""
    return said[: len(_BEARER)].lower() == _BEARER


def brought(scope: Scope) -> str | None:
    """The key that a request brings, true or not."""
    found = [said for name, said in scope["headers"] if name == b"authorization" and is_key(said)]
    return found[0].partition(b" ")[2].strip().decode("latin-1") if found else None


def holder(releases: Path, token: str) -> str | None:
    """The id of a key that holds today."""
    try:
        known = _verifier(releases / ISSUED)
    except OSError:
        return None
    return known.holder(token, datetime.now(UTC).date()) if known else None


@once_per_file
def _verifier(path: Path) -> Verifier | None:
    return verifier(path)
