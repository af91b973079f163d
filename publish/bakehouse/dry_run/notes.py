"""What is found in a dry run, layer by layer."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from publish.errors import FournilError, GateClosed, Problem

Layer = Literal["declaration", "exports", "series", "gate", "site"]


@dataclass(frozen=True)
class Finding:
    """What would refuse a dataset, or what a person is warned of, and in which layer."""

    layer: Layer
    what: str
    refuses: bool = True
    problem: Problem | None = None


@dataclass
class Notes:
    """All that was found so far; `unlooked` says what could not be looked at, and until when.

    `until` is the day until which everything waits, `waits` whether it does.
    """

    found: list[Finding] = field(default_factory=list)
    unlooked: list[str] = field(default_factory=list)
    waits: bool = False
    until: date | None = None

    @property
    def refuses(self) -> bool:
        """Whether anything would refuse."""
        return any(finding.refuses for finding in self.found)

    def errors(self, layer: Layer, lines: Iterable[str]) -> None:
        """Note lines of error messages."""
        self.found += [Finding(layer, line) for line in lines]

    def problems(self, layer: Layer, problems: Iterable[Problem]) -> None:
        """Note what checks found."""
        self.found += [Finding(layer, str(one), one.severity == "blocker", one) for one in problems]

    @contextmanager
    def catching(self, layer: Layer) -> Iterator[None]:
        """Note what refuses in the block; the run goes on behind it."""
        try:
            yield
        except GateClosed as closed:
            self.problems(layer, closed.problems)
        except FournilError as error:
            self.errors(layer, str(error).splitlines())
