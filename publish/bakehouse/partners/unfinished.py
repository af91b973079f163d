"""Which pages a harvest that broke off has already: the next one goes on from there."""

from pathlib import Path
from time import time

from publish.bakehouse.fetch.kept import downloads

NAME = "unfinished"
FRESH = 24 * 3600
"""Seconds for which the pages of a harvest that broke off are still good."""


class Unfinished:
    """The pages of one harvest, noted in a private file until it is done.

    It is `broken` from when a page is asked for until it came: where a harvest ends otherwise, the
    pages are at fault, and the next one asks for all of them again.
    """

    broken = False

    def __init__(self, private: Path) -> None:
        self._file = downloads(private) / NAME
        self._before = self._read()
        self._now = set[str]()

    def has(self, kept: Path) -> bool:
        """Whether the harvest has a page already; it is one of those that stay."""
        there = kept.name in self._before and kept.exists()
        if there:
            self._now.add(kept.name)
        return there

    def add(self, kept: Path) -> None:
        """Note a page that came."""
        self.broken = False
        self._before.add(kept.name)
        self._now.add(kept.name)
        with self._file.open("a", encoding="ascii") as file:
            file.write(f"{kept.name}\n")

    def done(self) -> None:
        """The harvest came whole: pages that it did not ask for go."""
        self._file.unlink(missing_ok=True)
        for path in self._file.parent.iterdir():
            if path.with_suffix("").name not in self._now:
                path.unlink()

    def failed(self) -> None:
        """The harvest did not come whole."""
        if not self.broken:
            self._file.unlink(missing_ok=True)

    def _read(self) -> set[str]:
        if not self._file.exists():
            self._file.touch(mode=0o600)
        elif self._file.stat().st_mtime < time() - FRESH:
            self._file.write_text("")
        return set(self._file.read_text("ascii").split())
