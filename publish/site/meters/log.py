"""The access log: one line of JSON for each answer, with nothing in it that is somebody's.

No address, no browser, no page that one came from, no cookie, no value of a parameter and no path:
whoever asks for `/ada@example.org` is told of as a 404. So a log can be kept, and be lost.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from publish.errors import DeclarationError
from publish.site.meters.asked import Answered, line

STANDARD_OUTPUT = "-"


class Log:
    """Appends lines to a file, or to the standard output: each line in one write."""

    def __init__(self, where: str) -> None:
        self._descriptor = 1 if where == STANDARD_OUTPUT else _opened(Path(where))

    def __call__(self, answered: Answered) -> None:
        """Writes one line; a full disk stops no answer."""
        at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        text = json.dumps(line(answered, at), separators=(",", ":")) + "\n"
        try:
            os.write(self._descriptor, text.encode())
        except OSError:
            return


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    except OSError as error:
        raise DeclarationError(
            f"--access-log {path}: cannot be written ({error.strerror}); choose another file, or - "
            "for the standard output"
        ) from None
