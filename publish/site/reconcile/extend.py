"""What the columns of rows hold, by their keys: how a list that was reconciled is completed."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from publish.release.table import Field
from publish.site.base.refusals import BadRequest, PayloadTooLarge
from publish.site.reconcile.service import Service
from publish.site.text.cells import listed
from publish.site.text.words import text
from publish.words.sql import sql_name

MOST_ROWS, MOST_COLUMNS = 100, 50
Value = dict[str, JsonValue]


@dataclass(frozen=True)
class Wanted:
    """The rows, by their keys, and the columns of them."""

    keys: tuple[str, ...]
    columns: tuple[Field, ...]


def wanted(service: Service, said: JsonValue) -> Wanted:
    """What a data extension query asks for; raises BadRequest naming a column that there is not."""
    keys = said.get("ids") if isinstance(said, dict) else None
    names = said.get("properties") if isinstance(said, dict) else None
    if not isinstance(keys, list) or not isinstance(names, list):
        raise BadRequest('extend: write {"ids": ["…"], "properties": [{"id": "…"}]}')
    if len(keys) > MOST_ROWS or len(names) > MOST_COLUMNS:
        raise PayloadTooLarge(
            f"extend: more than {MOST_ROWS} rows or {MOST_COLUMNS} columns; ask for fewer"
        )
    columns = service.table.columns
    found = [str(one.get("id")) if isinstance(one, dict) else str(one) for one in names]
    for name in found:
        if name not in columns:
            raise BadRequest(f"extend: no column {name!r}; known: {', '.join(columns)}")
    return Wanted(tuple(map(str, keys)), tuple(columns[name] for name in found))


def values(
    connection: sqlite3.Connection, service: Service, asked: Wanted
) -> dict[str, dict[str, list[Value]]]:
    """Key -> column -> its values; of a key that there is not, none."""
    names = [service.key, *(one.name for one in asked.columns)]
    marks = ", ".join("?" for _ in asked.keys)
    sql = (
        f"SELECT {', '.join(map(sql_name, names))} FROM {sql_name(service.table.name)} "  # noqa: S608
        f"WHERE {sql_name(service.key)} IN ({marks})"
    )
    rows = {str(key): cells for key, *cells in connection.execute(sql, asked.keys)}
    nothing = [None] * len(asked.columns)
    return {key: _row(asked.columns, rows.get(key, nothing)) for key in asked.keys}


def _row(columns: Iterable[Field], cells: Iterable[Any]) -> dict[str, list[Value]]:
    return {one.name: _values(one, cell) for one, cell in zip(columns, cells, strict=True)}


def _values(column: Field, cell: Any) -> list[Value]:
    """A cell as the protocol writes values; it has no word for true and false."""
    if cell is None:
        return []
    if column.is_list:
        return [{"str": item} for item in listed(cell)]
    if column.type == "integer":
        return [{"int": int(cell)}]
    if column.type == "number":
        return [{"float": float(cell)}]
    if column.type == "boolean":
        return [{"str": "true" if cell else "false"}]
    if column.type == "date":
        return [{"date": f"{cell}T00:00:00Z"}]
    return [{"str": str(cell)}]


def columns_of(service: Service) -> list[Mapping[str, str]]:
    """The columns that rows may be completed with, and refined by."""
    return [described(one) for one in service.table.fields]


def described(column: Field) -> dict[str, str]:
    """A column as the protocol calls a property."""
    said = {
        "name": text(column, "title") or column.name,
        "description": text(column, "description"),
    }
    return {"id": column.name} | {key: value for key, value in said.items() if value}
