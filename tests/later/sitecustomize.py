"""Lets programs sleep under Debian's faketime, which Python reads this for before anything else.

Told to leave the clock of durations alone, faketime 0.9.10 still moves the end of a sleep, and
Python 3.11 and later are answered "Invalid argument" (its issue 426).
"""

import select
import time


def _sleep(seconds: float) -> None:
    select.select((), (), (), seconds)


time.sleep = _sleep
