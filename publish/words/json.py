"""JSON read so that whatever is wrong with it is a ValueError, and names of places in it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def read_json(path: Path) -> Any:
    """What a JSON file in UTF-8 holds; raises OSError, and ValueError where it is none."""
    return json_of(path.read_text(encoding="utf-8"))


def json_of(text: str | bytes) -> Any:
    """What a JSON text says; raises ValueError where it is none, or nested beyond measure."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("lists or objects within one another beyond measure") from None


def pointer(keys: Iterable[str], head: str = "") -> str:
    """The JSON Pointer (RFC 6901) of a path of keys, `head` before each."""
    return "".join("/" + (head + key).replace("~", "~0").replace("/", "~1") for key in keys)
