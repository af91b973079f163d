"""The mode `named`: a directory of the people who asked to be listed by name."""

from collections.abc import Iterator

from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from publish.declare.declaration import Table
from publish.errors import Problem


def named(recoded: RecodedTable) -> Protected:
    """Every row of the people who agreed; blockers for columns that nobody agreed to."""
    refused = (*_uncovered(recoded), *_unfindable(recoded))
    if refused:
        return Protected((), refused)
    rows = recoded.rows.select(*recoded.declared.published)
    count = int(rows.count().to_pyarrow().as_py())
    return Protected(
        (PublishedTable(recoded.name, recoded.declared, rows),), (), {"consents": count}
    )


def covered(declared: Table) -> tuple[str, ...]:
    """The columns that people agreed to publish of themselves."""
    return declared.named.covers if declared.named else ()


def _uncovered(recoded: RecodedTable) -> Iterator[Problem]:
    """Published columns that tell of a person and that the consent does not cover."""
    for name, column in recoded.declared.published.items():
        # An identifier as it is has its own check, `published-identifier`.
        judged = column.role != "open" and (column.role != "identifier" or column.protect)
        if judged and name not in covered(recoded.declared):
            yield Problem(
                "uncovered-column",
                f"{recoded.name}.{name}",
                f"{column.role}, published beside names, and the consent does not cover it",
                "add `protect: drop`, or ask people and add it to `covers:`",
            )


def _unfindable(recoded: RecodedTable) -> Iterator[Problem]:
    if PERSON not in recoded.rows.columns:
        what = "nothing says who is behind a row, so nobody who withdraws could be found"
        yield Problem("no-contributor", recoded.name, what, "name the column: `contributor: …`")
