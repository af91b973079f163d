"""Bakes the facets of large tables as bits, for what a filter leaves; indexes for the others."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from publish.figures.slices import MOST_COUNTED, codes_of
from publish.figures.tally import sliceable
from publish.release.package import Package
from publish.release.table import Table

# Of a column that rows are not ordered by: sixteen slices, and as many texts in memory.
MOST_VALUES = 65_536
Codes = np.ndarray[tuple[int], np.dtype[np.int64]]


class Sliced(NamedTuple):
    """What the site reads, and table -> facets that an index with all others must count."""

    told: bytes
    wide: dict[str, tuple[str, ...]]


class Coded(NamedTuple):
    """The values of a column in order, and for each row the place of its own among them."""

    values: list[Any]
    places: Codes


def slice_facets(package: Package, rows: Mapping[str, Any]) -> Sliced:
    """The slices of all tables, from the rows that are published."""
    heads, bits, wide = {}, [], {}
    for name, table in package.tables.items():
        if not (columns := sliceable(table)):
            continue
        coded = _coded(table, columns, rows[name])
        first = max(columns, key=lambda column: len(coded[column].values))
        large = [one for one in columns if len(coded[one].values) > MOST_COUNTED]
        large = [one for one in large if table.columns[one].type != "date"]
        wide[name] = tuple(one for one in large if one != first)
        kept = {one: coded[one] for one in columns if len(coded[one].values) <= MOST_VALUES}
        order = np.argsort(coded[first].places, kind="stable")
        said = {}
        if first in large:
            said[first] = _sorted(coded[first])
            kept.pop(first, None)
        for one, (values, places) in kept.items():
            type = table.columns[one].type
            digits = _digits(np.array(codes_of(values, type), dtype=np.int64)[places[order]])
            said[one] = {"type": type, "values": values, "digits": len(digits)}
            bits += digits
        heads[name] = {"rows": table.rows, "columns": said}
    head = json.dumps(heads, ensure_ascii=False).encode()
    return Sliced(b"\n".join((head, b"".join(bits))) if heads else b"", wide)


def _coded(table: Table, columns: list[str], rows: Any) -> dict[str, Coded]:
    stored = {name: _stored(rows[name], table.columns[name].type) for name in columns}
    found = rows.select(**stored).to_pyarrow()
    return {name: _places(found[name]) for name in columns}


def _stored(value: Any, type: str) -> Any:
    """A value as the database of the release has it."""
    if type == "date":
        return value.cast("string")
    return value.cast("int64") if type == "boolean" else value


def _places(column: "pa.ChunkedArray[Any]") -> Coded:
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    # SQLite has no NaN: it keeps nothing in its place.
    met = [value if value == value else None for value in encoded.dictionary.to_pylist()]
    values = sorted(set(met), key=lambda value: (value is not None, value))
    place = {value: number for number, value in enumerate(values)}
    places = np.array([place[value] for value in met], dtype=np.int64)
    return Coded(values, places[encoded.indices.to_numpy()])


def _sorted(coded: Coded) -> dict[str, Any]:
    ends = np.cumsum(np.bincount(coded.places, minlength=len(coded.values)))
    return {"values": coded.values, "digits": 0, "ends": ends.tolist()}


def _digits(codes: Codes) -> list[bytes]:
    """The binary digits of the numbers of all rows, the last first; at least one."""
    digits = max(1, int(codes.max(initial=0)).bit_length())
    return [np.packbits(codes >> at & 1, bitorder="little").tobytes() for at in range(digits)]
