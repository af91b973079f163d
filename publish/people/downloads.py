"""How often a table was downloaded, as far as the published counts tell: as the public reads it."""

from collections.abc import Iterator, Sequence

from publish.declare.site import SiteFolder
from publish.people.public_rows import rows_for
from publish.release.release import Release
from publish.release.store import Store
from publish.release.table import Table
from publish.words.sql import quoted

# The columns of the counts of a site like this one; the first tells what was done.
_BY = ("feature", "dataset", "table")
DOWNLOAD, TIMES = "download", "actions"


def downloads(site: SiteFolder, dataset: str, tables: Sequence[str]) -> int | None:
    """How many downloads of some tables, or of all of their dataset, were told at least.

    The same downloads may be told by weeks and by days, and by two tools: the most counts. What few
    people did was folded before it was published, and is not in it.
    """
    told = [
        number
        for name in site.datasets()
        if (release := Store(site.releases / name).current())
        for table in release.tables.values()
        for number in _told(release, table, dataset, tables)
    ]
    return max(told, default=None)


def _told(release: Release, table: Table, dataset: str, tables: Sequence[str]) -> Iterator[int]:
    how = table.counted
    if not how or TIMES not in how.measures or not set(_BY) <= set(how.by):
        return
    feature, of, name = map(quoted, _BY)
    group = f" GROUP BY {', '.join(map(quoted, how.within))}" if how.within else ""
    wanted = ", ".join("?" for _ in tables)
    asked = (
        f"SELECT sum({quoted(TIMES)}) FROM {quoted(table.name)} WHERE {feature} = ? AND {of} = ? "  # noqa: S608
        f"AND ({name} IS NULL OR {name} IN ('', {wanted})){group}"
    )
    found = rows_for(release, asked, [(DOWNLOAD, dataset, *tables)])
    yield from (number for (number,) in found if number)
