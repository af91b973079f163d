"""`datapackage.json`: Data Package 2, the one description that everything else is derived from.

Beside the standard's keys it holds ours: `titles` and `descriptions` by language, `about`,
`browse`, `charts`, `rows`, `frequency`, `updated`, `contributed`, `demo`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from publish.declaration import Column, Dataset, Table, Text
from publish.licenses import CONTENTS_LICENSES, LICENSES

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELD_TYPES = {"list": "array", "json": "any"}
BOUNDS = ("minimum", "maximum")
CONSTRAINTS = {"min_length": "minLength", "max_length": "maxLength"}
Json = dict[str, Any]


@dataclass(frozen=True)
class File:
    """A file of a release: its size in bytes and its SHA-256."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Baked:
    """What baking learnt of a table: its rows and its CSV."""

    rows: int
    csv: File


def descriptor(
    name: str,
    dataset: Dataset,
    tables: Mapping[str, Baked],
    as_of: date,
    updated: Mapping[str, str],
    coverage: Json | None = None,
) -> Json:
    """The descriptor of a release, without its version.

    `updated` holds the `date` of the last update and its `basis`: declared, read or export;
    `coverage` what publish.describe.coverage found.
    """
    return _present(
        {
            "$schema": PROFILE,
            "name": name,
            "created": f"{as_of.isoformat()}T00:00:00Z",
            **_texts(dataset.title, dataset.description),
            "licenses": _licenses(dataset),
            "contents_license": dataset.contents_license_of(next(iter(dataset.tables))),
            "contributors": [
                _present(
                    {
                        "title": dataset.producer.name,
                        "path": dataset.producer.url,
                        "roles": ["publisher"],
                    }
                )
            ],
            "contact": dataset.contact,
            "contributed": dataset.contributed,
            "demo": dataset.demo,
            "keywords": list(dataset.keywords) or None,
            "frequency": dataset.frequency,
            "updated": dict(updated),
            "coverage": coverage,
            "resources": [_resource(dataset, table, baked) for table, baked in tables.items()],
        }
    )


def _present(pairs: Json) -> Json:
    return {key: value for key, value in pairs.items() if value is not None}


def _texts(title: Text | None, description: Text | None) -> Json:
    """Title and description in French, and in every language written."""
    return _present(
        {
            "title": title and title.fr,
            "titles": title and title.model_dump(exclude_none=True),
            "description": description and description.fr,
            "descriptions": description and description.model_dump(exclude_none=True),
        }
    )


def license_entry(id: str) -> Json:
    """A licence as Data Package writes it."""
    license = LICENSES[id]
    return {"name": id, "title": license.title["en"], "path": license.url}


def _licenses(dataset: Dataset) -> list[Json]:
    used = [dataset.license, *(dataset.license_of(table) for table in dataset.tables)]
    covering = [id for id in dict.fromkeys(used) if id in used[1:]]
    return [license_entry(id) for id in covering]


def _resource(dataset: Dataset, name: str, baked: Baked) -> Json:
    table = dataset.tables[name]
    return _present(
        {
            "name": name,
            "type": "table",
            "path": f"{name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": baked.csv.bytes,
            "hash": f"sha256:{baked.csv.sha256}",
            **_texts(table.title, table.description),
            "licenses": [license_entry(dataset.license_of(name))],
            "contents_license": _contents(dataset, name),
            "about": table.about,
            "named": True if table.named else None,
            "rows": baked.rows,
            "schema": _schema(table),
            "browse": table.browse.model_dump(exclude_defaults=True, mode="json"),
            "charts": _charts(table),
        }
    )


def _charts(table: Table) -> list[Json] | None:
    if table.charts is None:
        return None
    return [chart.model_dump(exclude_none=True, mode="json") for chart in table.charts]


def _contents(dataset: Dataset, table: str) -> str | None:
    id = dataset.contents_license_of(table)
    return id if id in CONTENTS_LICENSES else None


def _schema(table: Table) -> Json:
    keys = [
        {
            "fields": list(key.columns),
            "reference": {"resource": key.references.table, "fields": list(key.references.columns)},
        }
        for key in table.foreign_keys
    ]
    return _present(
        {
            "fields": [_field(name, column) for name, column in table.published.items()],
            "primaryKey": list(table.primary_key) or None,
            "foreignKeys": keys or None,
            "missingValues": [""],
        }
    )


def _field(name: str, column: Column) -> Json:
    return _present(
        {
            "name": name,
            "type": FIELD_TYPES.get(column.type, column.type),
            **_texts(column.title, column.description),
            "unit": column.unit,
            "role": column.role,
            "protection": column.protect.technique if column.protect else None,
            "constraints": _constraints(column) or None,
        }
    )


def _constraints(column: Column) -> Json:
    declared = column.constraints.model_dump(exclude_defaults=True, mode="json")
    whole = column.type == "integer"
    return {
        CONSTRAINTS.get(key, key): int(value) if whole and key in BOUNDS else value
        for key, value in declared.items()
    }
