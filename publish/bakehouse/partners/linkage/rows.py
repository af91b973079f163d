"""The rows to be linked, in normal forms, in a database of their own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.linkage import forms
from publish.bakehouse.partners.linkage.levels import Kind
from publish.declare.merging import Compared

MEMORY = 512 << 20
"""Bytes, beyond which the database spills into the workspace's folder."""

RARE_WORDS = 2
"""How many words of a name, the rarest first, stand for it."""
RARE, RARE_SHARE = 3, 100
"""A word is rare in so many rows, or in one of so many."""


@dataclass(frozen=True)
class Rows:
    """The table `rows`: `n` numbers the keys in order, `c0`, `c1` … are what is compared."""

    con: duckdb.DuckDBPyConnection
    kinds: Mapping[str, Kind]
    """The kind of each compared column `c0`, `c1` …"""
    titles: Mapping[str, str]
    """The column that the person declared, of each."""
    count: int

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        return self.con.execute(statement).fetchall()


@contextmanager
def normal(
    rows: Any,
    key: str,
    compare: Mapping[str, Compared],
    point: tuple[str, str] | None,
    place: Workspace,
) -> Iterator[Rows]:
    """The rows (Ibis) in normal forms.

    In one thread of a database of their own: what a linkage sums up depends on the order of rows,
    and its many tables are gone at its end.
    """
    texts = {f"t{number}": rows[name] for number, name in enumerate(compare)}
    texts = {alias: _text(column) for alias, column in texts.items()}
    where = {} if point is None else {"y": rows[point[0]], "x": rows[point[1]]}
    degrees = {alias: column.cast("float64") for alias, column in where.items()}
    arriving = rows.select(key=rows[key].cast("string"), **texts, **degrees).to_pyarrow()
    spill = place.folder / place.name("linkage")
    memory = f"{MEMORY >> 20}MiB"
    with duckdb.connect(
        ":memory:", config={"threads": 1, "memory_limit": memory, "temp_directory": str(spill)}
    ) as con:
        con.register("arriving", arriving)
        yield _formed(con, compare, point)


def _text(column: Any) -> Any:
    """A column as text; the items of a list stand side by side."""
    return column.join(" ") if column.type().is_array() else column.cast("string")


def _formed(
    con: duckdb.DuckDBPyConnection,
    compare: Mapping[str, Compared],
    point: tuple[str, str] | None,
) -> Rows:
    kinds: dict[str, Kind] = {f"c{number}": kind for number, kind in enumerate(compare.values())}
    titles = {f"c{number}": name for number, name in enumerate(compare)}
    texts = [(f"c{n}", f"t{n}", kind) for n, kind in enumerate(compare.values())]
    whole = [f"{forms.whole(kind, text)} AS {c}" for c, text, kind in texts]
    parts = [
        f"{sql} AS {c}{suffix}"
        for c, _, kind in texts
        for suffix, sql in forms.parts(kind, c).items()
    ]
    if point:
        last = f"c{len(compare)}"
        kinds[last], titles[last] = "point", ", ".join(point)
        whole += [f"CASE WHEN x IS NOT NULL THEN y END AS {last}_y", f"x AS {last}_x"]
    con.execute(
        f"CREATE TABLE rows AS SELECT {', '.join(['*', *parts])} FROM ("  # noqa: S608
        f"SELECT {', '.join(['row_number() OVER (ORDER BY key) AS n', 'key', *whole])}"
        " FROM arriving) ORDER BY n"
    )
    con.unregister("arriving")
    worded = [name for name, kind in kinds.items() if kind in ("name", "address")]
    for name in (name for name in worded if kinds[name] == "name"):
        con.execute(_with_rare_words(name, [other for other in worded if other != name]))
    [[count]] = con.execute("SELECT count(*) FROM rows").fetchall()
    return Rows(con, kinds, titles, int(count))


def _with_rare_words(name: str, others: Sequence[str]) -> str:
    """The statement that adds `c0_r` to `c0`: its rarest words, but for those of a row's place."""
    beside = ", ".join(f"coalesce({other}_w, [])" for other in others)
    kept = f"AND NOT list_contains(flatten([{beside}]), word)" if others else ""
    return (
        "CREATE OR REPLACE TABLE rows AS"  # noqa: S608
        f" WITH words AS (SELECT *, unnest({name}_w) AS word FROM rows),"
        " often AS (SELECT *, count(*) OVER (PARTITION BY word) AS often FROM words"
        f" QUALIFY often <= greatest({RARE}, (SELECT count(*) // {RARE_SHARE} FROM rows))),"
        f" rare AS (SELECT n, list(word ORDER BY often, word)[:{RARE_WORDS}] AS {name}_r"
        f" FROM often WHERE true {kept} GROUP BY n)"
        " SELECT rows.*, rare.* EXCLUDE (n) FROM rows LEFT JOIN rare USING (n) ORDER BY rows.n"
    )
