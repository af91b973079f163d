"""Keys name one row each, and foreign keys name rows that there are; what is nearly so is told."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_
from typing import Any, NamedTuple

import ibis

from publish.bakehouse.blanks import bare
from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.functions import composed
from publish.bakehouse.modes.protected import PublishedTable
from publish.bakehouse.shape import Shaped, lines_of_repeated, lines_without
from publish.declare.declaration import ForeignKey
from publish.errors import Problem

LINES = 10
BLANKS = "blanks around them"
ANY = "blanks, capitals or the form of their letters (é is one character or two)"
WAYS = {
    BLANKS: "declare `trim: true` for {where}",
    ANY: "ask the producer to write them alike; `trim: true` for {where} takes blanks away",
}


class _Counts(NamedTuple):
    """Of a key: how many there are, how many occur more than once, how many rows have one."""

    keys: int
    repeated: int
    filled: int


def duplicate_key(inspection: Inspection) -> Iterator[Problem]:
    """Primary keys name one row each and are never missing; `unique` values occur once."""
    for run in inspection.tables.values():
        for table in run.protected.tables:
            primary = table.declared.primary_key
            unique = [(n,) for n, c in table.declared.published.items() if c.constraints.unique]
            counts = _counted(table, primary) if primary else None
            if primary and counts:
                yield from _repeated(table, primary, run.shaped, counts, "primary key")
                yield from _missing(table, primary, run.shaped, counts)
            for key in unique:
                if key != primary:
                    found = _counted(table, key)
                    yield from _repeated(table, key, run.shaped, found, "unique column")
            if primary and counts:
                yield from _alike(table, primary, counts.keys)


def _counted(table: PublishedTable, key: tuple[str, ...]) -> _Counts:
    """All in one question: to ask takes longer than to count a small table."""
    groups = table.rows.group_by(list(key)).agg(_rows=ibis._.count())
    filled = reduce(and_, [groups[column].notnull() for column in key])
    asked = groups.agg(
        keys=groups.count(),
        repeated=(filled & (groups["_rows"] > 1)).sum(),
        filled=filled.ifelse(groups["_rows"], 0).sum(),
    )
    [found] = asked.to_pyarrow().to_pylist()
    return _Counts(*(found[name] or 0 for name in _Counts._fields))


def _repeated(
    table: PublishedTable, key: tuple[str, ...], shaped: Shaped, counts: _Counts, kind: str
) -> Iterator[Problem]:
    if counts.repeated:
        lines = lines_of_repeated(shaped, key, LINES + 1)
        yield Problem(
            "duplicate-key",
            _place(table, key),
            f"{counts.repeated} values of this {kind} occur more than once{_listed(lines)}",
            "ask the producer which row is right, or declare another key",
        )


def _missing(
    table: PublishedTable, key: tuple[str, ...], shaped: Shaped, counts: _Counts
) -> Iterator[Problem]:
    if nulls := table.count - counts.filled:
        yield Problem(
            "missing-key",
            _place(table, key),
            f"{nulls} rows have no value here{_listed(lines_without(shaped, key, LINES + 1))}",
            "give each its key in the export, remove lines that are no row, or declare another key",
        )


def _place(table: PublishedTable, key: tuple[str, ...]) -> str:
    return f"{table.name}.{'+'.join(key)}"


def _listed(found: Sequence[str]) -> str:
    """Where rows stand, the first few of them."""
    more = ", …" if len(found) > LINES else ""
    return f" ({', '.join(found[:LINES])}{more})" if found else ""


def _alike(table: PublishedTable, key: tuple[str, ...], keys: int) -> Iterator[Problem]:
    """Keys that are different, and that people would take for the same."""
    if not any(table.rows[column].type().is_string() for column in key):
        return
    for what, loose in ((BLANKS, _bare), (ANY, _form)):
        forms = table.rows.select(**{f"_{n}": loose(table.rows[c]) for n, c in enumerate(key)})
        if alike := keys - _count(forms.distinct()):
            yield Problem(
                "alike-keys",
                _place(table, key),
                f"{alike} keys differ from another one only by {what}",
                WAYS[what].format(where="the column"),
                "warning",
            )
            return


def broken_foreign_key(inspection: Inspection) -> Iterator[Problem]:
    """Values that point to no row of the other table."""
    for table in inspection.published.values():
        for key in table.declared.foreign_keys:
            place = _place(table, key.columns)
            target = inspection.published.get(key.references.table)
            if target is None:
                yield _without_target(place, key.references.table)
            else:
                yield from _orphaned(place, table, key, target)


def _without_target(place: str, table: str) -> Problem:
    what = f"it points to {table}, whose rows are not published"
    return Problem("broken-foreign-key", place, what, "drop the foreign key")


def _orphaned(
    place: str, table: PublishedTable, key: ForeignKey, target: PublishedTable
) -> Iterator[Problem]:
    orphans = _orphans(table, key, target)
    rows = _count(orphans)
    if not rows:
        return
    columns = f"{target.name}.{'+'.join(key.references.columns)}"
    what = f"{rows} rows point to no row of {columns}"
    way_out = "export both tables at the same moment, or drop the foreign key"
    for difference, loose in ((BLANKS, _bare), (ANY, _form)):
        if alike := _found(orphans, key, target, loose):
            what += f"; {alike} of them differ from a key there only by {difference}"
            way_out = WAYS[difference].format(where="both columns")
            break
    yield Problem("broken-foreign-key", place, what, way_out)


def _orphans(table: PublishedTable, key: ForeignKey, target: PublishedTable) -> Any:
    pointing = table.rows.filter(*[table.rows[column].notnull() for column in key.columns])
    pairs = list(zip(key.columns, key.references.columns, strict=True))
    return pointing.anti_join(target.rows, pairs)


def _found(orphans: Any, key: ForeignKey, target: PublishedTable, loose: Any) -> int:
    """How many orphans find their row where both sides are compared so."""
    ours = orphans.select(**{f"_{n}": loose(orphans[c]) for n, c in enumerate(key.columns)})
    rows, names = target.rows, key.references.columns
    theirs = rows.select(**{f"_{n}": loose(rows[c]) for n, c in enumerate(names)})
    # Ibis (12) would take both for parts of the join that found the orphans.
    return _count(ours.view().semi_join(theirs.view(), list(ours.columns)))


def _bare(values: Any) -> Any:
    return bare(values) if values.type().is_string() else values


def _form(values: Any) -> Any:
    return composed(bare(values).lower()) if values.type().is_string() else values


def _count(table: Any) -> int:
    return int(table.count().to_pyarrow().as_py())
