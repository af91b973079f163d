"""Whether a difference between two releases still may be shown."""

import json

from publish.serving.downloads_links import Download
from publish.serving.history import is_withdrawn

SUMMARY = "changes.json"


def tells_of_withdrawn(one: Download) -> bool:
    """Whether a file of changes holds values of a release that was withdrawn since."""
    if ".changes." not in one.file:
        return False
    try:
        text = (one.folder / one.version / SUMMARY).read_text(encoding="utf-8")
        previous = json.loads(text)["previous"]
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return isinstance(previous, str) and is_withdrawn(one.folder, previous)
