"""Keys for heavy reusers: signed by the private side, verified by the public one.

A key says who has it and until when; it opens nothing, it only lets its holder ask for more. The
public side writes nothing: it reads the public half and what was revoked, `releases/tokens.json`.
"""

import json
import re
import secrets
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from publish.errors import PrivateStateError
from publish.release.disk import in_words, write_private, write_whole
from publish.release.signature import key_in, make_key, public
from publish.words.json import read_json

KEY, ISSUED = "tokens.key", "tokens.json"
BEGINS = "fournil."
_TOKEN = re.compile(r"fournil\.([0-9a-f]{12})\.(\d{4}-\d\d-\d\d)\.([\w-]{86})")
# A signature made for something else is none here.
_PURPOSE = b"fournil token 1\n"


@dataclass(frozen=True)
class Issued:
    """A key that was given out: never the key itself."""

    id: str
    name: str
    until: date
    revoked: bool = False


@dataclass(frozen=True)
class Verifier:
    """What the public side knows of keys."""

    public: Ed25519PublicKey
    revoked: frozenset[str]

    def holder(self, token: str, today: date) -> str | None:
        """The id of a key that is signed, not over and not revoked; None for any other."""
        found = _TOKEN.fullmatch(token)
        if not found or found[1] in self.revoked:
            return None
        try:
            signature = urlsafe_b64decode(found[3] + "==")
            self.public.verify(signature, _statement(found[1], found[2]))
            return found[1] if date.fromisoformat(found[2]) >= today else None
        except (InvalidSignature, ValueError):
            return None


def create(private: Path, releases: Path, name: str, until: date) -> str:
    """A new key, which is shown once and kept nowhere; raises StoreError, PrivateStateError."""
    key, one = _own_key(private), Issued(secrets.token_hex(6), name, until)
    _keep(private, releases, key, [*issued(private), one])
    signature = key.sign(_statement(one.id, until.isoformat()))
    return f"{BEGINS}{one.id}.{until}.{urlsafe_b64encode(signature).decode().rstrip('=')}"


def revoke(private: Path, releases: Path, id: str) -> Issued:
    """Ends a key before its day; raises PrivateStateError where there is none of that id."""
    known = {one.id: one for one in issued(private)}
    if id not in known:
        raise PrivateStateError(f"no key {id!r}; `fournil token list` shows those there are")
    known[id] = replace(known[id], revoked=True)
    _keep(private, releases, _own_key(private), list(known.values()))
    return known[id]


def issued(private: Path) -> list[Issued]:
    """The keys that were given out, the oldest first; raises PrivateStateError."""
    path = private / ISSUED
    try:
        said = read_json(path)
        return [Issued(**{**one, "until": date.fromisoformat(one["until"])}) for one in said]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise PrivateStateError(f"{path}: {error}; put it back from a backup") from None


def verifier(path: Path) -> Verifier | None:
    """What `releases/tokens.json` says; None where it cannot be read, so that no key is known."""
    try:
        said = read_json(path)
        known = Ed25519PublicKey.from_public_bytes(b64decode(said["public"]))
        return Verifier(known, frozenset(map(str, said["revoked"])))
    except (OSError, ValueError, TypeError, LookupError):
        return None


def _statement(id: str, until: str) -> bytes:
    return _PURPOSE + f"{id}.{until}".encode()


def _own_key(private: Path) -> Ed25519PrivateKey:
    path = private / KEY
    if not path.exists() and not (private / ISSUED).exists():
        with in_words("the key of keys"):
            make_key(private, KEY)
    try:
        return key_in(path)
    except (OSError, ValueError) as error:
        raise PrivateStateError(
            f"{path}: {error}; put it back from a backup, or delete it and {ISSUED}: then every "
            "key given out is void"
        ) from None


def _keep(private: Path, releases: Path, key: Ed25519PrivateKey, known: list[Issued]) -> None:
    """The private list, then what the public side may know."""
    told = [asdict(one) | {"until": one.until.isoformat()} for one in known]
    revoked = [one.id for one in known if one.revoked]
    releases.mkdir(parents=True, exist_ok=True)
    with in_words("the list of keys"):
        text = json.dumps(told, indent=1, ensure_ascii=False)
        write_private(private / ISSUED, text + "\n")
        text = json.dumps({"public": public(key), "revoked": revoked}, indent=1) + "\n"
        write_whole(releases / ISSUED, text)
