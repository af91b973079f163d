"""Which rows are compared at all: those that share a block, and no block is large."""

from collections.abc import Callable, Iterator

from publish.bakehouse.partners.linkage.rows import Rows

SIZES = (100, 50, 25, 12, 6)
"""How many rows a block may have: the first one with which a kind of block is not too costly."""
PAIRS_PER_ROW = 6
"""How many pairs one kind of block may give for each row, on average."""
FEW_PAIRS = 20_000
"""What a kind of block may always give."""
CELL = 0.01
"""Degrees: the side of a square of the map, about a kilometre."""

Tell = Callable[[str], None]
"""Hears what was left out, in words for the maintainer."""


def candidates(rows: Rows, tell: Tell) -> None:
    """Make the table `pairs` (`l`, `r`: numbers of rows, `l` first) of all that is compared."""
    keys = " UNION ALL ".join(
        f"SELECT n, '{what}' AS what, {value} AS value FROM {table} WHERE {value} IS NOT NULL"  # noqa: S608
        for what, table, value in _keys(rows)
    )
    rows.sql(
        "CREATE TABLE blocks AS"  # noqa: S608
        " SELECT what, value, count(*) AS size, list(n ORDER BY n) AS members"
        f" FROM (SELECT DISTINCT * FROM ({keys})) GROUP BY ALL HAVING size > 1"
    )
    rows.sql(f"CREATE TABLE sizes AS {_largest(rows)}")
    _tell_dropped(rows, tell)
    rows.sql(
        "CREATE TABLE pairs AS SELECT DISTINCT l, r FROM ("
        "SELECT l, unnest(members) AS r FROM ("
        "SELECT members, unnest(members) AS l FROM blocks JOIN sizes USING (what)"
        " WHERE size <= most)"
        ") WHERE l < r ORDER BY l, r"
    )


def _keys(rows: Rows) -> Iterator[tuple[str, str, str]]:
    """All kinds of blocks: a name, the table, and the SQL of the value that its rows share."""
    cells = [cell for name, kind in rows.kinds.items() if kind == "point" for cell in _cells(name)]
    texts = [name for name, kind in rows.kinds.items() if kind != "point"]
    yield from ((what, "rows", value) for what, value in cells)
    yield from ((name, "rows", name) for name in texts)
    for name in texts:
        if rows.kinds[name] == "website":
            yield f"{name} host", "rows", f"{name}_h"
        if rows.kinds[name] == "name":
            others = [(other, other) for other in texts if other != name]
            yield from _beside(name, [*others, *cells])


def _beside(name: str, others: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """A name's rare words alone, and these and its beginning beside something else."""
    words = f"(SELECT *, unnest({name}_r) AS word FROM rows)"  # noqa: S608
    yield f"{name} word", words, "word"
    for what, value in others:
        yield f"{name} word, {what}", words, f"word || '|' || {value}"
        yield f"{name} start, {what}", "rows", f"left({name}, 4) || '|' || {value}"


def _cells(name: str) -> Iterator[tuple[str, str]]:
    """Squares of the map, and the same moved by half a side: near points share one of the two."""
    for number, (side, moved) in enumerate(((CELL / 10, 0.0), (CELL, 0.0), (CELL, 0.5))):
        south, west = (f"floor({name}_{axis} / {side} + {moved})::BIGINT" for axis in "yx")
        yield f"{name} cell {number}", f"({south} || ' ' || {west})"


def _largest(rows: Rows) -> str:
    """How large a block of each kind may be, so that none is too costly."""
    most = max(FEW_PAIRS, PAIRS_PER_ROW * rows.count)
    costs = ", ".join(
        f"sum(size * (size - 1) // 2) FILTER (size <= {size}) AS most_{size}" for size in SIZES
    )
    cases = " ".join(f"WHEN coalesce(most_{size}, 0) <= {most} THEN {size}" for size in SIZES)
    return (
        f"SELECT what, CASE {cases} ELSE 0 END AS most"  # noqa: S608
        f" FROM (SELECT what, {costs} FROM blocks GROUP BY what)"
    )


def _tell_dropped(rows: Rows, tell: Tell) -> None:
    """Say which columns have values that too many rows share to compare all these rows."""
    dropped = rows.sql(
        "SELECT what, most, count(*), sum(size) FROM blocks JOIN sizes USING (what)"
        " WHERE size > most GROUP BY ALL ORDER BY what"
    )
    for what, most, values, shared in dropped:
        if what in rows.titles:
            tell(
                f"{rows.titles[what]}: {values:,} values that more than {most} rows share"
                f" ({shared:,} rows in all) are no reason to compare these rows"
            )
