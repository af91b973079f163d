"""What becomes of rows that their contributors withdrew one by one, or table by table."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.agreed import given_on
from publish.bakehouse.protect.digest import of_person
from publish.bakehouse.protect.identity import canonical_values
from publish.bakehouse.protect.nameless import nameless, telling
from publish.bakehouse.protect.partings import How, Parting, is_same_row, partings, row_digests
from publish.bakehouse.protect.withdrawal_list import Person, key_of
from publish.declare.table import Table
from publish.words.governance import OTHERS, Purpose

_WHO, _ROW = "_parting", "_parted"
_LEAVES = frozenset[How](("delete", "publish", "name"))
"""What is withdrawn with all of a row."""


def parted(rows: Any, name: str, declared: Table, private: Path, place: Workspace) -> Any:
    """The typed rows (Ibis) of a table without those that were withdrawn to be deleted.

    Of those to be kept without who made them, who made them goes, also where another column says
    it again, and their free texts where `forget: texts` is declared; of those whose consent was
    withdrawn, what it covers. Raises PrivateStateError.
    """
    mine = partings(private, name)
    if not mine or declared.contributor is None:
        return rows
    gone = _found(rows, declared, mine, key_of(private), place)
    marked = _marked(rows, declared)
    deleted = marked.anti_join(gone.filter(gone["_how"] == "delete"), _ROW)
    left = _without_names(deleted, gone, declared, _again(marked, gone, declared))
    for purpose in OTHERS:
        covered = {name for one in mine for name in closed(declared, one, purpose)}
        if names := covered & set(rows.columns):
            left = _emptied(left, gone, purpose, sorted(names))
    return left.select(*rows.columns)


def fate_of_row(
    declared: Table, mine: Collection[Parting], key: bytes, who: str, row: Mapping[str, Any]
) -> How | None:
    """Whether a row (values by column) that names someone was withdrawn, and how.

    The consent to publish it, or to name who it is of, was withdrawn with all of it.
    """
    hits = {one.how for one in withdrawn_of(declared, mine, key, who, row)}
    if hits & _LEAVES:
        return "delete"
    return "keep" if "keep" in hits else None


def withdrawn_of(
    declared: Table, mine: Collection[Parting], key: bytes, who: str, row: Mapping[str, Any]
) -> list[Parting]:
    """What was withdrawn of a row (values by column) that names someone, and holds."""
    if declared.contributor is None:
        return []
    values = [row.get(name) for name in declared.primary_key]
    return [
        one
        for one in mine
        if _is_of(one, declared, key, who, values) and _holds(one, declared, row)
    ]


def _holds(one: Parting, declared: Table, row: Mapping[str, Any]) -> bool:
    """Whether what was withdrawn was not agreed to anew, on a later day."""
    if one.how == "delete" or one.how == "keep":
        return True
    consent = declared.purposes.get(one.how)
    if consent is None:
        # Nobody agreed to be published on another basis, nor to show what their consent covered.
        return one.how == "publish" or bool(one.covers)
    given = given_on(row, consent)
    return given is None or given <= date.fromisoformat(one.ends)


def closed(declared: Table, one: Parting, purpose: Purpose) -> list[str]:
    """The columns that are emptied where a consent to a purpose was withdrawn, then and now."""
    if one.how != purpose:
        return []
    consent = declared.purposes.get(purpose)
    held = {*declared.primary_key, *declared.inner}
    then = [name for name in one.covers if name in declared.columns and name not in held]
    return [*(consent.covers if consent else ()), *then]


def is_there(rows: Any, declared: Table, one: Parting, key: bytes, place: Workspace) -> bool:
    """Whether typed rows (Ibis) hold what somebody withdraws."""
    return bool(_found(rows, declared, [one], key, place).count().to_pyarrow().as_py())


def last_given(
    rows: Any, declared: Table, one: Parting, key: bytes, place: Workspace
) -> list[date]:
    """The last day that typed rows (Ibis) of somebody tell of a consent; none where they do not."""
    if one.how == "delete" or one.how == "keep" or one.how not in declared.purposes:
        return []
    consent = declared.purposes[one.how]
    marked = _marked(rows, declared)
    there = _people(marked, declared, [one.who], key)
    told = marked.filter(marked[_WHO].isin(there)).select(consent.column).distinct()
    days = (given_on(row, consent) for row in told.to_pyarrow().to_pylist())
    return sorted(day for day in days if day)[-1:]


def is_named_again(rows: Any, declared: Table, one: Parting, key: bytes, place: Workspace) -> bool:
    """Whether what somebody withdraws says in another column, too, who made it."""
    gone = _found(rows, declared, [replace(one, how="keep")], key, place)
    return any(_again(_marked(rows, declared), gone, declared).values())


def emptied(declared: Table) -> list[str]:
    """The columns that say nothing any more in rows that are kept without who made them."""
    texts = [name for name, one in declared.columns.items() if one.role == "free_text"]
    named = declared.columns[str(declared.contributor)]
    return [
        *([] if named.dropped else [str(declared.contributor)]),
        *(texts if declared.forget == "texts" else []),
    ]


def _marked(rows: Any, declared: Table) -> Any:
    """The rows with their contributor in canonical form, and what tells a row from others of it."""
    who = ibis.coalesce(canonical_values(rows[declared.contributor].cast("string")), "")
    keys = [ibis.coalesce(rows[name].cast("string"), "") for name in declared.primary_key]
    text = who
    told = [rows[name] for one in declared.purposes.values() for name in one.told_by]
    for one in (*keys, *(ibis.coalesce(one.cast("string"), "") for one in told)):
        text = text + "\x1f" + one
    return rows.mutate(**{_WHO: who, _ROW: text})


def _found(
    rows: Any, declared: Table, mine: Sequence[Parting], key: bytes, place: Workspace
) -> Any:
    """What tells the rows that were withdrawn (_ROW), and how each was (_how), as a table."""
    marked = _marked(rows, declared)
    there = _people(marked, declared, [one.who for one in mine], key)
    listed = place.brought("parting", pa.table({_WHO: pa.array(there, pa.string())}))
    told = [one.column for one in declared.purposes.values()]
    names = dict.fromkeys((_WHO, _ROW, *declared.primary_key, *told))
    near = marked.semi_join(listed, _WHO).select(*names).distinct()
    hits = [
        {_ROW: row[_ROW], "_how": "delete" if one.how in _LEAVES else one.how}
        for row in near.to_pyarrow().to_pylist()
        for one in withdrawn_of(declared, mine, key, row[_WHO], row)
    ]
    schema = pa.schema([(_ROW, pa.string()), ("_how", pa.string())])
    return place.brought("parted", pa.Table.from_pylist(hits, schema=schema))


def _again(marked: Any, gone: Any, declared: Table) -> dict[str, dict[str, str | None]]:
    """By column, who made a row that is kept and how a cell of it says that again, as one text,
    with what stays of that cell.
    """
    names = [name for name in telling(declared) if name in marked.columns]
    kept = gone.filter(gone["_how"] == "keep")
    rows = marked.semi_join(kept, _ROW).select(_WHO, *names).distinct().to_pyarrow().to_pylist()
    again: dict[str, dict[str, str | None]] = {name: {} for name in names}
    for name, row in product(names, rows):
        who, cell = row[_WHO], row[name]
        if cell is not None:
            left = nameless(str(cell), who, declared.columns[name].type)
            if left != str(cell):
                again[name][_pair(who, str(cell))] = left
    return again


def _pair(who: Any, cell: Any) -> Any:
    return who + "\x1f" + cell


def _people(marked: Any, declared: Table, people: Iterable[Person], key: bytes) -> list[str]:
    """Of the contributors of the rows (canonical) those who are among some people."""
    wanted = {_name(declared, who) for who in people}
    texts: list[str] = marked.select(_WHO).distinct().to_pyarrow()[_WHO].to_pylist()
    return sorted(who for who in texts if of_person(key, who) in wanted)


def _name(declared: Table, who: Person) -> str:
    return who.whole if declared.columns[str(declared.contributor)].type == "integer" else who.text


def _is_of(one: Parting, declared: Table, key: bytes, who: str, values: Sequence[object]) -> bool:
    if _name(declared, one.who) != of_person(key, who):
        return False
    if not one.row:
        return True
    types = {declared.columns[name].type for name in declared.primary_key}
    numbers = types <= {"integer", "number"}
    return bool(values) and is_same_row(one.row, row_digests(key, values), numbers=numbers)


def _without_names(
    marked: Any, gone: Any, declared: Table, again: Mapping[str, Mapping[str, str | None]]
) -> Any:
    """The rows, where those that are kept say nowhere who made them."""
    joined, kept = _withdrawn(marked, gone, "keep")
    cells = {
        name: kept.ifelse(_left(joined, name, pairs), joined[name])
        for name, pairs in again.items()
        if pairs
    }
    return _null(joined.mutate(**cells), dict.fromkeys(emptied(declared), kept))


def _left(joined: Any, name: str, pairs: Mapping[str, str | None]) -> Any:
    """What stays of the cells of a column."""
    cell, kind = joined[name], joined[name].type()
    said = _pair(joined[_WHO], cell.cast("string"))
    whole = [pair for pair, left in pairs.items() if left is None]
    parts = [(said == pair, ibis.literal(left, kind)) for pair, left in pairs.items() if left]
    return ibis.cases((said.isin(whole), ibis.null(kind)), *parts, else_=cell)


def _emptied(marked: Any, gone: Any, how: How, names: Sequence[str]) -> Any:
    """The rows with some columns emptied where they were withdrawn so."""
    joined, mine = _withdrawn(marked, gone, how)
    return _null(joined, dict.fromkeys(names, mine))


def _withdrawn(marked: Any, gone: Any, how: How) -> tuple[Any, Any]:
    """The rows, and whether each was withdrawn so."""
    mine = gone.filter(gone["_how"] == how).select(_ROW, _mine=True).distinct()
    joined = marked.left_join(mine, _ROW).select(*marked.columns, "_mine")
    return joined, joined["_mine"].notnull()


def _null(joined: Any, where: Mapping[str, Any]) -> Any:
    """The rows with each column emptied where that is said."""
    cells = {
        name: there.ifelse(ibis.null(joined[name].type()), joined[name])
        for name, there in where.items()
    }
    return joined.mutate(**cells).drop("_mine")
