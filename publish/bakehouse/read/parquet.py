"""Parquet files: every column as text, nothing rounded."""

from collections.abc import Iterator

from pyarrow import ArrowException, parquet

from publish.bakehouse.engine import Workspace
from publish.bakehouse.floats import decimal_sql
from publish.bakehouse.read.exports import Export, ExportRequest, Remark
from publish.bakehouse.read.headers import checked_headers
from publish.bakehouse.read.staged import lines_after, nothing_refused
from publish.errors import SourceError
from publish.words.sql import literal, quoted

FLOATS = ("DOUBLE", "FLOAT")


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """One Parquet file; its own metadata counts the records.

    Times are ISO 8601 (with a zone: in UTC), numbers their shortest exact text without an
    exponent, NaN is missing and told, lists and structs are JSON; DuckDB holds zoned times to the
    microsecond.
    Raises SourceError for a file that is no Parquet or a column of binary values.
    """
    records = _records(request)
    source = f"read_parquet({literal(str(request.path))})"
    types = {str(row[0]): str(row[1]) for row in workspace.sql(f"DESCRIBE FROM {source}")}
    headers = checked_headers(tuple(types), request.file)
    _refuse_binary(types, request.file)
    texts = ", ".join(
        f"{_text(quoted(column), type)} AS {quoted(header)}"
        for header, (column, type) in zip(headers, types.items(), strict=True)
    )
    name = workspace.name("parquet")
    # Read at once: damage must be found here, not where rows are typed.
    workspace.sql(f"CREATE TABLE {name} AS SELECT {texts} FROM {source}")  # noqa: S608
    table = workspace.con.table(name)
    remarks = tuple(_not_a_number(source, types, workspace))
    yield Export(request.file, table, headers, records, nothing_refused, lines_after(1), remarks)


def _records(request: ExportRequest) -> int:
    try:
        return int(parquet.read_metadata(request.path).num_rows)
    except (ArrowException, OSError):
        raise SourceError(
            f"{request.file}: not a whole Parquet file; export it again, or declare its `format:`"
        ) from None


def _refuse_binary(types: dict[str, str], file: str) -> None:
    binary = [column for column, type in types.items() if type == "BLOB"]
    if binary:
        raise SourceError(
            f"{file}: column {', '.join(map(repr, binary))} holds binary values, which are no "
            "text; write it as strings in the export, or leave it out"
        )


def _not_a_number(source: str, types: dict[str, str], workspace: Workspace) -> Iterator[Remark]:
    """What some programs write where a number is missing, and where it cannot be computed."""
    floats = [column for column, type in types.items() if type in FLOATS]
    if not floats:
        return
    counts = ", ".join(f"count_if(isnan({quoted(column)}))" for column in floats)
    [counted] = workspace.sql(f"SELECT {counts} FROM {source}")  # noqa: S608
    for column, values in zip(floats, counted, strict=True):
        if values:
            yield Remark(
                "not-a-number",
                f"column {column!r}: {values} values are NaN, which is no number, and are missing",
                "write nulls in the export where a number is missing",
            )


def _text(column: str, type: str) -> str:
    """The SQL that writes a column of a DuckDB type without loss."""
    if type.startswith(("STRUCT", "MAP", "UNION")) or type.endswith("]"):
        return f"to_json({column})::VARCHAR"
    if type == "TIMESTAMP WITH TIME ZONE":
        return f"replace(({column} AT TIME ZONE 'UTC')::VARCHAR, ' ', 'T') || 'Z'"
    if type.startswith("TIMESTAMP"):
        return f"replace({column}::VARCHAR, ' ', 'T')"
    if type in FLOATS:
        return f"CASE WHEN NOT isnan({column}) THEN {decimal_sql(column)} END"
    return f"{column}::VARCHAR"
