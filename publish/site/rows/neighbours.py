"""The rows behind a row in an order, found from its place: no row before it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from publish.site.base.site import Site
from publish.site.rows.selection import Selection
from publish.words.sql import sql_name


@dataclass(frozen=True)
class Term:
    """What rows are ordered by, as SQL, and its value in one row.

    `empty_last` says on which side the rows without a value stand.
    """

    sql: str
    value: Any
    descending: bool = False
    empty_last: bool = True

    @property
    def by(self) -> str:
        """The term of an `order by`."""
        return self.sql + (" desc" if self.descending else "")

    def behind(self, mark: str) -> list[str]:
        """Conditions whose rows come one set after the other, behind the value at a mark."""
        if self.value is None:
            return [] if self.empty_last else [f"{self.sql} is not null"]
        found = [f"{self.sql} {'<' if self.descending else '>'} {mark}"]
        return [*found, f"{self.sql} is null"] if self.empty_last else found


def turned(terms: Sequence[Term]) -> list[Term]:
    """The same order from its end."""
    return [
        replace(one, descending=not one.descending, empty_last=not one.empty_last) for one in terms
    ]


async def behind(
    site: Site,
    selection: Selection,
    terms: Sequence[Term],
    columns: Sequence[str],
    most: int,
    milliseconds: int,
) -> list[Any]:
    """At most so many rows of a selection behind a place, the next one first.

    The last of the terms tells rows apart. Raises Interrupted over the time of one statement.
    """
    condition, parameters = selection.where()
    values = {f"at{n}": term.value for n, term in enumerate(terms)}
    names = ", ".join(map(sql_name, columns))
    found: list[Any] = []
    for behind, order in _steps(terms):
        if len(found) < most:
            sql = (
                f"select {names} from {sql_name(selection.table)} "  # noqa: S608
                f"where {condition} and {behind} order by {order} limit {most - len(found)}"
            )
            read = await site.databases[selection.release.dataset].execute(
                sql, {**parameters, **values}, custom_time_limit=milliseconds
            )
            found += read.rows
    return found


def _steps(terms: Sequence[Term]) -> Iterator[tuple[str, str]]:
    """(condition, order) of the rows behind that share most with the place, then of the others.

    Each is one range of an index, which an `or` of all would not be.
    """
    for place in reversed(range(len(terms))):
        alike = [f"{term.sql} is :at{n}" for n, term in enumerate(terms[:place])]
        order = ", ".join(term.by for term in terms[place:])
        for condition in terms[place].behind(f":at{place}"):
            yield " and ".join([*alike, condition]), order
