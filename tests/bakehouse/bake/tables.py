"""A table of awkward values, baked into every form, and the rows that each form gives back."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from isal import igzip
from python_calamine import CalamineWorkbook

from publish.bakehouse.bake.release_files import UnbakedRelease, bake
from publish.bakehouse.engine import workspace
from publish.declare.declaration import Dataset
from publish.progress import Silent

Row = dict[str, Any]
TYPES: dict[str, pa.DataType] = {
    "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()
}  # fmt: skip
COLUMNS = {
    "id": "string", "text": "string", "big": "integer", "ratio": "number", "open": "boolean",
    "opened": "date", "seen": "datetime", "local": "datetime", "tags": "list", "extra": "json",
    "lat": "number", "lon": "number",
}  # fmt: skip
ROWS = (
    ("01004", "Café « Œuf »", 9007199254740993, 0.1, True, "2026-02-28", "2026-01-02T03:04:05Z",
     "2026-01-02T03:04:05", '["été","b"]', '{"a": [1, 2.5, null]}', 45.5, 4.25),
    ("02", 'a "quote", a comma\nand lines\r\nof two kinds', -1, 1e22, False, "1899-12-31",
     "1987-01-02T03:04:05.123456Z", "1999-12-31T23:59:59.5", "[]", "[]", None, 4.0),
    ("03", "=1+1", 0, -0.0, None, "1000-01-01", None, None, '["=A1","x"]', "null", 95.0, 4.0),
    ("04", "+33 @SUM(1) -2 & <b>]]></b> '", 2**62, 5e-324, True, "9999-12-31", None, None,
     None, '"text"', -90.0, 180.0),
    ("05", "tab\tand \x01 and \x1f, \x7f, _x0041_, 😀, \u202f\u2028", None, 123456789.123, None,
     "1900-02-28", None, None, '["é\\"\\\\"]', "123456789012345678901234567890", 0.0, 0.0),
    ("06", " blanks ", 10**15 + 1, None, None, "2024-02-29", None, None, None, None, None, None),
    ("07", None, None, None, None, None, None, None, None, None, None, None),
    ("=08", "", 1, 1.0, False, "1900-03-01", None, None, None, "true", 1.0, 2.0),
)  # fmt: skip


def dataset(types: dict[str, str] = COLUMNS, **declared: Any) -> Dataset:
    """A dataset of one table called `places`, with a map where it has coordinates."""
    browse = {"map": ("lat", "lon")} if "lat" in types else {}
    columns = {
        name: {"type": type, "role": "open", "description": {"fr": "=Colonne « été »"}}
        for name, type in types.items()
    }
    places = {
        "title": {"fr": "L'été", "en": "Places"},
        "about": "things",
        "sources": ({"path": "exports/x.csv"},),
        "primary_key": ("id",),
        "columns": columns,
        "browse": browse,
        **declared,
    }
    return Dataset.model_validate(
        {
            "title": {"fr": "Lieux partagés", "en": "Shared places"},
            "description": {"fr": "Des lieux."},
            "producer": {"name": "Le Collectif de l'été", "url": "https://example.org"},
            "contact": "contact@example.org",
            "contributed": True,
            "license": "ODbL-1.0",
            "frequency": "weekly",
            "tables": {"places": places},
        }
    )


@contextmanager
def baked(
    folder: Path, rows: Sequence[Sequence[Any]] = ROWS, declared: Dataset | None = None
) -> Iterator[Path]:
    """The folder of a release with these rows."""
    declared = declared or dataset()
    into = folder / "release"
    into.mkdir(parents=True)
    columns = declared.tables["places"].columns
    cells = {
        name: pa.array([row[number] for row in rows], TYPES.get(column.type, pa.string()))
        for number, (name, column) in enumerate(columns.items())
    }
    with workspace(folder / "private") as place:
        table = place.con.create_table("given", pa.table(cells), temp=True)
        updated = {"date": "2026-11-15", "basis": "declared"}
        unbaked = UnbakedRelease(
            name="lieux",
            dataset=declared,
            rows={"places": table},
            as_of=date(2026, 11, 21),
            updated=updated,
            readme="# Lieux\n",
        )
        report = {"dataset": "lieux", "tables": [], "checks": [], "warnings": [], "tools": {}}
        bake(into, unbaked, place, Silent()).finish(into, "1.0.0", report, Silent())
        yield into


def read_csv_gzip(path: Path) -> list[Row]:
    """Cells as text; empty is None."""
    with igzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]


def read_json_lines(path: Path) -> list[Row]:
    with igzip.open(path, "rb") as file:
        return [json.loads(line) for line in file]


def read_parquet(path: Path) -> list[Row]:
    found: list[Row] = pq.read_table(path).to_pylist()
    return found


def read_geojson(path: Path) -> list[Row]:
    tree = json.loads(path.read_bytes())
    return [feature["properties"] for feature in tree["features"]]


def read_xlsx(path: Path) -> list[Row]:
    """Cells as calamine types them; an empty one is None."""
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [
        {key: None if value == "" else value for key, value in zip(header, row, strict=True)}
        for row in rows
    ]


READ: dict[str, Callable[[Path], list[Row]]] = {
    "csv.gz": read_csv_gzip,
    "jsonl.gz": read_json_lines,
    "parquet": read_parquet,
    "geojson": read_geojson,
    "xlsx": read_xlsx,
}


def _same(value: Any) -> Any:
    return value


def _csv_boolean(value: Any) -> Any:
    return "true" if value else "false"


def _nested(value: Any) -> Any:
    return json.loads(value)


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value).astimezone(UTC)


def _sheet_integer(value: int) -> Any:
    return value if abs(value) <= 10**15 else str(value)


def _sheet_day(value: str) -> Any:
    return date.fromisoformat(value) if value >= "1900-03-01" else value


Told = Callable[[Any], Any]
JSON_TYPES: dict[str, Told] = {"open": bool, "tags": _nested, "extra": _nested}
# How each form tells what SQLite stores, by column; the others as they are.
TOLD: dict[str, dict[str, Told]] = {
    "csv.gz": {"big": str, "open": _csv_boolean, "ratio": float, "lat": float, "lon": float},
    "jsonl.gz": JSON_TYPES,
    "geojson": JSON_TYPES,
    "parquet": {
        "open": bool,
        "opened": date.fromisoformat,
        "seen": _moment,
        "local": datetime.fromisoformat,
        "tags": _nested,
    },
    "xlsx": {"open": bool, "opened": _sheet_day, "big": _sheet_integer},
}


def told(row: Row, format: str) -> Row:
    """What a form must give back for a row of SQLite."""
    ways = TOLD[format]
    return {key: _told(value, ways.get(key, _same)) for key, value in row.items()}


def _told(value: Any, way: Told) -> Any:
    return None if value is None else way(value)
