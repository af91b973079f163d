"""Rows of a release that look like one that somebody is about to add."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from publish.corrections.values import released
from publish.desk.likeness import KM, Likeness, Said, form, likeness
from publish.figures.near import Circle, within_circle
from publish.release.release import Release
from publish.release.table import Table
from publish.site.base.refusals import NotFound
from publish.site.base.timing import time_limit
from publish.site.reconcile.ranked import candidates
from publish.site.reconcile.service import service_of
from publish.site.reconcile.sought import Sought
from publish.words.letters import fold
from publish.words.sql import quoted
from publish.words.sqlite import read_only

MOST = 10
LEAST = 0.5
"""What is less alike is not told."""
_NEAR = 50
# A value that more rows have tells none of them.
_SHARED = 10
_SHORTEST = 4
# Of all questions together: what takes longer finds nothing more.
_MILLISECONDS = 600
Question = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class Alike:
    """A row by its key, what it is called, what it says in the columns that were compared."""

    key: tuple[str, ...]
    title: str
    said: Said
    likeness: Likeness


def alike(release: Release, table: Table, said: Said) -> list[Alike]:
    """The rows that may be one that says so, the likest first; a few at most."""
    asked = {name: text for name, text in said.items() if text is not None}
    with closing(sqlite3.connect(read_only(release.database), uri=True)) as database:
        database.create_function("folded", 1, _folded, deterministic=True)
        found = _found(database, release, table, asked)
    return likest(filter(None, (_measured(table, asked, one) for one in found)))


def likest(found: Iterator[Alike]) -> list[Alike]:
    """Those of them that are worth a look, in order."""
    told = [one for one in found if one.likeness.is_likely or one.likeness.score >= LEAST]
    return sorted(told, key=lambda one: (-one.likeness.score, one.key))[:MOST]


def _folded(text: object) -> str:
    return fold(text) if isinstance(text, str) else ""


def _found(
    database: sqlite3.Connection, release: Release, table: Table, said: Mapping[str, str]
) -> list[dict[str, object]]:
    """The rows that the questions bring, as far as they are found in time."""
    names = dict.fromkeys((*table.primary_key, *filter(None, (table.label,)), *said))
    start = f"SELECT {', '.join(map(quoted, names))} FROM {quoted(table.name)} WHERE "  # noqa: S608
    rows = dict[tuple[object, ...], None]()
    try:
        with time_limit(database, _MILLISECONDS):
            for condition, values in _questions(database, release, table, said):
                rows |= dict.fromkeys(database.execute(start + condition, values))
    except sqlite3.OperationalError:
        # Out of time: what was found is told.
        pass
    return [dict(zip(names, row, strict=True)) for row in rows]


def _questions(
    database: sqlite3.Connection, release: Release, table: Table, said: Mapping[str, str]
) -> Iterator[Question]:
    """Rows that are called so, that lie there, and that say the same of what tells a thing."""
    if name := said.get(table.label or ""):
        yield _called(database, release, table, name)
    if table.point and {*table.point} <= said.keys():
        lat, lon = (float(said[part]) for part in table.point)
        condition, values = within_circle(table, Circle(lat, lon, KM))
        yield f"{condition} LIMIT {_NEAR}", values
    for column, text in said.items():
        if table.columns[column].type == "string" and column != table.label:
            yield from _equal(database, table, column, text)


def _called(database: sqlite3.Connection, release: Release, table: Table, name: str) -> Question:
    """The rows that the reconciliation finds by a name; of names not searched, those equal."""
    try:
        service = service_of(release, table.name)
    except NotFound:
        label = quoted(table.label or "")
        return f"folded({label}) = :called LIMIT {MOST}", {"called": fold(name)}
    found = candidates(database, service, Sought(name=" ".join(name.split())[:200], limit=_NEAR))
    marks = {f"key_{number}": one.key for number, one in enumerate(found)}
    return f"{quoted(service.key)} IN ({', '.join(f':{mark}' for mark in marks)})", marks


def _equal(
    database: sqlite3.Connection, table: Table, column: str, text: str
) -> Iterator[Question]:
    kind, normal = form(text)
    if len(normal) < _SHORTEST and column not in table.primary_key:
        return
    cell = quoted(column)
    conditions = {"text": f"{cell} = :same COLLATE NOCASE"}
    conditions |= {"phone": f"instr({_bare(cell)}, :form)", "code": f"instr({_bare(cell)}, :form)"}
    condition = conditions.get(kind, f"instr(lower({cell}), :form)")
    values = {"same": text.strip(), "form": normal}
    counted = f"SELECT count(*) FROM (SELECT 1 FROM {quoted(table.name)} WHERE {condition} "  # noqa: S608
    (rows,) = database.execute(f"{counted} LIMIT {_SHARED + 1})", values).fetchone()
    if rows <= _SHARED:
        yield f"{condition} LIMIT {_SHARED}", values


def _bare(cell: str) -> str:
    """SQL: a text without what parts its digits."""
    found = f"lower({cell})"
    for sign in (" ", "\u00a0", "\u202f", ".", "-", "/", "(", ")"):
        found = f"replace({found}, '{sign}', '')"
    return found


def _measured(table: Table, said: Mapping[str, str], row: Mapping[str, object]) -> Alike | None:
    texts = {name: released(table.columns[name].type, row[name]) for name in row}
    found = likeness(table, said, texts)
    if found is None:
        return None
    key = tuple(texts[name] or "" for name in table.primary_key)
    title = texts.get(table.label or "") or ", ".join(key)
    return Alike(key, title, {name: texts[name] for name in said}, found)
