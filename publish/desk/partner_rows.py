"""The rows of partners behind a row that was merged of them, as the current release tells them."""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from publish.corrections.row import cells_of
from publish.corrections.values import released
from publish.release.release import Release
from publish.release.table import Table
from publish.words.partners import sources_of
from publish.words.sql import quoted
from publish.words.sqlite import read_only

PARTNER, THEIRS, COLUMNS = "partner", "source_id", "columns"
Texts = Mapping[str, str | None]

_BEHIND = """SELECT * FROM {sources} WHERE {key} = ? ORDER BY partner, source_id"""
_SHOWN = """SELECT partner || '/' || source_id, {key} FROM {sources}
    WHERE partner || '/' || source_id IN (SELECT value FROM json_each(?))"""
_MERGED = """SELECT _s.{key}, {label}, count(*) FROM {sources} AS _s
    LEFT JOIN {table} AS _t ON _t.{key} = _s.{key} WHERE _s.{key} > ?
    GROUP BY _s.{key} HAVING count(*) > 1 ORDER BY 1 LIMIT ?"""


@dataclass(frozen=True)
class PartnerRow:
    """A partner's row: what they call it, and the columns of the merged row that say what it says.

    `facts` are the texts of all else that is told of it, by column.
    """

    partner: str
    theirs: str
    columns: tuple[str, ...]
    facts: Texts

    @property
    def name(self) -> str:
        """As decisions name it."""
        return f"{self.partner}/{self.theirs}"


@dataclass(frozen=True)
class Merged:
    """A row that several rows of partners became: its key, what it is called, how many they are."""

    key: str
    title: str
    rows: int


def fed(release: Release) -> dict[str, Table]:
    """The tables of a release that partners feed, by name."""
    return {name: one for name, one in release.tables.items() if _is_fed(release, one)}


def _is_fed(release: Release, table: Table) -> bool:
    sources = release.tables.get(sources_of(table.name))
    wanted = {*table.primary_key, PARTNER, THEIRS, COLUMNS}
    return sources is not None and len(table.primary_key) == 1 and wanted <= sources.columns.keys()


def partner_title(table: Table, name: str) -> str:
    """What a partner is called, as its file says; of one that gives nothing by now, that file."""
    return next((one.title for one in table.partners if one.name == name), name)


def behind(release: Release, table: Table, key: str) -> list[PartnerRow]:
    """The rows of partners that a row was made of."""
    return [_partner_row(release, table, row) for row in _asked(release, table, _BEHIND, key)]


def shown_as(release: Release, table: Table, names: Collection[str]) -> dict[str, str]:
    """By partners' rows the key of the row that shows each, where one does."""
    found = _asked(release, table, _SHOWN, json.dumps([*names]))
    return {str(name): str(key) for name, key in found}


def texts_named(release: Release | None, table: str, name: str) -> Texts | None:
    """What the row says that shows a partner's row; None where no row does."""
    described = fed(release).get(table) if release else None
    if release is None or described is None:
        return None
    key = shown_as(release, described, [name]).get(name)
    return texts_of(release, described, (key,)) if key is not None else None


def merged(release: Release, table: Table, after: str, most: int) -> list[Merged]:
    """The rows of several partners' rows whose key comes after one, by their keys."""
    return [
        Merged(str(key), str(label or key), rows)
        for key, label, rows in _asked(release, table, _MERGED, after, most)
    ]


def texts_of(release: Release, table: Table, key: Sequence[str]) -> Texts | None:
    """What a row says, as a release writes it; None where there is no such row."""
    found = cells_of(release, table.name, table.primary_key, key)
    if found is None:
        return None
    return {name: released(one.type, found[name]) for name, one in table.columns.items()}


def _asked(release: Release, table: Table, query: str, *values: object) -> list[sqlite3.Row]:
    label = quoted(table.label) if table.label else None
    sql = query.format(
        sources=quoted(sources_of(table.name)),
        table=quoted(table.name),
        key=quoted(table.primary_key[0]),
        label=f"_t.{label}" if label else "NULL",
    )
    with closing(sqlite3.connect(read_only(release.database), uri=True)) as database:
        database.row_factory = sqlite3.Row
        return database.execute(sql, values).fetchall()


def _partner_row(release: Release, table: Table, row: sqlite3.Row) -> PartnerRow:
    fields = release.tables[sources_of(table.name)].columns
    known = (*table.primary_key, PARTNER, THEIRS, COLUMNS)
    facts = {
        name: released(one.type, row[name]) for name, one in fields.items() if name not in known
    }
    columns = tuple(map(str, json.loads(row[COLUMNS] or "[]")))
    return PartnerRow(str(row[PARTNER]), str(row[THEIRS]), columns, facts)
