"""Texts of corrections as values of a column, by the rules that its exports keep."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import pyarrow as pa

from publish.bakehouse.column_sql import column_sql
from publish.bakehouse.engine import Workspace
from publish.corrections.correctable import correctable, plain
from publish.declare.table import Table
from publish.words.sql import literal, quoted

_APPLIED = """
SELECT r.* REPLACE ({cells}) FROM {rows} AS r LEFT JOIN ({edits}) AS c ON {same}
"""


def typed(rows: str, cells: Mapping[str, str], table: Table, place: Workspace) -> str:
    """A query for rows (SQL) with the value of a cell of each column, `_why` where one fits none.

    `cells` is the SQL of each column's text, as a release writes it.
    """
    columns = {name: plain(table.columns[name]) for name in cells}
    found = column_sql(cells, columns, table, frozenset(), place)
    texts = [(f"{of.cell} AS {quoted(f'{name} cell')}") for name, of in found.items()]
    bare = [(f"{of.text} AS {quoted(f'{name} text')}") for name, of in found.items()]
    values = [f"{of.value} AS {quoted(name)}" for name, of in found.items()]
    reasons = [sql for of in found.values() for sql in of.reasons]
    why = f"coalesce({', '.join((*reasons, 'CAST(NULL AS VARCHAR)'))}) AS _why"
    inner = f"SELECT *, {', '.join(texts)} FROM {rows}"  # noqa: S608
    read = f"SELECT *, {', '.join(bare)} FROM ({inner})"  # noqa: S608
    valued = f"SELECT *, {', '.join(values)} FROM ({read})"  # noqa: S608
    helpers = ", ".join(quoted(f"{name} {word}") for name in cells for word in ("cell", "text"))
    return f"SELECT * EXCLUDE ({helpers}), {why} FROM ({valued})"  # noqa: S608


def arrow(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    """Rows as the desk has them, of these columns; there may be none."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    return pa.table([*map(pa.array, columns, schema.types)], schema=schema)


def same_key(table: Table, one: str, other: str) -> str:
    """SQL: two rows, by their aliases, have the same key."""
    return " AND ".join(f"{one}.{n} = {other}.{n}" for n in map(quoted, table.primary_key))


def same_text(table: Table, texts: str, values: str) -> str:
    """SQL: a row of texts and one of values, by their aliases, have the same key."""
    return " AND ".join(
        f"{texts}.{name} = {values}.{name}::VARCHAR" for name in map(quoted, table.primary_key)
    )


def key_text(table: Table) -> str:
    """SQL: the key of a row of values as JSON."""
    texts = (f"{quoted(name)}::VARCHAR" for name in table.primary_key)
    return f"to_json([{', '.join(texts)}])::VARCHAR"


def key_cells(table: Table) -> dict[str, str]:
    """SQL: the text of each column of the key that a correction names."""
    return {name: f"_key->>'$[{n}]'" for n, name in enumerate(table.primary_key)}


def keyed(live: Any, table: Table, place: Workspace) -> Any:
    """The corrections (Ibis) with the key of their row as values; NULL where it is none now."""
    statement = typed(place.filled("{live}", live=live), key_cells(table), table, place)
    return place.made("keyed", f"SELECT * EXCLUDE (_why) FROM ({statement})")  # noqa: S608


def edited(rows: Any, table: Table, corrections: Any, which: str, place: Workspace) -> Any:
    """Rows (Ibis) with the new values of those corrections (Ibis, keyed) that are meant (SQL)."""
    asked = f"SELECT DISTINCT _column FROM {{them}} WHERE {which}"  # noqa: S608
    found = place.sql(place.filled(asked, them=corrections))
    names = sorted(name for (name,) in found if name in correctable(table))
    if not names:
        return rows
    them = place.filled("{them}", them=corrections)
    keys = ", ".join(map(quoted, table.primary_key))
    edits = reduce(
        lambda left, right: f"{left} FULL JOIN {right} USING ({keys})",
        [_edits(name, which, table, them, place) for name in names],
    )
    cells = (
        f"CASE WHEN c.{quoted(f'{n} there')} THEN c.{quoted(f'{n} new')} ELSE r.{quoted(n)} END "
        f"AS {quoted(n)}"
        for n in names
    )
    return place.table(
        "corrected",
        _APPLIED,
        cells=", ".join(cells),
        rows=rows,
        edits=f"SELECT * FROM {edits}",  # noqa: S608
        same=same_key(table, "r", "c"),
    )


def _edits(name: str, which: str, table: Table, them: str, place: Workspace) -> str:
    """The new values of a column by key, in SQL."""
    keys = ", ".join(map(quoted, table.primary_key))
    shown = f"(SELECT {keys}, _new FROM {them} WHERE _column = {literal(name)} AND {which})"  # noqa: S608
    values = typed(shown, {name: "_new"}, table, place)
    wanted = f"{keys}, {quoted(name)} AS {quoted(f'{name} new')}, true AS {quoted(f'{name} there')}"
    return f"(SELECT {wanted} FROM ({values}))"  # noqa: S608
