"""The mode `named`: a directory of the people who asked to be listed by name."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from publish.declaration import Table
from publish.errors import Problem
from publish.protect.leaving import PERSON, Leaving, Left, Published


def consenting(rows: Any, declared: Table, as_of: date) -> Any:
    """The typed rows (Ibis) whose consent is alive that day; all rows of any other table."""
    if declared.named is None:
        return rows
    consent = rows[declared.named.consent].cast("date")
    return rows.filter(consent.notnull(), consent <= as_of)


def named(leaving: Leaving) -> Left:
    """Every row that is left (see `consenting`); blockers for columns that nobody agreed to."""
    refused = (*_uncovered(leaving), *_unfindable(leaving))
    if refused:
        return Left((), refused)
    rows = leaving.rows.select(*leaving.declared.published)
    count = int(rows.count().to_pyarrow().as_py())
    return Left((Published(leaving.name, leaving.declared, rows),), (), {"consents": count})


def covered(declared: Table) -> tuple[str, ...]:
    """The columns that people agreed to publish of themselves."""
    return declared.named.covers if declared.named else ()


def _uncovered(leaving: Leaving) -> Iterator[Problem]:
    """Published columns that tell of a person and that the consent does not cover."""
    for name, column in leaving.declared.published.items():
        # An identifier as it is has its own check, `published-identifier`.
        judged = column.role != "open" and (column.role != "identifier" or column.protect)
        if judged and name not in covered(leaving.declared):
            yield Problem(
                "uncovered-column",
                f"{leaving.name}.{name}",
                f"{column.role}, published beside names, and the consent does not cover it",
                "add `protect: drop`, or ask people and add it to `covers:`",
            )


def _unfindable(leaving: Leaving) -> Iterator[Problem]:
    if PERSON not in leaving.rows.columns:
        what = "nothing says who is behind a row, so nobody who withdraws could be found"
        yield Problem("no-contributor", leaving.name, what, "name the column: `contributor: …`")
