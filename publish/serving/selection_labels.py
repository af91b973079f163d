"""What the keys of other tables stand for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from datasette.resources import TableResource
from datasette.utils import escape_sqlite, tilde_encode
from datasette.utils.asgi import Request

from publish.serving.datasette_site import Site
from publish.serving.people import rows_apart
from publish.serving.releases import Release


@dataclass(frozen=True)
class Reference:
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
        resource = self.release.tables[self.table]
        by_key = list(resource.get("schema", {}).get("primaryKey") or ()) == [self.key]
        return by_key and rows_apart(self.release, self.table)

    def href(self, site: Site, value: Any) -> str:
        """The path of the row that a value stands for."""
        table = site.urls.table(self.release.dataset, self.table)
        return f"{table}/{tilde_encode(str(value))}"


async def references(site: Site, request: Request, release: Release, table: str) -> list[Reference]:
    """The columns of a table that are keys of tables which this visitor may see."""
    schema: Mapping[str, Any] = release.tables.get(table, {}).get("schema", {})
    found = []
    for key in schema.get("foreignKeys") or ():
        other = key["reference"].get("resource") or table
        if len(key["fields"]) == 1 and await visible(site, request, release, other):
            browse = release.tables[other].get("browse") or {}
            to = key["reference"]["fields"][0]
            found.append(Reference(release, key["fields"][0], other, to, browse.get("label")))
    return found


async def visible(site: Site, request: Request, release: Release, table: str) -> bool:
    """Whether a visitor may see a table."""
    resource = TableResource(database=release.dataset, table=table)
    return table in release.tables and bool(
        await site.allowed(action="view-table", resource=resource, actor=request.actor)
    )


async def labels(site: Site, reference: Reference, wanted: Collection[Any]) -> dict[Any, str]:
    """Value -> the label of the row that it is the key of."""
    unique = [value for value in dict.fromkeys(wanted) if value is not None]
    if reference.label is None or not unique:
        return {}
    key, label = escape_sqlite(reference.key), escape_sqlite(reference.label)
    marks = ", ".join(f":v{n}" for n in range(len(unique)))
    found = await site.databases[reference.release.dataset].execute(
        f"select {key}, {label} from {escape_sqlite(reference.table)} "  # noqa: S608
        f"where {key} in ({marks})",
        {f"v{n}": value for n, value in enumerate(unique)},
    )
    return {row[0]: str(row[1]) for row in found.rows if row[1] not in (None, "")}
