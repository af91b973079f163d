"""What becomes of the cells of a column, in SQL: compiled once for all columns declared alike.

To compile the expressions (Ibis) of each of hundreds of columns takes longer than to read their
rows; most differ in nothing but their names.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

import ibis
from sqlglot import expressions as sge

from publish.bakehouse.blanks import bare
from publish.bakehouse.constraints import broken
from publish.bakehouse.engine import Workspace
from publish.bakehouse.faithful import counted, refused
from publish.bakehouse.values import BARE, CONVERTERS, part_of
from publish.declare.declaration import Column, Table

# Stand for a column's cell, its text, its value and its name until they are filled in.
CELL, TEXT, VALUE, NAME = (f"fournil {word} 5d1f" for word in ("cell", "text", "value", "name"))
# What of a declaration makes no difference here.
ELSEWHERE: dict[str, Any] = {
    **dict.fromkeys(("header", "title", "description", "unit", "weight", "protect", "review")),
    "role": "open",
    "synonyms": {},
    "labels": {},
    "order": (),
}


@dataclass(frozen=True)
class ColumnSql:
    """A cell, its text, the value of the text, why a row is a reject and what is told of it.

    All are SQL of DuckDB. `reasons` and `choices` are NULL for nearly all rows.
    """

    cell: str
    text: str
    value: str
    reasons: tuple[str, ...]
    choices: tuple[str, ...]

    def named(self, name: str, cell: str) -> "ColumnSql":
        """The same for a column with a name, whose cell is this SQL."""

        def filled(sql: str) -> str:
            for known, own in ((CELL, f"{name} cell"), (TEXT, f"{name} text"), (VALUE, name)):
                sql = sql.replace(f'"{known}"', f'"{own}"')
            return sql.replace(NAME, name)

        reasons, choices = tuple(map(filled, self.reasons)), tuple(map(filled, self.choices))
        return ColumnSql(cell, filled(self.text), filled(self.value), reasons, choices)


_COMPILED: dict[str, ColumnSql] = {}
"""What was compiled in this process, by the declaration: it is the same in every workspace."""


def column_sql(
    cells: Mapping[str, str],
    columns: Mapping[str, Column],
    table: Table,
    read: Set[str],
    workspace: Workspace,
) -> dict[str, ColumnSql]:
    """What becomes of each column of a table, by name.

    `cells` is the SQL of each one's cell. Those that are `read` from the export may say that they
    are missing, have blanks at their ends, or hold a part only; a constant is taken as it is.
    """
    found = {}
    for name, column in columns.items():
        alike = column.model_copy(update={**ELSEWHERE, **_cleaning(column, table, name in read)})
        kind = alike.model_dump_json()
        if kind not in _COMPILED:
            _COMPILED[kind] = _compiled(alike, workspace)
        found[name] = _COMPILED[kind].named(name, cells[name])
    return found


def _cleaning(column: Column, table: Table, read: bool) -> dict[str, Any]:
    """What is done to a cell before its type is looked at, the table's own choices included."""
    if not read:
        return {"missing_values": (), "trim": False, "part": None}
    tokens = table.missing_values if column.missing_values is None else column.missing_values
    trim = table.trim if column.trim is None else column.trim
    return {"missing_values": tokens, "trim": trim and column.type == "string"}


def _compiled(column: Column, workspace: Workspace) -> ColumnSql:
    cell = ibis.table({CELL: "string"}, name="cells")
    text = ibis.table({TEXT: "string"}, name="texts")
    value = CONVERTERS[column.type](text[TEXT], column)
    row = ibis.table({TEXT: "string", VALUE: value.type()}, name="rows")
    [text_sql] = _sql(cell, [_text(cell[CELL], column)], workspace)
    [value_sql] = _sql(text, [value], workspace)
    return ColumnSql(
        CELL,
        text_sql,
        value_sql,
        tuple(_sql(row, _reasons(column, row), workspace)),
        tuple(_sql(row, _choices(column, row), workspace)),
    )


def _sql(table: Any, values: Iterable[Any], workspace: Workspace) -> Iterator[str]:
    """Expressions over a table as SQL that names its columns alone."""
    asked = {f"c{number}": value for number, value in enumerate(values)}
    if not asked:
        return
    for item in workspace.con.compiler.to_sqlglot(table.select(**asked)).expressions:
        for column in item.find_all(sge.Column):
            column.set("table", None)
        yield item.unalias().sql("duckdb")


def _text(cell: Any, column: Column) -> Any:
    """The cell's text, NULL where it is missing or says so by a declared token."""
    within = bare(cell)
    text = within if column.trim or column.type in BARE else cell
    if column.missing_values:
        missing = within.isin([token.strip() for token in column.missing_values])
        text = missing.ifelse(ibis.null("string"), text)
    return text if column.part is None else bare(part_of(text, column))


def _reasons(column: Column, row: Any) -> Iterator[Any]:
    """For each way to fail: the column and the reason where a row fails so, else NULL."""
    text, value = row[TEXT], row[VALUE]
    if column.type != "string":
        yield _when(text.notnull() & value.isnull(), f"not-{column.type}")
    for condition, reason in (*refused(column, text, value), *broken(column, value)):
        yield _when(condition, reason.code, *reason.values)


def _choices(column: Column, row: Any) -> Iterator[Any]:
    for condition, code in counted(column, row[TEXT], row[VALUE]):
        yield _when(condition, code)


def _when(condition: Any, *words: str) -> Any:
    return condition.ifelse("\t".join((NAME, *words)), ibis.null("string"))
