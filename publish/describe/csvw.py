"""CSV on the Web: a metadata file beside each CSV, and one for all tables with their keys."""

from collections.abc import Iterator
from typing import Any

from publish.describe.forms import (
    Json,
    Package,
    fields,
    license_of,
    present,
    texts,
    updated,
)

CONTEXT = "http://www.w3.org/ns/csvw"
DATATYPES = {"array": "json", "any": "json", "number": "double"}
BOUNDS = {"minimum": "minimum", "maximum": "maximum"}
LENGTHS = {"minLength": "minLength", "maxLength": "maxLength"}
DIALECT = {"encoding": "utf-8", "header": True, "delimiter": ",", "doubleQuote": True}


def csvw(package: Package) -> Iterator[tuple[str, Json]]:
    """`<table>.csv-metadata.json` of each table, and `csv-metadata.json` with the links."""
    for resource in package["resources"]:
        name = f"{resource['path']}-metadata.json"
        yield name, {"@context": CONTEXT} | _table(package, resource, {resource["name"]})
    tables = {resource["name"] for resource in package["resources"]}
    group = [_table(package, resource, tables) for resource in package["resources"]]
    yield "csv-metadata.json", {"@context": CONTEXT} | _described(package) | {"tables": group}


def _table(package: Package, resource: Package, tables: set[str]) -> Json:
    """A table; its foreign keys can only name tables of the same file."""
    schema = resource["schema"]
    keys = [_key(package, resource, key) for key in _keys(resource) if key[1] in tables]
    return present(
        {
            "url": resource["path"],
            **_described(resource),
            "dc:license": {"@id": license_of(package, resource)["path"]},
            "dc:publisher": [one["title"] for one in package.get("contributors", ())],
            "dc:modified": {"@value": updated(package), "@type": "xsd:date"},
            "dialect": DIALECT,
            "tableSchema": present(
                {
                    "columns": [_column(field) for field in fields(resource)],
                    "primaryKey": schema.get("primaryKey"),
                    "foreignKeys": keys,
                }
            ),
        }
    )


def _described(thing: Package) -> Json:
    return present({f"dc:{key}": _words(thing, key) for key in ("title", "description")})


def _words(thing: Package, key: str) -> list[Json]:
    return [{"@value": text, "@language": of} for of, text in texts(thing, key).items()]


def _keys(resource: Package) -> Iterator[tuple[Json, str]]:
    """The foreign keys of a table, each with the table that it points to.

    Not those that a row may leave empty: validators in CSV on the Web refuse the empty cell.
    """
    required = {
        one["name"] for one in fields(resource) if one.get("constraints", {}).get("required")
    }
    for key in resource["schema"].get("foreignKeys", ()):
        if required.issuperset(key["fields"]):
            yield key, key["reference"].get("resource") or resource["name"]


def _key(package: Package, resource: Package, key: tuple[Json, str]) -> Json:
    paths = {one["name"]: one["path"] for one in package["resources"]}
    described, target = key
    reference = {"resource": paths[target], "columnReference": described["reference"]["fields"]}
    return {"columnReference": described["fields"], "reference": reference}


def _column(field: Package) -> Json:
    constraints = field.get("constraints", {})
    return present(
        {
            "name": field["name"],
            "titles": field["name"],
            **_described(field),
            "datatype": _datatype(field),
            "required": constraints.get("required"),
        }
    )


def _datatype(field: Package) -> Any:
    """A datatype, with the bounds that CSVW knows."""
    constraints = field.get("constraints", {})
    base = DATATYPES.get(field["type"], field["type"])
    known = BOUNDS if base in ("integer", "double", "date") else LENGTHS if base == "string" else {}
    bounds = {ours: constraints[key] for key, ours in known.items() if key in constraints}
    if base == "string" and "pattern" in constraints:
        bounds["format"] = constraints["pattern"]
    return {"base": base, **bounds} if bounds else base
