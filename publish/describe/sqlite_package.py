"""Data Package 2 once more, for the SQLite file: what its tables hold, as SQLite stores it."""

from collections.abc import Iterator

from publish.release.described import Json
from publish.release.package import Package
from publish.release.table import Field, Table

CSV_KEYS = frozenset({"path", "format", "mediatype", "encoding", "bytes", "hash", "distributions"})


def sqlite_package(package: Package) -> Iterator[tuple[str, Json]]:
    """`datapackage.sqlite.json`: the same tables, read from `<dataset>.db`."""
    resources = [_resource(package, table) for table in package.tables.values()]
    yield "datapackage.sqlite.json", {**package.tree, "resources": resources}


def _resource(package: Package, table: Table) -> Json:
    kept = {key: value for key, value in table.tree.items() if key not in CSV_KEYS}
    stored = [_stored(field) for field in table.fields]
    return kept | {
        "path": f"sqlite:///{package.name}.db",
        "format": "sqlite",
        "dialect": {"sql": {"table": table.name}},
        "schema": {**table.tree["schema"], "fields": stored},
    }


def _stored(field: Field) -> Json:
    """Booleans are 0 and 1."""
    if field.type != "boolean":
        return dict(field.tree)
    constraints = {**field.constraints, "minimum": 0, "maximum": 1}
    return {**field.tree, "type": "integer", "constraints": constraints}
