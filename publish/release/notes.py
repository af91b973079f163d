"""What the public may know of a dataset beside its releases: `releases/<dataset>/status.json`."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from publish.release.disk import write_whole
from publish.release.index import INDEX
from publish.words.json import read_json

NAME = "status.json"
Json = dict[str, Any]


def note(folder: Path, facts: Json) -> None:
    """Note facts under their keys, of what is declared or released: a full disk may forget them."""
    # Of what is neither there is nothing that the public could know.
    if (folder / INDEX).is_file() or (folder / NAME).is_file():
        # A full disk that kept a release from coming has told so already.
        with suppress(OSError):
            put(folder, facts)


def put(folder: Path, facts: Json) -> None:
    """Write facts under their keys; raises OSError."""
    text = json.dumps(notes(folder) | facts, ensure_ascii=False, indent=2)
    write_whole(folder / NAME, text + "\n")


def notes(folder: Path) -> Json:
    """What was noted; nothing where it was lost: it is noted again at the next run."""
    try:
        found = read_json(folder / NAME)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
