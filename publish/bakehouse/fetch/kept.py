"""Where what was fetched is kept, how much it may be, and the secrets that lead to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import monotonic
from typing import BinaryIO, cast

from publish.errors import SourceError
from publish.words.limits import DOWNLOAD_BYTES

DOWNLOADS = "downloads"


@dataclass(frozen=True)
class Limits:
    """How much one source may bring, and how long it may take; no declaration can change them."""

    bytes: int = DOWNLOAD_BYTES
    seconds: float = 3600


LIMITS = Limits()


@dataclass
class Bounds:
    """What is left of the limits for one source, named `place` in messages."""

    place: str
    limits: Limits
    size: int = 0

    def __post_init__(self) -> None:
        self.end = monotonic() + self.limits.seconds

    def take(self, size: int) -> None:
        """Count bytes that came; raises SourceError beyond the limits."""
        self.size += size
        if self.size > self.limits.bytes:
            raise SourceError(
                f"{self.place}: larger than {self.limits.bytes} bytes; split the export"
            )
        if self.is_over():
            raise self.late()

    def is_over(self) -> bool:
        """Whether the time is over."""
        return monotonic() >= self.end

    def late(self) -> SourceError:
        """What did not come in time."""
        return SourceError(
            f"{self.place}: not here after {self.limits.seconds:g} s; try again later"
        )

    def limited(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The chunks, counted; none may end by the end of their time alone."""
        for chunk in chunks:
            self.take(len(chunk))
            yield chunk
        if self.is_over():
            raise self.late()


def downloads(private: Path) -> Path:
    """The folder of what a dataset fetched, made for its owner alone; not in the backup."""
    folder = private / DOWNLOADS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def kept_as(private: Path, *what: str) -> Path:
    """The file that keeps what was fetched from a place, whose name tells nothing of it."""
    return downloads(private) / sha256("\n".join(what).encode()).hexdigest()


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place when the block ends well; else all stays."""
    with NamedTemporaryFile(dir=path.parent, prefix=".partial-", delete=False) as file:
        partial = Path(file.name)
        try:
            yield cast(BinaryIO, file)
            file.flush()
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def save(chunks: Iterator[bytes], path: Path) -> None:
    """Writes beside `path`, then renames: a download that stops leaves what was there."""
    with replacing(path) as file:
        file.writelines(chunks)


def secret(variable: str, place: str) -> str:
    """The value of an environment variable; raises SourceError where it is not set."""
    value = os.environ.get(variable)
    if value is None:
        raise SourceError(
            f"{place}: the environment variable {variable} is not set; set it for the user who "
            "publishes (in a unit: `EnvironmentFile=`)"
        )
    return value
