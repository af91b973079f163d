"""How a table leaves, by its mode: things, counts of people, their records, a directory."""

from collections.abc import Callable

from publish.errors import Problem
from publish.protect.aggregates import aggregates
from publish.protect.leaving import Leaving, Left, Published
from publish.protect.named import named
from publish.protect.records import records

Mode = Callable[[Leaving], Left]


def things(leaving: Leaving) -> Left:
    """Every row, without the person behind it."""
    rows = leaving.rows.select(*leaving.declared.published)
    return Left((Published(leaving.name, leaving.declared, rows),))


def undecided(leaving: Leaving) -> Left:
    """Nothing: nobody decided how people leave."""
    problem = Problem(
        "undecided-people",
        leaving.name,
        "the table is about people and nothing says how they leave",
        "declare `aggregates:` (counts), `privacy:` (records) or `named:` (a directory)",
    )
    return Left((), (problem,))


MODES: dict[str, Mode] = {
    "things": things,
    "records": records,
    "aggregates": aggregates,
    "named": named,
}


def leave(leaving: Leaving) -> Left:
    """What leaves of a table, by its mode."""
    mode = leaving.declared.mode
    return MODES[mode](leaving) if mode else undecided(leaving)
