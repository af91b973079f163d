"""Data Package 2 once more, for the SQLite file: what its tables hold, as SQLite stores it."""

from collections.abc import Iterator

from publish.describe.forms import Json, Package, fields

CSV_KEYS = frozenset({"path", "format", "mediatype", "encoding", "bytes", "hash", "distributions"})


def sqlite_package(package: Package) -> Iterator[tuple[str, Json]]:
    """`datapackage.sqlite.json`: the same tables, read from `<dataset>.db`."""
    resources = [_resource(package, resource) for resource in package["resources"]]
    yield "datapackage.sqlite.json", {**package, "resources": resources}


def _resource(package: Package, resource: Package) -> Json:
    kept = {key: value for key, value in resource.items() if key not in CSV_KEYS}
    stored = [_stored(field) for field in fields(resource)]
    return kept | {
        "path": f"sqlite:///{package['name']}.db",
        "format": "sqlite",
        "dialect": {"sql": {"table": resource["name"]}},
        "schema": {**resource["schema"], "fields": stored},
    }


def _stored(field: Package) -> Json:
    """Booleans are 0 and 1."""
    if field["type"] != "boolean":
        return dict(field)
    constraints = {**field.get("constraints", {}), "minimum": 0, "maximum": 1}
    return {**field, "type": "integer", "constraints": constraints}
