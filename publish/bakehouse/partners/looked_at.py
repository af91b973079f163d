"""What there is of a partner already: in the current release, and as it gave it last."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.copies import partner_folder
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.memory import Memory
from publish.bakehouse.shape import shape
from publish.declare.merged_columns import SOURCE_ID
from publish.declare.site import SiteFolder
from publish.declare.table import Table
from publish.words.partners import sources_of
from publish.words.sql import quoted
from publish.words.sqlite import read_only

Row = Mapping[str, Any]


def memory_of(site: SiteFolder, dataset: str, harvested: Harvested, table: Table) -> Memory:
    """What is remembered of the rows that a partner gave last."""
    folder = partner_folder(site, dataset, harvested.partner)
    return Memory(folder, harvested.partner, harvested.declared, table)


def given_last(memory: Memory, place: Workspace) -> dict[str, Row]:
    """The lists that are united with others', as a partner gave them last, by its own ids."""
    export = memory.export(place) if _united(memory.table) else None
    if export is None:
        return {}
    source = memory.table.read_as[-1]
    rows = shape(memory.table, [(source, export)], place).table
    named = rows.select(*_united(memory.table), SOURCE_ID).to_pyarrow().to_pylist()
    return {json.loads(row.pop(SOURCE_ID))[0]: row for row in named}


def without_others(
    before: Mapping[str, Row], table: Table, last: Mapping[str, Row], now: Mapping[str, Row]
) -> dict[str, Row]:
    """The cells of a release, where a list that is united has the items of one partner alone.

    Where nothing is remembered of it, those of today that the release has.
    """
    return {
        name: {
            **row,
            **{
                column: _own(row[column], last.get(name), now.get(name), column)
                for column in _united(table)
                if column in row
            },
        }
        for name, row in before.items()
    }


def _own(merged: Any, last: Row | None, now: Row | None, column: str) -> Any:
    if last is not None:
        return last[column]
    today = now.get(column) if now else None
    return today if _items(today) <= _items(merged) else merged


def _items(cell: Any) -> set[Any]:
    return set(json.loads(cell or "[]"))


def _united(table: Table) -> list[str]:
    golden = table.partners.golden if table.partners else {}
    return [name for name, how in golden.items() if how == "union"]


def shown(
    site: SiteFolder, dataset: str, table: str, partner: str, formerly: str | None = None
) -> tuple[dict[str, Row], dict[str, str]]:
    """The cells of the current release that are a partner's, and our ids, by its own ids.

    Also those under the name that it had before.
    """
    path = site.releases / dataset / "current" / f"{dataset}.db"
    if not path.exists():
        return {}, {}
    with closing(sqlite3.connect(read_only(path), uri=True)) as database:
        database.row_factory = sqlite3.Row
        if not _has(database, sources_of(table)):
            return {}, {}
        key = _key(database, table)
        asked = (
            f"SELECT r.*, s.source_id AS _theirs, s.columns AS _columns FROM "  # noqa: S608
            f"{quoted(sources_of(table))} AS s JOIN {quoted(table)} AS r "
            f"ON r.{quoted(key)} = s.{quoted(key)} WHERE s.partner IN (?, ?) ORDER BY 1"
        )
        rows = database.execute(asked, (partner, formerly or partner)).fetchall()
    cells: dict[str, Row] = {
        row["_theirs"]: {name: row[name] for name in json.loads(row["_columns"] or "[]")}
        for row in rows
    }
    return cells, {row["_theirs"]: row[key] for row in rows}


def _has(database: sqlite3.Connection, table: str) -> bool:
    asked = "SELECT 1 FROM sqlite_schema WHERE name = ?"
    return database.execute(asked, (table,)).fetchone() is not None


def _key(database: sqlite3.Connection, table: str) -> str:
    [key] = [
        str(row["name"])
        for row in database.execute(f"PRAGMA table_info({quoted(table)})")
        if row["pk"]
    ]
    return key
