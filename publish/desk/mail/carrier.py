"""The process beside the workers that carries the desk's mail: no answer ever waits for it."""

import os
import signal
import sqlite3
import sys
import time

from publish.declare.site import SiteFolder
from publish.desk.mail.sending import send_waiting
from publish.errors import FournilError

LOOKS_EVERY_SECONDS = 5


class Stop:
    """A stop ends the process between two runs, and never while a message is handed over."""

    def __init__(self) -> None:
        self._busy = self._asked = False
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)

    def __enter__(self) -> None:
        self._busy = True

    def __exit__(self, *_: object) -> None:
        self._busy = False
        if self._asked:
            os._exit(0)

    def _stop(self, *_: object) -> None:
        self._asked = True
        if not self._busy:
            os._exit(0)


def carry(site: SiteFolder) -> None:
    """Sends what waits, again and again, until a signal."""
    stop, said = Stop(), ""
    while True:
        with stop:
            what = _run(site)
        if what and what != said:
            sys.stderr.write(f"warning: the desk's mail: {what}\n")
        said = what
        time.sleep(LOOKS_EVERY_SECONDS)


def _run(site: SiteFolder) -> str:
    """What went wrong, or ""."""
    try:
        carried = send_waiting(site, lambda: int(time.time()))
    except (FournilError, OSError, sqlite3.Error) as error:
        return str(error)
    return carried.unreachable if carried else ""
