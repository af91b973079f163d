"""How like what was sought a row is, from 0 to 100, and which rows are the likest."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from rapidfuzz import fuzz

from publish.site.base.refusals import Interrupted
from publish.site.reconcile.service import Service
from publish.site.reconcile.shortlist import Shortlist
from publish.site.reconcile.sought import Condition, Sought
from publish.site.search import spelling
from publish.site.text.cells import listed
from publish.words.letters import fold
from publish.words.sql import sql_name

# What is likelier than this needs no other spelling, and what is likelier than that is certain
# where nothing else is.
GOOD, CERTAIN = 90.0, 95.0
# How much the name counts beside one other column.
NAME_WEIGHT = 2.0
# Words in another order, or some of them only, are less than the name as it stands.
TURNED, PART = 0.97, 0.8
# What is read of a cell, to say how like it is: its first letters, and of a list its first items.
LETTERS, ITEMS = 1_000, 50
Late = Callable[[], bool]
Row = dict[str, Any]


@dataclass(frozen=True)
class Candidate:
    """A row that may be meant; `features` say how like its name and columns are."""

    key: str
    name: str
    score: float
    row: Mapping[str, Any] = field(repr=False)
    features: Mapping[str, float]
    match: bool = False


def candidates(
    connection: sqlite3.Connection, service: Service, sought: Sought, late: Late = lambda: False
) -> tuple[Candidate, ...]:
    """The rows that may be meant, the likest first; raises Interrupted once it is `late`."""
    if sought.types and service.table.name not in sought.types:
        return ()
    look = Shortlist(connection, service, spelling.WORDS in service.release.counts)
    exact = look.equal(sought)
    ranked = partial(_ranked, connection, service, sought, late)
    found = ranked([*exact, *look.rows(sought, guessing=False)])
    if sought.name and (not found or found[0].score < GOOD):
        more = [*exact, *look.rows(sought, guessing=True)]
        found = _best([*found, *ranked(more)])
    return _decided(found[: sought.limit])


def _decided(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The first is what was meant where it is certain, and no other is."""
    others = [one for one in found[1:] if one.score >= CERTAIN]
    if not found or found[0].score < CERTAIN or others:
        return tuple(found)
    first = found[0]
    return (
        Candidate(first.key, first.name, first.score, first.row, first.features, match=True),
        *found[1:],
    )


def _best(found: Iterable[Candidate]) -> list[Candidate]:
    each = {one.key: one for one in found}.values()
    return sorted(each, key=lambda one: (-one.score, one.name, one.key))


def _ranked(
    connection: sqlite3.Connection,
    service: Service,
    sought: Sought,
    late: Late,
    ids: Sequence[int],
) -> list[Candidate]:
    known = [one for one in sought.conditions if one.column in service.table.columns]
    rows = _in_time(late, _rows(connection, service, known, list(dict.fromkeys(ids))))
    measured = (_measured(service, sought, known, row) for row in rows)
    return _best(one for one in measured if one is not None)


def _in_time(late: Late, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, one after another: measuring them is no statement that SQLite would end."""
    for row in rows:
        if late():
            raise Interrupted
        yield row


def _rows(
    connection: sqlite3.Connection,
    service: Service,
    conditions: Iterable[Condition],
    ids: Sequence[int],
) -> list[Row]:
    told = [one.name for one in service.describing]
    names = [service.key, service.label.name, *told, *(one.column for one in conditions)]
    columns = list(dict.fromkeys(names))
    marks = ", ".join("?" for _ in ids)
    sql = (
        f"SELECT {', '.join(map(sql_name, columns))} FROM {sql_name(service.table.name)} "  # noqa: S608
        f"WHERE rowid IN ({marks})"
    )
    return [dict(zip(columns, row, strict=True)) for row in connection.execute(sql, ids)]


def _measured(
    service: Service, sought: Sought, conditions: Iterable[Condition], row: Row
) -> Candidate | None:
    """A row and how like it is; None where something that is required is not so."""
    key, name = str(row[service.key]), str(row[service.label.name] or "")
    named = 100.0 if key in (*sought.keys, sought.name) else alike(fold(sought.name), _begun(name))
    features = {service.label.name: named} if sought.name or sought.keys else {}
    for one in conditions:
        if row[one.column] is None and not one.required:
            continue
        features[one.column] = _fits(one, row[one.column])
        if one.required and features[one.column] < CERTAIN:
            return None
    if not features:
        return None
    return Candidate(key, name or key, _mean(service.label.name, features), row, features)


def _mean(label: str, features: Mapping[str, float]) -> float:
    weights = {name: NAME_WEIGHT if name == label else 1.0 for name in features}
    whole = sum(weights[name] * value for name, value in features.items())
    return round(whole / sum(weights.values()), 1)


def _fits(condition: Condition, cell: Any) -> float:
    """How well a cell, or the best of its items, fits the values asked for."""
    every = listed(cell)
    items = [_begun(item) for item in every[:ITEMS]] or [""]
    each = [100.0 if value in every else _best_of(fold(value), items) for value in condition.values]
    if condition.quantifier == "all":
        return min(each, default=100.0)
    best = max(each, default=100.0)
    return 100.0 - best if condition.quantifier == "none" else best


def _best_of(value: str, items: Iterable[str]) -> float:
    return max(alike(value, item) for item in items)


def _begun(text: str) -> str:
    return fold(text[:LETTERS])


def alike(one: str, other: str) -> float:
    """How like two folded texts are; of numbers, whether they are the same."""
    if one.isdigit() or other.isdigit():
        return 100.0 if one == other else 0.0
    found = max(
        fuzz.ratio(one, other),
        TURNED * fuzz.token_sort_ratio(one, other),
        PART * fuzz.token_set_ratio(one, other),
    )
    return round(found, 1)
