"""What a site and its SQL processes say to each other: JSON texts, each behind its length.

JSON and not pickle: what comes from a process that ran a stranger's SQL is only ever data.
"""

import json
from base64 import b64decode, b64encode
from typing import Any

LENGTH_BYTES = 4
# The longest that is believed: an answer is cut into far smaller ones.
LONGEST = 16 * 1024 * 1024
_BYTES = "$base64"

Message = dict[str, Any]


class BadFrame(Exception):
    """A process says something that no process of ours says."""


def framed(text: bytes) -> bytes:
    """A text behind its length."""
    return len(text).to_bytes(LENGTH_BYTES, "big") + text


def encoded(message: Message) -> bytes:
    """A message as it goes over the pipe."""
    return framed(cells(message).encode())


def cells(value: Any) -> str:
    """A value as JSON; bytes as an object of base64."""
    return json.dumps(value, default=_as_json)


def length_of(head: bytes) -> int:
    """The length that a frame announces; raises BadFrame."""
    length = int.from_bytes(head, "big")
    if length > LONGEST:
        raise BadFrame(f"a frame of {length} bytes")
    return length


def decoded(text: bytes) -> Message:
    """A message; raises BadFrame."""
    try:
        message = json.loads(text, object_hook=_from_json)
    except ValueError as error:
        raise BadFrame(str(error)) from None
    if not isinstance(message, dict):
        raise BadFrame("no object")
    return message


def _as_json(value: Any) -> Message:
    return {_BYTES: b64encode(bytes(value)).decode()}


def _from_json(found: Message) -> Any:
    return b64decode(found[_BYTES]) if found.keys() == {_BYTES} else found
