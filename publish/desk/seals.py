"""Forms that come from here: when and of what they were made, which nobody else can write."""

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256

from publish.desk.days import DAY_SECONDS

# Nobody reads and fills in a form so fast; who left it open overnight begins again.
LEAST_SECONDS, MOST_SECONDS = 3, DAY_SECONDS
_MARK = "~"


@dataclass(frozen=True)
class Sealed:
    """When a form was made (seconds since 1970), and the version of the release it shows."""

    made: int
    version: str


def seal(key: bytes, row: tuple[str, ...], sealed: Sealed) -> str:
    """The seal of a form about a row, for one of its fields."""
    parts = (str(sealed.made), sealed.version, _signed(key, "form", *row, *_parts(sealed)))
    return _MARK.join(parts)


def unsealed(key: bytes, row: tuple[str, ...], text: str) -> Sealed | None:
    """What a seal says; None where it is none of ours, or that of another row."""
    made, _mark, rest = text.partition(_MARK)
    version, _mark, signature = rest.partition(_MARK)
    if not (made.isascii() and made.isdecimal() and len(made) < 12):
        return None
    sealed = Sealed(int(made), version)
    wanted = _signed(key, "form", *row, *_parts(sealed))
    return sealed if hmac.compare_digest(wanted.encode(), signature.encode()) else None


def session_mark(key: bytes, session: str) -> str:
    """What every form of a session holds: a page of another site cannot know it."""
    return _signed(key, "session", session)


def is_session_mark(key: bytes, session: str, text: str) -> bool:
    """Whether a form was made for this session."""
    return hmac.compare_digest(session_mark(key, session).encode(), text.encode())


def _parts(sealed: Sealed) -> tuple[str, str]:
    return str(sealed.made), sealed.version


def _signed(key: bytes, *parts: str) -> str:
    return hmac.new(key, json.dumps(parts).encode(), sha256).hexdigest()
