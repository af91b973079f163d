"""Staged text becomes a typed table; rows that do not fit become rejects, each with its reason."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import ibis

from publish.bakehouse import functions
from publish.bakehouse.blanks import BLANK, bare, may_be_padded
from publish.bakehouse.constraints import broken
from publish.bakehouse.engine import Workspace
from publish.bakehouse.faithful import counted, refused
from publish.bakehouse.projected import place_on_earth
from publish.bakehouse.read.exports import Export, Reject, headers
from publish.bakehouse.values import CONVERTERS, part_of
from publish.declare.declaration import Column, Source, Table
from publish.declare.table import ROW
from publish.errors import SourceError
from publish.release.rejects import Reason

REASON = "_reject"
CHOICES = "_choices"
SAMPLES = 100


@dataclass(frozen=True)
class Shaped:
    """A table's typed rows from all its exports, and what was left out of them.

    `rejected` counts rows by (column, reason); `samples` are the first of them with their lines.
    `otherwise` counts values by (column, code) that are published a little otherwise than read.
    `origins` are the staged rows of each export, with their place in it.
    """

    table: Any
    records: int
    rejected: Counter[tuple[str, Reason]]
    samples: tuple[Reject, ...]
    otherwise: Counter[tuple[str, str]] = field(default_factory=Counter)
    origins: tuple[tuple[Any, Export], ...] = ()


def shape(table: Table, exports: Iterable[tuple[Source, Export]], workspace: Workspace) -> Shaped:
    """The typed rows of all exports of a table.

    Raises SourceError when records in are not rows out plus rejects.
    """
    parts = [_shape_one(table, source, export, workspace) for source, export in exports]
    rows = ibis.union(*(part.table for part in parts)) if len(parts) > 1 else parts[0].table
    rows = _one_row_per_person(table, rows, workspace)
    samples = [reject for part in parts for reject in part.samples]
    rejected: Counter[tuple[str, Reason]] = Counter()
    otherwise: Counter[tuple[str, str]] = Counter()
    for part in parts:
        rejected.update(part.rejected)
        otherwise.update(part.otherwise)
    records = sum(part.records for part in parts)
    origins = tuple(origin for part in parts for origin in part.origins)
    return Shaped(rows, records, rejected, tuple(samples[:SAMPLES]), otherwise, origins)


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
    place_on_earth(table, staged, REASON, workspace)
    rejected = Counter((reject.column, reject.reason) for reject in refused)
    rejected.update(_rejected(staged))
    samples = (*refused[:SAMPLES], *_samples(staged, export))
    accepted = staged.filter(staged[REASON].isnull())
    otherwise = _otherwise(accepted)
    rows_left = accepted.drop(REASON, CHOICES)
    origins = ((staged, export),)
    return Shaped(rows_left, export.records, rejected, samples[:SAMPLES], otherwise, origins)


def lines_of_repeated(shaped: Shaped, key: Sequence[str], most: int) -> list[str]:
    """Where the first rows stand whose key another row has too, as `file:line`."""
    if not all(set(key) <= set(staged.columns) for staged, _ in shaped.origins):
        return []
    parts = [
        staged.select(*key, REASON, _row=staged.rowid()).mutate(_part=ibis.literal(number))
        for number, (staged, _) in enumerate(shaped.origins)
    ]
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    rows = rows.filter(rows[REASON].isnull())
    repeated = rows.group_by(list(key)).agg(_rows=ibis._.count()).filter(ibis._["_rows"] > 1)
    found = rows.semi_join(repeated, list(key)).order_by([*key, "_part", "_row"]).limit(most)
    return [
        f"{export.file}:{export.lines([row['_row']])[0]}"
        for row in found.to_pyarrow().to_pylist()
        for _, export in (shaped.origins[row["_part"]],)
    ]


def telling(table: Table) -> frozenset[str]:
    """The columns by which people in a series may be known again, beside their contributor's."""
    if table.mode not in ("records", "aggregates") or not table.contributor:
        return frozenset()
    texts = {name: c for name, c in table.columns.items() if c.type in ("string", "integer")}
    free = {name for name, column in texts.items() if column.role == "free_text"}
    return frozenset(texts) - free - {table.contributor}


def _scanned(rows: Any, export: Export, workspace: Workspace) -> Any:
    """The rows kept in the workspace: the one scan of the export."""
    try:
        return workspace.kept("typed", rows)
    except duckdb.Error as error:
        # Its words may hold cells of any column, so they are not shown.
        raise SourceError(
            f"{export.file}: cannot be read whole ({type(error).__name__}); "
            "it is damaged or in another format than declared"
        ) from None


def typed(table: Table, source: Source, rows: Any, workspace: Workspace) -> Any:
    """The typed columns, in REASON why a row is rejected, and in CHOICES what is told of others.

    Columns by which people are only known again make no reject.

    Each of three steps is a view: inlined into one statement, every expression would be computed
    anew wherever the next step names it.
    """
    needed = {n: c for n, c in table.columns.items() if not c.dropped or n in table.inner}
    kept = {n: c for n, c in table.columns.items() if n in needed or n in telling(table)}
    step = _valued(kept, table, source, rows, workspace)
    reasons = [reason for n, c in needed.items() for reason in _reasons(n, c, step)]
    reason = ibis.coalesce(*reasons) if reasons else ibis.null("string")
    told = {REASON: reason.cast("string"), CHOICES: _choices(needed, step)}
    return step.select(*kept, **told)


def failing(table: Table, source: Source, rows: Any, workspace: Workspace) -> Any:
    """Whether each value of all columns, row by row, would make its row a reject."""
    step = _valued(table.columns, table, source, rows, workspace)
    reasons = {n: list(_reasons(n, c, step)) for n, c in table.columns.items()}
    flags = {n: ibis.coalesce(ibis.null("string"), *of).notnull() for n, of in reasons.items()}
    return step.select(**flags)


def _valued(
    columns: Mapping[str, Column], table: Table, source: Source, rows: Any, workspace: Workspace
) -> Any:
    """The text of each column, and the value that its type makes of it."""
    fed = headers(table, source)
    texts = {f"{n} text": _text(n, c, table, source, fed, rows) for n, c in columns.items()}
    step = _view(rows.select(**texts), workspace)
    values = {n: CONVERTERS[c.type](step[f"{n} text"], c) for n, c in columns.items()}
    return _view(step.mutate(**values), workspace)


def _view(rows: Any, workspace: Workspace) -> Any:
    return workspace.con.create_view(workspace.name("step"), rows)


def _text(
    name: str, column: Column, table: Table, source: Source, fed: dict[str, str], rows: Any
) -> Any:
    """The cell's text, NULL where it is missing or says so by a declared token."""
    if name == ROW and table.one_row_per_person:
        return _said_by(rows, fed)
    if name in source.constants:
        return ibis.literal(source.constants[name])
    if name not in fed:
        return ibis.null("string")
    raw = rows[fed[name]]
    declared = table.missing_values if column.missing_values is None else column.missing_values
    if declared:
        missing = _missing(raw, [token.strip() for token in declared])
        raw = missing.ifelse(ibis.null("string"), raw)
    if column.type == "string" and (table.trim if column.trim is None else column.trim):
        raw = bare(raw)
    return raw if column.part is None else part_of(raw, column)


def _said_by(rows: Any, fed: Mapping[str, str]) -> Any:
    """What a row says, as a digest, whatever order its cells stand in."""
    cells = ibis.array([rows[header] for header in sorted(set(fed.values()))])
    return functions.sha256(functions.to_json(cells))


def _one_row_per_person(table: Table, rows: Any, workspace: Workspace) -> Any:
    """The rows, of which those that say the same are told apart by their number."""
    if table.one_row_per_person is None or ROW not in rows.columns:
        return rows
    alike = ibis.window(group_by=rows[ROW], order_by=rows[ROW])
    number = ibis.row_number().over(alike).cast("string")
    return workspace.kept("numbered", rows.mutate(**{ROW: rows[ROW] + "-" + number}))


def _missing(raw: Any, tokens: list[str]) -> Any:
    """Whether a cell is one of the tokens, blanks around it aside.

    Most cells have no blank at either end, and only the others are worth a regular expression.
    """
    pattern = "|".join(map(re.escape, tokens))
    within_blanks = functions.full_match(raw, f"{BLANK}*(?:{pattern}){BLANK}*")
    return raw.isin(tokens) | (may_be_padded(raw) & within_blanks)


def _reasons(name: str, column: Column, step: Any) -> Iterator[Any]:
    """For each way to fail: the column and the reason where a row fails so, else NULL."""
    value, text = step[name], step[f"{name} text"]
    if column.type != "string":
        yield _when(text.notnull() & value.isnull(), name, f"not-{column.type}")
    for condition, reason in (*refused(column, text, value), *broken(column, value)):
        yield _when(condition, name, reason.code, *reason.values)


def _choices(columns: dict[str, Column], step: Any) -> Any:
    """What is told of a row's values, a line each; NULL for nearly all rows."""
    lines = [
        _when(condition, name, code)
        for name, column in columns.items()
        for condition, code in counted(column, step[f"{name} text"], step[name])
    ]
    joined = ibis.literal("\n").join(lines) if lines else ibis.literal("")
    return joined.nullif("")


def _when(condition: Any, *words: str) -> Any:
    return condition.ifelse("\t".join(words), ibis.null("string"))


def _rejected(staged: Any) -> dict[tuple[str, Reason], int]:
    counted = staged.filter(staged[REASON].notnull()).group_by(REASON).agg(rows=ibis._.count())
    return {
        _split(row[REASON]): row["rows"]
        for row in counted.order_by(REASON).to_pyarrow().to_pylist()
    }


def _otherwise(accepted: Any) -> Counter[tuple[str, str]]:
    """How many values of a column are published otherwise than read, by the warning's code."""
    told = accepted.filter(accepted[CHOICES].notnull()).group_by(CHOICES)
    counts: Counter[tuple[str, str]] = Counter()
    for row in told.agg(rows=ibis._.count()).to_pyarrow().to_pylist():
        for line in row[CHOICES].splitlines():
            column, code = line.split("\t")
            counts[column, code] += row["rows"]
    return counts


def _samples(staged: Any, export: Export) -> Sequence[Reject]:
    numbered = staged.select(REASON, number=staged.rowid()).filter(staged[REASON].notnull())
    rows = numbered.order_by("number").limit(SAMPLES).to_pyarrow().to_pylist()
    lines = export.lines([row["number"] for row in rows])
    return [
        Reject(export.file, line, *_split(row[REASON]))
        for line, row in zip(lines, rows, strict=True)
    ]


def _split(text: str) -> tuple[str, Reason]:
    column, code, *values = text.split("\t")
    return column, Reason(code, *values)
