"""Who proposed, where a service handed them over: sealed by the desk, opened here alone."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from publish.corrections.sealed import PRIVATE, PUBLIC, unsealed
from publish.declare.site import SiteFolder
from publish.errors import PrivateStateError
from publish.release.disk import write_private


class Contributor(NamedTuple):
    """Whom a service handed over, by its own word for them."""

    issuer: str
    contributor: str


def opened(site: SiteFolder, text: str) -> Contributor:
    """Who is in a sealed text of a proposal; raises PrivateStateError."""
    issuer, contributor = opened_list(site, text)
    return Contributor(issuer, contributor)


def opened_list(site: SiteFolder, text: str) -> list[str]:
    """The texts that the desk sealed as one; raises PrivateStateError."""
    try:
        return [str(one) for one in json.loads(unsealed(_key(site.private / PRIVATE), text))]
    except ValueError as error:
        raise PrivateStateError(
            f"{site.private / PRIVATE}: does not open who proposed ({error}); put the key back "
            "that was there, from a backup"
        ) from None


def make_key(site: SiteFolder) -> bool:
    """Makes both halves where there are none, and gives the desk the one that seals.

    Whether they are new. Raises PrivateStateError for a damaged key.
    """
    path, is_new = site.private / PRIVATE, not (site.private / PRIVATE).exists()
    if is_new:
        site.private.mkdir(parents=True, exist_ok=True, mode=0o700)
        _written(path, X25519PrivateKey.generate().private_bytes_raw())
    # The folder alone: a file without tables could not be read.
    site.desk.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    site.desk.parent.chmod(0o700)
    public = _key(path).public_key().public_bytes_raw()
    _written(site.desk.with_name(PUBLIC), public)
    return is_new


def _key(path: Path) -> X25519PrivateKey:
    try:
        return X25519PrivateKey.from_private_bytes(urlsafe_b64decode(path.read_bytes()))
    except (OSError, ValueError) as error:
        raise PrivateStateError(
            f"{path}: no key that can be used ({error}); put it back from a backup"
        ) from None


def _written(path: Path, key: bytes) -> None:
    write_private(path, f"{urlsafe_b64encode(key).decode()}\n")
