"""What of a table can be corrected: what is published as it was read."""

from publish.declare.column import Column
from publish.declare.table import Table

_UNFIT = ("json",)


def correctable(table: Table) -> dict[str, Column]:
    """The columns whose cells can be corrected; none where rows have no key that they keep.

    Not those that hold the table together (keys, unique columns), nor those that we make of what
    partners gave, nor what anybody may write: that was read by a person before it was let out. Nor
    what tells of consents: these are of who is behind a row, and nobody else's to give.
    """
    keys = [table.columns[name] for name in table.primary_key]
    if table.mode != "things" or not keys or not all(map(as_read, keys)):
        return {}
    apart = {*table.primary_key, *table.made}
    # Its correction would tell what is emptied, or give a consent that was withdrawn.
    apart |= {*table.covered, *filter(None, table.inner)}
    apart |= {name for key in table.foreign_keys for name in key.columns}
    apart |= {name for pair in table.coordinates if pair.system for name in (pair.lat, pair.lon)}
    return {
        name: column
        for name, column in table.published.items()
        if name not in apart and as_read(column) and not column.constraints.unique
    }


def as_read(column: Column) -> bool:
    """Whether the values of a column leave as they were read."""
    plain = column.protect is None and not column.synonyms and column.type not in _UNFIT
    return plain and column.role == "open"


def plain(column: Column) -> Column:
    """The column as a release writes it, whatever its exports look like."""
    return Column(
        type=column.type,
        role="open",
        timezone=column.timezone,
        constraints=column.constraints,
    )
