"""Columns of a few values, to look for personal data in."""

from collections.abc import Sequence

import pyarrow as pa

from publish.engine import Workspace
from publish.personal.scan import Scanned, scan


def kinds(
    place: Workspace,
    values: Sequence[str | None],
    header: str = "",
    type: str = "string",
    *,
    people: bool = False,
) -> dict[str, int]:
    """The kinds found in a column, and in how many values."""
    name = place.name("cells")
    rows = place.con.create_table(
        name, pa.table({"cell": pa.array(values, pa.string())}), temp=True
    )
    hits = scan(rows, [Scanned("cell", type, header, people)])
    place.con.drop_table(name)
    return {hit.kind.name: hit.values for hit in hits}
