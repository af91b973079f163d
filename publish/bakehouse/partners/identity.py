"""Our own ids of partners' rows: they stay when a row changes, and when a partner renames it."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.declare.table import Table
from publish.errors import SourceError
from publish.release.disk import for_owner_alone, in_words
from publish.words.sql import literal, quoted

PARTNERS = "partners"
NAME = "ids.db"
COLUMNS = ("partner", "source_id", "id", "fingerprint", "first", "last", "shown")
_ROWS = """CREATE TABLE IF NOT EXISTS rows (
    "table" TEXT, partner TEXT, source_id TEXT, id TEXT, fingerprint TEXT, first TEXT, last TEXT,
    shown TEXT, PRIMARY KEY ("table", partner, source_id)) STRICT"""
_RETIRED = """CREATE TABLE IF NOT EXISTS retired (
    "table" TEXT, id TEXT, now TEXT, PRIMARY KEY ("table", id)) STRICT"""
_KNOWN = f'SELECT {", ".join(COLUMNS)} FROM rows WHERE "table" = ?'  # noqa: S608
_THERE = "SELECT 1 FROM sqlite_schema WHERE name = 'rows'"
# Without l, o, 0 and 1, which people take for one another.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_BITS = "('0x' || left(sha256(concat_ws(chr(9), {place}, _member{more})), 12))::BIGINT"
_LETTER = f"substr('{LETTERS}', 1 + (({{bits}} >> (5 * i)::INTEGER) & 31)::INTEGER, 1)"
_ID = f"'p' || array_to_string(list_transform(range(9), lambda i: {_LETTER}), '')"
_IDENTIFIED = """
WITH named AS (
    SELECT *, {new} AS _new, {another} AS _another
    FROM (SELECT *, {bits} AS _bits, {other_bits} AS _other_bits FROM {members})
), fresh AS (
    SELECT m._member, m._partner, m._fingerprint FROM {members} AS m
    LEFT JOIN {known} AS k ON k.partner = m._partner AND k.source_id = m._source_id
    WHERE k.id IS NULL AND m._partner <> '' AND m._fingerprint IS NOT NULL
), gone AS (
    SELECT k.* FROM {known} AS k
    WHERE k.partner IN (SELECT _partner FROM {members}) AND NOT EXISTS (
        SELECT 1 FROM {members} AS m WHERE m._partner = k.partner AND m._source_id = k.source_id)
), renamed AS (
    SELECT any_value(f._member) AS _member, any_value(g.id) AS id, any_value(g.first) AS first,
        any_value(g.shown) AS shown, any_value(g.source_id) AS was
    FROM fresh AS f JOIN gone AS g ON g.partner = f._partner AND g.fingerprint = f._fingerprint
    GROUP BY f._partner, f._fingerprint HAVING count(*) = 1
    UNION ALL
    SELECT a._member, k.id, k.first, k.shown, k.source_id
    FROM {alike} AS a JOIN {known} AS k ON a._was = k.partner || '/' || k.source_id
), taken AS (
    SELECT DISTINCT id FROM {known}
)
SELECT m._member, m._partner, m._source_id, m._fingerprint, r.was AS _was,
    CASE WHEN m._partner = '' THEN m._source_id
        ELSE coalesce(k.id, r.id, CASE WHEN t.id IS NULL THEN m._new ELSE m._another END)
        END AS _id,
    coalesce(k.first, r.first, {day}) AS _first, coalesce(k.shown, r.shown) AS _shown
FROM named AS m LEFT JOIN taken AS t ON t.id = m._new
LEFT JOIN {known} AS k ON k.partner = m._partner AND k.source_id = m._source_id
LEFT JOIN renamed AS r ON r._member = m._member
"""
_REMEMBERED = """
SELECT _partner, _source_id, _id, _fingerprint, _first, {day}, _published FROM {identified}
WHERE _partner <> ''
UNION ALL
SELECT k.partner, k.source_id, k.id, k.fingerprint, k.first, k.last, k.shown FROM {known} AS k
WHERE NOT EXISTS (SELECT 1 FROM {identified} AS i WHERE i._partner = k.partner
    AND (i._source_id = k.source_id OR i._was = k.source_id))
"""
_LEFT = """
SELECT DISTINCT _shown, _published FROM {identified}
WHERE _shown IS NOT NULL AND _shown <> _published
    AND _shown NOT IN (SELECT _published FROM {identified})
"""


@dataclass(frozen=True)
class Ids:
    """The file of ids of a dataset, and the table that they are of."""

    path: Path
    dataset: str
    table: str

    def known(self, place: Workspace) -> Any:
        """The rows that were seen before (Ibis); raises SourceError where the file is spoilt."""
        rows = self._rows() if self.path.is_file() else []
        cells = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
        named = zip(COLUMNS, cells, strict=True)
        return place.brought("known", pa.table({n: pa.array(of, pa.string()) for n, of in named}))

    def _rows(self) -> list[tuple[Any, ...]]:
        try:
            with closing(sqlite3.connect(self.path)) as database:
                # A run that was killed before it wrote the first row leaves an empty file.
                there = database.execute(_THERE).fetchone()
                return database.execute(_KNOWN, (self.table,)).fetchall() if there else []
        except sqlite3.Error as error:
            raise SourceError(
                f"{self.path}: cannot be read ({error}); bring it back from a backup, or remove "
                "it: without it rows that their partners renamed get new ids"
            ) from None

    def remember(self, rows: Iterable[Sequence[Any]], left: Iterable[Sequence[Any]]) -> None:
        """Note what ids rows have, and which id is now shown as another, once they are public."""
        with in_words(str(self.path)):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            for_owner_alone(self.path)
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        with closing(sqlite3.connect(self.path)) as database, database:
            database.execute(_ROWS)
            database.execute(_RETIRED)
            database.execute('DELETE FROM rows WHERE "table" = ?', (self.table,))
            written = ((self.table, *row) for row in rows)
            database.executemany(f"INSERT INTO rows VALUES ({marks})", written)  # noqa: S608
            retired = ((self.table, *row) for row in left)
            database.executemany("INSERT OR REPLACE INTO retired VALUES (?, ?, ?)", retired)

    def identified(
        self, members: Any, known: Any, alike: Mapping[str, str], as_of: date, place: Workspace
    ) -> Any:
        """The members (Ibis) with their ids: known ones, those of rows renamed, and new ones.

        A new one is a digest of the row's name, so that all runs agree; where a renamed row has
        that already, of the day as well. `alike` are members with their names of before.
        """
        day = literal(as_of.isoformat())
        here = f"{literal(self.dataset)}, {literal(self.table)}"
        told = {"_member": [*alike], "_was": [*alike.values()]}
        texts = {name: pa.array(of, pa.string()) for name, of in told.items()}
        return place.table(
            "identified",
            _IDENTIFIED,
            members=members,
            known=known,
            alike=place.brought("alike", pa.table(texts)),
            bits=_BITS.format(place=here, more=""),
            other_bits=_BITS.format(place=here, more=f", {day}"),
            new=_ID.format(bits="_bits"),
            another=_ID.format(bits="_other_bits"),
            day=day,
        )


def remembered(
    identified: Any, known: Any, as_of: date, place: Workspace
) -> tuple[list[Any], list[Any]]:
    """What is to be remembered of rows with the id under which each is published; what was left."""
    words = {"identified": identified, "known": known, "day": literal(as_of.isoformat())}
    rows = place.sql(place.filled(_REMEMBERED, **words))
    return rows, place.sql(place.filled(_LEFT, identified=identified))


def fingerprint(table: Table) -> str:
    """SQL: what a row says, in a normal form, as a digest; NULL where it says nothing."""
    merging = table.partners
    told = list(merging.compare) if merging and merging.compare else theirs(table)
    normal = (
        f"nullif(trim(regexp_replace(lower(strip_accents({quoted(name)}::VARCHAR)), "
        "'[^a-z0-9]+', ' ', 'g')), '')"
        for name in told
    )
    texts = f"[{', '.join(normal)}]"
    said = f"list_any_value({texts})"
    return f"CASE WHEN {said} IS NOT NULL THEN md5(to_json({texts})::VARCHAR) END"


def theirs(table: Table) -> list[str]:
    """The columns that partners fill, as they leave."""
    return [name for name in table.published if name not in table.made]
