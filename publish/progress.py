"""Progress on long work: bars on a terminal, plain lines elsewhere, silence on demand."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

Advance = Callable[[int], None]


class Reporter(Protocol):
    """Hears each step of a run: its dataset, its name, how many rows are to come."""

    def step(self, dataset: str, name: str, rows: int | None = None) -> Advance:
        """A step begins (and the one before it has ended); call the result with rows done."""


class Silent:
    """Says nothing."""

    def step(self, dataset: str, name: str, rows: int | None = None) -> Advance:
        """Ignore the step."""
        return lambda done: None


class Lines:
    """A plain line per step on standard error."""

    def step(self, dataset: str, name: str, rows: int | None = None) -> Advance:
        """Print the step."""
        count = f", {rows} rows" if rows is not None else ""
        print(f"{dataset}: {name}{count}", file=sys.stderr)  # noqa: T201
        return lambda done: None


class Bars:
    """A bar for the step at work, with rows and the time left."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task = bars.add_task("", total=None)

    def step(self, dataset: str, name: str, rows: int | None = None) -> Advance:
        """Show the step in place of the one before it."""
        self._bars.remove_task(self._task)
        self._task = self._bars.add_task(f"{dataset}: {name}", total=rows)
        return lambda done: self._bars.advance(self._task, done)


class Stopwatch:
    """Passes steps on and keeps how long each took, in seconds by (dataset, step)."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._running: tuple[str, float] | None = None
        self.seconds: dict[str, float] = {}

    def step(self, dataset: str, name: str, rows: int | None = None) -> Advance:
        """Pass the step on and start its time."""
        self.stop()
        self._running = (name, time.monotonic())
        return self._reporter.step(dataset, name, rows)

    def stop(self) -> None:
        """The step at work has ended."""
        if self._running:
            name, since = self._running
            self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - since
            self._running = None


@contextmanager
def reporter(*, quiet: bool) -> Iterator[Reporter]:
    """The reporter that fits: silent, bars on a terminal, or lines."""
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty():
        yield Lines()
    else:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            yield Bars(bars)
