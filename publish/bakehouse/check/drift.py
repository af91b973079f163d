"""A broken export is seen in its columns, held against the last release: a check for each sign.

Beyond the bound of `drift:` a sign is a blocker, from a lower one on it is told. What few rows show
is no sign, but for a column that lost its values.
"""

from collections.abc import Iterator

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.check.last_release import NUMBERS, TOLD, Pair, Stats, pairs
from publish.errors import Problem
from publish.words.sql import quoted

# A column that few rows ever fill may lose what it had.
SEEN = 0.2
# Fewer rows, or different values, move by chance.
ROWS, VALUES = 20, 10
HALF = 0.5
NAMED = 3
"""How many values of a facet are named, each of at most so many letters."""
LETTERS = 40
CHECK = "check that the export is whole"


def _way_out(bound: str, look: str = CHECK) -> str:
    return f"{look}; if it is right, raise `drift: {{{bound}: …}}` for this once"


def drift(inspection: Inspection) -> Iterator[Problem]:
    """All signs, of each table of things that the last release has too.

    None where a partner's rows are taken out: the columns move, and nothing is broken. Nor is what
    people who withdrew take along a sign.
    """
    for pair in pairs(inspection):
        if inspection.taken_out(pair.table.name):
            continue
        emptied = [*emptied_column(pair)]
        yield from emptied
        if min(pair.last.rows, pair.table.count) >= ROWS:
            told = {one.place for one in emptied}
            for sign in (fewer_values, moved_range, other_facets, changed_column, other_keys):
                yield from (one for one in sign(pair) if one.place not in told)


def emptied_column(pair: Pair) -> Iterator[Problem]:
    """A column of things that lost more of its values than `drift: {max: …}`, against its rows.

    A loss of more than a tenth is a warning, and a greater one that fewer than a fifth of the rows
    have, unless no value is left. What no source has is empty on purpose.
    """
    bound = pair.table.declared.drift.max
    for column, before in pair.was.items():
        now = pair.share(column)
        lost = (before.share - now) / before.share if before.share else 0.0
        if lost > min(TOLD, bound):
            seen = before.share - now >= SEEN or not now
            yield Problem(
                "emptied-column",
                f"{pair.table.name}.{column}",
                f"{now:.0%} of the rows have a value, {before.share:.0%} in the last release",
                _way_out("max"),
                "blocker" if seen and lost > bound else "warning",
            )


def fewer_values(pair: Pair) -> Iterator[Problem]:
    """A column whose values became the same: one word, or a zero, in place of many."""
    bound = pair.table.declared.drift.distinct
    for column, before in pair.was.items():
        now, left = pair.now[column], pair.along.cells.get(column, 0)
        lost = 1 - (now.distinct + left) / before.distinct if before.distinct >= VALUES else 0.0
        if now.share and lost > min(HALF, bound):
            yield Problem(
                "fewer-values",
                f"{pair.table.name}.{column}",
                f"about {now.distinct} different values, "
                f"about {before.distinct} in the last release",
                _way_out("distinct"),
                "blocker" if lost > bound else "warning",
            )


def moved_range(pair: Pair) -> Iterator[Problem]:
    """Numbers beyond the least and the greatest of the last release: another unit, perhaps."""
    declared = pair.table.declared
    numbers = {
        column: before
        for column, before in pair.was.items()
        if declared.columns[column].type in NUMBERS and column not in declared.primary_key
    }
    for column, share in _outside(pair, numbers):
        if share > min(TOLD, declared.drift.range):
            yield Problem(
                "moved-range",
                f"{pair.table.name}.{column}",
                f"{share:.0%} of the values lie outside the range of the last release",
                _way_out("range", "check the unit and the decimal mark"),
                "blocker" if share > declared.drift.range else "warning",
            )


def _outside(pair: Pair, numbers: dict[str, Stats]) -> Iterator[tuple[str, float]]:
    known = {column: one for column, one in numbers.items() if one.least is not None}
    numbered = (f"try_cast({quoted(column)} AS DOUBLE)" for column in known)
    bounds = (f"BETWEEN {one.least!r} AND {one.most!r}" for one in known.values())
    shares = [f"avg(({n} NOT {b})::INT)" for n, b in zip(numbered, bounds, strict=True)]
    if shares:
        [found] = pair.ask(f"SELECT {', '.join(shares)} FROM {{after}}")  # noqa: S608
        yield from ((column, share or 0.0) for column, share in zip(known, found, strict=True))


def other_facets(pair: Pair) -> Iterator[Problem]:
    """New and vanished values of the facets, by name: a list that was renamed, or written anew.

    Not of those that we make: a new partner is no list that was written anew. What left a table
    that has a contributor is counted: reports stay, and name nothing that somebody withdrew.
    """
    declared = pair.table.declared
    named = [name for name in declared.browse.facets if name not in declared.made]
    for column in named:
        if column in pair.columns and declared.columns[column].role == "open":
            yield from _facet(pair, column)


def _facet(pair: Pair, column: str) -> Iterator[Problem]:
    cell, bound = _items(pair, column), pair.table.declared.drift.facets
    before, after = (
        f"SELECT value, count(value) AS rows FROM (SELECT {cell} AS value FROM {{{side}}}) "  # noqa: S608
        "GROUP BY ALL"
        for side in ("before", "after")
    )
    found = pair.ask(
        f"SELECT value, a.rows, b.rows FROM ({before}) AS b FULL JOIN ({after}) AS a "  # noqa: S608
        "USING (value) WHERE value IS NOT NULL AND (a.rows IS NULL OR b.rows IS NULL) "
        "ORDER BY coalesce(a.rows, b.rows) DESC, value"
    )
    new = {value: rows for value, rows, was in found if was is None}
    gone = [value for value, rows, _ in found if rows is None]
    share = sum(new.values()) / pair.table.count if pair.table.count else 0.0
    told = [f"new: {_named([*new])}"] if new else []
    told += [f"gone: {_gone(pair, gone)}"] if gone else []
    if told:
        yield Problem(
            "other-facets",
            f"{pair.table.name}.{column}",
            f"{share:.0%} of the rows have a value that is new; {'; '.join(told)}",
            _way_out("facets", "check how the values are written"),
            "blocker" if share > bound else "warning",
        )


def _items(pair: Pair, column: str) -> str:
    """The values of a cell: of a list its items, each for itself."""
    cell = quoted(column)
    if pair.table.declared.columns[column].type != "list":
        return cell
    items = f"from_json({cell}, '[\"VARCHAR\"]')"
    return f"unnest(CASE WHEN json_valid({cell}) THEN {items} ELSE [{cell}] END)"


def _gone(pair: Pair, values: list[str]) -> str:
    """The values that left: counted where one may have left with who wrote it, else named."""
    if pair.table.declared.contributor is None:
        return _named(values)
    return "1 value" if len(values) == 1 else f"{len(values)} values"


def _named(values: list[str]) -> str:
    named = ", ".join(repr(value[:LETTERS]) for value in values[:NAMED])
    return named + (f" and {len(values) - NAMED} more" if len(values) > NAMED else "")


def changed_column(pair: Pair) -> Iterator[Problem]:
    """Other values under the same keys: columns that were sorted, or moved, without the others.

    A blocker where they are values that other rows had, texts or points: new texts may well be
    meant, and numbers and days change in all rows.
    """
    declared = pair.table.declared
    points = {name for one in declared.coordinates for name in (one.lat, one.lon)}
    points |= set(declared.browse.map or ())
    for column, share in _changed(pair):
        steady = column in points or declared.columns[column].type == "string"
        if share > min(HALF, declared.drift.changed):
            over = steady and share > declared.drift.changed
            yield Problem(
                "changed-column",
                f"{pair.table.name}.{column}",
                f"{share:.0%} of the rows have another value than in the last release under "
                "the same key",
                _way_out("changed", "check that rows and columns are not shifted"),
                "blocker" if over and _known(pair, column) > HALF else "warning",
            )


def _known(pair: Pair, column: str) -> float:
    """The share of a column's values that the last release has in some row."""
    cell = quoted(column)
    [[share]] = pair.ask(
        f"SELECT avg(({cell} IN (SELECT {cell} FROM {{before}}))::INT) FROM {{after}}"  # noqa: S608
    )
    return share or 0.0


def _changed(pair: Pair) -> Iterator[tuple[str, float]]:
    columns = [column for column in pair.columns if column not in pair.key]
    if not pair.key or not columns:
        return
    differ = [f"avg((b.{quoted(one)} IS DISTINCT FROM a.{quoted(one)})::INT)" for one in columns]
    [[rows, *shares]] = pair.ask(
        f"SELECT count(*), {', '.join(differ)} FROM {{before}} AS b "  # noqa: S608
        f"JOIN {{after}} AS a USING ({_list(pair.key)})"
    )
    if rows >= ROWS:
        yield from zip(columns, shares, strict=True)


def other_keys(pair: Pair) -> Iterator[Problem]:
    """The rows of the last release under other keys: links and citations would lead nowhere."""
    moved, bound = _moved(pair), pair.table.declared.drift.keys
    if moved > min(TOLD, bound):
        yield Problem(
            "other-keys",
            f"{pair.table.name}.{'+'.join(pair.key)}",
            f"{moved:.0%} of the last release's rows are there under another key",
            _way_out("keys", "ask the producer for keys that stay"),
            "blocker" if moved > bound else "warning",
        )


def _moved(pair: Pair) -> float:
    """The share of the rows whose key is gone and whose other cells, alike in no other row, come
    back under a new key."""
    columns = [column for column in pair.columns if column not in pair.key]
    if not pair.key or not columns:
        return 0.0
    gone, come = (
        f"SELECT hash({_list(columns)}) AS cells FROM {{{here}}} ANTI JOIN {{{there}}} "  # noqa: S608
        f"USING ({_list(pair.key)}) GROUP BY cells HAVING count(*) = 1"
        for here, there in (("before", "after"), ("after", "before"))
    )
    [[rows]] = pair.ask(f"SELECT count(*) FROM ({gone}) JOIN ({come}) USING (cells)")  # noqa: S608
    return float(rows / pair.last.rows)


def _list(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(map(quoted, names))
