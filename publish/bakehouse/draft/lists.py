"""The lists of objects in a JSON document, wherever they stand in it."""

import json
import re
from pathlib import Path

from publish.bakehouse.draft.encoding import encoding_of
from publish.bakehouse.read.files import extension_of, packing_of
from publish.bakehouse.read.transcode import beginning
from publish.errors import SourceError

LOOKED_AT = 16_000_000  # bytes
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')
OBJECT_NEXT = re.compile(r"\s*\{")


def lists_in(file: Path) -> dict[str, dict[str, object]]:
    """The keys of a source that read each list of objects, by the list's name.

    Raises SourceError for a document without any.
    """
    keys = encoding_keys(file)
    text = _beginning(file, str(keys.get("encoding", "utf-8")))
    if text.lstrip().startswith("["):
        return {"": keys}
    if _an_object_a_line(text):
        return {"": {"format": "jsonl", **keys}}
    paths = [".".join(path) for path in _paths(text)]
    if paths == ["features"] and extension_of(file.name) == ".geojson":
        return {"": keys}
    if not paths:
        raise SourceError(
            f"{file.name}: no list of objects in it; export the records as a list of objects "
            "with the same keys, or an object a line (.jsonl)"
        )
    return {path: {"records": path, **keys} for path in paths}


def encoding_keys(file: Path) -> dict[str, object]:
    """The encoding of a text file, where a source has to declare it."""
    encoding = "utf-8" if packing_of(file.name) else encoding_of(file)
    return {} if encoding in ("utf-8", "utf-8-sig") else {"encoding": encoding}


def _beginning(file: Path, encoding: str) -> str:
    """The first millions of characters of a document, unpacked."""
    head = b"".join(beginning(file, LOOKED_AT))
    return head.decode(encoding, errors="replace").removeprefix("\ufeff")


def _an_object_a_line(text: str) -> bool:
    lines = [line for line in text.splitlines()[:3] if line.strip()]
    try:
        return len(lines) > 1 and all(isinstance(json.loads(line), dict) for line in lines[:2])
    except ValueError:
        return False


def _paths(text: str) -> list[tuple[str, ...]]:
    """The keys that lead to each list that begins with an object; none is looked for inside one.

    A key with a point in it cannot be written in a path.
    """
    found: list[tuple[str, ...]] = []
    around: list[str] = []
    last, inside = "", 0
    for match in TOKEN.finditer(text):
        sign = match[0]
        if inside:
            inside += (sign in "[{") - (sign in "]}")
        elif sign == "{":
            around.append(last)
        elif sign == "}":
            del around[-1:]
        elif sign == "[":
            inside, path = 1, (*around[1:], last)
            if OBJECT_NEXT.match(text, match.end()) and not any("." in key for key in path):
                found.append(path)
        elif sign != "]":
            last = _key(sign)
    return list(dict.fromkeys(found))


def _key(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return "."
