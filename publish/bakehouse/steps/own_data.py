"""Whether people may get back what tables hold of them, where a desk is open for it."""

from collections.abc import Iterator

from publish.bakehouse.steps.work import DatasetRun
from publish.declare.persons import out_of_reach
from publish.errors import Problem

_UNNAMED = (
    "since no column names who is behind a row",
    "name the column that does: `contributor: …`, or a foreign key to one",
)
_PARTNERS = (
    "where the rows are partners'",
    "tell people to ask the partner, or leave these columns out of the partner's `map`",
)


def unreachable(run: DatasetRun) -> Iterator[Problem]:
    """A warning for each table with columns about people who cannot get them back.

    For the maintainer alone.
    """
    if run.site.metadata().desk is None:
        return
    for table, columns in out_of_reach(run.dataset).items():
        why, way_out = _PARTNERS if run.dataset.tables[table].partners else _UNNAMED
        yield Problem(
            "no-way-back",
            table,
            f"{', '.join(columns)}: nobody who asks the desk what is held of them gets this, {why}",
            way_out,
            "warning",
            private=True,
        )
