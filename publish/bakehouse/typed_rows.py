"""One scan of staged text: the value of each cell, and why its row is a reject."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from publish.bakehouse.column_sql import ColumnSql, column_sql
from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.exports import headers
from publish.declare.declaration import Column, Source, Table
from publish.declare.table import ROW
from publish.words.sql import literal, quoted

REASON = "_reject"
CHOICES = "_choices"
SAID = (REASON, CHOICES)
TOGETHER = 25  # columns
MISSING = "CAST(NULL AS VARCHAR)"


def telling(table: Table) -> frozenset[str]:
    """The columns by which people in a series may be known again, beside their contributor's."""
    if not table.in_series or not table.contributor:
        return frozenset()
    texts = {name: c for name, c in table.columns.items() if c.type in ("string", "integer")}
    free = {name for name, column in texts.items() if column.role == "free_text"}
    return frozenset(texts) - free - {table.contributor}


def typed(table: Table, source: Source, rows: Any, workspace: Workspace) -> Any:
    """The typed columns, in REASON why a row is a reject, in CHOICES what is told of others.

    A table kept in the workspace. Columns by which people are only known again make no reject.
    """
    needed = {n for n, c in table.columns.items() if not c.dropped or n in table.inner}
    kept = {n: c for n, c in table.columns.items() if n in needed or n in telling(table)}
    found = _columns(kept, table, source, workspace)
    told = {
        n: of if n in needed else replace(of, reasons=(), choices=()) for n, of in found.items()
    }
    return _joined(
        [_typed(some, of, workspace) for some, of in _texts(told, rows, workspace)], workspace
    )


def failing(table: Table, source: Source, rows: Any, workspace: Workspace) -> Any:
    """Whether each value of all columns, row by row, would make its row a reject."""
    found = _columns(table.columns, table, source, workspace)
    [(columns, texts)] = _texts(found, rows, workspace, len(found))
    flags = {
        name: f"coalesce({', '.join((MISSING, *of.reasons))}) IS NOT NULL"
        for name, of in columns.items()
    }
    return workspace.made("failing", _valued(columns, flags, texts))


def _texts(
    columns: Mapping[str, ColumnSql], rows: Any, workspace: Workspace, most: int = TOGETHER
) -> Iterator[tuple[Mapping[str, ColumnSql], str]]:
    """Some columns at a time, with a query for their texts; of many, the cells are staged first.

    DuckDB (1.5.5) compares each part of a statement with all others, to compute none twice: the
    time and memory that it takes grow with the square of the columns.
    """
    cells = ", ".join(f'{of.cell} AS "{name} cell"' for name, of in columns.items())
    source = f"(SELECT {cells} FROM {workspace.filled('{rows}', rows=rows)})"  # noqa: S608
    if len(columns) <= most:
        yield columns, _read(columns, source)
        return
    staged = workspace.made("cells", source).get_name()
    names = list(columns)
    for start in range(0, len(names), most):
        some = {name: columns[name] for name in names[start : start + most]}
        yield some, _read(some, staged)
    workspace.sql(f"DROP TABLE {staged}")


def _read(columns: Mapping[str, ColumnSql], cells: str) -> str:
    texts = ", ".join(f'{of.text} AS "{name} text"' for name, of in columns.items())
    return f"SELECT {texts} FROM {cells}"  # noqa: S608


def _typed(columns: Mapping[str, ColumnSql], texts: str, workspace: Workspace) -> Any:
    reasons = [sql for of in columns.values() for sql in of.reasons]
    choices = [sql for of in columns.values() for sql in of.choices]
    told = {REASON: _first(reasons), CHOICES: _lines(choices)}
    wanted = {**{name: quoted(name) for name in columns}, **told}
    return workspace.made("typed", _valued(columns, wanted, texts))


def _joined(parts: Sequence[Any], workspace: Workspace) -> Any:
    """Tables of some columns of the same rows, side by side."""
    if len(parts) == 1:
        return parts[0]
    names = [part.get_name() for part in parts]
    own = [
        f"{part.get_name()}.{quoted(c)}" for part in parts for c in part.columns if c not in SAID
    ]
    told = {said: [f"{name}.{said}" for name in names] for said in SAID}
    wanted = [*own, f"{_first(told[REASON])} AS {REASON}", f"{_lines(told[CHOICES])} AS {CHOICES}"]
    source = " POSITIONAL JOIN ".join(names)
    whole = workspace.made("typed", f"SELECT {', '.join(wanted)} FROM {source}")  # noqa: S608
    for name in names:
        workspace.sql(f"DROP TABLE {name}")
    return whole


def _first(reasons: Sequence[str]) -> str:
    return f"coalesce({', '.join((*reasons, MISSING))})"


def _lines(choices: Sequence[str]) -> str:
    """What is told, a line each."""
    return f"nullif(concat_ws(chr(10), {', '.join(choices)}), '')" if choices else MISSING


def _columns(
    columns: Mapping[str, Column], table: Table, source: Source, workspace: Workspace
) -> dict[str, ColumnSql]:
    fed = headers(table, source)
    cells = {name: _cell(name, source, fed) for name in columns}
    if ROW in columns and table.one_row_per_person:
        cells[ROW] = _said_by(fed)
    return column_sql(cells, columns, table, fed.keys(), workspace)


def _said_by(fed: Mapping[str, str]) -> str:
    """What a row says, as a digest, whatever order its cells stand in."""
    cells = ", ".join(map(quoted, sorted(set(fed.values()))))
    return f"sha256(to_json([{cells}])::VARCHAR)"


def _cell(name: str, source: Source, fed: Mapping[str, str]) -> str:
    if name in source.constants:
        return literal(source.constants[name])
    return quoted(fed[name]) if name in fed else MISSING


def _valued(columns: Mapping[str, ColumnSql], wanted: Mapping[str, str], texts: str) -> str:
    """A query for what is wanted of the texts and values of columns.

    Each of three steps is a query of its own: inlined into one, every expression would be computed
    anew wherever the next step names it.
    """
    values = ", ".join(f'{of.value} AS "{name}"' for name, of in columns.items())
    asked = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in wanted.items())
    return (
        f"WITH texts AS ({texts}), "  # noqa: S608
        f"shaped AS (SELECT *, {values} FROM texts) SELECT {asked} FROM shaped"
    )
