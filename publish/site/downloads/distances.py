"""Rows with their distance in kilometres: SQLite, which may lack roots, has the squares."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import IO

from publish.forms.kinds import Cell
from publish.site.downloads.writers import Form, Rows, Writer
from publish.site.rows.area_words import rounded


@dataclass(frozen=True)
class DistanceForm:
    """A form of rows whose last cell is the square of a distance."""

    form: Form

    def __call__(self, file: IO[bytes]) -> Writer:
        """Begins a file."""
        return _Distances(self.form(file))


class _Distances:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def begin(self, columns: Sequence[str]) -> None:
        self._writer.begin(columns)

    def add(self, rows: Rows) -> None:
        self._writer.add([(*row[:-1], _kilometres(row[-1])) for row in rows])

    def finish(self) -> None:
        self._writer.finish()

    def close(self) -> None:
        self._writer.close()


def _kilometres(square: Cell) -> Cell:
    return rounded(sqrt(square)) if isinstance(square, int | float) else None
