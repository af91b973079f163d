"""That a row is over: a correction of the one cell that says so."""

from publish.corrections.proposals import Edit
from publish.desk.rows import Row
from publish.errors import DeskError


def can_close(row: Row) -> bool:
    """Whether the table declares what says that a row is over, and this one does not say it."""
    closed = row.table.closed
    return (
        closed is not None
        and not row.is_new
        and closed[0] in row.cells
        and row.cells[closed[0]].base != closed[1]
    )


def closing(row: Row) -> dict[str, Edit]:
    """The edit that says that the row is over; none where it says so already; raises DeskError."""
    place = f"{row.release.dataset}.{row.table.name}"
    if row.table.closed is None or row.table.closed[0] not in row.cells:
        raise DeskError(f"{place}: nothing is declared that says of a row that it is over")
    column, value = row.table.closed
    base = row.cells[column].base
    return {} if base == value else {column: Edit(base, value)}
