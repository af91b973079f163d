"""A statement or a drawing for a process that may be killed, and what comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

# Of an answer, as JSON, while its rows are read.
BYTES = 8 * 1024 * 1024
# Rows times columns of a query's answer, and on a page: what is made of each takes the site's time.
CELLS, PAGE_CELLS = 100_000, 10_000


# Of a drawing, and the seconds that a picture of it may take.
DRAWING_BYTES, DRAWING_SECONDS = 2 * 1024 * 1024, 5.0


class Asked(Protocol):
    """What a process is asked, in so many `seconds`; a `long` one leaves a process to others."""

    @property
    def seconds(self) -> float:
        """Its time."""

    @property
    def long(self) -> bool:
        """Whether it may take many seconds."""

    def message(self) -> dict[str, Any]:
        """As it is told to a process."""


@dataclass(frozen=True)
class PictureJob:
    """A drawing of which a PNG is made, `width` pixels wide, with the font `files` alone.

    `folder` is where the library that draws lies: the process has no packages of its own.
    """

    svg: str
    width: int
    files: tuple[str, ...]
    folder: str
    seconds: float = DRAWING_SECONDS
    long: bool = True

    def message(self) -> dict[str, Any]:
        """The job as it is told to a process."""
        return asdict(self)


@dataclass(frozen=True)
class Job:
    """What is asked of the database at `path`, of which `tables` are published.

    `rows` is the most that come back (None: all), fewer where they hold more than `cells`;
    `seconds` is its time. `explain` asks only which tables the statement reads;
    a `long` one may take many seconds, and leaves a process to the others.
    """

    path: str
    tables: tuple[str, ...]
    sql: str
    parameters: Mapping[str, Any] | Sequence[Any] = field(default_factory=dict)
    seconds: float = 1.0
    rows: int | None = None
    bytes: int = BYTES
    cells: int | None = None
    explain: bool = False
    long: bool = False

    def message(self) -> dict[str, Any]:
        """The job as it is told to a process."""
        return asdict(self)


@dataclass
class Answer:
    """The columns of an answer and its rows; `more` says that there are more.

    `tables` are those that a statement reads, where only that was asked.
    """

    columns: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    more: bool = False
    tables: list[str] = field(default_factory=list)
