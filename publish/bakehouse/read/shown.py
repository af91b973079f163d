"""What a sheet shows otherwise than its cells hold it: what is merged, and what is hidden."""

from collections.abc import Iterable, Iterator, Sequence

from publish.bakehouse.read.cells import Filled, Hidden, Merged, letters
from publish.bakehouse.read.exports import Remark

Numbered = tuple[int, list[str]]


class MergedCells:
    """The values of cells that were merged, which a file holds in the first of them only."""

    def __init__(self, merged: Iterable[Merged], last: int) -> None:
        """Of merged areas of a sheet, and the `last` of its rows that holds something."""
        self._of_row: dict[int, list[Merged]] = {}
        for area in merged:
            for number in range(area.top, min(area.bottom, last) + 1):
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

    def fill(self, number: int, row: list[str]) -> None:
        """Writes them into the cells of a row."""
        for area in self._of_row.get(number, ()):
            row += [""] * (area.right + 1 - len(row))
            for column in range(area.left, area.right + 1):
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
