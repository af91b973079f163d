"""Staged text becomes a typed table; rows that do not fit become rejects, each with its reason."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import ibis

from publish import functions
from publish.constraints import broken
from publish.declaration import Column, Source, Table
from publish.engine import Workspace
from publish.errors import SourceError
from publish.read.exports import Export, Reject, headers
from publish.values import CONVERTERS

REASON = "_reject"
SAMPLES = 100
REASONS = {
    "string": "is not text",
    "integer": "is not an integer",
    "number": "is not a number",
    "boolean": "is none of the declared words for true and false",
    "date": "is not a date in a declared format",
    "datetime": "is not a date and time in a declared format",
    "json": "is not JSON",
    "list": "is not a list",
}


@dataclass(frozen=True)
class Shaped:
    """A table's typed rows from all its exports, and what was left out of them.

    `rejected` counts rows by (column, reason); `samples` are the first of them with their lines.
    """

    table: Any
    records: int
    rejected: Counter[tuple[str, str]]
    samples: tuple[Reject, ...]


def shape(table: Table, exports: Iterable[tuple[Source, Export]], workspace: Workspace) -> Shaped:
    """The typed rows of all exports of a table.

    Raises SourceError when records in are not rows out plus rejects.
    """
    parts = [_shape_one(table, source, export, workspace) for source, export in exports]
    rows = ibis.union(*(part.table for part in parts)) if len(parts) > 1 else parts[0].table
    samples = [reject for part in parts for reject in part.samples]
    rejected: Counter[tuple[str, str]] = Counter()
    for part in parts:
        rejected.update(part.rejected)
    records = sum(part.records for part in parts)
    return Shaped(rows, records, rejected, tuple(samples[:SAMPLES]))


def _shape_one(table: Table, source: Source, export: Export, workspace: Workspace) -> Shaped:
    staged = _scanned(typed(table, source, export.table, workspace), export, workspace)
    refused = export.refused()
    rows = int(staged.count().to_pyarrow().as_py())
    if rows + len(refused) != export.records:
        raise SourceError(
            f"{export.file}: {export.records} records in, but {rows} rows out and {len(refused)} "
            "refused; nothing may be lost, so the table is refused: check the declared "
            "`delimiter`, `quote` and `encoding`"
        )
    rejected = Counter((reject.column, reject.reason) for reject in refused)
    rejected.update(_rejected(staged))
    samples = (*refused[:SAMPLES], *_samples(staged, export))
    accepted = staged.filter(staged[REASON].isnull()).drop(REASON)
    return Shaped(accepted, export.records, rejected, samples[:SAMPLES])


def _scanned(rows: Any, export: Export, workspace: Workspace) -> Any:
    """The rows kept in the workspace: the one scan of the export."""
    try:
        return workspace.con.create_table(workspace.name("typed"), rows, temp=True)
    except duckdb.Error as error:
        # Its words may hold cells of any column, so they are not shown.
        raise SourceError(
            f"{export.file}: cannot be read whole ({type(error).__name__}); "
            "it is damaged or in another format than declared"
        ) from None


def typed(table: Table, source: Source, rows: Any, workspace: Workspace) -> Any:
    """The typed columns, and in REASON why a row is rejected, in three steps.

    Each step is a view: inlined into one statement, every expression would be computed anew
    wherever the next step names it.
    """
    fed = headers(table, source)
    kept = {n: c for n, c in table.columns.items() if not c.dropped or n in table.inner}
    texts = {f"{n} text": _text(n, c, table, source, fed, rows) for n, c in kept.items()}
    step = _view(rows.select(**texts), workspace)
    values = {n: CONVERTERS[c.type](step[f"{n} text"], c) for n, c in kept.items()}
    step = _view(step.mutate(**values), workspace)
    reasons = [reason for n, c in kept.items() for reason in _reasons(n, c, step)]
    reason = ibis.coalesce(*reasons) if reasons else ibis.null("string")
    return step.select(*kept, **{REASON: reason.cast("string")})


def _view(rows: Any, workspace: Workspace) -> Any:
    return workspace.con.create_view(workspace.name("step"), rows)


def _text(
    name: str, column: Column, table: Table, source: Source, fed: dict[str, str], rows: Any
) -> Any:
    """The cell's text, NULL where it is missing or says so by a declared token."""
    if name in source.constants:
        return ibis.literal(source.constants[name])
    if name not in fed:
        return ibis.null("string")
    raw = rows[fed[name]]
    declared = table.missing_values if column.missing_values is None else column.missing_values
    if not declared:
        return raw
    return _missing(raw, [token.strip() for token in declared]).ifelse(ibis.null("string"), raw)


def _missing(raw: Any, tokens: list[str]) -> Any:
    """Whether a cell is one of the tokens, blanks around it aside.

    Most cells have no blank at either end, and only the others are worth a regular expression.
    """
    pattern = "|".join(map(re.escape, tokens))
    blank_at_an_end = (raw < "!") | raw.endswith(" ")
    within_blanks = blank_at_an_end & functions.full_match(raw, rf"\s*(?:{pattern})\s*")
    return raw.isin(tokens) | within_blanks


def _reasons(name: str, column: Column, step: Any) -> Iterator[Any]:
    """For each way to fail: the column and the reason where a row fails so, else NULL."""
    value = step[name]
    if column.type != "string":
        yield _when(step[f"{name} text"].notnull() & value.isnull(), name, REASONS[column.type])
    for condition, reason in broken(column, value):
        yield _when(condition, name, reason)


def _when(condition: Any, name: str, reason: str) -> Any:
    return condition.ifelse(f"{name}\t{reason}", ibis.null("string"))


def _rejected(staged: Any) -> dict[tuple[str, str], int]:
    counted = staged.filter(staged[REASON].notnull()).group_by(REASON).agg(rows=ibis._.count())
    return {
        _split(row[REASON]): row["rows"]
        for row in counted.order_by(REASON).to_pyarrow().to_pylist()
    }


def _samples(staged: Any, export: Export) -> Sequence[Reject]:
    numbered = staged.select(REASON, number=staged.rowid()).filter(staged[REASON].notnull())
    rows = numbered.order_by("number").limit(SAMPLES).to_pyarrow().to_pylist()
    lines = export.lines([row["number"] for row in rows])
    return [
        Reject(export.file, line, *_split(row[REASON]))
        for line, row in zip(lines, rows, strict=True)
    ]


def _split(reason: str) -> tuple[str, str]:
    column, words = reason.split("\t", 1)
    return column, words
