"""Scopes as people write them, held against what is published: a misspelt one covers nothing."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from publish.declare.model import nearest
from publish.declare.site import SiteFolder
from publish.desk.days import day_of
from publish.desk.rights import Scope, Territory
from publish.desk.rows import release_of
from publish.errors import DeskError
from publish.release.table import Table
from publish.site.base.releases import current_releases


def scope_of(
    site: SiteFolder, on: str, columns: str, where: str, until: date | None, today: date
) -> Scope:
    """What `DATASET[.TABLE]`, `a,b`, `COLUMN=VALUE` and a last day say; raises DeskError."""
    dataset, dot, table = on.partition(".")
    if dot and not (dataset and table):
        raise DeskError(f"{on!r}: write DATASET or DATASET.TABLE, such as lieux.places")
    tables = _tables(site, dataset, table)
    names = tuple(dict.fromkeys(name.strip() for name in columns.split(",") if name.strip()))
    for name in names:
        _known(tables, on, name)
    return Scope(dataset, table, names, _territory(tables, on, where), _expires(until, today))


def _tables(site: SiteFolder, dataset: str, table: str) -> Sequence[Table]:
    """The published tables that are meant."""
    known = current_releases(site.releases)
    if dataset and dataset not in known:
        raise DeskError(f"no published dataset {dataset!r}; {nearest(dataset, known)}")
    releases = (release_of(site, name) for name in ([dataset] if dataset else known))
    found = [one for release in releases if release for one in release.tables.values()]
    names = [one.name for one in found]
    if table and table not in names:
        raise DeskError(f"{dataset}: no published table {table!r}; {nearest(table, names)}")
    return [one for one in found if table in ("", one.name)]


def _known(tables: Iterable[Table], on: str, name: str) -> None:
    columns = dict.fromkeys(column for table in tables for column in table.columns)
    if name not in columns:
        place = on or "all that is published"
        raise DeskError(f"{place}: no published column {name!r}; {nearest(name, columns)}")


def _territory(tables: Sequence[Table], on: str, where: str) -> Territory:
    if not where:
        return Territory()
    column, equals, value = where.partition("=")
    if not equals or not value.removesuffix("*"):
        raise DeskError(f"{where!r}: write COLUMN=VALUE, or what it begins with: insee=33*")
    _known(tables, on, column)
    if any(table.columns[column].is_list for table in tables if column in table.columns):
        raise DeskError(f"{where!r}: {column} holds lists; a territory is a column of one value")
    return Territory(column, value)


def _expires(until: date | None, today: date) -> int:
    """The first second after a day, UTC; 0 without one."""
    if until is None:
        return 0
    if until < today:
        raise DeskError(f"{until}: that day is over")
    return int(datetime(*(until + timedelta(1)).timetuple()[:3], tzinfo=UTC).timestamp())


def told(scope: Scope) -> str:
    """A scope in one line."""
    table = f".{scope.table}" if scope.table else ""
    parts = [f"{scope.dataset}{table}" if scope.dataset else "everywhere"]
    if scope.columns:
        parts.append(f"columns {','.join(scope.columns)}")
    if scope.territory.column:
        parts.append(f"where {'='.join(scope.territory)}")
    if scope.expires:
        parts.append(f"until {day_of(scope.expires - 1)}")
    return "  ".join(parts)
