"""The tables of an export, whatever its format: each sheet, table or list of one file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.bakehouse.draft.geojson import POSITIONS, are_features, as_table
from publish.bakehouse.draft.lists import encoding_keys, lists_in
from publish.bakehouse.draft.rows import ROWS, Sample
from publish.bakehouse.draft.sheets import sheets_of
from publish.bakehouse.draft.texts import of_text
from publish.bakehouse.engine import workspace
from publish.bakehouse.read import READERS
from publish.bakehouse.read.damage import refusing
from publish.bakehouse.read.exports import Export, ExportRequest
from publish.bakehouse.read.files import format_of
from publish.declare.declaration import Source
from publish.declare.source_rules import SPREADSHEETS
from publish.errors import SourceError
from publish.words.sqlite import read_only

JSON = ("json", "jsonl")
COLUMNS = 100  # read at a time: nested values make thousands, more than memory holds


def samples_of(file: Path) -> tuple[list[Sample], list[str]]:
    """The first 50,000 rows of each table of an export, and what is said of what is left out.

    Raises SourceError for a file that cannot be read, and for one without any table.
    """
    if not file.is_file():
        raise SourceError(f"{file}: no such file; name the export to draft from")
    format = format_of(file.name)
    if format == "csv":
        return [of_text(file)], []
    if format is None:
        return [_with_format(of_text(file))], []
    if format not in READERS:
        raise SourceError(f"{file.name}: no reader for {format}; export it as CSV")
    with refusing(file.name):
        return sheets_of(file) if format in SPREADSHEETS else _by_reader(file, format)


def _with_format(sampled: Sample) -> Sample:
    otherwise = sampled.otherwise and {"format": "csv", **sampled.otherwise}
    return replace(sampled, source={"format": "csv", **sampled.source}, otherwise=otherwise)


def _by_reader(file: Path, format: str) -> tuple[list[Sample], list[str]]:
    """The samples of a format by its own reader; parts that it refuses are told."""
    parts = _parts(file, format)
    samples: list[Sample] = []
    refusals: list[SourceError] = []
    for name, keys in parts.items():
        try:
            sample = _read(file, format, keys)
            samples.append(replace(sample, name=name if len(parts) > 1 else ""))
        except SourceError as error:
            refusals.append(error)
    if not samples:
        raise refusals[0]
    return samples, [f"not drafted: {error}" for error in refusals]


def _parts(file: Path, format: str) -> dict[str, dict[str, object]]:
    """The keys that choose each table of one file, by its name."""
    if format == "sqlite":
        with closing(sqlite3.connect(read_only(file, at_rest=False), uri=True)) as connection:
            found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            names = sorted(name for (name,) in found if not name.startswith("sqlite_"))
        return {name: {"table": name} for name in names} if names[1:] else {"": {}}
    if format == "json":
        return lists_in(file)
    return {"": encoding_keys(file) if format == "jsonl" else {}}


def _read(file: Path, format: str, keys: dict[str, object]) -> Sample:
    source = Source.model_validate({"path": file.name, **keys})
    reader = READERS[str(keys.get("format", format))]
    asked = ExportRequest(file, file.name, source, ())
    with TemporaryDirectory(prefix="fournil-") as folder, workspace(Path(folder)) as place:
        export = next(iter(reader(asked, place)))
        features = format in JSON and are_features(export.headers)
        if features:
            asked = replace(asked, declared=tuple(POSITIONS))
            export = next(iter(reader(asked, place)))
        columns = [cells for some in _columns(export) for cells in some]
    rows = [["" if cell is None else cell for cell in row] for row in zip(*columns, strict=True)]
    sample = Sample(export.headers, rows, keys, (), export.records <= ROWS)
    return as_table(sample) if features else sample


def _columns(export: Export) -> Iterator[list[list[str | None]]]:
    """The cells of the first rows by column, some columns at a time."""
    table = export.table.limit(ROWS) if export.records > ROWS else export.table
    names = table.columns
    for start in range(0, len(names), COLUMNS):
        some = table.select(*names[start : start + COLUMNS]).to_pyarrow()
        yield [column.to_pylist() for column in some.columns]
