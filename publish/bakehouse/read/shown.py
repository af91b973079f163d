"""What a sheet shows otherwise than its cells hold it: what is merged, and what is hidden."""

from collections.abc import Iterable, Iterator, Sequence

from publish.bakehouse.read.cells import Filled, Hidden, Merged, letters
from publish.bakehouse.read.exports import Remark
from publish.errors import SourceError
from publish.words.limits import MERGED_ROWS

Numbered = tuple[int, list[str]]


class MergedCells:
    """The values of cells that were merged, which a file holds in the first of them only."""

    def __init__(self, merged: Iterable[Merged], last: int, place: str) -> None:
        """Of merged areas of a sheet, and the `last` of its rows that holds something.

        Raises SourceError for more of them than memory holds.
        """
        self._of_row: dict[int, list[Merged]] = {}
        left = MERGED_ROWS
        for area in merged:
            rows = range(area.top, min(area.bottom, last) + 1)
            left -= len(rows)
            if left < 0:
                raise SourceError(
                    f"{place}: merged cells in more than {MERGED_ROWS:,} rows; undo the merges, "
                    "or export the sheet as CSV"
                )
            for number in rows:
                self._of_row.setdefault(number, []).append(area)
        self._values: dict[Merged, str] = {}
        self._filled = 0

    def noted(self, rows: Iterator[Numbered]) -> Iterator[Numbered]:
        """The rows as they are, while the values of merged cells are kept in mind."""
        for number, row in rows:
            for area in self._of_row.get(number, ()):
                if area.top == number and area.left < len(row):
                    self._values[area] = row[area.left]
            yield number, row

    def fill(self, number: int, row: list[str], width: int) -> None:
        """Writes them into the first `width` cells of a row."""
        for area in self._of_row.get(number, ()):
            end = min(area.right + 1, width)
            row += [""] * (end - len(row))
            for column in range(area.left, end):
                if not row[column] and (value := self._values.get(area)):
                    row[column] = value
                    self._filled += 1

    def remarks(self) -> Iterator[Remark]:
        """How many cells were filled."""
        if self._filled:
            yield Remark(
                "merged-cells",
                f"merged cells that were given the value that they show: {self._filled}",
                "if they should be empty, undo the merge in the file",
            )


def of_hidden(
    rows: Iterable[Filled], columns: Sequence[int], hidden: Iterable[Hidden]
) -> Iterator[Remark]:
    """How many rows and columns that are read a person does not see."""
    count = sum(row.hidden for row in rows)
    names = [letters(at) for at in columns if any(one.first <= at <= one.last for one in hidden)]
    if count:
        yield Remark(
            "hidden-cells",
            f"rows that the sheet hides, by a filter or by hand, read like the others: {count}",
            "show them to look at them; delete those that must not be published",
        )
    if names:
        yield Remark(
            "hidden-cells",
            f"columns that the sheet hides, read like the others: {', '.join(names)}",
            "show them to look at them; `protect: drop` keeps a column private",
        )
