"""CSV on the Web: a metadata file beside each CSV, and one for all tables with their keys."""

from collections.abc import Collection, Iterator
from typing import Any

from publish.release.described import DescribedPart, Json, Texts, present
from publish.release.package import Package
from publish.release.table import Field, Table, TableReference

CONTEXT = "http://www.w3.org/ns/csvw"
DATATYPES = {"array": "json", "any": "json", "number": "double"}
BOUNDS = {"minimum": "minimum", "maximum": "maximum"}
LENGTHS = {"minLength": "minLength", "maxLength": "maxLength"}
DIALECT = {"encoding": "utf-8", "header": True, "delimiter": ",", "doubleQuote": True}


def csvw(package: Package) -> Iterator[tuple[str, Json]]:
    """`<table>.csv-metadata.json` of each table, and `csv-metadata.json` with the links."""
    tables = package.tables
    for name, table in tables.items():
        yield f"{table.path}-metadata.json", {"@context": CONTEXT} | _table(package, table, {name})
    group = [_table(package, table, tables) for table in tables.values()]
    yield "csv-metadata.json", {"@context": CONTEXT} | _described(package) | {"tables": group}


def _table(package: Package, table: Table, tables: Collection[str]) -> Json:
    """A table; its foreign keys can only name tables of the same file."""
    keys = [_key(package, key) for key in _keys(table) if key.table in tables]
    return present(
        {
            "url": table.path,
            **_described(table),
            "dc:license": {"@id": table.license.path},
            "dc:publisher": package.producers,
            "dc:modified": {"@value": package.updated, "@type": "xsd:date"},
            "dialect": DIALECT,
            "tableSchema": present(
                {
                    "columns": [_column(field) for field in table.fields],
                    "primaryKey": list(table.primary_key),
                    "foreignKeys": keys,
                }
            ),
        }
    )


def _described(thing: DescribedPart) -> Json:
    texts = {"dc:title": thing.titles, "dc:description": thing.descriptions}
    return present({key: _words(found) for key, found in texts.items()})


def _words(texts: Texts) -> list[Json]:
    return [{"@value": text, "@language": of} for of, text in texts.items()]


def _keys(table: Table) -> Iterator[TableReference]:
    """The foreign keys of a table.

    Not those that a row may leave empty: validators in CSV on the Web refuse the empty cell.
    """
    required = {one.name for one in table.fields if one.constraints.get("required")}
    for key in table.references:
        if required.issuperset(key.columns):
            yield key


def _key(package: Package, key: TableReference) -> Json:
    to = {"resource": package.tables[key.table].path, "columnReference": list(key.to)}
    return {"columnReference": list(key.columns), "reference": to}


def _column(field: Field) -> Json:
    return present(
        {
            "name": field.name,
            "titles": field.name,
            **_described(field),
            "datatype": _datatype(field),
            "required": field.constraints.get("required"),
        }
    )


def _datatype(field: Field) -> Any:
    """A datatype, with the bounds that CSVW knows."""
    constraints = field.constraints
    base = DATATYPES.get(field.type, field.type)
    known = BOUNDS if base in ("integer", "double", "date") else LENGTHS if base == "string" else {}
    bounds = {ours: constraints[key] for key, ours in known.items() if key in constraints}
    if base == "string" and "pattern" in constraints:
        bounds["format"] = constraints["pattern"]
    return {"base": base, **bounds} if bounds else base
