"""The rows of a page: the statement that finds them, and where in the selection they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite
from datasette.utils.asgi import BadRequest, Request

from publish.serving.datasette_site import Site
from publish.serving.languages import gettext as _
from publish.serving.selection import Selection
from publish.serving.selection_address import PAGE

SIZES = (20, 50, 100, 500)
# Pages are found by counting rows up to them: who wants more takes a file.
FARTHEST = 100_000


@dataclass(frozen=True)
class Place:
    """A page of a selection: its number from 1, its size, and the rows of the selection.

    `count` is None where counting took too long.
    """

    page: int
    size: int
    count: int | None

    @property
    def offset(self) -> int:
        """The rows before the page."""
        return (self.page - 1) * self.size

    @property
    def pages(self) -> int:
        """The pages that can be asked for."""
        reachable = FARTHEST if self.count is None else min(self.count, FARTHEST)
        return max(1, ceil(reachable / self.size))


async def place(site: Site, request: Request, selection: Selection) -> Place:
    """Where a page is; raises BadRequest on a number that is none, or too large."""
    size = _number(request, "_size", 100)
    most = int(site.setting("max_returned_rows"))
    if size > most:
        raise BadRequest(f"_size must be <= {most}")
    found = Place(_number(request, PAGE, 1), size or 1, await count(site, selection))
    if found.offset >= FARTHEST:
        raise BadRequest(
            _("Pages reach to row %(row)s only: filter more, or download the rows.")
            % {"row": FARTHEST}
        )
    return found


def _number(request: Request, name: str, otherwise: int) -> int:
    said = request.args.get(name) or str(otherwise)
    if said == "max":
        return 1000
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise BadRequest(f"{name} must be a positive integer")
    return int(said)


async def count(site: Site, selection: Selection) -> int | None:
    """The rows of a selection; None where counting them takes too long."""
    if selection.whole and selection.table in selection.release.counts:
        return selection.release.counts[selection.table]
    source, parameters = selection.from_sql()
    database = site.databases[selection.release.dataset]
    try:
        found = await database.execute(f"select count(*) {source}", parameters)
    except QueryInterrupted:
        return None
    return int(found.single_value())


async def rows(
    site: Site, selection: Selection, where: Place, keys: tuple[str, ...]
) -> list[Mapping[str, Any]]:
    """The rows of a page, each with its columns and with `keys`, which identify it."""
    wanted = dict.fromkeys([*keys, *selection.columns])
    sql, parameters = statement(selection, tuple(wanted))
    database = site.databases[selection.release.dataset]
    found = await database.execute(
        f"{sql} limit {where.size} offset {where.offset}",
        parameters,
        truncate=True,
        page_size=where.size,
    )
    read: list[Mapping[str, Any]] = found.rows
    return read


def statement(selection: Selection, columns: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """The statement of a selection in its order, which is a total one, and its parameters.

    Tables about people have no keys: their rows lie in the order of their published values.
    """
    source, parameters = selection.from_sql()
    names = ", ".join(escape_sqlite(column) for column in columns)
    order = ", ".join([*sorted_by(selection), *_rest(selection)])
    return f"select {names} {source} order by {order}", parameters


def sorted_by(selection: Selection) -> list[str]:
    """The order that was asked for; rows without a value come last."""
    if not selection.sort:
        return []
    return [escape_sqlite(selection.sort) + (" desc" if selection.descending else " nulls last")]


def _rest(selection: Selection) -> list[str]:
    """What orders the rows that are alike in that."""
    if selection.table not in selection.release.counts:
        rest = selection.all_columns
    else:
        rest = selection.keys if selection.has_row_pages and selection.keys else ("rowid",)
    return [escape_sqlite(name) for name in rest if name != selection.sort]
