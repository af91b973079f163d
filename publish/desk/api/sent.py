"""What a program sends: its kind, and JSON that reads one way only, up to a bound."""

import json
import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from publish.desk.api.problems import Json, Problem
from publish.desk.body import MOST_BYTES, read_body
from publish.desk.refused import Refused
from publish.site.base.site import Request

JSON = "application/json"
MERGE_PATCH, JSON_PATCH = "application/merge-patch+json", "application/json-patch+json"
# A row is flat, and its lists are lists of texts.
MOST_DEPTH = 8


@dataclass(frozen=True)
class Sent:
    """A body: the media type that it was sent as, its bytes, and what they say."""

    kind: str
    body: bytes
    value: Json


async def sent_json(request: Request, kinds: Collection[str], accept: str) -> Sent:
    """The body of a request; raises Problem.

    `accept` is the header that names the kinds where another one was sent.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in kinds:
        known = ", ".join(kinds)
        raise Problem(415, f"The body may be {known}", {accept: known})
    try:
        body = await read_body(request)
    except Refused as error:
        raise Problem(error.status, f"The body has more than {MOST_BYTES} bytes") from None
    except ValueError:
        raise Problem(400, "The body did not come whole") from None
    return Sent(kind, body, read_json(body))


def read_json(body: bytes) -> Json:
    """What JSON says in UTF-8; raises Problem where parsers could read it differently."""
    try:
        found: Json = json.loads(
            body.decode(),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_finite,
        )
        _shallow(found, MOST_DEPTH)
        # Half of a character, which `\ud800` is, could not be told again.
        json.dumps(found, ensure_ascii=False).encode()
    except RecursionError:
        raise Problem(400, _DEEP) from None
    except ValueError as error:
        raise Problem(400, f"The body is no JSON that can be read: {_why(error)}") from None
    return found


_DEEP = f"The body is nested more than {MOST_DEPTH} deep"


def _why(error: ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is not UTF-8"
    if isinstance(error, UnicodeEncodeError):
        return f"{error.object[error.start]!r} is half of a character"
    return str(error)


def _once(pairs: list[tuple[str, Json]]) -> Mapping[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice, _times = Counter(name for name, _value in pairs).most_common(1)[0]
        raise ValueError(f"{twice!r} stands there twice")
    return found


def _no_number(text: str) -> Json:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number that can be kept")
    return number


def _shallow(value: Json, depth: int) -> None:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if inner and depth == 0:
        raise Problem(400, _DEEP)
    for one in inner:
        _shallow(one, depth - 1)
