"""What contradicts itself in a table of numbers that a tool counted; reads it as it was written."""

from collections.abc import Iterator

from publish.declare.column_rules import published_type_of, technique_of
from publish.declare.counted_sources import between, within_one
from publish.declare.counts import OTHER, PERIOD_COLUMNS, VISITOR_DAYS, WEEK
from publish.declare.model import Finding, Location, Tree, nearest
from publish.declare.tree import mapping, texts

# What each key of `counts` names, and the type of such a column.
TYPES = {"behind": "integer", "day": "date", "within": "string", "by": "string", "sum": "integer"}
DATES = {
    every: tuple(column for column in columns if column != WEEK)
    for every, columns in PERIOD_COLUMNS.items()
}
THEIR_OWN = (
    "contributor", "foreign_keys", "coordinates", "browse", "charts", "formats", "forget",
    "series_key",
)  # fmt: skip
"""Keys that say nothing of a table of counts: its tables have their own."""


def counts_findings(name: str, table: Tree, tables: Tree) -> Iterator[Finding]:
    """Columns that it cannot be counted by, keys that do nothing, numbers published twice."""
    yield from _beside(name, table, tables)
    if table.get("counts") is None:
        return
    counts = mapping(table["counts"])
    if table.get("about") == "people":
        what = "for numbers that are counted already, not for rows of people"
        yield ("counts",), f"{what}; write `about: things`, or count people by `aggregates:`"
    for key in THEIR_OWN:
        if table.get(key) is not None:
            yield (key,), "tables of `counts` have their own; remove this key"
    for place, what in (*_columns(table, counts), *_periods(counts)):
        yield ("counts", *place), what
    yield from _left(table, counts)
    yield from _names(name, counts, tables)
    yield from _twice(name, table, tables)


def named(counts: Tree, key: str) -> list[tuple[Location, str]]:
    """The columns under a key of `counts`, each with its place."""
    written = counts if key in counts or key != "day" else {"day": "day"}
    return list(texts(written, key))


def _columns(table: Tree, counts: Tree) -> Iterator[Finding]:
    columns, seen = mapping(table.get("columns")), set[str]()
    for key, type in TYPES.items():
        for place, column in named(counts, key):
            if columns and column not in columns:
                yield place, f"no column {column!r}; {nearest(column, columns, 'columns: ')}"
                continue
            declared = mapping(columns.get(column))
            kind = published_type_of(declared)
            if kind not in (type, None):
                yield place, f"{column!r} is of type {kind}; name a column of type {type}"
            technique = technique_of(declared)
            if technique == "drop":
                yield place, f"{column!r} is dropped; name a published column"
            elif technique and key == "behind":
                what = f"{column!r} is recoded by `{technique}`, and would say other people"
                yield place, f"{what}; remove its `protect`"
            if column in seen:
                yield place, f"{column!r} stands twice; keep one"
            seen.add(column)
            if key == "day" and mapping(declared.get("constraints")).get("required") is not True:
                what = f"a row of {column!r} without a day would be counted nowhere"
                yield place, f"{what}; add `constraints: {{required: true}}` to the column"


def _periods(counts: Tree) -> Iterator[Finding]:
    every = [word for _, word in texts(counts, "every")]
    if "month" in every and len(set(every)) > 1:
        what = "weeks (and days) and months of the same numbers would tell, subtracted, what each"
        yield ("every",), f"{what} hides; write `week`, `day` or both, or `month` alone"
    for place, word in texts(counts, "every"):
        if every.count(word) > 1:
            yield place, f"{word!r} stands twice; keep one"


def _left(table: Tree, counts: Tree) -> Iterator[Finding]:
    """Columns that would be published, and of which nothing says how."""
    used = {column for key in TYPES for _, column in named(counts, key)}
    for column, declared in mapping(table.get("columns")).items():
        if column not in used and technique_of(mapping(declared)) != "drop":
            what = "not named in `counts`"
            yield ("columns", column), f"{what}; name it under `by` or `sum`, or `protect: drop`"


def _names(name: str, counts: Tree, tables: Tree) -> Iterator[Finding]:
    for place, word in texts(counts, "every"):
        if f"{name}_{word}" in tables:
            what = f"its table would be {name}_{word}, which is declared"
            yield ("counts", *place), f"{what}; rename it"
        taken = {VISITOR_DAYS, *PERIOD_COLUMNS.get(word, ())}
        for key in ("within", "by", "sum"):
            for inside, column in texts(counts, key):
                if column in taken:
                    what = f"{column!r} is a column of its tables already"
                    yield ("counts", *inside), f"{what}; rename yours"
    for _, column in texts(counts, "by"):
        labels = mapping(mapping(mapping(tables.get(name)).get("columns")).get(column))
        if OTHER in mapping(labels.get("labels")):
            what = f"{OTHER!r} has its own words; remove this label"
            yield ("columns", column, "labels", OTHER), what


def _twice(name: str, table: Tree, tables: Tree) -> Iterator[Finding]:
    """Two tables of the same numbers, which tell by subtraction what each hides."""
    by, within = _counted_by(table)
    for other in _before(name, tables):
        their_by, their_within = _counted_by(mapping(tables[other]))
        if shared := sorted(by & (their_by | their_within) | their_by & within):
            what = f"{other} counts by {shared[0]!r} too, and one would tell what the other hides"
            yield ("counts", "by"), f"{what}; count by it in one table"


def _counted_by(table: Tree) -> tuple[set[str], set[str]]:
    """The columns by which it is counted, and those that every row keeps."""
    counts = mapping(table.get("counts"))
    by, within = ({one for _, one in texts(counts, key)} for key in ("by", "within"))
    return by, within


def _before(name: str, tables: Tree) -> Iterator[str]:
    """The tables that stand before one, which is told of what it shares with them."""
    for other in tables:
        if other == name:
            return
        yield other


def _beside(name: str, table: Tree, tables: Tree) -> Iterator[Finding]:
    """Sources that tell of the same hits, in the table or in one before it."""
    found = list(within_one(table)) if table.get("counts") is not None else []
    for other in _before(name, tables):
        found += between(other, table, mapping(tables[other]), near=True)
    for clash in found:
        yield ("sources", clash.source, clash.key), clash.why


def counts_columns(tables: Tree) -> Tree:
    """The tables of counts that leave, by their names, with their columns of dates."""
    return {
        f"{name}_{word}": {"columns": {column: {"type": "date"} for column in DATES[word]}}
        for name, table in tables.items()
        for _, word in texts(mapping(mapping(table).get("counts")), "every")
        if word in DATES
    }
