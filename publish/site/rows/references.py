"""What the keys of other tables stand for: the tables, and the labels of their rows."""

from collections.abc import Collection, Container
from dataclasses import dataclass
from typing import Any

from publish.release.release import Release
from publish.site.base.site import Request, Site
from publish.site.http.arguments import tilde_encode
from publish.words.sql import sql_name


@dataclass(frozen=True)
class LabelReference:
    """The table and the column that a column's values are keys of.

    `label` is the column that names its rows, None where nothing does.
    """

    release: Release
    column: str
    table: str
    key: str
    label: str | None

    @property
    def linked(self) -> bool:
        """Whether a value can be followed to the row it stands for."""
        to = self.release.tables[self.table]
        return to.primary_key == (self.key,) and to.rows_have_pages

    def href(self, site: Site, value: Any) -> str:
        """The path of the row that a value stands for."""
        table = site.urls.table(self.release.dataset, self.table)
        return f"{table}/{tilde_encode(str(value))}"


async def references(
    site: Site,
    request: Request,
    release: Release,
    table: str,
    columns: Container[str] | None = None,
) -> list[LabelReference]:
    """The columns of a table, or some of them, that are keys of tables which a visitor may see."""
    found = []
    for key in release.package.table(table).references:
        if len(key.columns) > 1 or (columns is not None and key.columns[0] not in columns):
            continue
        if await visible(site, request, release, key.table):
            label = release.tables[key.table].label
            found.append(LabelReference(release, key.columns[0], key.table, key.to[0], label))
    return found


async def visible(site: Site, request: Request, release: Release, table: str) -> bool:
    """Whether a visitor may see a table."""
    return table in release.tables and await site.may(
        request.actor, "view-table", release.dataset, table
    )


async def labels(site: Site, reference: LabelReference, wanted: Collection[Any]) -> dict[Any, str]:
    """Value -> the label of the row that it is the key of."""
    unique = [value for value in dict.fromkeys(wanted) if value is not None]
    if reference.label is None or not unique:
        return {}
    key, label = sql_name(reference.key), sql_name(reference.label)
    marks = ", ".join(f":v{n}" for n in range(len(unique)))
    found = await site.databases[reference.release.dataset].execute(
        f"select {key}, {label} from {sql_name(reference.table)} "  # noqa: S608
        f"where {key} in ({marks})",
        {f"v{n}": value for n, value in enumerate(unique)},
    )
    return {row[0]: str(row[1]) for row in found.rows if row[1] not in (None, "")}
