"""One facet of a selection, and how its values are counted."""

from dataclasses import dataclass
from typing import Any

from publish.serving.datasette_site import Site
from publish.serving.selection import Field, Parameters, Selection

LISTS, DAYS = ("array", "list"), ("date", "datetime")
Counts = list[tuple[Any, int]]


@dataclass(frozen=True)
class Choice:
    """A value, its label, how many rows have it (None: not known), and whether it is chosen."""

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """The values of a column: its `kind` is `value`, `list` or `day` (years and their months).

    `missing` rows have none; `cut` says that there are more values, `late` that counting them
    took too long.
    """

    column: str
    kind: str
    choices: tuple[Choice, ...] = ()
    missing: int = 0
    cut: bool = False
    late: bool = False


def kind_of(field: Field) -> str:
    """`list`, `day` or `value`."""
    return "list" if field["type"] in LISTS else "day" if field["type"] in DAYS else "value"


async def counted(
    site: Site, selection: Selection, sql: str, parameters: Parameters, size: int
) -> Counts:
    """(value, number of rows) of a statement, at most `size`; raises QueryInterrupted."""
    database = site.databases[selection.release.dataset]
    limit = int(site.setting("facet_time_limit_ms"))
    limited = f"{sql} limit {size}"
    if parameters or selection.others:
        found = await database.execute(limited, parameters, custom_time_limit=limit)
        return [tuple(row) for row in found.rows]
    answer: Counts = await database.remembered(limited, limit)
    return answer
