"""The difference between the rows of two CSV files of one table, cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Literal

import ibis

from publish.bakehouse.changes.columns import Columns
from publish.bakehouse.engine import Workspace

# What became of a row.
OPS = ADDED, REMOVED, CHANGED, ONLY = ("added", "removed", "changed", "columns_only")


@dataclass(frozen=True)
class Difference:
    """Counts of rows, and the lines that tell each: op, key, column, old, new (all text).

    `columns_only` counts the rows that only columns make different that came, went or mean
    something else now; `by` says what told rows apart: a key, or the whole of these columns.
    `lines` (Ibis, in order) is None where rows have no key to name them by.
    """

    added: int
    removed: int
    changed: int | None
    columns_only: int | None
    by: Literal["key", "rows"]
    columns: tuple[str, ...]
    lines: Any = None


def identifies(table: Any, key: Sequence[str]) -> bool:
    """Whether every row of a release's CSV has a key, and each another one."""
    filled = table.filter(reduce(and_, [table[name].notnull() for name in key]))
    rows = int(table.count().to_pyarrow().as_py())
    distinct = int(filled.select(*key).distinct().count().to_pyarrow().as_py())
    return distinct == rows


def by_key(
    old: Any, new: Any, key: Sequence[str], columns: Columns, place: Workspace
) -> Difference:
    """Rows added, removed and changed by their key, told cell by cell.

    A removed row is told by its key alone, an emptied cell without what it held: who takes a thing
    back does not want it listed. An added row is told by its cells that are not empty, or by its
    key alone. A row that only a new column makes different is `columns_only`, not `changed`.
    """
    shared = [name for name in columns.shared if name not in key]
    given = [name for name in columns.given if name not in key]
    gone = [name for name in columns.taken if name not in key]
    rows = _differing(old, new, key, (shared, given, gone), place)
    counts = dict(place.sql(f"SELECT op, count(*) FROM {rows.get_name()} GROUP BY op"))  # noqa: S608
    added, removed, changed, only = (counts.get(op, 0) for op in OPS)
    lines = _lines(rows, key, [*shared, *given], len(shared))
    return Difference(added, removed, changed, only, "key", tuple(key), lines)


def _differing(
    old: Any,
    new: Any,
    key: Sequence[str],
    names: tuple[Sequence[str], Sequence[str], Sequence[str]],
    place: Workspace,
) -> Any:
    """The rows that are not the same: `op`, keys k0…, old cells o0…, new cells n0….

    `names` are the columns that mean the same, those given anew, and those taken away.
    """
    shared, given, gone = names
    all = [*shared, *given]
    lost = _any([old[name].notnull() for name in gone])
    before = old.select(
        **_cells("k", old, key), **_cells("o", old, shared), was=ibis.literal(True), lost=lost
    )
    after = new.select(**_cells("j", new, key), **_cells("n", new, all), now=ibis.literal(True))
    pairs = [before[f"k{i}"] == after[f"j{i}"] for i in range(len(key))]
    joined = before.outer_join(after, pairs)
    changed = _any([_differs(joined, i, len(shared)) for i in range(len(shared))])
    op = ibis.cases(
        (joined.was.isnull(), ADDED), (joined.now.isnull(), REMOVED), (changed, CHANGED), else_=ONLY
    )
    keys = {f"k{i}": ibis.coalesce(joined[f"k{i}"], joined[f"j{i}"]) for i in range(len(key))}
    cells = {f"o{i}": joined[f"o{i}"] for i in range(len(shared))}
    cells |= {f"n{i}": joined[f"n{i}"] for i in range(len(all))}
    rows = joined.select(op=op, lost=joined.lost, **keys, **cells)
    filled = _any([rows[f"n{i}"].notnull() for i in range(len(shared), len(all))])
    return place.kept("changed", rows.filter((rows["op"] != ONLY) | filled | rows["lost"]))


def _any(conditions: Sequence[Any]) -> Any:
    return reduce(or_, conditions, ibis.literal(False))


def _cells(letter: str, table: Any, names: Sequence[str]) -> dict[str, Any]:
    return {f"{letter}{i}": table[name] for i, name in enumerate(names)}


def _differs(rows: Any, i: int, shared: int) -> Any:
    """Whether the cell of a column is another, or is given anew."""
    return ~rows[f"n{i}"].identical_to(rows[f"o{i}"]) if i < shared else rows[f"n{i}"].notnull()


def _lines(rows: Any, key: Sequence[str], names: Sequence[str], shared: int) -> Any:
    keys = [f"k{i}" for i in range(len(key))]
    published = rows["op"] != REMOVED
    parts = [
        _line(rows.filter(published & _differs(rows, i, shared)), keys, i, name, i < shared)
        for i, name in enumerate(names)
    ]
    empty = [rows[f"n{i}"].isnull() for i in range(len(names))]
    bare = ~published | reduce(and_, empty, rows["op"] == ADDED)
    parts.append(_line(rows.filter(bare), keys, -1, None, False))
    lines = ibis.union(*parts) if len(parts) > 1 else parts[0]
    ordered = lines.order_by([*keys, "position"])
    return ordered.select("op", "key", "column", "old", "new")


def _line(rows: Any, keys: Sequence[str], i: int, name: str | None, shared: bool) -> Any:
    none = ibis.null("string")
    single = len(keys) == 1
    named = rows[keys[0]] if single else ibis.array([rows[k] for k in keys]).cast("json")
    return rows.select(
        *keys,
        position=ibis.literal(i, "int32"),
        op=rows["op"],
        key=named.cast("string"),
        column=ibis.literal(name, "string"),
        old=rows[f"n{i}"].isnull().ifelse(none, rows[f"o{i}"]) if shared else none,
        new=none if name is None else rows[f"n{i}"],
    )


def by_count(old: Any, new: Any, names: Sequence[str]) -> Difference:
    """Rows added and removed where no key tells them apart: equal rows are counted."""
    sides = [side.select(*names, step=ibis.literal(n)) for side, n in ((old, -1), (new, 1))]
    steps = ibis.union(*sides).group_by(list(names)).aggregate(more=lambda t: t.step.sum())
    counted = steps.aggregate(
        added=steps.more.sum(where=steps.more > 0), removed=-steps.more.sum(where=steps.more < 0)
    )
    [row] = counted.to_pyarrow().to_pylist()
    added, removed = int(row["added"] or 0), int(row["removed"] or 0)
    return Difference(added, removed, None, None, "rows", tuple(names))
